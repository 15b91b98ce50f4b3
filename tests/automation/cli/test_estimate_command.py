"""`outlay estimate` and `outlay explain --file`: what is read, what is printed, and what is refused with a line."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay, OutlayProcess

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
NAT: dict[str, Any] = {
    "type": "aws:ec2/natGateway:NatGateway",
    "name": "nat",
    "region": "us-east-1",
    "inputs": {},
    "usage": None,
}
VPC = {"type": "aws:ec2/vpc:Vpc", "name": "net", "region": "us-east-1", "inputs": {}}
UNHEARD = {"type": "aws:quantum/loom:Loom", "name": "loom", "region": "us-east-1", "inputs": {}}
VOLUME = {"type": "aws:ebs/volume:Volume", "name": "disk", "region": "us-east-1", "inputs": {"type": "gp2"}}
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270"}
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
FORMATS = ("table", "json", "jsonl")


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:dev::shop::{type_}::{name}"


def state(resource: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A resource as a state export or a digest has it."""
    type_ = resource["type"]
    found = {"urn": urn(type_, resource["name"]), "type": type_, "custom": True, "inputs": resource.get("inputs", {})}
    if type_.startswith("aws:"):
        found["provider"] = f"{urn('pulumi:providers:aws', 'default')}::some-id"
    return {**found, **more}


PROVIDER = state({"type": "pulumi:providers:aws", "name": "default", "inputs": {"region": "us-east-1"}})
STACK = {"urn": urn("pulumi:pulumi:Stack", "shop-dev"), "type": "pulumi:pulumi:Stack", "custom": False}


def export(*resources: dict[str, Any]) -> str:
    states = [STACK, PROVIDER, *(state(each) for each in resources)]
    return json.dumps({"version": 3, "deployment": {"resources": states}}, indent=4)


def lines(*resources: dict[str, Any]) -> str:
    return "".join(f"{json.dumps(each)}\n" for each in resources)


def priced(outlay: Outlay, resource: dict[str, Any]) -> dict[str, Any]:
    """The line that a line gives."""
    done = outlay("estimate", "-", "--format", "jsonl", given=lines(resource))
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_lines_give_lines_in_their_order_and_exactly_in_their_form(outlay: Outlay) -> None:
    done = outlay("estimate", "-", "--format", "jsonl", given=lines(NAT, VPC, UNHEARD))

    found = [json.loads(line) for line in done.stdout.splitlines()]
    schema = Draft202012Validator(json.loads((SCHEMAS / "estimate-line-1.json").read_text()))
    assert [error.message for line in found for error in schema.iter_errors(line)] == []
    assert [(each["name"], each["status"]) for each in found] == [
        ("nat", "usage"),
        ("net", "free"),
        ("loom", "unsupported"),
    ]
    nat, vpc, loom = found
    assert nat["monthly"] == {"low": "32.85", "expected": "32.85", "high": "32.85"}  # 730 hours of $0.045
    assert nat["gaps"] == [
        {"kind": "usage", "charge": "Data processed", "reason": "usage monthly_data_processed_gb is not given"}
    ]
    hours, data = nat["charges"]
    assert (hours["unit"], hours["quantity"]["expected"], hours["unit_price"]) == ("hours", "730", "0.045")
    assert (data["unit"], data["quantity"], data["unit_price"], data["monthly"]) == ("GB", None, "0.045", None)
    assert set(hours["price"]) == {"source", "as_of", "grade", "layer"}
    assert vpc["monthly"] == {"low": "0", "expected": "0", "high": "0"}
    assert loom["monthly"] is None  # not priced is not zero
    assert loom["gaps"] == [{"kind": "unsupported", "charge": "", "reason": "no pricer for aws:quantum/loom:Loom"}]


