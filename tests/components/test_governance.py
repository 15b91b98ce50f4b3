"""Whose a component is: where that is stated, what the standard makes of it, and what comes late."""

import pulumi
import pytest
from outlay_components import aws, gcp
from outlay_components.errors import ProgramError

INSTANCE = "aws:ec2/instance:Instance"
TOPIC = "gcp:pubsub/topic:Topic"
SMALL = {"instance_type": "t4g.small", "image_id": "ami-0abcdef1234567890"}
OWNED = {"outlay:owner": "team-shop", "outlay:cost-centre": "4100"}


@pytest.fixture
def tags_of(run_program):
    """The tags of an instance with these arguments."""

    def run(args, **more):
        return run_program(lambda: aws.Instance("web", {**SMALL, **args}), **more).inputs(INSTANCE)["tags"]

    return run


def test_a_components_own_arguments_come_before_the_configuration(tags_of):
    tags = tags_of({"owner": "team-search", "tags": {"CostCentre": "4200", "data-class": "public"}})

    assert tags == {
        "owner": "team-search",
        "cost-centre": "4200",
        "data-class": "public",
        "environment": "dev",
        "outlay-budget": "shop_dev",
    }


def test_default_tags_of_the_provider_are_not_repeated_and_may_not_contradict(tags_of):
    default = {**OWNED, "aws:defaultTags": '{"tags": {"owner": "team-shop", "team": "a"}}'}

    assert "owner" not in tags_of({}, config=default)
    with pytest.raises(
        ProgramError, match="its provider's default tag owner says 'team-shop', and 'other' is enforced"
    ):
        tags_of({"owner": "other"}, config=default)


def test_tags_in_an_override_stay_and_may_not_contradict(tags_of):
    assert tags_of({"overrides": {"instance": {"tags": {"Name": "web"}}}})["Name"] == "web"
    with pytest.raises(ProgramError, match="its own tag owner says 'x', and 'team-shop' is enforced"):
        tags_of({"overrides": {"instance": {"tags": {"owner": "x"}}}})


def test_google_cloud_gets_its_own_spelling_and_asks_for_one_where_something_would_be_lost(run_program):
    labels = run_program(lambda: gcp.Topic("events", {"environment": "prod"})).inputs(TOPIC)["labels"]
    assert labels == {"owner": "team-shop", "cost_centre": "4100", "environment": "prod", "outlay-budget": "shop_dev"}

    with pytest.raises(ProgramError) as error:
        run_program(lambda: gcp.Topic("events", {"owner": "Team Shop"}))
    assert "gcp takes no label owner with 'team shop'" in str(error.value)
    assert "Map it under tags.required in " in str(error.value)


def test_without_any_standard_nothing_is_required_and_what_is_stated_is_tagged(run_program):
    made = run_program(lambda: aws.Instance("web", {**SMALL, "owner": "team-shop"}), standard="", config={})

    assert made.inputs(INSTANCE)["tags"] == {"owner": "team-shop", "outlay-budget": "shop_dev"}
    assert [warning.partition(",")[0] for warning in made.warnings] == ["no budget is set for the stack shop/dev"]


def test_that_there_is_no_standard_is_said_once(run_program):
    def program():
        aws.Instance("web", SMALL)
        aws.Instance("worker", SMALL)

    made = run_program(program, standard=None, config={})

    (warning,) = made.warnings
    assert warning.startswith("no finops.yaml was found for this program: nothing is required of its tags")
    assert "`outlay init` writes a first one" in warning


def test_a_broken_standard_stops_the_program_with_its_line(run_program):
    with pytest.raises(ProgramError, match=r"finops\.yaml:2: tags\.requird: no such key"):
        run_program(lambda: aws.Instance("web", SMALL), standard="tags:\n  requird: [owner]\n")


def test_the_standard_may_be_named_by_the_environment(run_program, monkeypatch, tmp_path):
    elsewhere = tmp_path / "elsewhere.yaml"
    elsewhere.write_text("tags: {required: [team]}")

    def program():
        monkeypatch.setenv("OUTLAY_STANDARD", str(elsewhere))
        aws.Instance("web", SMALL)

    with pytest.raises(ProgramError, match=r"team: missing; allowed: any text \(required by .*elsewhere\.yaml:1\)"):
        run_program(program, standard="")


def test_a_value_that_comes_late_is_tagged_once_it_is_there(run_program):
    def program():
        owner = pulumi.Output.from_input("team-shop").apply(str.upper)
        aws.Instance("web", {**SMALL, "owner": owner})

    assert run_program(program).inputs(INSTANCE)["tags"]["owner"] == "TEAM-SHOP"


@pytest.mark.parametrize(
    ("late", "message"),
    [
        (lambda: pulumi.Output.from_input("staging"), "environment: 'staging' is not allowed; allowed: dev, prod"),
        (lambda: pulumi.Output.secret("hush"), "environment: its value is not allowed; allowed: dev, prod"),
        (lambda: pulumi.Output.from_input(["dev"]), r"environment: \['dev'\] is no text"),
    ],
)
def test_a_late_value_that_is_not_allowed_stops_its_resource_from_being_made(run_program, late, message):
    made = []

    def program():
        made.append(aws.Instance("web", {**SMALL, "environment": late()}))

    with pytest.raises(ProgramError, match=r'AwsInstance "web" \(test_governance.py:\d+\): ' + message) as error:
        run_program(program)

    assert "hush" not in str(error.value)


def test_an_environment_that_comes_late_counts_as_production(run_program):
    def program():
        aws.Instance("web", {**SMALL, "environment": pulumi.Output.from_input("dev")})

    assert run_program(program).inputs(INSTANCE)["disableApiTermination"] is True
