"""What the stack looked like before, from an export or from the document of an earlier preview."""

import json

import pytest
from outlay.errors import InvalidFile
from outlay_automation.engine.embedded.baseline import Baseline, read_baseline
from outlay_automation.engine.offline.values import secret
from outlay_automation.engine.placeholder import PLACEHOLDER

URN = "urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders"
QUEUE = {"urn": URN, "type": "aws:sqs/queue:Queue", "custom": True, "id": "q-1"}
SECRET = {"4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:x"}


def export(*resources):
    return {"version": 3, "deployment": {"resources": list(resources)}}


def test_states_are_those_of_the_stack_of_now():
    elsewhere = {
        **QUEUE,
        "urn": URN.replace("dev::shop", "prod::site"),
        "provider": "urn:pulumi:prod::site::pulumi:providers:aws::default::1",
        "propertyDependencies": {"name": ["urn:pulumi:prod::site::a:b:C::c"], "tags": None},
    }
    state = Baseline.of(export(elsewhere), "shop", "dev").states[URN]

    assert (state.id, state.is_("custom"), state.is_("protect")) == ("q-1", True, False)
    assert state.provider == "urn:pulumi:dev::shop::pulumi:providers:aws::default"
    assert state.property_dependencies == {"name": ["urn:pulumi:dev::shop::a:b:C::c"], "tags": ()}


def test_a_secret_is_a_placeholder_and_stays_secret():
    document = export({**QUEUE, "inputs": {"a": SECRET, "b": ["[secret]", "plain"]}, "outputs": {"c": {"d": SECRET}}})
    state = Baseline.of(document, "shop", "dev").states[URN]

    assert state.inputs == {"a": secret(PLACEHOLDER), "b": [secret(PLACEHOLDER), "plain"]}
    assert state.outputs == {"c": {"d": secret(PLACEHOLDER)}}


def test_default_providers_and_what_was_left_over_are_no_states():
    provider = {"urn": "urn:pulumi:dev::shop::pulumi:providers:aws::default_7_1_0", "type": "pulumi:providers:aws"}
    found = Baseline.of(
        export(
            {**provider, "inputs": {"region": "eu-west-1"}},
            {**QUEUE, "delete": True},
            {**QUEUE, "pendingReplacement": True},
        ),
        "shop",
        "dev",
    )

    assert list(found.states) == [URN]
    assert found.providers == {provider["urn"]: {"region": "eu-west-1"}}
    assert found.left_over == (URN,)
    assert found.deleted == {URN}


def test_an_earlier_preview_stands_for_what_it_would_have_deployed(tmp_path):
    gone = {**QUEUE, "urn": URN.replace("orders", "gone")}
    path = tmp_path / "preview.json"
    steps = [
        {"op": "create", "newState": QUEUE},
        {"op": "delete", "newState": None},
        {"op": "delete", "newState": gone},
    ]
    path.write_text(json.dumps({"steps": steps}))

    assert list(Baseline.of(read_baseline(path), "shop", "dev").states) == [URN]


@pytest.mark.parametrize("text", ["", "[]", '{"steps": [1]}', '{"steps": [{"urn": "x"}]}', '{"deployment": 1}'])
def test_a_file_that_is_neither_is_said_to_be_none(tmp_path, text):
    path = tmp_path / "state.json"
    path.write_text(text)
    with pytest.raises(InvalidFile):
        read_baseline(path)


def test_a_resource_without_a_urn_or_a_type_is_an_error():
    with pytest.raises(ValueError, match="a resource without urn or type"):
        Baseline.of(export({"urn": URN}), "shop", "dev")
