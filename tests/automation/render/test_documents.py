"""The documents for machines: valid under their published schemas, with figures that a person can check by hand."""

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, Resource, Snapshot, SourcePosition, Value, urn_of
from outlay.standard.reading import parse_standard
from outlay.step import (
    Assumption,
    Diagnostic,
    DiagnosticSeverity,
    Op,
    PolicyViolation,
    Preview,
    PropertyChange,
    Step,
)
from outlay_automation import PreviewResult
from outlay_automation.stack_preview import judge

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
STANDARD = """
organisation: Shop
tags: {required: [owner]}
budgets: {stacks: {shop/dev: {monthly: 100}}}
limits: {on_unknown: block}
usage: {types: {"aws:ec2/natGateway:NatGateway": {monthly_data_processed_gb: 100}}}
"""


def schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def errors(name: str, document: object) -> list[str]:
    found = Draft202012Validator(schema(name)).iter_errors(document)
    return [f"{error.json_path}: {error.message}" for error in found]


def resource(type_: str, name: str, inputs: dict[str, Value], **more: Any) -> Resource:
    return Resource(urn_of("dev", "shop", type_, name), type_, name, inputs, region="us-east-1", **more)


def volume(name: str, size: Value, type_: str = "gp2") -> Resource:
    return resource("aws:ebs/volume:Volume", name, {"type": type_, "size": size, "tags": {"owner": "shop"}})


def nat(name: str) -> Resource:
    return resource("aws:ec2/natGateway:NatGateway", name, {})


def step(op: Op, urn: str, old_urn: str | None, **more: Any) -> Step:
    return Step(op, urn, old_urn, **more)


@pytest.fixture
def result() -> PreviewResult:
    """A change with everything that can happen to a resource."""
    old, new = volume("data", 100), volume("data", 300)
    replaced, moved_from, moved_to = volume("index", 50), nat("a"), nat("b")
    deleted, unchanged = volume("logs", 20), volume("keep", 10)
    open_ = resource("aws:ebs/volume:Volume", "open", {"type": "gp2", "size": UNKNOWN, "snapshotId": SECRET})
    free = resource("aws:ec2/vpc:Vpc", "net", {"tags": {}})
    odd = resource("aws:quantum/loom:Loom", "loom", {})
    hidden = resource("awsx:ec2:Vpc", "hidden", {}, custom=False, remote=True)
    project = {"project": "shop", "stack": "dev"}
    found = Preview(
        before=Snapshot.of(old, replaced, moved_from, deleted, unchanged, **project),
        after=Snapshot.of(new, replaced, moved_to, unchanged, open_, free, odd, hidden, **project),
        steps=(
            step(
                Op.UPDATE,
                new.urn,
                old.urn,
                changes=(PropertyChange("size", "update"),),
                source=SourcePosition("shop.py", 12, 4),
            ),
            step(Op.REPLACE, replaced.urn, replaced.urn, replace_keys=("availabilityZone",)),
            step(Op.SAME, moved_to.urn, moved_from.urn),
            step(Op.DELETE, deleted.urn, deleted.urn),
            step(Op.SAME, unchanged.urn, unchanged.urn),
            *(step(Op.CREATE, each.urn, None) for each in (open_, free, odd, hidden)),
        ),
        assumptions=(Assumption("aws:ec2/getAmi:getAmi", "invented"),),
        diagnostics=(Diagnostic(DiagnosticSeverity.WARNING, "mind the gap", None),),
        violations=(PolicyViolation("house", "no-looms", "mandatory", "", "no looms", odd.urn),),
        notices=("no state of the stack is at hand",),
        engine="pulumi",
    )
    return judge(found, parse_standard(STANDARD), embedded_book())


def test_schemas_are_schemas_and_strict() -> None:
    for path in SCHEMAS.glob("*.json"):
        Draft202012Validator.check_schema(schema(path.stem))
        for each in _objects(schema(path.stem)):
            assert each["additionalProperties"] is False
            assert set(each["required"]) <= set(each["properties"])
            # what was in USD from the beginning names its currency only where that is another one, and what a gap of a
            # baseline is about stands there only where it has no unit price
            assert set(each["properties"]) - set(each["required"]) <= {"currency", "item"}