def test_document_is_valid_and_explains_itself(outlay: Outlay) -> None:
    done = outlay("estimate", "-", "--format", "json", given=export(NAT, VPC, UNHEARD))

    document = json.loads(done.stdout)
    schema = Draft202012Validator(json.loads((SCHEMAS / "estimate-1.json").read_text()))
    assert [error.message for error in schema.iter_errors(document)] == []
    assert document["total"]["monthly"] == {"low": "32.85", "expected": "32.85", "high": None}
    nat, vpc, _ = document["resources"]
    assert nat["urn"] == urn("aws:ec2/natGateway:NatGateway", "nat")
    assert nat["region"] == "us-east-1"  # the provider's
    assert nat["charges"][0]["formula"] == "730"
    assert "it orders" not in vpc["free_reason"]


def test_export_and_digest_of_the_same_resources_cost_the_same(outlay: Outlay) -> None:
    steps = [{"op": "create", "urn": each["urn"], "newState": each} for each in (PROVIDER, state(NAT), state(VPC))]
    digest = json.dumps({"config": {}, "steps": steps, "changeSummary": {"create": 3}}, indent=4)

    of_export = outlay("estimate", "-", "--format", "jsonl", given=export(NAT, VPC))
    of_digest = outlay("estimate", "-", "--format", "jsonl", given=digest)

    assert of_digest.stdout == of_export.stdout
    assert len(of_export.stdout.splitlines()) == 2
    assert of_digest.stderr == ""


def test_digest_without_its_unchanged_resources_is_said_to_be_a_part(outlay: Outlay) -> None:
    steps = [{"op": "create", "urn": urn(NAT["type"], "nat"), "newState": state(NAT)}]
    digest = json.dumps({"steps": steps, "changeSummary": {"create": 1, "same": 40}})

    done = outlay("estimate", "-", given=digest)

    assert "aws:ec2:NatGateway nat" in done.stdout
    assert done.stderr == (
        "note: 40 unchanged resources are not in the file; `pulumi preview --json --show-sames` writes all of them\n"
    )


def test_digest_in_which_nothing_changes_is_no_error(outlay: Outlay) -> None:
    done = outlay("estimate", "-", "--format", "jsonl", given=json.dumps({"config": {}, "changeSummary": {"same": 2}}))

    assert (done.returncode, done.stdout) == (0, "")
    assert "2 unchanged resources are not in the file" in done.stderr


def bucket(name: str, **standard: int) -> dict[str, Any]:
    """A bucket in eu-west-1, where S3 Select has no price, and a GB-month $0.023; nothing is asked of it."""
    asked = {"monthly_tier_1_requests": 0, "monthly_tier_2_requests": 0}
    usage = {"standard": {"storage_gb": 100, **asked, **standard}}
    return {"type": "aws:s3/bucket:Bucket", "name": name, "region": "eu-west-1", "inputs": {}, "usage": usage}


def test_use_that_nobody_stated_is_told_with_its_missing_price(outlay: Outlay) -> None:
    none = {"monthly_select_data_scanned_gb": 0, "monthly_select_data_returned_gb": 0}
    given = lines(
        bucket("plain"), bucket("none", **none), bucket("some", **{**none, "monthly_select_data_scanned_gb": 1})
    )

    page = " ".join(outlay("estimate", "-", given=given).stdout.split())
    document = json.loads(outlay("estimate", "-", "--format", "json", given=given).stdout)

    schema = Draft202012Validator(json.loads((SCHEMAS / "estimate-1.json").read_text()))
    assert [error.message for error in schema.iter_errors(document)] == []
    figures = [(each["name"], each["status"], each["monthly"]["high"]) for each in document["resources"]]
    assert figures == [("plain", "usage", "2.3"), ("none", "priced", "2.3"), ("some", "unpriced", None)]
    assert (
        "unpriced (no figure in the book): 1 aws:s3:Bucket some: no price of AmazonS3 STANDARD/select-scanned" in page
    )
    assert (
        "depends on use that nobody stated: 1 aws:s3:Bucket plain: Standard: Select data returned without a price in "
        "eu-west-1; Standard: Select data scanned without a price in eu-west-1"
    ) in page


