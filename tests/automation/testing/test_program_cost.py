"""What a test can ask of a program's cost: the whole, parts by name and type, changes, tables."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pulumi
import pulumi_aws as aws
import pytest
from outlay.errors import InvalidFile, WrongUse
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.standard.reading import parse_standard
from outlay_automation.testing import ProgramCost, Undecided, estimate_program

REGION = {"aws:region": "us-east-1"}
NO_CREDITS = parse_standard("usage: {types: {'aws:ec2/instance:Instance': {monthly_cpu_credit_hrs: 0}}}")
# 730 hours at $0.0416 (t3.medium) and $0.0832 (t3.large), and root disks of 8 GB at $0.10
MEDIUM, LARGE = Decimal("31.168"), Decimal("61.536")


def fleet(*sizes: str) -> None:
    for number, size in enumerate(sizes):
        aws.ec2.Instance(f"web-{number}", ami="ami-1", instance_type=size)


def cost_of(*sizes: str, **options: Any) -> ProgramCost:
    return estimate_program(lambda: fleet(*sizes), config=REGION, standard=NO_CREDITS, **options)


@pytest.fixture(scope="module")
def cost() -> ProgramCost:
    def program() -> None:
        fleet("t3.medium", "t3.large")
        aws.ec2.Instance("db[0]", ami="ami-1", instance_type="t3.medium")
        aws.ec2.SecurityGroup("open")
        aws.sqs.Queue("orders")

    return estimate_program(program, project="shop", config=REGION, standard=NO_CREDITS)


def test_use_that_nobody_stated_leaves_no_comparison_open_where_its_price_is_missing_as_well() -> None:
    """A plain bucket in eu-west-1, where the book has no price of S3 Select."""

    def program() -> None:
        aws.s3.Bucket("plain")

    options: dict[str, Any] = {"config": {"aws:region": "eu-west-1"}}
    assert estimate_program(program, **options).monthly < 1
    strict = parse_standard("limits: {usage: must_be_given}")
    with pytest.raises(Undecided, match="monthly_select_data_scanned_gb is not given, and it has no price"):
        _ = estimate_program(program, standard=strict, **options).monthly < 1


def test_parts_are_found_by_name_glob_and_urn(cost: ProgramCost) -> None:
    assert cost["web-0"].monthly == MEDIUM
    assert cost["web-*"].monthly == MEDIUM + LARGE
    assert cost["*::aws:ec2/instance:Instance::web-1"].monthly == LARGE
    assert cost["urn:pulumi:test::shop::aws:ec2/instance:Instance::web-1"].monthly == LARGE
    # a name may look like a glob
    assert cost["db[0]"].monthly == MEDIUM
    assert [each.name for each in cost["web-*"]] == ["web-0", "web-1"]


def test_what_is_not_there_is_told_with_what_is(cost: ProgramCost) -> None:
    with pytest.raises(LookupError, match=r"no resource 'web-01'; did you mean 'web-1'\? it has db"):
        _ = cost["web-01"]


def test_parts_are_found_by_type_and_none_is_an_answer(cost: ProgramCost) -> None:
    assert cost.of("aws:ec2/instance:Instance").monthly == 2 * MEDIUM + LARGE
    assert cost.of("aws:ec2:Instance").monthly == 2 * MEDIUM + LARGE
    assert not cost.of("aws:ec2/natGateway:NatGateway")
    assert cost.of("aws:ec2/natGateway:NatGateway").monthly == 0
    with pytest.raises(LookupError, match="no type 'aws:ec2/instance:Instanze'; did you mean"):
        cost.of("aws:ec2/instance:Instanze")


def test_resources_assumptions_and_gaps_are_all_there(cost: ProgramCost) -> None:
    assert {each.name: each.status for each in cost.resources} == {
        "web-0": Status.PRICED,
        "web-1": Status.PRICED,
        "db[0]": Status.PRICED,
        "open": Status.FREE,
        "orders": Status.USAGE,
    }
    assert {each.kind for each in cost.gaps} == {GapKind.USAGE}
    assert cost["orders"].gaps == cost.gaps
    assert any("volumeType = gp2" in each.text for each in cost.assumptions)


def test_use_that_nobody_stated_is_said_beside_the_amount(cost: ProgramCost) -> None:
    assert repr(cost.monthly) == "$123.87 + use a month"
    assert [each.kind for each in cost.monthly.without] == [GapKind.USAGE]
    assert repr(cost["web-0"].monthly) == "$31.17 a month"


def test_what_the_standard_wants_stated_has_to_be_stated_before_an_amount_is_below_a_limit() -> None:
    strict = parse_standard("limits: {usage: must_be_given}")
    cost = estimate_program(lambda: fleet("t3.medium"), config=REGION, standard=strict)
    with pytest.raises(Undecided, match=r"web-0: CPU credits: usage monthly_cpu_credit_hrs is not given\n.*finops"):
        _ = cost.monthly < 500
    assert cost.monthly > 31


def test_a_change_is_counted_from_the_cost_of_another_program() -> None:
    before = cost_of("t3.medium", "t3.medium")
    cost = cost_of("t3.large", "t3.medium", baseline=before)

    # 730 hours at $0.0416 more
    assert cost.change == 30.37
    assert repr(cost.change) == "+$30.37 a month"
    assert cost.change <= 31
    assert not cost.change < 30
    assert [(row.cost.name, row.op) for row in cost.diff.changed] == [("web-0", "update")]
    assert cost_of("t3.medium", "t3.medium", baseline=before).change == 0
    assert cost_of("t3.medium", baseline=before).change == -MEDIUM


def test_what_changes_is_printed_as_a_preview_prints_it() -> None:
    cost = cost_of("t3.large", baseline=cost_of("t3.medium"))
    assert cost.changes().splitlines() == [
        "   Resource                Before   After   Change",
        "~  aws:ec2:Instance web-0  $31.17  $61.54  +$30.37",
        "   0 unchanged resources    $0.00   $0.00        –",
        "   Total                   $31.17  $61.54  +$30.37",
    ]


def test_without_a_baseline_nothing_is_new_and_nothing_can_be_compared() -> None:
    limited = parse_standard("rules: {monthly-delta: {amount: 1}}")
    cost = estimate_program(lambda: fleet("t3.medium"), config=REGION, standard=limited)
    assert [each for each in cost.findings if each.policy == "monthly-delta"] == []
    with pytest.raises(WrongUse, match="baseline="):
        _ = cost.change
    with pytest.raises(WrongUse, match="baseline="):
        cost.changes()
    larger = estimate_program(lambda: fleet("t3.large"), config=REGION, standard=limited, baseline=cost)
    assert [each.blocks for each in larger.findings if each.policy == "monthly-delta"] == [True]


def test_a_baseline_may_be_a_file_and_a_broken_one_is_told(tmp_path) -> None:
    export = tmp_path / "state.json"
    export.write_text('{"deployment": {"resources": []}}')
    assert cost_of("t3.medium", baseline=export).change == MEDIUM
    export.write_text("{")
    with pytest.raises(InvalidFile, match=r"state\.json"):
        cost_of("t3.medium", baseline=export)


def test_the_table_is_plain_text_without_a_day_unless_it_is_asked_for(cost: ProgramCost) -> None:
    table = cost.table()
    assert table.splitlines()[:4] == [
        "Resource                   Monthly",
        "aws:ec2:Instance web-1      $61.54",
        "aws:ec2:Instance db[0]      $31.17",
        "aws:ec2:Instance web-0      $31.17",
    ]
    assert "price book of" not in table
    assert "price book of" in cost.table(dates=True)
    assert cost.table(dates=True).partition("\n")[2] == table


def test_that_there_is_none_is_not_said_beside_what_is_hidden() -> None:
    nat = "aws:ec2/natGateway:NatGateway"

    def remote() -> None:
        fleet("t3.medium")
        pulumi.ComponentResource("acme:index:Network", "network", {}, remote=True)

    def asking() -> None:
        fleet("t3.medium")
        pulumi.runtime.invoke("acme:index:getCount", {})

    for program, why in ((remote, "  network: a remote component"), (asking, "acme:index:getCount")):
        hiding = estimate_program(program, config=REGION, standard=NO_CREDITS)
        for ask in (bool, len):
            with pytest.raises(Undecided, match=f"has {nat} cannot be said(?s:.*){why}"):
                ask(hiding.of(nat))
        with pytest.raises(Undecided):
            assert hiding.of(nat).monthly < 1
        assert [each.name for each in hiding.of(nat)] == []
        assert len(hiding.of("aws:ec2:Instance")) == 1
