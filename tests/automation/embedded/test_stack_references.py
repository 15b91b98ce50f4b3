"""The outputs of other stacks, from files."""

import json

import pytest
from outlay.errors import InvalidFile
from outlay_automation.engine.embedded.registration import Refused
from outlay_automation.engine.embedded.stack_references import StackReferences
from outlay_automation.engine.offline.values import secret
from outlay_automation.engine.placeholder import PLACEHOLDER

NAME = "acme/network/prod"
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x"}


@pytest.fixture
def outputs(tmp_path):
    def read(document):
        (tmp_path / "network.json").write_text(document if isinstance(document, str) else json.dumps(document))
        return StackReferences({NAME: "network.json"}, tmp_path).outputs(NAME)

    return read


def test_outputs_are_those_of_the_file_and_a_mask_is_a_secret(outputs):
    assert outputs({"vpc": "vpc-1", "zones": ["a"], "password": "[secret]"}) == {
        "name": NAME,
        "outputs": {"vpc": "vpc-1", "zones": ["a"], "password": secret(PLACEHOLDER)},
        "secretOutputNames": ["password"],
    }


def test_an_export_has_them_in_the_stack_s_own_resource(outputs):
    stack = {"type": "pulumi:pulumi:Stack", "outputs": {"vpc": "vpc-1", "password": SECRET}}
    found = outputs({"deployment": {"resources": [{"type": "aws:ec2/vpc:Vpc", "outputs": {"id": "x"}}, stack]}})

    assert found["outputs"] == {"vpc": "vpc-1", "password": secret(PLACEHOLDER)}


def test_a_stack_without_outputs_has_none(outputs):
    assert outputs({"deployment": {"resources": []}})["outputs"] == {}


@pytest.mark.parametrize(
    "document", ["{", "[1]", '{"deployment": {"resources": [{"type": "pulumi:pulumi:Stack", "outputs": 1}]}}']
)
def test_a_file_of_something_else_is_named(outputs, document):
    with pytest.raises(InvalidFile, match=r"network\.json"):
        outputs(document)


def test_a_stack_that_no_file_is_named_for_is_refused_with_those_that_are(tmp_path):
    with pytest.raises(Refused) as raised:
        StackReferences({NAME: "network.json"}, tmp_path).outputs("acme/data/prod")
    assert "offline.stack_references: {acme/data/prod: network.json}" in str(raised.value)
    assert f"Known are: {NAME}." in str(raised.value)
