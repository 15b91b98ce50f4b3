"""A preview with prices that are too old: a finding with its rule, told in the table, that warns or blocks."""

from __future__ import annotations

import io
import json
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from outlay.errors import ExitCode
from outlay.finding import Verdict
from outlay.prices.opened_book import open_book
from outlay.resource import Resource, Snapshot, urn_of
from outlay.standard.reading import parse_standard
from outlay.step import Op, Preview, Step
from outlay_automation import PreviewResult
from outlay_automation.render.preview_table import print_preview
from outlay_automation.stack_preview import judge

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "preview-1.json"
NAT = Resource(
    urn_of("dev", "shop", "aws:ec2/natGateway:NatGateway", "nat"),
    "aws:ec2/natGateway:NatGateway",
    "nat",
    {},
    region="us-east-1",
)
VPC = Resource(urn_of("dev", "shop", "aws:ec2/vpc:Vpc", "net"), "aws:ec2/vpc:Vpc", "net", {}, region="us-east-1")
LATER = date(2099, 1, 1)


def judged(resource: Resource = NAT, standard: str = "", as_of: date | None = LATER) -> PreviewResult:
    empty = Snapshot.of(project="shop", stack="dev")
    full = Snapshot.of(resource, project="shop", stack="dev")
    found = Preview(before=empty, after=full, steps=(Step(Op.CREATE, resource.urn, None),), engine="pulumi")
    opened = open_book(None, None)
    return judge(found, parse_standard(standard), opened.book, as_of=as_of, notices=("a notice of the book",))


def table(result: PreviewResult) -> str:
    stream = io.StringIO()
    print_preview(result, stream)
    return " ".join(stream.getvalue().split())


def test_old_prices_warn() -> None:
    result = judged()
    assert [finding.rule for finding in result.findings] == ["OUT-P001"]
    assert (result.verdict, result.exit_code) == (Verdict.WARN, ExitCode.FINE)
    date_of_book = open_book(None, None).book.identity.as_of
    assert (
        f"embedded prices are of {date_of_book}, older than the 90 days that the standard allows "
        "→ `pip install 'outlay[refresh]'`, then `outlay prices refresh --service AmazonEC2 --region us-east-1` bring "
        "them up to date." in table(result)
    )
    assert "Passes, with 1 finding to look at." in table(result)


def test_old_prices_block_where_the_standard_says_so() -> None:
    result = judged(standard="prices: {on_stale: block}")
    assert (result.verdict, result.exit_code) == (Verdict.BLOCK, ExitCode.BLOCKED)
    assert "Blocked by OUT-P001 price-age." in table(result)


@pytest.mark.parametrize(
    ("resource", "standard", "as_of"),
    [
        (NAT, "", date(2026, 8, 1)),
        (NAT, "", None),
        (VPC, "prices: {on_stale: block}", LATER),
    ],
)
def test_young_prices_no_day_and_nothing_priced_are_no_finding(
    resource: Resource, standard: str, as_of: date | None
) -> None:
    assert judged(resource, standard, as_of).findings == ()


def test_the_document_has_the_finding_and_the_books_notices() -> None:
    document = judged().to_json()
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(document)] == []
    assert [finding["rule"] for finding in document["findings"]] == ["OUT-P001"]
    assert document["notices"] == ["a notice of the book"]
    assert [layer["name"] for layer in document["book"]["layers"]] == ["embedded"]
    assert document["book"]["figures"]["youngest"] <= document["book"]["as_of"]


def test_equal_prices_say_the_same_on_another_day() -> None:
    assert judged(as_of=LATER).to_json() == judged(as_of=date(2050, 5, 5)).to_json()
