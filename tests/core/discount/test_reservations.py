"""Reservations: the worked examples of AWS's own documentation, sizes, zones, and what is paid upfront."""

from dataclasses import replace
from decimal import Decimal

import pytest
from outlay.discount.effective import discounted
from outlay.discount.normalisation import family, normalised_units
from outlay.discount.stated import Discounts, Reservation, ReservedService
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import Payment, reserved

from .conftest import only, stack_of

REGION = "us-east-1"
HALF = Decimal(50)
"""Reservations here cost half of the on-demand price."""


def ec2(instance_type, dimension="linux", region=REGION):
    return PriceQuery("AmazonEC2", region, instance_type, dimension)


def reserve(instance_type, count=1, **more):
    stated = {"region": REGION, "dimension": "linux", "percent": HALF, "service": ReservedService.EC2, **more}
    return Reservation(
        name=f"{count} × {instance_type}",
        instance_type=instance_type,
        count=count,
        years=1,
        payment=Payment.NO_UPFRONT,
        **stated,
    )


@pytest.fixture
def prices(make_book, make_price):
    """A dollar for each normalised unit of an hour, so that m5.large is 4 dollars."""

    def make(*types, **more):
        queries = [each if isinstance(each, PriceQuery) else ec2(each) for each in types]
        return make_book(test={each: make_price(str(normalised_units(each.item) or 1)) for each in queries} | more)

    return make


def test_one_account_with_a_zonal_and_two_size_flexible_reservations(running, effective, prices):
    """4 m3.large in a zone; 4 m4.large (16 units) cover two m4.xlarge; 1 c4.large covers half of a c4.xlarge.

    Source: Amazon EC2 User Guide, "How Reserved Instance discounts are applied", scenario 1
    (docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html).
    """
    reservations = (
        reserve("m3.large", 4, zone="us-east-1a"),
        reserve("m4.large", 4),
        reserve("c4.large", 1),
    )
    after = effective(
        Discounts(reservations=reservations),
        running("m3", ec2("m3.large"), "4", 4),
        running("m4", ec2("m4.xlarge"), "8", 2),
        running("c4", ec2("c4.xlarge"), "8", 1),
        book=prices("m3.large", "m4.large", "c4.large"),
    )
    assert after == {"m3": Decimal(8), "m4": Decimal(8), "c4": Decimal(6)}  # of 16, 16 and 8


def test_from_the_smallest_size_to_the_largest(running, effective, prices):
    """1 m3.2xlarge (16 units) covers both m3.large first, then one of two m3.xlarge. Source: the same, scenario 2."""
    after = effective(
        Discounts(reservations=(reserve("m3.2xlarge"),)),
        running("a-large-one", ec2("m3.xlarge"), "8", 2),
        running("small", ec2("m3.large"), "4", 2),
        book=prices("m3.2xlarge"),
    )
    assert after == {"small": Decimal(4), "a-large-one": Decimal(12)}  # of 8 and 16


def test_a_medium_covers_two_small_ones_or_half_of_a_large_one(running, effective, prices):
    """Source: the same, "Instance size flexibility determined by normalization factor"."""
    discounts, book = Discounts(reservations=(reserve("t2.medium"),)), prices("t2.medium")
    assert effective(discounts, running("small", ec2("t2.small"), "1", 2), book=book) == {"small": Decimal(1)}
    assert effective(discounts, running("large", ec2("t2.large"), "4"), book=book) == {"large": Decimal(3)}


def test_a_metal_counts_as_its_largest_virtualised_size(running, effective, prices):
    """2 i3.8xlarge cover one i3.metal of 128 units. Source: the same, bare metal instances."""
    book = prices("i3.8xlarge")
    after = effective(
        Discounts(reservations=(reserve("i3.8xlarge", 2),)), running("it", ec2("i3.metal"), "128"), book=book
    )
    assert after == {"it": Decimal(64)}


def test_its_own_type_comes_before_smaller_ones(running, effective, prices):
    after = effective(
        Discounts(reservations=(reserve("m5.large"),)),
        running("own", ec2("m5.large"), "4"),
        running("small", ec2("m5.medium"), "2"),
        book=prices("m5.large"),
    )
    assert after == {"own": Decimal(2), "small": Decimal(2)}


@pytest.mark.parametrize(
    ("reservation", "other"),
    [
        (reserve("m5.large", zone="us-east-1a"), ec2("m5.xlarge")),
        (reserve("m5.large", dimension="windows"), ec2("m5.xlarge", "windows")),
        (reserve("m5.large", dimension="linux/dedicated"), ec2("m5.xlarge", "linux/dedicated")),
        (reserve("g4dn.xlarge"), ec2("g4dn.2xlarge")),
        (reserve("m5.large"), ec2("m5a.large")),
        (reserve("m5.large"), ec2("m5.large", "windows")),
        (reserve("m5.large"), ec2("m5.large", region="us-west-2")),
        (reserve("m5.large"), PriceQuery("AmazonEC2", REGION, "m5.large", "linux", "spot")),
        (reserve("m5.large"), ec2("m5.large", "ebs-optimized")),
    ],
)
def test_what_a_reservation_does_not_cover(running, effective, prices, reservation, other):
    own = ec2(reservation.instance_type, reservation.dimension)
    after = effective(Discounts(reservations=(reservation,)), running("it", other, "1"), book=prices(own))
    assert after == {"it": Decimal(1)}


