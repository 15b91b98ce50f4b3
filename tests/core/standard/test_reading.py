"""Reading finops.yaml: every error with file, line, and what is allowed there."""

from decimal import Decimal

import pytest
from outlay.errors import ExitCode, InvalidFile
from outlay.standard.limits import OnUnknown, UsagePolicy
from outlay.standard.model import Standard
from outlay.standard.reading import find_standard, parse_standard, read_standard

WHOLE = """\
version: 1
organisation: Shop
currency: USD
tags:
  required:
    - owner
    - {key: cost-centre, gcp: cost_centre}
budgets:
  stacks:
    shop/prod: {monthly: 1200.50}
    "*/dev": {monthly: 200}
limits: {on_unknown: block, usage: must_be_given}
usage:
  types:
    "aws:sqs/queue:Queue": {monthly_requests: 0.1, request_size_kb: {low: 1, expected: 2, high: 3}}
  resources:
    "*::orders": {monthly_requests: 5}
offline:
  answers:
    "aws:ec2/getAmi:getAmi": {id: ami-1}
  packages: [random]
"""


def refused(text: str) -> str:
    """What is said of a standard that is not taken."""
    with pytest.raises(InvalidFile) as caught:
        parse_standard(text)
    assert caught.value.exit_code is ExitCode.WRONG_USE
    return str(caught.value)


def test_a_whole_standard_is_read_exactly():
    standard = parse_standard(WHOLE)
    assert standard.budgets.stacks["shop/prod"].monthly == Decimal("1200.50")
    assert standard.limits.on_unknown is OnUnknown.BLOCK
    assert standard.limits.usage is UsagePolicy.MUST_BE_GIVEN
    assert [tag.key for tag in standard.tags.required] == ["owner", "cost-centre"]
    queue = standard.usage.types["aws:sqs/queue:Queue"]
    assert queue["monthly_requests"] == Decimal("0.1")
    assert standard.offline.answers["aws:ec2/getAmi:getAmi"] == {"id": "ami-1"}


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "version: 1\n"])
def test_everything_may_be_left_out(text):
    assert parse_standard(text) == Standard()


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("version: 2", 1, "version: Input should be 1 (it is 2)"),
        ("currency: euro", 1, "currency: String should match pattern '^[A-Z]{3}$' (it is 'euro')"),
        ("prices: {stand_ins: maybe}", 1, "prices.stand_ins: Input should be 'refuse' or 'allow' (it is 'maybe')"),
        ("prices:\n  max_age_days: -1", 2, "prices.max_age_days: Input should be greater than or equal to 0"),
        ("prices:\n  max_age_days: soon", 2, "prices.max_age_days: Input should be a valid integer"),
        ("prices:\n  on_stale: ignore", 2, "'warn' or 'block' (it is 'ignore')"),
        ("organisation: [a]", 1, "organisation: Input should be a valid string"),
        ("\nlimits: {on_unknown: stop}", 2, "'block', 'warn' or 'assume_high' (it is 'stop')"),
        ("limits:\n  usage: maybe", 2, "'optional' or 'must_be_given' (it is 'maybe')"),
        ("budgets:\n  stacks:\n    prod: {monthly: -1}", 3, "greater than or equal to 0 (it is -1)"),
        ("budgets:\n  stacks:\n    prod:\n      monthly: lots", 4, "valid decimal (it is 'lots')"),
        ("budgets:\n  stacks:\n    prod:\n      monthly: true", 4, "a number belongs here, not true or false"),
        ("budgets: {stacks: {prod: {monthly: .inf}}}", 1, "finite number"),
        ("budgets: {stacks: {prod: {monthly: .nan}}}", 1, "budgets.stacks.prod.monthly"),
        ("budgets: {stacks: {prod: 100}}", 1, "budgets.stacks.prod"),
        ("budgets:\n  stacks:\n    prod: {}", 3, "budgets.stacks.prod.monthly: Field required"),
        ("tags: {required: owner}", 1, "tags.required: Input should be a valid tuple"),
        ("tags:\n  required:\n    - owner\n    - {aws: Owner}", 4, "tags.required.1.key: Field required"),
        ("tags: {required: ['']}", 1, "at least 1 character"),
        (
            'exemptions:\n  - {rule: a,\n     reason: "SAY WHY", owner: b, expires: 2026-10-30}',
            3,
            "exemptions.0.reason: say in your own words why the finding may pass (it is 'SAY WHY')",
        ),
        (
            'exemptions:\n  - rule: a\n    reason: b\n    owner: " SAY WHO "\n    expires: 2026-10-30',
            4,
            "exemptions.0.owner: name the person or team that answers for it",
        ),
        ("usage:\n  types:\n    queue: {}", 2, "'queue' is no type token; one looks like aws:"),
        ("offline:\n  answers:\n    getAmi: {}", 2, "'getAmi' is no function token; one looks like aws:"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_what_belongs_there(text, line, said):
    message = refused(text)
    assert message.startswith(f"finops.yaml:{line}: ")
    assert said in message


@pytest.mark.parametrize(
    ("text", "line", "key", "meant", "allowed"),
    [
        (
            "budget: {}",
            1,
            "budget",
            "budgets",
            "budgets, choices, currency, discounts, environments, exemptions, limits, offline, organisation, owners, "
            "prices, rules, schedules, tags, usage, version",
        ),
        ("limits:\n  onunknown: block", 2, "limits.onunknown", "on_unknown", "on_unknown, usage"),
        (
            "budgets:\n  stacks:\n    prod: {monthy: 1}",
            3,
            "budgets.stacks.prod.monthy",
            "monthly",
            "alerts, monthly, recipients",
        ),
        (
            "budgets:\n  stacks:\n    monthly: {monthy: 1}",
            3,
            "budgets.stacks.monthly.monthy",
            "monthly",
            "alerts, monthly, recipients",
        ),
        (
            "tags:\n  required:\n    - {kee: a}",
            3,
            "tags.required.0.kee",
            "key",
            "aws, gcp, gcp_values, key, pattern, values",
        ),
    ],
)
def test_a_misspelt_key_is_named_with_what_was_meant(text, line, key, meant, allowed):
    message = refused(text)
    assert f"finops.yaml:{line}: {key}: no such key" in message
    assert f"Did you mean '{meant}'? Allowed there are: {allowed}." in message


def test_a_misspelt_key_is_said_before_the_one_that_it_leaves_missing():
    first, second, *_ = refused("budgets:\n  stacks:\n    prod: {monthy: 1}").splitlines()
    assert first.endswith("monthy: no such key")
    assert second.endswith("monthly: Field required")


def test_every_error_is_said_at_once_in_the_order_of_the_file():
    message = refused("version: 1\nlimits: {on_unknown: stop}\nbudget: {}\ncurrency: euro\n")
    lines = [line.split(":")[1] for line in message.splitlines() if line.startswith("finops.yaml:")]
    assert lines == ["2", "3", "4"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("tags: [", 1),
        ("a: 1\nb: {", 2),
        ("version: 1\nversion: 1", 2),
        ("version: 1\n---\nversion: 1", 2),
        ("tags: *nobody", 1),
        ("- a\n- b", 1),
        ("just words", 1),
    ],
)
def test_what_is_no_mapping_in_yaml_is_named_with_its_line(text, line):
    assert refused(text).startswith(f"finops.yaml:{line}: ")


