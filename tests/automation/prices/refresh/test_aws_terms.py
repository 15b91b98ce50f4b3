"""Which figures the terms of AWS's products make, and which of several products with one name holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from outlay.prices.figure import Figure
from outlay_automation.prices.refresh.aws.products import BookName, InvalidProduct
from outlay_automation.prices.refresh.aws.terms import Answer, on_demand_answers, reserved_answers, settled, source_of

SOURCE = source_of("bulk", "AmazonEC2", "7", date(2026, 7, 1))
LINUX = BookName("AmazonEC2", "eu-central-1", "m5.large", "linux", "hours", is_compute=True)
STORAGE = BookName("AmazonS3", "us-east-1", "STANDARD", "storage", "GB-months")
IOPS = BookName("AmazonEBS", "us-east-1", "io2", "iops", "IOPS-months")
YEAR = {"LeaseContractLength": "1yr", "OfferingClass": "standard"}


def term(
    *dimensions: tuple[str, str, str], currency: str = "USD", since: str = "2026-07-01", **attributes: str
) -> dict[str, Any]:
    """A term of price dimensions: where each begins, its unit, its price. One ends where the next begins."""
    begins = [begin for begin, _, _ in dimensions]
    ends = ["Inf" if begin == after else after for begin, after in zip(begins, [*begins[1:], "Inf"], strict=True)]
    return {
        "effectiveDate": f"{since}T00:00:00Z",
        "priceDimensions": {
            str(number): {"beginRange": begin, "endRange": end, "unit": unit, "pricePerUnit": {currency: price}}
            for number, ((begin, unit, price), end) in enumerate(zip(dimensions, ends, strict=True))
        },
        "termAttributes": attributes,
    }


def listed(name: BookName, *terms: dict[str, Any]) -> list[Answer]:
    """What a product is listed at on demand."""
    return on_demand_answers(name, terms, SOURCE, [])


def on_demand(name: BookName, *terms: dict[str, Any]) -> list[Figure]:
    return [figure for answer in listed(name, *terms) for figure in answer.figures]


def reservations(name: BookName, *terms: dict[str, Any]) -> list[Figure]:
    return [figure for answer in reserved_answers(name, terms, SOURCE, []) for figure in answer.figures]


def prices(figures: list[Figure]) -> list[tuple[Decimal, str]]:
    return [(figure.name.tier_from, str(figure.price)) for figure in figures]


def test_a_price_on_demand_is_a_figure_with_its_source():
    (figure,) = on_demand(LINUX, term(("0", "Hrs", "0.1150000000")))
    assert (str(figure.price), figure.currency, figure.region) == ("0.115", "USD", "eu-central-1")
    assert (figure.name.term, figure.name.unit, figure.name.tier_from) == ("on-demand", "hours", 0)
    assert figure.source.name == "AWS price list bulk AmazonEC2 7"
    assert figure.source.as_of == date(2026, 7, 1)


def test_units_are_the_books():
    volume = BookName("AmazonEBS", "eu-west-1", "gp3", "throughput", "MiB/s-months")
    (figure,) = on_demand(volume, term(("0", "GiBps-mo", "45.056")))
    assert figure.price == Decimal("0.044")
    requests = BookName("AWSQueueService", "us-east-1", "Standard", "", "1M requests")
    dimensions = term(("0", "Requests", "0.0000004"), ("100000000000", "Requests", "0.0000003"))
    tiers = [(each.name.tier_from, str(each.price)) for each in on_demand(requests, dimensions)]
    assert tiers == [(0, "0.4"), (100_000, "0.3")]


def test_an_unknown_unit_is_named():
    with pytest.raises(InvalidProduct, match="it is charged per Fortnight, and the book counts hours"):
        (on_demand(LINUX, term(("0", "Fortnight", "1"))))


def test_a_free_tier_is_left_out_and_the_next_begins_at_the_first_unit():
    table = BookName("AmazonDynamoDB", "us-east-1", "STANDARD", "storage", "GB-months")
    dimensions = term(("0", "GB-Mo", "0"), ("25", "GB-Mo", "0.25"), ("1000", "GB-Mo", "0.2"))
    found = [(each.name.tier_from, str(each.price)) for each in on_demand(table, dimensions)]
    assert found == [(0, "0.25"), (1000, "0.2")]


@pytest.mark.parametrize("price", ["0", "0.0000000000", "-1", "NaN", "Infinity", "n/a"])
def test_compute_has_a_price(price):
    with pytest.raises(InvalidProduct):
        (on_demand(LINUX, term(("0", "Hrs", price))))


def test_china_is_priced_in_its_own_currency():
    name = BookName("AmazonEC2", "cn-north-1", "m5.large", "linux", "hours", is_compute=True)
    (figure,) = on_demand(name, term(("0", "Hrs", "1.02"), currency="CNY"))
    assert (figure.price, figure.currency) == (Decimal("1.02"), "CNY")


def test_a_reservation_has_hours_and_an_amount_upfront():
    partial = term(
        ("0", "Quantity", "302"),
        ("0", "Hrs", "0.0345000000"),
        LeaseContractLength="1yr",
        OfferingClass="convertible",
        PurchaseOption="Partial Upfront",
    )
    found = [(each.name.term, each.name.unit, str(each.price)) for each in reservations(LINUX, partial)]
    assert found == [
        ("reserved-1yr-convertible-partial-upfront", "hours", "0.0345"),
        ("reserved-1yr-convertible-partial-upfront", "upfront", "302"),
    ]


def test_a_reservation_that_costs_nothing_is_refused():
    free = term(("0", "Hrs", "0.0000000000"), LeaseContractLength="3yr", PurchaseOption="No Upfront")
    with pytest.raises(InvalidProduct, match="reserved-3yr-no-upfront it costs 0"):
        list(reservations(LINUX, free))


def test_a_kind_of_reservation_no_longer_sold_has_no_figure():
    heavy = term(("0", "Hrs", "1"), LeaseContractLength="1yr", PurchaseOption="Heavy Utilization")
    assert list(reservations(LINUX, heavy)) == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ([("0", "Month", "30")], "it is charged per Month, and the book counts hours"),
        ([("0", "Quantity", "30")], "0 prices by the hour and 1 amounts upfront"),
        ([("0", "Hrs", "0.1"), ("0", "Hrs", "0.2")], "2 prices by the hour and 0 amounts upfront"),
        (
            [("0", "Quantity", "1"), ("0", "Quantity", "2"), ("0", "Hrs", "0.2")],
            "1 prices by the hour and 2 amounts upfront",
        ),
    ],
)
def test_a_reservation_of_other_parts_is_refused(parts, said):
    with pytest.raises(InvalidProduct, match=said):
        reservations(LINUX, term(*parts, PurchaseOption="No Upfront", **YEAR))


def test_a_reservation_in_two_currencies_is_refused():
    both = term(("0", "Quantity", "302"), ("0", "Hrs", "0.03"), PurchaseOption="Partial Upfront", **YEAR)
    both["priceDimensions"]["0"]["pricePerUnit"] = {"CNY": "302"}
    with pytest.raises(InvalidProduct, match="it is priced in CNY and USD"):
        reservations(LINUX, both)


def ranges(*tiers: tuple[str, str, str]) -> dict[str, Any]:
    """A term of tiers: where each begins and ends, and its price."""
    found = term(*((begin, "GB-Mo", price) for begin, _, price in tiers))
    for number, (_, end, _) in enumerate(tiers):
        found["priceDimensions"][str(number)]["endRange"] = end
    return found


@pytest.mark.parametrize(
    ("tiers", "said"),
    [
        ([("0", "100", "0.03"), ("50", "Inf", "0.02")], "do not follow each other: 0 to 100, 50 to Inf"),
        ([("0", "50", "0.03"), ("100", "Inf", "0.02")], "do not follow each other: 0 to 50, 100 to Inf"),
        ([("0", "50", "0.03"), ("50", "200", "0.02")], "do not follow each other: 0 to 50, 50 to 200"),
        ([("0", "0", "0.03"), ("0", "Inf", "0.02")], "do not follow each other: 0 to 0, 0 to Inf"),
        ([("51200", "Inf", "0.02")], "its first tier begins at 51200"),
    ],
    ids=["overlapping", "with a gap", "that end", "empty", "not from 0"],
)
def test_tiers_that_do_not_cover_all_quantities_once_are_refused(tiers, said):
    with pytest.raises(InvalidProduct, match=said):
        on_demand(STORAGE, ranges(*tiers))


def test_tiers_follow_each_other_in_any_order_and_notation():
    found = on_demand(STORAGE, ranges(("51200", "Inf", "0.022"), ("0", "51200.0", "0.023")))
    assert prices(found) == [(0, "0.023"), (51200, "0.022")]


def test_of_several_terms_the_newest_in_force_holds():
    old, now, future = (
        term(("0", "GB-Mo", price), since=since)
        for price, since in (("0.5", "2025-01-01"), ("0.6", "2026-07-01"), ("0.7", "2026-07-02"))
    )
    assert prices(on_demand(STORAGE, now, future, old)) == [(0, "0.6")]
    hours = [
        term(("0", "Hrs", price), since=since, PurchaseOption="No Upfront", **YEAR)
        for price, since in (("0.05", "2025-01-01"), ("0.06", "2026-06-01"))
    ]
    assert prices(reservations(LINUX, *hours)) == [(0, "0.06")]


def test_a_price_that_does_not_hold_yet_is_left_out_by_name():
    left_out: list[str] = []
    assert on_demand_answers(STORAGE, [term(("0", "GB-Mo", "0.7"), since="2031-01-01")], SOURCE, left_out) == []
    assert left_out == [
        "AmazonS3 STANDARD/storage in us-east-1, on-demand: "
        "AWS's price holds from 2031-01-01 on, and its list is of 2026-07-01"
    ]
    with pytest.raises(InvalidProduct, match="its effectiveDate is soon"):
        on_demand(STORAGE, term(("0", "GB-Mo", "0.7"), since="soon"))


def test_compute_is_free_in_no_tier():
    with pytest.raises(InvalidProduct, match="it costs 0, and compute is never free"):
        on_demand(LINUX, term(("0", "Hrs", "0.1"), ("750", "Hrs", "0")))


def test_what_is_paid_and_listed_at_0_has_no_figure():
    free = listed(STORAGE, term(("0", "GB-Mo", "0.0000000000"), ("50", "GB-Mo", "0")))
    assert settled(free) == ([], ["AmazonS3 STANDARD/storage in us-east-1, on-demand: AWS lists it at 0"])


def test_of_two_prices_of_one_name_none_holds_and_equal_ones_are_one():
    (first,), (second,) = (listed(LINUX, term(("0", "Hrs", price))) for price in ("0.115", "0.12"))
    assert settled([first, first]) == ([*first.figures], [])
    assert settled([second, first]) == (
        [],
        ["AmazonEC2 m5.large/linux in eu-central-1, on-demand: AWS lists it at 0.115, 0.12"],
    )


def test_products_that_differ_in_one_tier_have_no_tier_in_common():
    tariffs = [
        term(("0", "GB-Mo", "0.023"), ("51200", "GB-Mo", "0.022")),
        term(("0", "GB-Mo", "0.023"), ("100", "GB-Mo", "0.01")),
    ]
    assert settled(answer for tariff in tariffs for answer in listed(STORAGE, tariff)) == (
        [],
        [
            "AmazonS3 STANDARD/storage in us-east-1, on-demand: "
            "AWS lists it at 0.023 and 0.01 from 100, 0.023 and 0.022 from 51200"
        ],
    )


def test_reservations_that_differ_upfront_do_not_leave_their_hours_behind():
    both = [
        answer
        for amount in ("594", "600")
        for answer in reserved_answers(
            LINUX,
            [term(("0", "Quantity", amount), ("0", "Hrs", "0"), PurchaseOption="All Upfront", **YEAR)],
            SOURCE,
            [],
        )
    ]
    assert settled(both) == (
        [],
        [
            "AmazonEC2 m5.large/linux in eu-central-1, reserved-1yr-all-upfront: "
            "AWS lists it at 0 and 594 upfront, 0 and 600 upfront"
        ],
    )


def io2(price: str, begins: int | None = None) -> list[Answer]:
    name = replace(IOPS, tier_from=None if begins is None else Decimal(begins))
    return listed(name, term(("0", "IOPS-Mo", price)))


def test_tiers_that_are_products_of_their_own_make_one_price():
    figures, left_out = settled([*io2("0.0455", 32_000), *io2("0.065"), *io2("0.032", 64_000)])
    assert prices(figures) == [(0, "0.065"), (32_000, "0.0455"), (64_000, "0.032")]
    assert left_out == []


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ([io2("0.065"), io2("0.07"), io2("0.0455", 32_000)], "AWS lists it at 0.065, 0.07"),
        (
            [io2("0.065"), io2("0.0455", 32_000), io2("0.05", 32_000)],
            "AWS lists it at 0.0455 from 32000, 0.05 from 32000",
        ),
        ([io2("0.0455", 32_000)], "AWS lists its further tiers, and not the first"),
        ([io2("0.065"), io2("0", 32_000)], "AWS lists it at 0"),
        (
            [listed(IOPS, term(("0", "IOPS-Mo", "0.065"), ("32000", "IOPS-Mo", "0.04"))), io2("0.0455", 32_000)],
            "the tiers that AWS lists do not fit together",
        ),
    ],
)
def test_one_of_them_in_doubt_puts_all_in_doubt(answers, said):
    figures, left_out = settled(answer for each in answers for answer in each)
    assert figures == []
    assert left_out == [f"AmazonEBS io2/iops in us-east-1, on-demand: {said}"]