def test_a_database_in_two_zones_counts_twice(running, effective, prices):
    """A reserved single-AZ db.r5.large covers half of a multi-AZ one.

    Source: Amazon RDS User Guide, "Reserved DB instances", size-flexible reservations: units of Multi-AZ deployments
    are double (docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithReservedDBInstances.html).
    """
    rds = {"service": ReservedService.RDS, "dimension": "postgres/single-az"}
    query = PriceQuery("AmazonRDS", REGION, "db.r5.large", "postgres/multi-az")
    book = prices(replace(query, dimension="postgres/single-az"))
    discounts = Discounts(reservations=(reserve("db.r5.large", **rds),))
    assert effective(discounts, running("it", query, "8"), book=book) == {"it": Decimal(6)}


@pytest.mark.parametrize("engine", ["mysql", "oracle-se2"])
def test_another_engine_is_another_reservation(running, effective, prices, engine):
    query = PriceQuery("AmazonRDS", REGION, "db.r5.large", f"{engine}/single-az")
    book = prices(replace(query, dimension="postgres/single-az"))
    rds = {"service": ReservedService.RDS, "dimension": "postgres/single-az"}
    assert effective(
        Discounts(reservations=(reserve("db.r5.large", **rds),)), running("it", query, "4"), book=book
    ) == {"it": Decimal(4)}


def test_what_is_paid_upfront_is_spread_over_the_hours_of_the_term(running, make_book, make_price):
    """An upfront of $876 over a year of 8,760 hours is $0.10 an hour, beside $0.05 that each hour costs."""
    term = reserved(1, Payment.PARTIAL_UPFRONT)
    book = make_book(
        test={
            ec2("m5.large"): make_price("0.40"),
            replace(ec2("m5.large"), term=term): make_price("0.05", upfront=Decimal(876)),
        }
    )
    reservation = replace(reserve("m5.large", 2), percent=None, payment=Payment.PARTIAL_UPFRONT)
    it = running("it", ec2("m5.large"), "0.40")
    after = discounted(stack_of(it), Discounts(reservations=(reservation,)), book)
    assert only(after.total) == Decimal("0.15") * 730
    (use,) = after.commitments
    assert (use.cost, use.unused.expected) == (Decimal("219.00"), Decimal("109.50"))  # two, of which one is idle


def test_a_reservation_without_a_price_is_named_and_not_applied(running, prices):
    reservation = replace(reserve("m5.large"), percent=None)
    it = stack_of(running("it", ec2("m5.large"), "4"))
    after = discounted(it, Discounts(reservations=(reservation,)), prices("m5.large"))
    assert after.total == it.total
    (use,) = after.commitments
    assert use.cost is None
    assert "state `percent`" in use.note


def test_what_runs_at_the_same_time_shares_a_reservation_only_once(running, effective, prices):
    """Two instances run the same 365 hours: one reservation covers one of them, though its other hours are idle."""
    after = effective(
        Discounts(reservations=(reserve("m5.large"),)),
        running("a", ec2("m5.large"), "4", hours=365),
        running("b", ec2("m5.large"), "4", hours=365),
        book=prices("m5.large"),
    )
    assert after == {"a": Decimal(1), "b": Decimal(2)}


def test_units_of_sizes():
    """Source: Amazon EC2 User Guide, table of normalization factors."""
    table = {"nano": "0.25", "micro": "0.5", "small": 1, "medium": 2, "large": 4, "xlarge": 8, "2xlarge": 16}
    table |= {"3xlarge": 24, "6xlarge": 48, "9xlarge": 72, "18xlarge": 144, "32xlarge": 256, "112xlarge": 896}
    assert {size: normalised_units(f"m5.{size}") for size in table} == {
        size: Decimal(units) for size, units in table.items()
    }
    assert normalised_units("c5n.metal") == 144
    assert normalised_units("x9.metal") is None
    assert normalised_units("m5.huge") is None
    assert family("db.r6g.large") == "db.r6g"


def test_sharing_the_hours_of_a_month_is_an_assumption(running, prices):
    it = stack_of(running("it", ec2("m5.large"), "4", hours=365))
    after = discounted(it, Discounts(reservations=(reserve("m5.large"),)), prices("m5.large"))
    assert any("at the same time" in each.text for each in after.assumptions)
    always = stack_of(running("it", ec2("m5.large"), "4"))
    after = discounted(always, Discounts(reservations=(reserve("m5.large"),)), prices("m5.large"))
    assert not any("at the same time" in each.text for each in after.assumptions)


@pytest.mark.parametrize(
    ("service", "instance_type", "dimension"),
    [
        (ReservedService.RDS, "db.m5.large", "mysql/single-az"),
        (ReservedService.ELASTICACHE, "cache.m5.large", "redis"),
        (ReservedService.OPENSEARCH, "m5.large.search", ""),
    ],
)
def test_the_price_book_has_reserved_prices_of_other_services(running, service, instance_type, dimension):
    """A year without upfront takes between a tenth and a half off, by the prices that travel with Outlay."""
    query = PriceQuery(service.value, REGION, instance_type, dimension)
    listed = embedded_book().find(query)
    assert isinstance(listed, Price)
    stated = reserve(instance_type, service=service, dimension=dimension, percent=None)
    it = stack_of(running("it", query, str(listed.unit_price)))
    after = discounted(it, Discounts(reservations=(stated,)), embedded_book())
    assert after.commitments[0].note == ""
    assert Decimal("0.5") < only(after.total) / only(it.total) < Decimal("0.9")
