"""The price book: layers in order, each figure asked for once, and prices that are prices."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from outlay.prices.book import BookIdentity, LayerIdentity, PriceBook
from outlay.prices.currency import parse_rates
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Grade, Missing, Price, PriceQuery, Tier

QUERY = PriceQuery("Shop", "us-east-1", "thing", "linux")
OTHER = PriceQuery("Shop", "eu-west-1", "thing", "linux")
OVERLAY = LayerIdentity("overlay", date(2026, 11, 1), "1" * 64)
EMBEDDED = LayerIdentity("embedded", date(2026, 7, 1), "2" * 64)
IDENTITY = BookIdentity.over([EMBEDDED])


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


def test_an_estimated_figure_answers_only_where_that_is_allowed(make_book, make_price):
    book = make_book(embedded={QUERY: make_price("0.4", grade=Grade.D)})
    answer = PriceBook(book.layers, book.identity).find(QUERY)
    assert isinstance(answer, Missing)
    assert answer.reason == (
        "only an estimate of Shop thing/linux in us-east-1 is known; `prices.stand_ins: allow` in finops.yaml takes it"
    )
    assert answer.nearest == ("0.4 USD per unit of hours, grade D",)
    assert PriceBook(book.layers, book.identity, allow_stand_ins=True).find(QUERY).unit_price == Decimal("0.4")


def test_a_refused_estimate_is_told_in_the_books_currency(make_book, make_price):
    rates = parse_rates("currency,per_usd,as_of,source\nEUR,0.50,2026-11-20,ECB\n", "rates.csv")
    book = make_book(embedded={QUERY: make_price("0.4", grade=Grade.D)})
    answer = PriceBook(book.layers, book.identity, currency="EUR", rates=rates).find(QUERY)
    assert isinstance(answer, Missing)
    assert answer.nearest == ("0.2 EUR per unit of hours, grade D",)


def test_an_estimate_above_does_not_hide_a_figure_below(make_book, make_price):
    layers = make_book(overlay={QUERY: make_price("9", grade=Grade.D)}, embedded={QUERY: make_price("1")}).layers
    assert PriceBook(layers, IDENTITY).find(QUERY).unit_price == 1


def test_the_list_price_is_what_the_layers_below_the_contract_say(make_book, make_price):
    book = make_book(contract={QUERY: make_price("1")}, overlay={QUERY: make_price("2")}, embedded={})
    assert (book.find(QUERY).unit_price, book.list_price(QUERY).unit_price) == (1, 2)
    assert isinstance(book.list_price(OTHER), Missing)


def test_without_a_contract_the_list_price_is_the_price(make_book, make_price):
    book = make_book(overlay={}, embedded={QUERY: make_price("2")})
    assert book.list_price(QUERY) is book.find(QUERY)


def test_a_layer_that_knows_what_is_near_is_heard_before_one_below_that_does_not(make_book):
    class Silent:
        name = "embedded"

        def find(self, query):
            return Missing(query, "no prices of Shop")

    book = make_book(overlay={})
    answer = PriceBook([*book.layers, Silent()], IDENTITY).find(QUERY)
    assert (answer.reason, answer.nearest) == ("overlay has no Shop thing/linux in us-east-1", ("something near",))


def test_a_price_in_another_currency_than_the_books_is_missing(make_book, make_price):
    book = make_book(embedded={QUERY: make_price("7", currency="CNY")})
    answer = book.find(QUERY)
    assert isinstance(answer, Missing)
    assert answer.reason == "Shop thing/linux in us-east-1 is priced in CNY, and there is no rate to USD"


def test_the_identity_of_one_layer_is_its_own():
    assert BookIdentity.over([EMBEDDED]) == BookIdentity(EMBEDDED.as_of, EMBEDDED.digest, layers=(EMBEDDED,))


def test_the_identity_of_several_layers_is_dated_by_the_youngest_and_depends_on_each_and_their_order():
    both = BookIdentity.over([OVERLAY, EMBEDDED])
    assert both.as_of == date(2026, 11, 1)
    others = ([EMBEDDED, OVERLAY], [OVERLAY], [EMBEDDED], [replace(OVERLAY, digest="3" * 64), EMBEDDED])
    assert both.digest not in {BookIdentity.over(other).digest for other in others}
    assert both.digest != BookIdentity.over([OVERLAY, EMBEDDED], rates="4" * 64).digest


def test_a_contract_of_today_does_not_make_the_book_younger():
    contract = LayerIdentity("contract", date(2026, 11, 20), "5" * 64)
    assert BookIdentity.over([contract, EMBEDDED]).as_of == EMBEDDED.as_of
    assert BookIdentity.over([contract]).as_of == contract.as_of


def test_a_book_without_a_layer_has_no_identity():
    with pytest.raises(ValueError, match="needs a layer"):
        BookIdentity.over([])


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


class Listed:
    """A layer that tells what it has."""

    name = "listed"

    def find(self, query):
        raise AssertionError("to know what may be there, no figure is looked up")

    def items(self, service):
        return ("thing",) if service == "Shop" else ()


def test_a_book_that_tells_what_it_has_rules_out_the_rest():
    book = PriceBook([Listed()], BookIdentity(date(2026, 7, 1), "0" * 64))
    assert book.may_have("Shop", "thing")
    assert not book.may_have("Shop", "another")
    assert not book.may_have("Market", "thing")


def test_a_book_with_a_layer_that_does_not_tell_rules_nothing_out(make_book):
    assert make_book(quiet={}).may_have("Shop", "another")


def test_the_embedded_book_tells_which_sizes_a_family_has():
    book = embedded_book()
    assert book.may_have("AmazonEC2", "m5.large")
    assert not book.may_have("AmazonEC2", "m5.10xlarge")
