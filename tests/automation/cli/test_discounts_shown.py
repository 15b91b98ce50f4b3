"""Discounts as the command shows them: tables on demand, documents always, commitments by name, one for all lines."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
STANDARD = """
discounts:
  negotiated: [{name: agreement, percent: 10, providers: [aws]}]
  aws:
    reservations: [{name: one reserved, type: m5.large, count: 1, region: us-east-1, years: 1, percent: 50}]
    savings_plans: [{name: no rates, commitment: 1}]
  gcp: {sustained_use: true}
"""


def server(name: str) -> dict[str, Any]:
    """An m5.large at $0.096 an hour ($70.08 a month) with a disk of $0.80."""
    inputs = {"instanceType": "m5.large", "rootBlockDevice": {"volumeType": "gp2", "volumeSize": 8}}
    return {"type": "aws:ec2/instance:Instance", "name": name, "region": "us-east-1", "inputs": inputs}


MACHINE: dict[str, Any] = {
    "type": "gcp:compute/instance:Instance",
    "name": "machine",
    "region": "us-central1",
    "inputs": {
        "machineType": "f1-micro",
        "zone": "us-central1-a",
        "bootDisk": {"initializeParams": {"image": "debian-12", "size": 10}},
    },
}


@pytest.fixture
def given(outlay: Outlay) -> str:
    (outlay.directory / "finops.yaml").write_text(STANDARD, encoding="utf-8")
    return "".join(f"{json.dumps(each)}\n" for each in (server("a"), server("b"), MACHINE))


def errors(name: str, document: object) -> list[str]:
    schema = json.loads((SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return [error.message for error in Draft202012Validator(schema).iter_errors(document)]


def test_a_commitment_is_there_once_for_all_lines(outlay: Outlay, given: str) -> None:
    done = outlay("estimate", "-", "--format", "jsonl", given=given)
    found = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}

    assert [errors("estimate-line-1", each) for each in found.values()] == [[], [], []]
    # (70.08 ÷ 2 + 0.80) and (70.08 + 0.80), each less 10 %
    assert {name: each["monthly"]["expected"] for name, each in found.items() if name != "machine"} == {
        "a": "32.256",
        "b": "63.792",
    }
    hours = found["a"]["charges"][0]
    assert {kind: cost["expected"] for kind, cost in hours["costs"].items()} == {
        "list": "70.08",
        "contracted": "63.072",
        "effective": "31.536",
    }
    assert hours["discounts"] == [
        {"kind": "reservation", "name": "one reserved", "amount": "35.04"},
        {"kind": "negotiated", "name": "agreement", "amount": "3.504"},
    ]
    assert found["machine"]["costs"]["list"]["expected"] == "5.948"  # 730 × 0.0076 + 10 × 0.04
    assert found["machine"]["costs"]["effective"]["expected"] == "4.2836"


def test_lines_leave_what_is_said_of_commitments_to_standard_error(outlay: Outlay, given: str) -> None:
    done = outlay("estimate", "-", "--format", "jsonl", given=given)

    notes = done.stderr.splitlines()
    assert "note: one reserved: $35.04 a month, all of it used" in notes
    assert any("no rates: $730.00 a month, of which $730.00 is unused" in each for each in notes)
    rate = "one reserved: 50 % off the on-demand price, as the standard states"
    assert f"note: finops.yaml discounts: {rate}" in notes
    assert [errors("estimate-line-1", json.loads(each)) for each in done.stdout.splitlines()] == [[], [], []]


def test_lines_say_what_lacks_a_spot_price_and_what_selects_nothing(outlay: Outlay) -> None:
    text = "discounts: {spot: [{items: [m5.*]}], negotiated: [{percent: 20, services: [AmazonEC3]}]}"
    (outlay.directory / "finops.yaml").write_text(text, encoding="utf-8")
    done = outlay("estimate", "-", "--format", "jsonl", given=f"{json.dumps(server('a'))}\n")

    said = [each.removeprefix("note: finops.yaml discounts: ") for each in done.stderr.splitlines()]
    assert "spot: there is no spot price of AmazonEC2 m5.large/linux in us-east-1" in said
    assert "negotiated discount: it applies to nothing that is estimated here" in said


def test_a_machine_that_a_commitment_covers_whole_rests_on_no_sustained_use(outlay: Outlay) -> None:
    """Lines are priced by themselves first; what that rested on is not carried over."""
    text = "discounts: {gcp: {committed_use: [{region: us-central1, family: n1, years: 1, vcpus: 8, memory: 30}]}}"
    (outlay.directory / "finops.yaml").write_text(text, encoding="utf-8")
    machine = {**MACHINE, "inputs": {**MACHINE["inputs"], "machineType": "n1-standard-4"}}
    done = outlay("estimate", "-", "--format", "jsonl", given=f"{json.dumps(machine)}\n")

    assert "sustained use" not in done.stdout


def test_a_document_has_the_three_costs_the_commitments_and_what_they_rest_on(outlay: Outlay, given: str) -> None:
    document = json.loads(outlay("estimate", "-", "--format", "json", given=given).stdout)

    assert errors("estimate-1", document) == []
    costs = {kind: Decimal(cost["expected"]) for kind, cost in document["total"]["costs"].items()}
    assert costs == {
        "list": Decimal("147.708"),
        "contracted": Decimal("133.532"),
        "effective": Decimal("100.3316"),
    }
    reserved, plan = document["total"]["commitments"]
    assert (reserved["name"], reserved["cost"], reserved["unused"]["high"]) == ("one reserved", "35.04", "0")
    assert (plan["unused"]["expected"], "no rate is stated" in plan["note"]) == ("730", True)
    assert {
        "subject": "finops.yaml discounts",
        "text": "one reserved: 50 % off the on-demand price, as the standard states",
    } in document["assumptions"]


def test_the_table_shows_the_three_costs_on_demand(outlay: Outlay, given: str) -> None:
    plain = outlay("estimate", "-", given=given).stdout
    asked = outlay("estimate", "-", "--costs", given=given).stdout

    assert "Contracted" not in plain
    assert "no rates: $730.00 a month, of which $730.00 is unused and in no total here" in plain
    shown = [line.split() for line in asked.splitlines()]
    assert ["aws:ec2:Instance", "a", "$70.88", "$63.79", "$32.26"] in shown
    assert ["one", "reserved", "-$35.04"] in shown
    assert ["sustained", "use", "-$1.66"] in shown
    assert ["Total", "$147.71", "$133.53", "$100.33"] in shown


RESERVED = "AmazonRDS,eu-central-1,db.m5.large,postgres/single-az,reserved-1yr-all-upfront"
AGREED = f"""service,region,item,dimension,term,unit,tier_from,price,as_of
{RESERVED},upfront,,1000,2026-01-01
{RESERVED},hours,,0,2026-01-01
"""
HELD = "service: rds, engine: postgres, type: db.m5.large, count: 1, region: eu-central-1, years: 1"
OF_A_CONTRACT = f"""
prices: {{contract: agreed.csv}}
discounts:
  negotiated: [{{name: EDP, percent: 10}}]
  aws: {{reservations: [{{{HELD}, payment: all-upfront}}]}}