@pytest.mark.parametrize("text", ["organisation: &a [*a]", "a: " + "[" * 600])
def test_a_file_without_an_end_is_refused(text):
    assert refused(text).startswith("finops.yaml")


def test_a_part_may_be_written_once_and_used_twice():
    standard = parse_standard(
        "budgets:\n  stacks:\n    a: &small {monthly: 5}\n    b: *small\n    c: {<<: *small}\n    d:\n      <<: *small"
    )
    assert {name: budget.monthly for name, budget in standard.budgets.stacks.items()} == dict.fromkeys("abcd", 5)


def test_an_error_in_a_merged_part_still_has_a_line():
    assert refused("budgets:\n  stacks:\n    a: {<<: {monthly: -1}}").startswith("finops.yaml:3: ")


QUEUE = 'usage:\n  types:\n    "aws:sqs/queue:Queue":\n      '


@pytest.mark.parametrize(
    ("figures", "said"),
    [
        ("monthly_request: 1", "has no usage monthly_request\nAllowed there are: monthly_requests, request_size_kb."),
        ("monthly_requests: -1", "usage monthly_requests is -1; a number of at least 0 belongs there"),
        ("monthly_requests: [1]", "usage monthly_requests is [1]; a number of at least 0 belongs there"),
        ("monthly_requests: {low: 3, expected: 2, high: 4}", "needs low ≤ expected ≤ high, all at least 0"),
        ("monthly_requests: {low: 1, high: 4}", "needs low ≤ expected ≤ high, all at least 0"),
    ],
)
def test_usage_that_its_type_cannot_take_is_named_with_its_line(figures, said):
    message = refused(QUEUE + figures)
    assert message.startswith("finops.yaml:4: aws:sqs/queue:Queue")
    assert said in message


def test_nested_usage_is_checked_too():
    text = 'usage:\n  types:\n    "aws:s3/bucket:Bucket":\n      standard:\n        storage: 1'
    message = refused(text)
    assert message.startswith("finops.yaml:5: aws:s3/bucket:Bucket has no usage standard.storage")


def test_a_file_that_cannot_be_read_is_named(tmp_path):
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    for name in ("absent.yaml", "binary.yaml", "."):
        with pytest.raises(InvalidFile, match="cannot be read"):
            read_standard(tmp_path / name)


def test_the_nearest_standard_upwards_counts(tmp_path):
    (tmp_path / "finops.yaml").write_text("organisation: Outer")
    inner = tmp_path / "team" / "project"
    inner.mkdir(parents=True)
    assert find_standard(inner) == tmp_path / "finops.yaml"
    (tmp_path / "team" / "finops.yaml").write_text("organisation: Inner")
    assert read_standard(find_standard(inner)).organisation == "Inner"


@pytest.mark.parametrize(("text", "where"), [("", "empty.yaml"), ("tags:\n  required:\n    - owner", "empty.yaml:3")])
def test_a_standard_knows_where_it_is_written_and_is_none_the_other_for_it(text, where):
    standard = parse_standard(text, "empty.yaml")
    assert standard.origin.where("tags", "required", 0) == where
    assert standard == parse_standard(text, "elsewhere.yaml")
