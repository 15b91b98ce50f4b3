"""Pulumi's JSON as the domain's values."""

import json
from decimal import Decimal

import pytest
from outlay.resource import SECRET, UNKNOWN
from outlay.wire import load_json, value_of, values_of

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
OUTPUT_SIGNATURE = "d0e6a833031e9bbcd3f4e8bde6ca49a4"
CANARY = "canary-7f3a"


@pytest.mark.parametrize(
    "sentinel",
    [
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
    ],
)
def test_each_kind_of_open_value_is_unknown_wherever_it_stands(sentinel):
    assert values_of({"a": sentinel, "b": [sentinel, {"c": sentinel}]}) == {
        "a": UNKNOWN,
        "b": [UNKNOWN, {"c": UNKNOWN}],
    }


@pytest.mark.parametrize(
    "secret",
    [
        {SIGNATURE: SECRET_SIGNATURE, "value": CANARY},
        {SIGNATURE: SECRET_SIGNATURE, "plaintext": f'"{CANARY}"'},
        {SIGNATURE: SECRET_SIGNATURE, "ciphertext": CANARY},
        {SIGNATURE: OUTPUT_SIGNATURE, "secret": True, "value": CANARY},
        "[secret]",
    ],
)
def test_of_a_secret_nothing_is_kept(secret):
    found = values_of({"password": secret, "list": [{"nested": secret}]})
    assert found == {"password": SECRET, "list": [{"nested": SECRET}]}
    assert CANARY not in repr(found)


def test_an_output_is_its_value_or_open():
    assert value_of({SIGNATURE: OUTPUT_SIGNATURE, "value": [1, "a"], "dependencies": ["urn"]}) == [1, "a"]
    assert value_of({SIGNATURE: OUTPUT_SIGNATURE, "dependencies": ["urn"]}) == UNKNOWN
    assert value_of({SIGNATURE: OUTPUT_SIGNATURE, "value": {SIGNATURE: SECRET_SIGNATURE, "value": CANARY}}) == SECRET


def test_numbers_are_exact():
    assert load_json('{"a": 0.1, "b": 3, "c": 1e2}') == {"a": Decimal("0.1"), "b": 3, "c": Decimal(100)}
    assert value_of(0.1) == Decimal("0.1")
    assert value_of(True) is True


def test_half_a_document_is_an_error():
    with pytest.raises(json.JSONDecodeError):
        load_json('{"a": [1, 2')


def test_no_properties_are_an_empty_mapping():
    assert values_of(None) == {}