def test_what_is_not_used_and_has_no_price_claims_none(outlay: Outlay) -> None:
    none = bucket("none", monthly_select_data_scanned_gb=0, monthly_select_data_returned_gb=0)

    line = json.loads(outlay("estimate", "-", "--format", "jsonl", given=lines(none)).stdout)
    explained = outlay("explain", "none", "--file", "-", given=lines(none)).stdout

    schema = Draft202012Validator(json.loads((SCHEMAS / "estimate-line-1.json").read_text()))
    assert [error.message for error in schema.iter_errors(line)] == []
    scanned = next(each for each in line["charges"] if each["name"] == "Standard: Select data scanned")
    nothing = {"low": "0", "expected": "0", "high": "0"}
    assert (scanned["quantity"], scanned["monthly"]) == (nothing, nothing)
    assert (scanned["unit_price"], scanned["price"]) == (None, None)
    assert "Standard: Select data scanned\n  0 GB = $0.00 at any price; none is known\n" in explained


def test_table_says_what_it_costs_and_what_is_not_in_it(outlay: Outlay) -> None:
    done = outlay("estimate", "-", given=lines(NAT, VPC, UNHEARD))

    assert done.returncode == 0
    rows = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert "aws:ec2:NatGateway nat $32.85 + use" in rows
    assert "Total ≥ $32.85" in rows
    assert "1 resource that is free –" in rows
    assert "unsupported (no pricer yet): 1\n  aws:quantum:Loom loom" in done.stdout
    assert "aws:ec2:NatGateway nat: Data processed $0.045 per GB" in done.stdout


@pytest.mark.parametrize(
    "command", [("estimate", "-"), ("estimate", "-", "--format", "json"), ("explain", "x", "--file", "-")]
)
@pytest.mark.parametrize("given", ["", "\n \n"])
def test_nothing_in_is_an_error(outlay: Outlay, command: tuple[str, ...], given: str) -> None:
    done = outlay(*command, given=given)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: standard input: no resources in the input\n")


def test_no_lines_give_no_lines_and_that_is_said(outlay: Outlay) -> None:
    done = outlay("estimate", "-", "--format", "jsonl", given="\n \n")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "note: standard input: no resources in the input\n"


def test_a_misspelt_key_of_a_line_is_told_with_the_nearest(outlay: Outlay) -> None:
    done = outlay("estimate", "-", given=lines(NAT) + '{"type": "aws:ebs/volume:Volume", "input": {"size": 100}}\n')

    assert done.returncode == 2
    assert done.stderr.startswith("error: standard input:2: has an unknown key 'input'\nDid you mean 'inputs'? A line")


def test_a_misspelt_key_of_use_stays_an_assumption(outlay: Outlay) -> None:
    line = priced(outlay, {**NAT, "usage": {"monthly_data_processed": 5}})

    assert any("monthly_data_processed" in each for each in line["assumptions"])


@pytest.mark.parametrize(
    ("short", "whole"),
    [
        ("aws:ec2:Instance", "aws:ec2/instance:Instance"),
        ("gcp:compute:Instance", "gcp:compute/instance:Instance"),
        ("aws:ec2:NatGateway", "aws:ec2/natGateway:NatGateway"),
        ("aws:ec2:Vpc", "aws:ec2/vpc:Vpc"),
    ],
)
def test_a_type_as_tables_print_it_leads_to_its_token(outlay: Outlay, short: str, whole: str) -> None:
    done = outlay("estimate", "-", given=lines({**NAT, "type": short}))

    assert done.returncode == 2
    assert done.stderr == f"error: standard input:1: {short} is no type token\nDid you mean {whole}?\n"


