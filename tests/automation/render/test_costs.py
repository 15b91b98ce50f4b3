"""A preview's costs on demand: list, contracted and effective after the change, and commitments on each side."""

import io
import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from outlay.estimate.charge import DiscountKind, Range
from outlay.estimate.resource_cost import CommitmentUse
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot, Value, urn_of
from outlay.standard.reading import parse_standard
from outlay.step import Op, Preview, Step
from outlay_automation import PreviewResult
from outlay_automation.render.costs import commitment_lines
from outlay_automation.render.preview_table import print_preview
from outlay_automation.stack_preview import judge
from rich.console import Console

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "preview-1.json"
STANDARD = """
discounts:
  gcp:
    committed_use: [{name: committed, region: us-central1, family: n2, years: 1, vcpus: 2, memory: 8}]
"""


def machine(name: str) -> Resource:
    """An n2-standard-2 at $0.097118 an hour, $70.90 a month, with a disk of 40 cents."""
    type_ = "gcp:compute/instance:Instance"
    inputs: dict[str, Value] = {
        "machineType": "n2-standard-2",
        "zone": "us-central1-a",
        "bootDisk": {"initializeParams": {"image": "debian-12", "size": 10}},
    }
    return Resource(urn_of("prod", "shop", type_, name), type_, name, inputs, region="us-central1")


@pytest.fixture
def result() -> PreviewResult:
    """A second machine beside one that a commitment covers."""
    a, b = machine("a"), machine("b")
    where = {"project": "shop", "stack": "prod"}
    steps = (Step(Op.SAME, a.urn, a.urn), Step(Op.CREATE, b.urn, None))
    found = Preview(before=Snapshot.of(a, **where), after=Snapshot.of(a, b, **where), steps=steps, engine="pulumi")
    return judge(found, parse_standard(STANDARD), embedded_book())


def shown(result: PreviewResult, **options: Any) -> str:
    stream = io.StringIO()
    print_preview(result, stream, **options)
    return stream.getvalue()


def test_the_second_machine_costs_what_no_commitment_covers(result: PreviewResult) -> None:
    document = result.to_json()

    assert list(Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8"))).iter_errors(document)) == []
    # 70.89614 less 20 %, and the disk; the price of n2 is 37 % less when committed
    assert Decimal(document["delta"]["expected"]) == Decimal("70.89614") * Decimal("0.8") + Decimal("0.4")
    unused = [document[side]["commitments"][0]["unused"]["expected"] for side in ("before", "after")]
    assert unused == ["0", "0"]
    assert Decimal(document["after"]["costs"]["list"]["expected"]) == 2 * Decimal("71.29614")


def test_the_table_has_the_costs_on_demand_and_the_commitments_always(result: PreviewResult) -> None:
    plain, asked = shown(result), shown(result, costs=True)

    assert "committed: $44.66 a month, all of it used" in plain
    assert "Contracted" not in plain
    rows = [line.split() for line in asked.splitlines()]
    assert ["gcp:compute:Instance", "a", "$71.30", "$71.30", "$45.06"] in rows
    assert ["committed", "-$26.23"] in rows
    assert ["gcp:compute:Instance", "b", "$71.30", "$71.30", "$57.12"] in rows
    assert ["Total", "$142.59", "$142.59", "$102.18"] in rows


def test_what_is_unused_and_what_is_not_applied_is_said() -> None:
    unused = Range(Decimal(5), Decimal(6), Decimal(7))
    uses = (
        CommitmentUse(DiscountKind.SAVINGS_PLAN, "plan", Decimal(10), unused, "a note"),
        CommitmentUse(DiscountKind.RESERVATION, "reserved", None, None, "no price"),
    )
    console = Console(file=io.StringIO(), width=200)
    with console.capture() as captured:
        for line in commitment_lines(uses, "USD"):
            console.print(line)

    assert [line.strip() for line in captured.get().splitlines()] == [
        "Commitments: 2",
        "plan: $10.00 a month, of which $5.00–$7.00 (expected $6.00) is unused and in no total here; a note",
        "reserved: not applied: no price",
    ]
