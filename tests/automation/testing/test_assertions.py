"""Tags, the standard and kept tables, asserted: what passes, and what is said where something does not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_gcp as gcp
import pytest
from outlay.errors import WrongUse
from outlay.standard.reading import parse_standard
from outlay_automation.testing import (
    ProgramCost,
    assert_cost_snapshot,
    assert_tagged,
    assert_within_standard,
    estimate_program,
)

CONFIG = {"aws:region": "us-east-1", "gcp:region": "us-central1", "gcp:project": "shop"}
STANDARD = parse_standard("tags: {required: [owner, {key: cost-centre, gcp: cost_centre}]}")


def program() -> None:
    tagged = aws.Provider("tagged", region="us-east-1", default_tags={"tags": {"owner": "a", "cost-centre": "1"}})
    aws.sqs.Queue("by-its-provider", opts=pulumi.ResourceOptions(provider=tagged))
    aws.sqs.Queue("by-itself", tags={"owner": "a", "cost-centre": "1"})
    gcp.pubsub.Topic("on-google-cloud", labels={"owner": "a", "cost_centre": "1"})
    aws.iam.RolePolicy("takes-no-tags", role="r", policy="{}")


@pytest.fixture(scope="module")
def cost() -> ProgramCost:
    return estimate_program(program, project="shop", config=CONFIG, standard=STANDARD)


def priced(program: object, text: str = "") -> ProgramCost:
    standard = parse_standard(text) if text else STANDARD
    return estimate_program(program, project="shop", config=CONFIG, standard=standard)  # type: ignore[arg-type]


def test_tags_of_the_resource_and_of_its_provider_count_as_each_cloud_spells_them(cost: ProgramCost) -> None:
    assert_tagged(cost, "owner", "cost-centre")
    assert_tagged(cost)
    assert_tagged(cost, "owner", on="by-*")
    assert_tagged(cost, "owner", on="gcp:pubsub/topic:Topic")


def test_what_is_missing_is_named_with_the_resource_and_its_line() -> None:
    def untagged() -> None:
        program()
        aws.sqs.Queue("without", tags={"owner": ""})
        gcp.pubsub.Topic("without-labels")

    with pytest.raises(AssertionError) as raised:
        assert_tagged(priced(untagged), "owner", "cost-centre")
    first = untagged.__code__.co_firstlineno
    assert str(raised.value).splitlines() == [
        "2 of 5 resources that take tags lack some:",
        f"  aws:sqs:Queue without (test_assertions.py:{first + 2}): without owner, cost-centre",
        f"  gcp:pubsub:Topic without-labels (test_assertions.py:{first + 3}): without owner, cost_centre",
        "→ Add them to the resource, to its provider's default tags, or to all by govern(…).",
    ]
    assert_tagged(priced(untagged), "owner", on="by-itself")


def test_tags_that_are_open_may_be_missing() -> None:
    def opened() -> None:
        arn = aws.sqs.Queue("first", tags={"owner": "a"}).arn
        aws.sqs.Queue("value", tags={"owner": arn})
        aws.sqs.Queue("all", tags=arn.apply(lambda each: {"owner": each}))

    with pytest.raises(
        AssertionError, match=r"aws:sqs:Queue all .*: may be without owner: its tags are open"
    ) as raised:
        assert_tagged(priced(opened), "owner")
    assert "value" not in str(raised.value)


def test_an_assertion_about_nothing_fails(cost: ProgramCost) -> None:
    with pytest.raises(AssertionError, match="no resource takes-no-tags that takes tags"):
        assert_tagged(cost, "owner", on="takes-no-tags")
    with pytest.raises(LookupError, match="no resource 'by-me'"):
        assert_tagged(cost, "owner", on="by-me")
    with pytest.raises(AssertionError, match="no tags are asked for"):
        assert_tagged(priced(program, "version: 1"))


def test_a_stack_within_the_standard_passes(cost: ProgramCost) -> None:
    assert_within_standard(cost)


def test_what_would_stop_it_is_said_in_the_words_of_the_rules() -> None:
    def untagged() -> None:
        aws.sqs.Queue("orders", tags={"owner": "a"})

    cost = priced(untagged)
    with pytest.raises(AssertionError) as raised:
        assert_within_standard(cost)
    line = untagged.__code__.co_firstlineno + 1
    assert str(raised.value).splitlines() == [
        "shop/test does not keep the standard",
        "Findings: 1 blocks",
        "  blocks  OUT-T001 required-tags · Required tags",
        f"            aws:sqs:Queue orders (test_assertions.py:{line}): without cost-centre",
        "            → Add cost-centre to the resource, or to its provider's default tags.",
        "Blocked by OUT-T001 required-tags (orders).",
    ]
    assert_within_standard(cost, "OUT-W002", "gp2-to-gp3")


def test_what_only_advises_is_asked_for() -> None:
    def old() -> None:
        aws.ebs.Volume("disk", availability_zone="us-east-1a", size=100, type="gp2", tags={"owner": "a"})

    cost = priced(old, "tags: {required: [owner]}")
    assert_within_standard(cost)
    with pytest.raises(AssertionError, match=r"gp2-to-gp3.*(?s:.*)saves \$2\.00 a month"):
        assert_within_standard(cost, "gp2-to-gp3", level="advisory")
    with pytest.raises(ValueError, match="mandatory or advisory"):
        assert_within_standard(cost, level="disabled")


def test_a_table_is_written_when_it_is_asked_for_and_held_to_afterwards(cost: ProgramCost, tmp_path: Path) -> None:
    file = tmp_path / "__costs__" / "table.txt"
    with pytest.raises(AssertionError, match=r"there is no table of costs .*\n.*pytest --update-costs"):
        assert_cost_snapshot(cost, file)
    assert not file.exists()

    assert_cost_snapshot(cost, file, update=True)
    assert file.read_text() == cost.table()
    assert_cost_snapshot(cost, file)

    file.write_text(file.read_text().replace("by-itself", "by-another"))
    with pytest.raises(AssertionError) as raised:
        assert_cost_snapshot(cost, file)
    changed = [line for line in str(raised.value).splitlines() if line.startswith(("-aws", "+aws"))]
    assert [line.split()[1] for line in changed] == ["by-another", "by-itself"]


def test_a_rule_that_is_named_has_to_be_there_and_in_force(cost: ProgramCost) -> None:
    for misspelt, meant in (("requierd-tags", "required-tags"), ("OUT-T0001", "OUT-T001")):
        with pytest.raises(LookupError, match=f"no rule '{misspelt}'; did you mean '{meant}'"):
            assert_within_standard(cost, misspelt)
    off = priced(
        lambda: aws.sqs.Queue("orders"), "tags: {required: [owner]}\nrules: {required-tags: {level: disabled}}"
    )
    assert_within_standard(off)
    with pytest.raises(AssertionError, match=r"shop/test:\n  OUT-T001 required-tags is disabled in the standard"):
        assert_within_standard(off, "required-tags")
    growth = priced(program, "rules: {monthly-delta: {amount: 1}}")
    with pytest.raises(AssertionError, match="monthly-delta does not apply: "):
        assert_within_standard(growth, "monthly-delta")


@pytest.mark.parametrize("value", ["", "  ", "\t"])
def test_a_blank_value_is_no_tag(value: str) -> None:
    with pytest.raises(AssertionError, match="without owner"):
        assert_tagged(priced(lambda: aws.sqs.Queue("orders", tags={"owner": value})), "owner")


@pytest.mark.parametrize("key", ["", " ", ["owner"]])
def test_what_is_no_key_is_told(cost: ProgramCost, key: Any) -> None:
    with pytest.raises(WrongUse, match="is no key of a tag"):
        assert_tagged(cost, key)


def test_a_wider_column_is_no_difference_and_a_dearer_row_the_only_one(tmp_path: Path) -> None:
    file = tmp_path / "table.txt"
    assert_cost_snapshot("one   $1.00\ntwo   $2.00", file, update=True)
    assert_cost_snapshot("one       $1.00\ntwo       $2.00", file)
    with pytest.raises(AssertionError) as raised:
        assert_cost_snapshot("one       $1.00\ntwo  $20,000.00", file)
    assert [line for line in str(raised.value).splitlines() if line[0] in "+-"][2:] == ["-two $2.00", "+two $20,000.00"]