@pytest.mark.parametrize("name", [{}, {"name": ""}, {"name": None}])
def test_a_line_without_a_name_goes_by_its_number(outlay: Outlay, name: dict[str, object]) -> None:
    bare = {key: value for key, value in NAT.items() if key != "name"}
    done = outlay("estimate", "-", given=lines(VPC) + "\n" + lines({**bare, **name}))

    assert "aws:ec2:NatGateway (line 3)" in done.stdout


@pytest.mark.parametrize("size", [100, "100", " 100 ", 100.0, "1e2"])
def test_numbers_are_read_however_they_are_written(outlay: Outlay, size: object) -> None:
    line = priced(outlay, {**VOLUME, "inputs": {"type": "gp2", "size": size}})

    assert line["monthly"]["expected"] == "10"  # 100 GB-months of $0.10


@pytest.mark.parametrize("size", [-1, "-1", "true", True, float("nan"), float("inf"), "ten", [], {"a": 1}, UNKNOWN])
def test_what_is_no_quantity_is_a_gap(outlay: Outlay, size: object) -> None:
    line = priced(outlay, {**VOLUME, "inputs": {"type": "gp2", "size": size}})

    assert line["monthly"] is None
    assert [(gap["kind"], gap["charge"]) for gap in line["gaps"]] == [("unknown", "Storage")]


@pytest.mark.parametrize("given", [-5, "many", True, [1], {"low": 3, "expected": 2, "high": 1}, float("nan"), UNKNOWN])
def test_use_that_is_no_quantity_is_a_gap(outlay: Outlay, given: object) -> None:
    line = priced(outlay, {**NAT, "usage": {"monthly_data_processed_gb": given}})

    assert line["status"] == "unknown"
    assert "monthly_data_processed_gb" in line["gaps"][0]["reason"]


def test_open_region_is_a_gap_and_no_other_region_stands_in(outlay: Outlay) -> None:
    for region in (UNKNOWN, None, "mars-north-1"):
        line = priced(outlay, {**NAT, "region": region})
        assert line["monthly"] is None, region
        assert line["status"] in ("unknown", "unpriced")


