"""How each cloud spells tags, what it refuses, and how enforced tags join those that a resource has."""

import pytest
from outlay.errors import WrongUse
from outlay.resource import UNKNOWN
from outlay.standard.reading import parse_standard
from outlay.tagging.ownership import Ownership
from outlay.tagging.spelling import joined, spelled, spelled_fault, spelled_key, spelled_value

STANDARD = parse_standard(
    """\
tags:
  required:
    - {key: Owner, gcp_values: {"Team Shop": team-shop}}
    - {key: cost-centre, gcp: cost_centre}
    - {key: environment, values: [Dev, Prod]}
    - {key: size, values: [XL, xl]}
    - {key: code, pattern: "[A-Z]{3}"}
""",
    "finops.yaml",
)
QUEUE = 'aws:sqs/queue:Queue "mail"'


def test_each_cloud_has_its_spelling():
    ownership = Ownership({"Owner": "Team Shop", "cost-centre": "4100", "environment": "Prod", "application": UNKNOWN})

    assert spelled("aws", ownership, STANDARD) == {
        "Owner": "Team Shop",
        "cost-centre": "4100",
        "environment": "Prod",
        "application": UNKNOWN,
    }
    assert spelled("gcp", ownership, STANDARD) == {
        "owner": "team-shop",
        "cost_centre": "4100",
        "environment": "prod",
        "application": UNKNOWN,
    }


@pytest.mark.parametrize("value", ["Team Search", "a@example.com", "é", "x" * 64])
def test_a_value_that_would_lose_something_on_google_cloud_is_an_error_that_asks_for_a_mapping(value):
    with pytest.raises(WrongUse) as error:
        spelled_value("gcp", "Owner", value, STANDARD)

    assert "gcp takes no label Owner with" in error.value.message
    assert error.value.hint == (
        f"Map it under tags.required in finops.yaml: {{key: Owner, gcp_values: {{{value!r}: …}}}}."
    )


def test_values_that_differ_by_case_alone_are_an_error_on_google_cloud():
    with pytest.raises(WrongUse, match="the values XL, xl of size are one on gcp"):
        spelled_value("gcp", "size", "XL", STANDARD)


def test_a_secret_value_is_not_told():
    with pytest.raises(WrongUse) as error:
        spelled_value("gcp", "Owner", "hush hush", STANDARD, is_shown=False)

    assert "hush" not in str(error.value)


@pytest.mark.parametrize("value", ["x" * 257, "R&D", "a\nb"])
def test_a_value_that_aws_takes_nowhere_is_an_error(value):
    with pytest.raises(WrongUse, match="aws takes no tag Owner with"):
        spelled_value("aws", "Owner", value, STANDARD)


@pytest.mark.parametrize(
    ("package", "key"),
    [
        ("aws", "aws:owner"),
        ("aws", "AWS:owner"),
        ("aws", "k" * 129),
        ("gcp", "data:class"),
        ("gcp", "4th"),
        ("gcp", "k" * 64),
    ],
)
def test_a_key_that_a_cloud_does_not_take_is_an_error(package, key):
    with pytest.raises(WrongUse, match=f"{package} takes no (tag|label) called"):
        spelled_key(package, key, STANDARD)


@pytest.mark.parametrize(
    ("package", "index", "value", "is_fine"),
    [
        ("aws", 2, "Prod", True),
        ("aws", 2, "prod", False),
        ("gcp", 2, "prod", True),
        ("gcp", 2, "test", False),
        ("gcp", 0, "team-shop", True),
        ("gcp", 4, "abc", True),
        ("gcp", 4, "abcd", False),
        ("aws", 4, "abc", False),
        ("gcp", 2, UNKNOWN, True),
    ],
)
def test_what_stands_on_a_resource_is_judged_as_its_cloud_spells_it(package, index, value, is_fine):
    assert (spelled_fault(package, STANDARD.tags.required[index], value) == "") is is_fine


def test_enforced_tags_join_a_resources_own():
    found = joined("aws", {"Name": "mail"}, {"owner": "a"}, {}, QUEUE)

    assert found == {"Name": "mail", "owner": "a"}


def test_what_a_provider_puts_everywhere_is_not_said_again():
    assert joined("aws", {}, {"owner": "a", "team": "b"}, {"owner": "a"}, QUEUE) == {"team": "b"}
    assert joined("aws", {"owner": "a"}, {"owner": "a"}, {"owner": "a"}, QUEUE) == {"owner": "a"}


@pytest.mark.parametrize(
    ("own", "provided", "whose"),
    [({"owner": "b"}, {}, "its own"), ({}, {"owner": "b"}, "its provider's default")],
)
def test_a_tag_that_contradicts_is_an_error_that_names_both(own, provided, whose):
    with pytest.raises(WrongUse, match=f"{whose} tag owner says 'b', and 'a' is enforced"):
        joined("aws", own, {"owner": "a"}, provided, QUEUE)


@pytest.mark.parametrize("twin", ["Owner", "OWNER", "ow-ner"])
def test_one_key_in_two_spellings_is_an_error_even_with_one_value(twin):
    with pytest.raises(WrongUse, match=f"{twin} and the enforced owner are one key in two spellings"):
        joined("aws", {twin: "a"}, {"owner": "a"}, {}, QUEUE)


def test_of_open_values_only_the_keys_are_judged():
    opened = object()

    assert joined("aws", {"owner": opened}, {"owner": "a"}, {}, QUEUE) == {"owner": "a"}
    assert joined("aws", {}, {"owner": "a"}, {"owner": opened}, QUEUE) == {"owner": "a"}
    with pytest.raises(WrongUse, match="two spellings"):
        joined("aws", {"Owner": opened}, {"owner": "a"}, {}, QUEUE)


@pytest.mark.parametrize(("package", "most"), [("aws", 50), ("gcp", 64)])
def test_too_many_tags_are_an_error_with_their_number(package, most):
    own = {f"k{number}": "v" for number in range(most - 2)}

    assert len(joined(package, own, {"owner": "a"}, {"team": "b"}, QUEUE)) == most - 1
    with pytest.raises(WrongUse, match=f"would have {most + 1} (tag|label)s, and {package} takes {most}"):
        joined(package, own, {"owner": "a", "team": "c"}, {"other": "b"}, QUEUE)
