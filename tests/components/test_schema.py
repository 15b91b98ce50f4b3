"""The schema of the components: the committed one is what is inferred, and it tells people what each argument means."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from outlay_components.catalogue import components
from outlay_components.component import token

SCHEMA = Path(__file__).parents[2] / "components" / "schema.json"
# in a process of its own: what serves it brings a protocol along that Google's libraries bring too, and one process
# takes only one of them
SERVED = "from outlay_components.provider import schema; print(schema(), end='')"


@pytest.fixture(scope="module")
def document():
    return json.loads(SCHEMA.read_text(encoding="utf-8"))


def test_the_committed_schema_is_the_one_that_is_served():
    command = [sys.executable, "-W", "ignore", "-c", SERVED]
    served = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120).stdout

    assert SCHEMA.read_text(encoding="utf-8") == served, "run: python -m outlay_components.provider"


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