@pytest.mark.parametrize("output", FORMATS)
def test_secrets_are_never_printed(outlay: Outlay, output: str) -> None:
    secret = {**SECRET, "plaintext": '"CANARY"', "ciphertext": "CANARY"}
    output_value = {"4dabf18193072939515e22adb298388d": "d0e6a833031e9bbcd3f4e8bde6ca49a4", "value": "CANARY"}
    inputs = {
        **dict.fromkeys(("type", "size", "iops", "tags", "availabilityZone", "instanceClass"), secret),
        "snapshotId": {**output_value, "secret": True},
        "encrypted": "[secret]",
        "tagsAll": {"token": secret},
    }
    database = {"type": "aws:rds/instance:Instance", "name": "db", "inputs": {**inputs, "engine": secret}}
    function = {**NAT, "type": "aws:ec2/instance:Instance", "name": "vm", "inputs": inputs}
    used = {**function, "usage": {"operating_system": secret, "monthly_cpu_credit_hrs": secret}}
    resources = ({**VOLUME, "inputs": inputs}, database, function)

    printed = [
        outlay("estimate", "-", "--format", output, given=given)
        for given in (lines(*resources, used), export(*resources))
    ]
    explained = outlay("explain", "disk", "--file", "-", given=lines(*resources))

    for done in (*printed, explained):
        assert done.returncode == 0, done.stderr
        assert "disk" in done.stdout
        assert "CANARY" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (export(NAT)[:200], ":7: is no JSON: "),
        (lines(NAT, NAT)[:-20], ":2: is no JSON: "),
        (lines(NAT) + '{"name": "x"}\n', ":2: has no type token"),
        (lines(NAT) + '{"type": "bucket"}\n', ":2: has no type token"),
        (lines(NAT) + lines({**NAT, "inputs": [1]}), ":2: inputs and usage are mappings"),
        (lines({**NAT, "name": {"a": 1}}), ":1: name and region are texts"),
        (lines({**NAT, "region": 5}), ":1: name and region are texts"),
        ("[1, 2]", ":1: is neither JSON lines nor a stack export nor a preview's digest"),
        ("3", ":1: is neither JSON lines nor a stack export nor a preview's digest"),
        ('{"resources": []}', ":1: has neither resources nor a type token"),
        ("[" * 100_000, ":1: is nested too deeply"),
        ('{"type": "aws:a/b:C", "inputs": {"a": ' + "9" * 5_000 + "}}", ":1: holds a number of absurd length"),
        ('{"type": "aws:a/b:C", "inputs": {"a": 1e' + "9" * 30 + "}}", ":1: holds a number of absurd length"),
        ('{"deployment": [1]}', ": has a deployment without resources"),
        ('{"deployment": {"resources": 3}}', ": has resources that are no list"),
        ('{"deployment": {"resources": [{"type": "x"}]}}', ": has a resource without URN or type"),
        ('{"deployment": {"resources": [{"urn": "u", "type": "x", "inputs": 3}]}}', ": has a resource whose inputs"),
        ('{"steps": 3}', ": has steps that are no list"),
        ('{"steps": [{"op": "create"}]}', ": has a step without a state"),
        ('{"steps": [{"newState": {"urn": "u", "type": "t"}}]}', ": has a step without an operation"),
        (b'{"type": "aws:a/b:C"}\n\xff\xfe', ":2: is no text in UTF-8"),
        ("\ufeff{".encode("utf-16"), ":1: is no text in UTF-8"),
        (bytes(range(256)) * 100, ":2: is no text in UTF-8"),
    ],
)
@pytest.mark.parametrize("output", FORMATS)
def test_what_is_not_as_it_should_be_is_told_with_its_line(
    outlay: Outlay, given: str | bytes, error: str, output: str
) -> None:
    (outlay.directory / "given").write_bytes(given if isinstance(given, bytes) else given.encode())

    done = outlay("estimate", "given", "--format", output)

    assert done.returncode == 2
    assert done.stderr.startswith(f"error: given{error}")
    assert "Traceback" not in done.stderr


def test_lines_before_a_bad_one_are_not_lost(outlay: Outlay) -> None:
    done = outlay("estimate", "-", "--format", "jsonl", given=lines(NAT) + "{\n")

    assert done.returncode == 2
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["nat"]


@pytest.mark.parametrize(("file", "why"), [("nowhere.json", "No such file or directory"), (".", "Is a directory")])
def test_file_that_cannot_be_read_is_told(outlay: Outlay, file: str, why: str) -> None:
    done = outlay("estimate", file)

    assert (done.returncode, done.stderr) == (2, f"error: {file}: cannot be read: {why}\n")


def test_line_of_ten_megabytes_and_odd_texts_are_read(outlay: Outlay) -> None:
    long = priced(outlay, {**NAT, "inputs": {"tags": {"note": "x" * 10_000_000}}})
    marked = outlay("estimate", "-", "--format", "jsonl", given="\ufeff" + lines(NAT))
    lonely = priced(outlay, {**NAT, "name": "\ud800"})

    assert long["monthly"]["expected"] == "32.85"
    assert json.loads(marked.stdout)["name"] == "nat"
    assert lonely["name"] == "\ud800"


def test_reader_that_has_had_enough_is_no_error_of_ours(outlay_process: OutlayProcess) -> None:
    (outlay_process.directory / "many.jsonl").write_text(lines(*(NAT for _ in range(3000))))
    estimate = f"{outlay_process.command} estimate many.jsonl --format jsonl"
    command = f"{estimate} | head -n 1 | cut -c 1-13; echo ${{PIPESTATUS[0]}}"

    done = replace(outlay_process, command=Path("/bin/bash"))("-c", command)

    assert done.stdout == '{"name":"nat"\n141\n'  # as of every command whose pipe broke
    assert done.stderr == ""