def test_what_schemas_share_is_the_same_in_each() -> None:
    of_line, of_estimate, of_preview = (
        schema(name)["$defs"] for name in ("estimate-line-1", "estimate-1", "preview-1")
    )

    shared = {"amount", "range", "monthly", "gap", "price"}
    assert {name: of_line[name] for name in shared} == {name: of_estimate[name] for name in shared}
    assert of_estimate == {name: of_preview[name] for name in of_estimate}


def test_preview_is_valid(result: PreviewResult) -> None:
    assert errors("preview-1", result.to_json()) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["delta", "expected"], 1.5),
        (["after", "monthly", "low"], "-1"),
        (["verdict"], "maybe"),
        (["resources", 0, "surprise"], 1),
        (["resources", 0, "delta", "undecided"], None),
    ],
)
def test_schema_refuses_what_is_wrong(result: PreviewResult, path: list[Any], value: object) -> None:
    document = result.to_json()
    *way, last = path
    place: Any = document
    for part in way:
        place = place[part]
    place[last] = value

    assert len(errors("preview-1", document)) == 1


def test_figures_of_a_preview_add_up(result: PreviewResult) -> None:
    document = result.to_json()
    rows = {row["name"]: row for row in document["resources"]}

    # gp2 costs $0.10 per GB-month, a NAT gateway 730 × $0.045 and $0.045 for each of 100 GB
    assert document["before"]["monthly"] == {"low": "55.35", "expected": "55.35", "high": "55.35"}
    assert document["after"]["monthly"] == {"low": "73.35", "expected": "73.35", "high": None}
    assert document["delta"]["expected"] == "18"
    assert document["delta"]["undecided"] is True
    assert {name: row["delta"]["expected"] for name, row in rows.items() if row["delta"]["expected"] != "0"} == {
        "data": "20",
        "logs": "-2",
    }
    assert Decimal(document["budget"]["headroom"]) == Decimal("26.65")
    assert document["budget"]["comparison"] == "undecided"
    assert document["exit_code"] == 3  # the pack's violation is mandatory


def test_rows_of_a_preview_say_what_happens(result: PreviewResult) -> None:
    rows = {row["name"]: row for row in result.to_json()["resources"]}

    assert rows["data"]["operation"] == "update"
    assert rows["data"]["source"] == {"file": "shop.py", "line": 12, "column": 4}
    assert rows["index"]["replace_keys"] == ["availabilityZone"]
    assert (rows["b"]["old_urn"], rows["b"]["operation"]) == (nat("a").urn, "same")
    assert rows["logs"]["after"] is None
    assert rows["open"]["before"] is None
    assert rows["open"]["after"]["monthly"] is None
    assert rows["net"]["after"]["free_reason"]
    assert rows["hidden"]["after"]["status"] == "not_seen"
    assert rows["loom"]["after"]["status"] == "unsupported"


def test_required_tags_and_budget_are_findings_of_the_document(result: PreviewResult) -> None:
    found = result.to_json()["findings"]

    assert {(each["rule"], each["urn"]) for each in found if each["rule"].startswith("OUT-T")} >= {
        ("OUT-T001", urn_of("dev", "shop", "aws:ec2/vpc:Vpc", "net")),
    }
    assert any(each["rule"].startswith("OUT-B") and each["undecided"] and each["urn"] is None for each in found)


def test_equal_results_give_equal_bytes(result: PreviewResult) -> None:
    again = judge(result.preview, result.standard, embedded_book())

    assert json.dumps(again.to_json()) == json.dumps(result.to_json())


def _objects(node: Any) -> list[dict[str, Any]]:
    """Every object schema within a schema."""
    if isinstance(node, list):
        return [found for inner in node for found in _objects(inner)]
    if not isinstance(node, dict):
        return []
    here = [node] if node.get("type") == "object" and "properties" in node else []
    return here + [found for inner in node.values() for found in _objects(inner)]
