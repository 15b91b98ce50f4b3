"""A commitment's pool: it asks for no more than it can give."""

from fractions import Fraction

from outlay.discount.alike import alike, portions_in_order
from outlay.discount.line import lines_of
from outlay.discount.pool import Draw, Pool
from outlay.estimate.charge import DiscountKind
from outlay.prices.query import PriceQuery

M5 = PriceQuery("AmazonEC2", "us-east-1", "m5.large", "linux")
C5 = PriceQuery("AmazonEC2", "us-east-1", "c5.large", "linux")


def lines(running, *queries):
    return [line for number, query in enumerate(queries) for line in lines_of(running(f"{number}", query, "1"), 0)]


def test_what_is_behind_the_last_of_it_is_not_even_asked_for(running):
    asked = []

    def draws():
        for portion in portions_in_order(alike(lines(running, *[M5] * 5))):
            asked.append(portion.line.urn)
            yield Draw(portion, Fraction(1), Fraction(1, 2))

    pool = Pool(DiscountKind.RESERVATION, "two", Fraction(2), Fraction(1, 2))
    pool.draw(draws())
    pool.draw(draws())
    assert [urn.rpartition(":")[2] for urn in asked] == ["0", "1"]
    assert pool.use() == (730, (0, 0, 0))


def test_equal_lines_are_one_kind_and_keep_their_order_among_others(running):
    groups = alike(lines(running, M5, C5, M5))
    assert [(group.item, len(group.lines)) for group in groups] == [("m5.large", 2), ("c5.large", 1)]
    assert [portion.line.item for portion in portions_in_order(groups)] == ["m5.large", "c5.large", "m5.large"]
