"""`outlay check`: what rules say of stacks in files, how that ends, and what is refused."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay, StackFiles

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "check-1.json"
OWNED = "tags: {required: [owner]}\n"
GROWING = "rules: {monthly-delta: {amount: 10}}\n"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
ALONE = "rules: {unattached: {level: disabled}}\n"
"""Volumes of these tests belong to no instance."""


def document(outlay: Outlay, *arguments: str) -> dict[str, Any]:
    """What the command says to machines; valid under the published schema."""
    done = outlay("check", *arguments, "--format", "json")
    found: dict[str, Any] = json.loads(done.stdout)
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [f"{error.json_path}: {error.message}" for error in schema.iter_errors(found)] == []
    assert found["exit_code"] == done.returncode
    return found


def test_a_stack_that_keeps_the_standard_passes(outlay: Outlay, files: StackFiles) -> None:
    files.standard(OWNED + ALONE)
    files.state(files.volume("data", 100))

    done = outlay("check", "state.json")

    assert done.returncode == 0
    assert "Costs $8.00 a month" in done.stdout
    assert done.stdout.endswith("\nPasses.\n")


@pytest.mark.parametrize(("usage", "code"), [("optional", 0), ("must_be_given", 5)])
def test_a_missing_price_of_what_nobody_says_is_used_decides_as_use_does(
    outlay: Outlay, files: StackFiles, usage: str, code: int
) -> None:
    """The book has no price of S3 Select in eu-west-1."""
    files.standard(
        f"budgets: {{stacks: {{shop/prod: {{monthly: 10}}}}}}\nlimits: {{usage: {usage}}}\n"
        "rules: {estimate-within-budget: {level: mandatory, on_unknown: block}, stack-has-budget: {level: disabled}}\n"
    )
    files.state(files.resource("aws:s3/bucket:Bucket", "plain", {"region": "eu-west-1"}))

    done = outlay("check", "state.json")

    assert done.returncode == code, done.stdout
    assert ("run `outlay prices refresh --service AmazonS3 --region eu-west-1`" in " ".join(done.stdout.split())) == (
        usage == "must_be_given"
    )


def test_what_breaks_a_mandatory_rule_blocks_and_is_told_with_its_place(outlay: Outlay, files: StackFiles) -> None:
    files.standard(OWNED + ALONE)
    files.state(files.volume("data", 100, tags={}))

    done = outlay("check", "state.json")

    assert done.returncode == 3
    said = " ".join(done.stdout.split())
    assert "blocks OUT-T001 required-tags · Required tags" in said
    assert "aws:ebs:Volume data (main.py:12): without owner → Add owner to the resource" in said
    assert '{rule: OUT-T001, resource: "urn:pulumi:prod::shop::aws:ebs/volume:Volume::data"' in said
    assert "Blocked by OUT-T001 required-tags (data)." in said


@pytest.mark.parametrize(("on_unknown", "code"), [("block", 5), ("warn", 0), ("assume_high", 3)])
def test_what_nobody_knows_is_decided_as_the_standard_says(
    outlay: Outlay, files: StackFiles, on_unknown: str, code: int
) -> None:
    files.standard(f"{OWNED}{ALONE}limits: {{on_unknown: {on_unknown}}}")
    files.change([], [files.volume("data", 100, tags=UNKNOWN)])

    done = outlay("check", "preview.json")

    assert done.returncode == code
    assert "may be without owner" in done.stdout


def test_of_a_stored_preview_both_sides_are_known(outlay: Outlay, files: StackFiles) -> None:
    files.standard(GROWING)
    files.change([files.volume("data", 100), files.volume("logs", 10)], [files.volume("data", 300)])

    (stack,) = document(outlay, "preview.json")["stacks"]

    # 200 GB more and 10 GB less at $0.08
    assert stack["growth"]["delta"]["expected"] == "15.2"
    assert stack["growth"]["before"]["expected"] == "8.8"
    assert [each["policy"] for each in stack["findings"] if each["blocks"]] == ["monthly-delta"]
    assert (stack["state"], stack["verdict"]) == (False, "block")


def test_a_state_does_not_grow_but_since_a_baseline(outlay: Outlay, files: StackFiles) -> None:
    files.standard(GROWING)
    files.state(files.volume("data", 100), name="before.json")
    files.state(files.volume("data", 300))
    assert outlay("baseline", "write", "--file", "before.json", "-o", "baseline.json").returncode == 0

    (alone,) = document(outlay, "state.json")["stacks"]
    (since,) = document(outlay, "state.json", "--baseline", "baseline.json")["stacks"]

    assert alone["growth"] is None
    assert {"policy": "monthly-delta", "reason": "a state is no change, so nothing grows"} in alone["not_applicable"]
    assert since["growth"]["since"] == "the baseline baseline.json"
    assert since["growth"]["delta"]["expected"] == "16"
    assert since["verdict"] == "block"


def test_a_baseline_comes_before_the_state_that_a_preview_knows(outlay: Outlay, files: StackFiles) -> None:
    files.standard(GROWING)
    files.state(files.volume("data", 100), name="released.json")
    outlay("baseline", "write", "--file", "released.json", "-o", "baseline.json")
    files.change([files.volume("data", 200)], [files.volume("data", 250)])

    assert outlay("check", "preview.json").returncode == 0
    assert outlay("check", "preview.json", "--baseline", "baseline.json").returncode == 3


def test_exempted_findings_are_listed_and_stop_nothing(outlay: Outlay, files: StackFiles) -> None:
    exemption = '{rule: OUT-T001, resource: "*::data", reason: moves next week, owner: ann, expires: 2027-01-31}'
    files.standard(f"{OWNED}{ALONE}exemptions: [{exemption}]")
    files.state(files.volume("data", 100, tags={}))

    done = outlay("check", "state.json")

    assert done.returncode == 0
    assert "Findings: 1 exempted" in done.stdout
    assert "because moves next week (ann, until 2027-01-31)" in done.stdout
    assert done.stdout.endswith("\nPasses.\n")


def test_savings_are_summed(outlay: Outlay, files: StackFiles) -> None:
    files.standard("rules: {unattached: {level: disabled}}")
    old = [files.resource("aws:ebs/volume:Volume", name, {"type": "gp2", "size": 100}) for name in ("a", "b")]
    files.state(*old)

    done = outlay("check", "state.json")

    # gp2 costs $0.10 a GB-month, gp3 $0.08
    assert "mending all would save $4.00 a month" in done.stdout
    assert document(outlay, "state.json")["stacks"][0]["saving"] == "4"


def test_many_findings_are_told_briefly(outlay: Outlay, files: StackFiles) -> None:
    files.standard(OWNED + ALONE)
    files.state(*(files.volume(f"v{number}", 1, tags={}) for number in range(40)))

    table = outlay("check", "state.json").stdout

    assert "Findings: 40 block" in table
    assert "… and 35 more; --format json has all" in table
    assert table.count("without owner") == 5
    assert len(document(outlay, "state.json")["stacks"][0]["findings"]) == 40


def test_the_worst_of_several_files_counts_each_by_its_own_standard(outlay: Outlay, files: StackFiles) -> None:
    files.standard(ALONE)
    files.write("strict/finops.yaml", OWNED + ALONE)
    files.state(files.volume("data", 100, tags={}), name="loose.json")
    files.state(files.volume("data", 100, tags={}), stack="dev", name="strict/state.json")

    done = outlay("check", "loose.json", "strict/state.json")

    assert done.returncode == 3
    assert "shop/prod · loose.json" in done.stdout
    assert "shop/dev · strict/state.json" in done.stdout
    assert done.stdout.endswith("2 stacks: 1 blocked, 1 pass.\n")


def test_the_named_standard_counts_for_all_files(
    outlay: Outlay, files: StackFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    files.standard(ALONE)
    strict = files.write("strict.yaml", OWNED + ALONE)
    files.state(files.volume("data", 100, tags={}))

    assert outlay("check", "state.json").returncode == 0
    assert outlay("check", "state.json", "--standard", "strict.yaml").returncode == 3
    monkeypatch.setenv("OUTLAY_STANDARD", str(strict))
    assert outlay("check", "state.json").returncode == 3
    assert outlay("check", "state.json", "--standard", "finops.yaml").returncode == 0


def test_without_a_standard_nothing_is_required_and_that_is_said(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 100, tags={}))

    done = outlay("check", "state.json")

    assert done.returncode == 0
    assert "no finops.yaml was found" in done.stderr
    assert "`outlay init` writes one" in done.stderr


def test_input_is_checked_as_files_are(outlay: Outlay, files: StackFiles) -> None:
    files.standard(OWNED + ALONE)
    state = files.state(files.volume("data", 100, tags={})).read_bytes()

    done = outlay("check", "-", given=state)

    assert done.returncode == 3
    assert "shop/prod · standard input" in done.stdout


def test_equal_files_give_equal_bytes(outlay: Outlay, files: StackFiles) -> None:
    files.standard(OWNED)
    files.state(files.volume("data", 100, tags={}), files.volume("logs", 5))

    one, other = (outlay("check", "state.json", "--format", "json").stdout for _ in range(2))

    assert one == other


def test_what_is_secret_is_not_told(outlay: Outlay, files: StackFiles) -> None:
    files.standard("tags: {required: [{key: owner, pattern: team-.+}]}")
    secret = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"hunter2"'}
    files.state(files.volume("data", 100, tags={"owner": secret}))

    for output in ("table", "json"):
        done = outlay("check", "state.json", "--format", output)
        assert "hunter2" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("standard", "error"),
    [
        ("version: 1\ntags: {requird: [owner]}\n", "finops.yaml:2: tags.requird: no such key"),
        ("tags: [", "finops.yaml:1: is no YAML"),
        ("version: 1\nrules:\n  required-tag: {level: advisory}\n", "finops.yaml:3: no rule 'required-tag'"),
        ("rules:\n  monthly-delta: {amount: much}\n", "finops.yaml:2: rules.monthly-delta.amount"),
    ],
)
def test_a_broken_standard_is_told_with_its_line(outlay: Outlay, files: StackFiles, standard: str, error: str) -> None:
    files.standard(standard)
    files.state(files.volume("data", 100))

    done = outlay("check", "state.json")

    assert done.returncode == 2
    assert error in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("given", "error"),
    [
        ("", "given: no resources in the input"),
        ("\n \n", "given: no resources in the input"),
        ("not json", "given:1: is no JSON"),
        ('{"type": "aws:ec2/eip:Eip", "name": "a"}\n', "given:1: holds single resources"),
        ('{"version": 3, "checkpoint": {}}', "given:1: has neither resources nor a type token"),
        ('{"deployment": {"resources": [{"urn": "u", "type": "aws:ec2/eip:Eip"}]}}', "given: has a resource whose URN"),
        ('{"steps": [{"op": "same", "newState": {"urn": "u", "type": "t"}}]}', "given: has a step without a URN"),
        (b"\xff\xfe", "given:1: is no text in UTF-8"),
    ],
)
def test_what_is_no_stack_is_refused(outlay: Outlay, files: StackFiles, given: str | bytes, error: str) -> None:
    files.write("given", given)

    done = outlay("check", "given")

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"error: {error}")


def test_odd_steps_are_refused(outlay: Outlay, files: StackFiles) -> None:
    volume = files.volume("data", 1)
    for odd, error in (
        ({"detailedDiff": [1]}, "detailedDiff is no mapping"),
        ({"detailedDiff": {"size": 1}}, "detailedDiff is no mapping"),
        ({"replaceReasons": "size"}, "replaceReasons are no list"),
    ):
        step = {"op": "update", "urn": volume["urn"], "oldState": volume, "newState": volume, **odd}
        files.write("preview.json", json.dumps({"steps": [step]}))

        done = outlay("check", "preview.json")

        assert done.returncode == 2
        assert f"preview.json: has a step whose {error}" in done.stderr


def test_a_file_is_one_stack(outlay: Outlay, files: StackFiles) -> None:
    other = files.resource("aws:ec2/eip:Eip", "ip", {})
    files.state(files.volume("data", 1), {**other, "urn": other["urn"].replace("prod", "dev")})

    done = outlay("check", "state.json")

    assert done.returncode == 2
    assert "state.json: holds resources of shop/prod and shop/dev" in done.stderr


def test_a_file_that_does_not_tell_its_stack_needs_to_be_told(outlay: Outlay, files: StackFiles) -> None:
    files.standard("budgets: {stacks: {shop/prod: {monthly: 10}}}")
    files.write("empty.json", '{"deployment": {}}')

    alone = outlay("check", "empty.json")
    named = outlay("check", "empty.json", "--project", "shop", "--stack", "prod")

    assert alone.returncode == 2
    assert "Say it with --project and --stack." in alone.stderr
    assert named.returncode == 0
    assert "Budget $10.00, headroom $10.00 (100 %)" in named.stdout


def test_a_file_of_another_stack_than_is_said_is_refused(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 1))

    done = outlay("check", "state.json", "--stack", "dev")

    assert (done.returncode, done.stderr) == (2, "error: state.json: is of shop/prod, and not of shop/dev\n")


def test_a_baseline_of_another_stack_or_of_none_is_refused(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 1))
    files.state(files.volume("data", 1), stack="dev", name="dev.json")
    outlay("baseline", "write", "--file", "dev.json", "-o", "dev-baseline.json")

    other = outlay("check", "state.json", "--baseline", "dev-baseline.json")
    state = outlay("check", "state.json", "--baseline", "state.json")
    twice = outlay("check", "dev.json", *(("--baseline", "dev-baseline.json") * 2))

    assert (other.returncode, state.returncode, twice.returncode) == (2, 2, 2)
    assert "dev-baseline.json is the baseline of shop/dev, and what is checked is shop/prod" in other.stderr
    assert "state.json: is a stack export and no baseline" in state.stderr
    assert "are baselines of one stack, shop/dev" in twice.stderr


def test_ten_thousand_resources_are_checked_in_moments(outlay: Outlay, files: StackFiles) -> None:
    files.standard(OWNED + "budgets: {stacks: {shop/prod: {monthly: 1000}}}")
    files.state(*(files.volume(f"v{number}", 10, tags={}) for number in range(10_000)))

    started = time.process_time()
    done = outlay("check", "state.json")

    assert time.process_time() - started < 30  # some 3 s of one core
    assert done.returncode == 3
    # 10,000 × 10 GB × $0.08
    assert "Costs $8,000.00 a month" in done.stdout
    assert len(done.stdout.splitlines()) < 60