"""
DATABASE: dict[str, Any] = {
    "type": "aws:rds/instance:Instance",
    "name": "db",
    "region": "eu-central-1",
    "inputs": {"engine": "postgres", "instanceClass": "db.m5.large", "allocatedStorage": 20},
}


def test_a_commitments_fee_from_a_contract_has_no_percentage_on_top_and_says_where_it_is_from(outlay: Outlay) -> None:
    (outlay.directory / "agreed.csv").write_text(AGREED, encoding="utf-8")
    (outlay.directory / "finops.yaml").write_text(OF_A_CONTRACT, encoding="utf-8")
    line = json.loads(outlay("estimate", "-", "--format", "jsonl", given=json.dumps(DATABASE)).stdout)
    hours = line["charges"][0]
    assert [each["kind"] for each in hours["discounts"]] == ["reservation"]
    assert round(Decimal(hours["monthly"]["expected"]), 2) == Decimal("83.33")  # 1000 ÷ 12

    explained = outlay("explain", "db", "--file", "-", given=json.dumps(DATABASE)).stdout
    assert (
        "    $1,000.00 upfront, spread over 8,760 hours, and $0.00 an hour = $0.11415525 an hour\n"
        "    price: AmazonRDS db.m5.large/postgres/single-az in eu-central-1, reserved-1yr-all-upfront\n"
        "    source: agreed.csv, 2026-01-01, grade A, contract\n"
    ) in explained


def test_an_explanation_shows_what_a_stated_percentage_is_taken_off(outlay: Outlay, given: str) -> None:
    explained = outlay("explain", "a", "--file", "-", given=given).stdout

    assert "    $0.096 on demand less 50 %, as the standard states = $0.048 an hour\n" in explained


@pytest.mark.parametrize(
    ("service", "taken"), [("ec2", "7.008"), ("Amazon EC2", "7.008"), ("AmazonEC*", "7.008"), ("ec3", "0")]
)
def test_a_service_may_be_called_what_people_call_it(outlay: Outlay, service: str, taken: str) -> None:
    """10 % off 730 hours at $0.096."""
    text = f"discounts: {{negotiated: [{{percent: 10, services: ['{service}']}}]}}"
    (outlay.directory / "finops.yaml").write_text(text, encoding="utf-8")
    line = json.loads(outlay("estimate", "-", "--format", "jsonl", given=json.dumps(server("a"))).stdout)

    assert sum(Decimal(each["amount"]) for each in line["charges"][0]["discounts"]) == Decimal(taken)


def test_so_may_one_of_google(outlay: Outlay) -> None:
    text = "discounts: {gcp: {sustained_use: false}, negotiated: [{percent: 50, services: [Compute Engine]}]}"
    (outlay.directory / "finops.yaml").write_text(text, encoding="utf-8")
    line = json.loads(outlay("estimate", "-", "--format", "jsonl", given=json.dumps(MACHINE)).stdout)

    assert line["charges"][0]["monthly"]["expected"] == "2.774"  # half of 730 × 0.0076


def test_a_reservation_of_a_misspelt_type_names_the_nearest(outlay: Outlay) -> None:
    text = "discounts: {aws: {reservations: [{type: m5.lagre, count: 1, region: us-east-1, years: 1, percent: 5}]}}"
    (outlay.directory / "finops.yaml").write_text(text, encoding="utf-8")
    said = outlay("estimate", "-", "--format", "jsonl", given=json.dumps(server("a"))).stderr

    assert "not applied: no price of AmazonEC2 m5.lagre; the nearest: m5.large, " in said


def test_an_explanation_shows_the_chain_of_a_charge(outlay: Outlay, given: str) -> None:
    (outlay.directory / "lines.jsonl").write_text(given, encoding="utf-8")
    shown = outlay("explain", "a", "--file", "lines.jsonl").stdout

    assert "  730 hours × $0.096 = $70.08\n" in shown
    source = next(line.strip() for line in shown.splitlines() if line.startswith("  source: "))
    assert (
        "  list cost: $70.08\n"
        "  contracted cost: $63.07\n"
        "  one reserved: -$35.04 (reservation)\n"
        "    $0.096 on demand less 50 %, as the standard states = $0.048 an hour\n"
        "    price: AmazonEC2 m5.large/linux in us-east-1\n"
        f"    {source}\n"
        "  agreement: -$3.50 (negotiated)\n"
        "  effective cost: $31.54\n"
    ) in shown


def test_sustained_use_can_be_switched_off(outlay: Outlay, given: str) -> None:
    (outlay.directory / "finops.yaml").write_text("discounts: {gcp: {sustained_use: false}}", encoding="utf-8")
    (line,) = outlay("estimate", "-", "--format", "jsonl", given=json.dumps(MACHINE)).stdout.splitlines()

    assert json.loads(line)["monthly"]["expected"] == "5.948"