class TestStandard:
    STATED = "usage: {types: {'aws:ec2/natGateway:NatGateway': {monthly_data_processed_gb: 100}}}\n"

    def test_nearest_one_above_the_file_states_the_use(self, outlay: Outlay) -> None:
        (outlay.directory / "states").mkdir()
        (outlay.directory / "finops.yaml").write_text(self.STATED)
        (outlay.directory / "states" / "it.jsonl").write_text(lines(NAT))

        done = outlay("estimate", "states/it.jsonl", "--format", "jsonl")

        assert json.loads(done.stdout)["monthly"]["expected"] == "37.35"  # 32.85 + 100 GB of $0.045

    def test_given_one_counts_and_a_line_knows_best(self, outlay: Outlay) -> None:
        (outlay.directory / "finops.yaml").write_text("usage: {}\n")
        (outlay.directory / "other.yaml").write_text(self.STATED)
        stated = {**NAT, "usage": {"monthly_data_processed_gb": 1000}}

        done = outlay("estimate", "-", "--format", "jsonl", "--standard", "other.yaml", given=lines(NAT, stated))

        expected = [json.loads(line)["monthly"]["expected"] for line in done.stdout.splitlines()]
        assert expected == ["37.35", "77.85"]

    def test_wrong_key_is_told_with_its_line_and_what_is_allowed(self, outlay: Outlay) -> None:
        (outlay.directory / "finops.yaml").write_text("version: 1\nbudget: {}\n")

        done = outlay("estimate", "-", given=lines(NAT))

        assert done.returncode == 2
        assert done.stdout == ""
        assert f"error: {outlay.directory}/finops.yaml:2: budget: no such key" in done.stderr
        assert "Did you mean 'budgets'? Allowed there are: budgets, choices, currency" in done.stderr

    def test_missing_one_is_told(self, outlay: Outlay) -> None:
        done = outlay("estimate", "-", "--standard", "nowhere.yaml", given=lines(NAT))

        assert done.returncode == 2
        assert done.stderr.startswith("error: nowhere.yaml: cannot be read")


class TestExplain:
    def test_each_charge_has_its_formula_price_source_and_grade(self, outlay: Outlay) -> None:
        done = outlay("explain", "nat", "--file", "-", given=lines(NAT))

        assert done.returncode == 0
        assert "730 hours × $0.045 = $32.85" in done.stdout
        assert "AmazonEC2" in done.stdout
        assert "grade" in done.stdout
        assert "usage monthly_data_processed_gb is not given" in done.stdout

    def test_a_name_that_is_not_there_leads_to_close_ones(self, outlay: Outlay) -> None:
        done = outlay("explain", "nut", "--file", "-", given=lines(NAT, VPC))

        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "error: no resource 'nut'\nThere are: net, nat.\n"

    @pytest.mark.parametrize(("number", "end"), [(10, "r8, r9.\n"), (11, "r7, r8 ….\n")])
    def test_up_to_ten_names_are_all_there_and_only_more_are_cut(self, outlay: Outlay, number: int, end: str) -> None:
        given = lines(*({**NAT, "name": f"r{each}"} for each in range(number)))

        done = outlay("explain", "nope", "--file", "-", given=given)

        assert done.returncode == 2
        assert done.stderr.startswith("error: no resource 'nope'\nThere are: r0, r1, ")
        assert done.stderr.endswith(end)

    @pytest.mark.parametrize(
        "wanted",
        ["disk", "aws:ebs/volume:Volume::disk", "aws:ebs:Volume disk", urn("aws:ebs/volume:Volume", "disk")],
    )
    def test_resource_is_named_by_its_name_its_type_and_name_or_its_urn(self, outlay: Outlay, wanted: str) -> None:
        done = outlay("explain", wanted, "--file", "-", given=export(VOLUME, NAT))

        assert done.returncode == 0, done.stderr
        assert urn("aws:ebs/volume:Volume", "disk") in done.stdout
        assert "nat" not in done.stdout
