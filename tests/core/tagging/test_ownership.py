"""Who owns a stack: of each key the most specific source counts, and the standard says which values hold."""

from decimal import Decimal

import pytest
from outlay.errors import WrongUse
from outlay.resource import SECRET, UNKNOWN
from outlay.standard.reading import parse_standard
from outlay.tagging.ownership import Ownership, Stated, faults, of_stack, resolve, value_fault, where_to_set

STANDARD = parse_standard(
    """\
tags:
  required:
    - owner
    - key: cost-centre
      gcp: cost_centre
      pattern: "4\\\\d{3}"
    - key: environment
      values: [dev, prod]
environments:
  prod: ["*/live"]
""",
    "finops.yaml",
)


def owned(**values):
    return Ownership(values, dict.fromkeys(values, "the program"))


def test_the_most_specific_source_of_each_key_counts():
    found = resolve(
        STANDARD.tags,
        (
            Stated("the component", {"owner": "team-a"}),
            Stated("govern({key}=…)", {"owner": "team-b", "cost_centre": "4100"}),
            Stated("config outlay:{key}", {"owner": "team-c", "CostCenter": "4200", "environment": "dev"}),
        ),
    )

    assert found.values == {"owner": "team-a", "cost-centre": "4100", "environment": "dev"}
    assert found.origins == {
        "owner": "the component",
        "cost-centre": "govern(cost_centre=…)",
        "environment": "config outlay:environment",
    }


@pytest.mark.parametrize("written", ["cost-centre", "cost_centre", "CostCentre", "cost centre", "COST-CENTER"])
def test_a_key_is_the_same_in_every_spelling(written):
    assert resolve(STANDARD.tags, (Stated("", {written: "4100"}),)).values == {"cost-centre": "4100"}


def test_what_the_standard_does_not_require_keeps_its_spelling_unless_it_is_known():
    found = resolve(STANDARD.tags, (Stated("", {"Application": "shop", "Data-Class": "public"}),))

    assert found.values == {"application": "shop", "Data-Class": "public"}


@pytest.mark.parametrize("nothing", [None, "", "  "])
def test_a_source_that_states_nothing_leaves_it_to_the_next(nothing):
    found = resolve(STANDARD.tags, (Stated("a", {"owner": nothing}), Stated("b", {"owner": "team-b"})))

    assert found.values == {"owner": "team-b"}


def test_two_spellings_with_two_values_in_one_source_are_an_error():
    with pytest.raises(WrongUse, match="config outlay:costCentre and config outlay:cost-centre are one key"):
        resolve(STANDARD.tags, (Stated("config outlay:{key}", {"costCentre": "4100", "cost-centre": "4200"}),))


def test_numbers_are_texts():
    found = resolve(STANDARD.tags, (Stated("", {"owner": 7, "cost-centre": Decimal("4100")}),))

    assert found.values == {"owner": "7", "cost-centre": "4100"}


def test_a_stack_states_its_ownership_by_configuration_and_only_that():
    config = {"outlay:owner": "team-a", "outlay:baseline": "x.json", "aws:region": "eu-west-1", "shop:owner": "b"}

    found = of_stack(STANDARD, "shop", "dev", config)

    assert found.values == {"owner": "team-a", "environment": "dev"}
    assert found.origins == {"owner": "config outlay:owner", "environment": "the stack's name"}


def test_the_environment_of_a_stack_is_that_of_the_standard_unless_it_states_one():
    assert of_stack(STANDARD, "shop", "live", {}).values == {"environment": "prod"}
    assert of_stack(STANDARD, "shop", "live", {}).origins == {"environment": "environments in finops.yaml:10"}
    assert of_stack(STANDARD, "shop", "live", {"outlay:environment": "dev"}).values == {"environment": "dev"}


def test_an_environment_that_nobody_requires_is_no_tag():
    assert of_stack(parse_standard("tags: {required: [owner]}"), "shop", "dev", {}).values == {}


def test_each_missing_and_each_invalid_key_is_named_with_what_is_allowed_and_where_that_is_required():
    ownership = Ownership(
        {"cost-centre": "41", "environment": "production"},
        {"cost-centre": "govern(cost_centre=…)", "environment": "config outlay:environment"},
    )

    assert [str(fault) for fault in faults(ownership, STANDARD)] == [
        "owner: missing; allowed: any text (required by finops.yaml:3)",
        "cost-centre: '41' from govern(cost_centre=…) is not allowed; allowed: what matches 4\\d{3} "
        "(required by finops.yaml:4)",
        "environment: 'production' from config outlay:environment is not allowed; did you mean 'prod'? "
        "allowed: dev, prod (required by finops.yaml:7)",
    ]


def test_ownership_that_holds_has_no_faults():
    assert list(faults(owned(owner="a", environment="dev", **{"cost-centre": "4100"}), STANDARD)) == []


@pytest.mark.parametrize("open_value", [UNKNOWN, SECRET])
def test_an_open_value_passes_until_it_resolves(open_value):
    (fault,) = faults(owned(owner="a", environment=open_value), STANDARD)

    assert fault.key == "cost-centre"


@pytest.mark.parametrize(("value", "why"), [(True, "True is no text"), ([], "[] is no text"), (" ", "blank")])
def test_what_is_no_text_is_no_value(value, why):
    assert why in value_fault(STANDARD.tags.required[0], value)


def test_a_value_that_may_be_secret_is_not_told():
    fault = value_fault(STANDARD.tags.required[2], "hush", is_shown=False)

    assert fault == "its value is not allowed; allowed: dev, prod"


def test_a_person_is_told_where_to_set_a_key():
    assert where_to_set("cost-centre") == (
        "pulumi config set outlay:cost-centre VALUE, govern(cost_centre=…) or the component's argument cost_centre"
    )
    assert where_to_set("Data-Class") == (
        "pulumi config set outlay:Data-Class VALUE, govern(tags={'Data-Class': …}) or the component's argument tags"
    )
