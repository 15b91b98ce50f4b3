"""The schema of the components: the committed one is what is inferred, and it tells people what each argument means."""

import json

import pytest
from outlay_components.catalogue import components
from outlay_components.component import token
from outlay_components.provider import SCHEMA, schema


@pytest.fixture(scope="module")
def document():
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_the_committed_schema_is_the_one_that_is_served():
    assert SCHEMA.read_text(encoding="utf-8") == schema(), "run: python -m outlay_components.provider"


def test_every_component_is_in_it(document):
    assert sorted(document["resources"]) == sorted(map(token, components()))


def test_every_argument_and_every_output_is_described(document):
    for resource in document["resources"].values():
        described = {**resource["inputProperties"], **resource["properties"]}
        assert [name for name, each in described.items() if not each.get("description")] == []


def test_every_component_takes_what_is_governed(document):
    governed = {"owner", "costCentre", "environment", "application", "tags", "budget", "overrides", "adopt"}
    for resource in document["resources"].values():
        assert governed <= resource["inputProperties"].keys()
        assert governed.isdisjoint(resource.get("requiredInputs", ()))
