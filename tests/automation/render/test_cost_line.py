"""The line of a resource's cost: put together as text, it is what an encoder of JSON would write."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from outlay.estimate.charge import AppliedDiscount, DiscountKind, PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost, Status
from outlay.money import Cost, Gap, GapKind
from outlay.prices.query import Grade, Price, PriceQuery, Tier
from outlay_automation.render.cost_line import cost_line

D = Decimal
PRICE = Price((Tier(D(0), D("0.08")),), "GB-months", 'the "list"', date(2026, 7, 30), Grade.A, "embedded")
STORAGE = PricedCharge(
    name="Storage",
    component="root",
    unit="GB-months",
    quantity=Range(D(10), D(10), D("10.0")),
    unit_price=D("0.08"),
    cost=Range(D("0.80"), D("0.80"), D("0.800")),
    price=PRICE,
    query=PriceQuery("AmazonEBS", "us-east-1", "gp3"),
    formula="10",
)
STORAGE = replace(STORAGE, list_cost=STORAGE.cost, contracted_cost=STORAGE.cost)
COST = ResourceCost(
    "urn", "aws:ebs/volume:Volume", "data", "us-east-1", Status.PRICED, Cost.exactly(D("0.80")), (STORAGE,)
)

SUM = '{"low":"0.8","expected":"0.8","high":"0.8"}'
COSTS = f'{{"list":{SUM},"contracted":{SUM},"effective":{SUM}}}'
NOTHING = '{"list":null,"contracted":null,"effective":null}'


def test_a_priced_resource() -> None:
    assert cost_line(COST) == (
        f'{{"name":"data","type":"aws:ebs/volume:Volume","status":"priced","monthly":{SUM},"costs":{COSTS},"gaps":[],'
        '"charges":[{"name":"root: Storage","unit":"GB-months","quantity":{"low":"10","expected":"10","high":"10"},'
        f'"unit_price":"0.08","monthly":{SUM},"costs":{COSTS},"discounts":[],'
        '"price":{"source":"the \\"list\\"","as_of":"2026-07-30","grade":"A","layer":"embedded"}}],"assumptions":[]}'
    )


def test_a_gap_is_null_and_not_zero() -> None:
    gap = Gap(GapKind.UNSUPPORTED, "urn", "", "no pricer for it")
    cost = ResourceCost("urn", "a:b:C", "data", None, Status.UNSUPPORTED, Cost.missing(gap))

    assert cost_line(cost) == (
        f'{{"name":"data","type":"a:b:C","status":"unsupported","monthly":null,"costs":{NOTHING},'
        '"gaps":[{"kind":"unsupported","charge":"","reason":"no pricer for it"}],"charges":[],"assumptions":[]}'
    )


def test_an_open_end_a_range_and_a_discount() -> None:
    gap = Gap(GapKind.UNKNOWN, "urn", "Other", "it is open")
    taken = AppliedDiscount(DiscountKind.SPOT, "spot", D("0.20"))
    line = replace(STORAGE, cost=Range(D("0.6"), D("0.60"), D("0.7")), unit_price=None, price=None, discounts=(taken,))
    cost = replace(COST, cost=Cost(D("0.6"), D("0.6"), None, (gap,)), charges=(line,), status=Status.UNKNOWN)

    document = json.loads(cost_line(cost))

    assert document["monthly"] == {"low": "0.6", "expected": "0.6", "high": None}
    [charge] = document["charges"]
    assert charge["costs"]["effective"] == charge["monthly"] == {"low": "0.6", "expected": "0.6", "high": "0.7"}
    assert charge["costs"]["list"] == {"low": "0.8", "expected": "0.8", "high": "0.8"}
    assert charge["discounts"] == [{"kind": "spot", "name": "spot", "amount": "0.2"}]
    assert (charge["unit_price"], charge["price"]) == (None, None)


def test_a_currency_is_named_unless_it_is_the_dollar() -> None:
    line = replace(STORAGE, price=replace(PRICE, currency="EUR"))
    cost = replace(COST, cost=Cost.exactly(D("0.80"), "EUR"), charges=(line,))

    document = json.loads(cost_line(cost))

    assert (document["currency"], document["charges"][0]["price"]["currency"]) == ("EUR", "EUR")
    assert "currency" not in cost_line(COST)


@pytest.mark.parametrize(
    "text", ['"quoted"', "back\\slash", "new\nline\ttab", "\x00\x1f\x7f", "Größe €", "\u2028", "🦀", "\ud800", ""]
)
def test_texts_are_written_as_an_encoder_writes_them(text: str) -> None:
    gap = Gap(GapKind.USAGE, "urn", text, text)
    cost = replace(COST, name=text, cost=Cost(D(0), D(0), D(0), (gap,)), assumptions=(text, text))
    encoded = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

    written = cost_line(cost)

    assert encoded(json.loads(written)) == written
    assert f'"name":{encoded(text)},' in written
