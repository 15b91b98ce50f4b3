"""The price book: layers in order, each figure asked for once, and prices that are prices."""

from datetime import date
from decimal import Decimal

import pytest
from outlay.prices.book import BookIdentity, PriceBook
from outlay.prices.query import Grade, Missing, Price, PriceQuery, Tier

QUERY = PriceQuery("Shop", "us-east-1", "thing", "linux")
OTHER = PriceQuery("Shop", "eu-west-1", "thing", "linux")


def test_the_first_layer_that_has_the_figure_answers(make_book, make_price):
    book = make_book(
        contract={QUERY: make_price("1")}, overlay={QUERY: make_price("2"), OTHER: make_price("3")}, embedded={}
    )
    assert [book.find(query).unit_price for query in (QUERY, OTHER)] == [1, 3]


def test_what_no_layer_has_is_told_by_the_last_one(make_book):
    answer = make_book(contract={}, embedded={}).find(QUERY)
    assert isinstance(answer, Missing)
    assert answer.reason == "embedded has no Shop thing/linux in us-east-1"


def test_a_book_without_layers_has_nothing(make_book):
    assert isinstance(make_book().find(QUERY), Missing)


def test_each_figure_is_asked_for_once(make_price):
    class Counting:
        name = "counting"
        asked = 0

        def find(self, query):
            self.asked += 1
            return make_price("1") if query == QUERY else Missing(query, "none")

    layer = Counting()
    book = PriceBook([layer], BookIdentity(date(2026, 7, 1), "digest"))
    assert book.find(QUERY) is book.find(PriceQuery("Shop", "us-east-1", "thing", "linux"))
    assert book.find(OTHER) is book.find(OTHER)
    assert layer.asked == 2


@pytest.mark.parametrize(
    ("query", "text"),
    [
        (QUERY, "Shop thing/linux in us-east-1"),
        (PriceQuery("Shop", "*", "thing"), "Shop thing in every region"),
        (PriceQuery("Shop", "us-east-1", "thing", term="spot"), "Shop thing in us-east-1, spot"),
    ],
)
def test_a_query_reads_as_a_sentence(query, text):
    assert str(query) == text


@pytest.mark.parametrize(
    ("tiers", "message"),
    [
        ([], "each tier once, the first from 0"),
        ([(1, 1)], "each tier once, the first from 0"),
        ([(0, 1), (10, 2), (10, 3)], "each tier once, the first from 0"),
        ([(0, 1), (20, 2), (10, 3)], "each tier once, the first from 0"),
        ([(0, -1)], "at least 0"),
        ([(0, 1), (10, -1)], "at least 0"),
    ],
)
def test_tiers_that_make_no_price_are_refused(tiers, message):
    steps = tuple(Tier(Decimal(start), Decimal(price)) for start, price in tiers)
    with pytest.raises(ValueError, match=message):
        Price(steps, "hours", "a test", date(2026, 7, 1), Grade.A, "test")
