"""What every component promises, whatever it is made of."""

from collections.abc import Mapping
from typing import Any

import pulumi
import pytest
from outlay.resource import Resource
from outlay.tagging.effective import tag_property
from outlay_components.arguments import arguments_class
from outlay_components.catalogue import components
from outlay_components.component import Component, token
from outlay_components.errors import ProgramError
from outlay_components.recording import Recording

EXAMPLES: Mapping[str, Mapping[str, Any]] = {
    "AwsBucket": {},
    "AwsCostAllocationTags": {"further_keys": ["owner"]},
    "AwsDatabase": {"engine": "postgres"},
    "AwsFunction": {"image_uri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/mail:1"},
    "AwsInstance": {"instance_type": "t4g.small", "image_id": "ami-0abcdef1234567890"},
    "AwsNetwork": {"zones": ["eu-west-1a", "eu-west-1b"]},
    "GcpBucket": {"location": "us-central1"},
    "GcpInstance": {"machine_type": "e2-small", "image": "debian-cloud/debian-12"},
    "GcpService": {"location": "us-central1", "image": "us-docker.pkg.dev/cloudrun/container/hello"},
    "GcpSqlDatabase": {"database_version": "POSTGRES_17"},
    "GcpTopic": {},
}
"""The least that each component needs."""

every_component = pytest.mark.parametrize("component", components(), ids=lambda each: each.__name__)


def recorded(component: type[Component], **more: Any) -> list[Resource]:
    """The resources that it would make, itself left out."""
    _, *resources = component.recorded({**EXAMPLES[component.__name__], **more}, name="it", environment="dev")
    return resources


def untagged(value: Any) -> Any:
    """A value without the tags of the parts of a resource."""
    if isinstance(value, list | tuple):
        return [untagged(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    return {key: untagged(inner) for key, inner in value.items() if key not in ("tags", "labels", "userLabels")}


def of_the_cloud(tags: Mapping[str, Any]) -> dict[str, Any]:
    """What is enforced, whichever cloud spells it."""
    return {key.replace("_", "-"): value for key, value in tags.items()}


@every_component
def test_its_name_and_token_carry_its_cloud(component):
    cloud = component.__module__.split(".")[1]

    assert component.__name__.startswith(cloud.title())
    assert token(component) == f"outlay:index:{component.__name__}"


@every_component
def test_it_registers_what_its_estimate_is_made_of(component, run_program):
    made = run_program(lambda: component("it", EXAMPLES[component.__name__])).resources

    for resource in recorded(component):
        where = tag_property(resource.type)
        tags = where.input if where else ""
        apart = {tags, *resource.property_dependencies}  # tags have a test of their own, and what is open no value
        registered, expected = made[resource.type, resource.name], resource.inputs
        assert registered.keys() - apart == expected.keys() - apart
        for key in expected.keys() - apart:
            assert untagged(registered[key]) == untagged(expected[key])


@every_component
def test_everything_that_takes_tags_is_tagged(component, run_program):
    made = run_program(lambda: component("it", EXAMPLES[component.__name__]))

    enforced = {"owner": "team-shop", "cost-centre": "4100", "environment": "dev", "outlay-budget": "shop_dev"}
    for (type_, _), inputs in made.resources.items():
        where = tag_property(type_)
        if where is not None:
            assert of_the_cloud(where.within(inputs[where.input])) == enforced


@every_component
def test_without_an_owner_it_makes_nothing(component, run_program):
    with pytest.raises(ProgramError) as error:
        run_program(lambda: component("it", EXAMPLES[component.__name__]), config={"outlay:cost-centre": "4100"})

    name, lines = component.__name__, str(error.value).splitlines()
    assert lines[0].startswith(f'{name} "it" (test_every_component.py:')
    assert lines[0].endswith(") is not owned as the financial standard requires:")
    assert lines[1].startswith("  owner: missing; allowed: any text (required by ")
    assert lines[2] == "    → pulumi config set outlay:owner VALUE, govern(owner=…) or the component's argument owner"


@every_component
def test_an_argument_that_it_does_not_know_is_an_error_that_names_the_nearest(component):
    with pytest.raises(ProgramError, match="has no argument 'ovner'\nDid you mean 'owner'"):
        recorded(component, ovner="team-shop")


@every_component
def test_an_argument_that_it_needs_is_named(component):
    required = sorted(arguments_class(component).__required_keys__)
    if required:
        with pytest.raises(ProgramError, match=f'{component.__name__} "it" needs {", ".join(required)}'):
            component.recorded({}, name="it")


@every_component
def test_an_argument_of_another_type_is_an_error_that_names_argument_and_type(component):
    with pytest.raises(ProgramError, match=f'{component.__name__} "it": owner is of type int\nIt may be a text.'):
        recorded(component, owner=5)


@every_component
def test_a_word_that_an_argument_may_not_be_is_an_error_that_lists_those_it_may(component):
    for argument, words in component.CHOICES.items():
        with pytest.raises(ProgramError) as error:
            recorded(component, **{argument: "wardrobe"})

        said = f"{component.__name__} \"it\": {argument} is 'wardrobe'\nIt may be "
        assert str(error.value) == f"{said}{', '.join(words[:-1])} or {words[-1]}."


@every_component
def test_its_estimate_refuses_a_region_that_the_price_book_does_not_know_and_names_the_nearest(component):
    cloud = component.__module__.split(".")[1]
    typed, meant = {"aws": ("us-est-1", "us-east-1"), "gcp": ("us-centrall1", "us-central1")}[cloud]

    with pytest.raises(
        ProgramError, match=f"region is '{typed}', which the price book does not know\nNearest: {meant}"
    ):
        component.estimate(EXAMPLES[component.__name__], region=typed)


@every_component
def test_every_resource_in_it_can_be_overridden(component):
    for resource in recorded(component):
        key = key_of(component, resource)
        where = tag_property(resource.type)
        if where is not None:
            tag = {where.input: where.around(None, {"colour": "blue"})}
            (changed,) = [each for each in recorded(component, overrides={key: tag}) if each.urn == resource.urn]
            assert where.within(changed.inputs[where.input]) == {"colour": "blue"}


@every_component
@pytest.mark.parametrize("argument", ["overrides", "adopt"])
def test_what_is_not_in_it_can_be_neither_overridden_nor_adopted(component, argument):
    with pytest.raises(ProgramError, match=f"{argument} has 'wardrobe', and there is no such resource in it"):
        recorded(component, **{argument: {"wardrobe": {} if argument == "overrides" else "old"}})


@every_component
def test_its_main_resource_has_its_name_and_the_raw_resources_are_attributes(component, run_program):
    kept: list[Component] = []
    run_program(lambda: kept.append(component("it", EXAMPLES[component.__name__])))

    attributes = [value for value in vars(kept[0]).values() if isinstance(value, pulumi.CustomResource)]
    assert any(resource._name == "it" for resource in attributes)


def key_of(component: type[Component], wanted: Resource) -> str:
    """The key under which a component makes a resource."""
    keys: dict[str, str] = {}
    original = Recording.__call__

    class Noting(Recording):
        def __call__(self, resource: Any, key: str, *args: Any, **kwargs: Any) -> Any:
            made = original(self, resource, key, *args, **kwargs)
            keys[made.urns[0]] = key
            return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("outlay_components.component.Recording", Noting)
        recorded(component)
    return keys[wanted.urn]
