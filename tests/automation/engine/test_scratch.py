"""The throw-away backend: any export stands for any stack, and nothing needs a passphrase."""

import json

import pytest
from outlay.errors import InvalidFile
from outlay_automation.engine.scratch import PLACEHOLDER, read_export, secrets_in, write_backend, write_config
from ruamel.yaml import YAML

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
OLD = "urn:pulumi:prod::shop::"
NEW = "urn:pulumi:dev::store::"


def export_of(*resources, **more):
    return {"version": 3, "deployment": {"resources": list(resources), "secrets_providers": {"type": "cloud"}}, **more}


def written(tmp_path, export):
    write_backend(tmp_path, "store", "dev", export)
    path = tmp_path / ".pulumi" / "stacks" / "store" / "dev.json"
    return json.loads(path.read_text(encoding="utf-8"))


def test_every_name_is_that_of_the_new_stack(tmp_path):
    queue = {
        "urn": f"{OLD}aws:sqs/queue:Queue::orders",
        "parent": f"{OLD}pulumi:pulumi:Stack::shop-prod",
        "provider": f"{OLD}pulumi:providers:aws::default::0c0b",
        "propertyDependencies": {"policy": [f"{OLD}aws:sqs/queue:Queue::other"]},
        "inputs": {"name": "urn:pulumi: is only a word here"},
    }
    checkpoint = written(tmp_path, export_of(queue))["checkpoint"]

    assert checkpoint["stack"] == "organization/store/dev"
    assert checkpoint["latest"]["resources"] == [
        {
            "urn": f"{NEW}aws:sqs/queue:Queue::orders",
            "parent": f"{NEW}pulumi:pulumi:Stack::store-dev",
            "provider": f"{NEW}pulumi:providers:aws::default::0c0b",
            "propertyDependencies": {"policy": [f"{NEW}aws:sqs/queue:Queue::other"]},
            "inputs": {"name": "urn:pulumi: is only a word here"},
        }
    ]


def test_secrets_become_placeholders_and_their_resources_are_known(tmp_path):
    database = {"urn": f"{OLD}t::db", "inputs": {"deep": [{"password": {SIGNATURE: SECRET, "ciphertext": "v1:abc"}}]}}
    export = export_of({"urn": f"{OLD}t::plain", "inputs": {}}, database)

    document = written(tmp_path, export)

    _, found = document["checkpoint"]["latest"]["resources"]
    assert found["inputs"]["deep"] == [{"password": {SIGNATURE: SECRET, "plaintext": json.dumps(PLACEHOLDER)}}]
    assert "secrets_providers" not in document["checkpoint"]["latest"]
    assert secrets_in(export) == (f"{OLD}t::db",)


def test_a_newer_form_keeps_its_version_and_features(tmp_path):
    document = written(tmp_path, export_of(version=4, features=["views"]))

    assert (document["version"], document["features"]) == (4, ["views"])


def test_without_an_export_the_stack_is_empty(tmp_path):
    document = written(tmp_path, None)

    assert (document["version"], document["checkpoint"]["latest"]["resources"]) == (3, [])


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('{"version": 3,\n"deployment": {', r"state\.json:2: is no JSON"),
        ("[]", r"state\.json:1: is no stack export"),
        ('{"deployment": []}', r"state\.json:1: is no stack export"),
        ('{"deployment": {"resources": {}}}', r"state\.json:1: is no stack export"),
    ],
)
def test_a_file_that_is_no_export(tmp_path, text, message):
    path = tmp_path / "state.json"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidFile, match=message):
        read_export(path)


CONFIG = """\
encryptionsalt: v1:abc
config:
  aws:region: us-east-1
  shop:password:
    secure: v1:secret
  shop:version: 1.10
  shop:start: 2026-01-01
  shop:code: "007"
  shop:nested:
    - token: {secure: v1:other}
      count: 3
"""


def test_configuration_loses_its_secrets_and_nothing_else(tmp_path):
    source, target = tmp_path / "Pulumi.prod.yaml", tmp_path / "copy.yaml"
    source.write_text(CONFIG, encoding="utf-8")

    replaced = write_config(target, source, {"aws:region": "eu-west-1"})

    assert replaced == ("shop:password", "shop:nested[0].token")
    text = target.read_text(encoding="utf-8")
    assert "shop:version: 1.10\n" in text
    assert "shop:start: 2026-01-01\n" in text
    assert 'shop:code: "007"\n' in text
    document = YAML(typ="safe").load(text)
    assert "encryptionsalt" not in document
    assert document["config"]["aws:region"] == "eu-west-1"
    assert document["config"]["shop:password"] == PLACEHOLDER
    assert document["config"]["shop:nested"] == [{"token": PLACEHOLDER, "count": 3}]
    assert source.read_text(encoding="utf-8") == CONFIG


def test_for_a_backend_that_can_open_them_secrets_stay(tmp_path):
    source, target = tmp_path / "Pulumi.prod.yaml", tmp_path / "copy.yaml"
    source.write_text(CONFIG, encoding="utf-8")

    assert write_config(target, source, keep_secrets=True) == ()
    assert YAML(typ="safe").load(target.read_text(encoding="utf-8")) == YAML(typ="safe").load(CONFIG)


def test_no_configuration_is_an_empty_one(tmp_path):
    target = tmp_path / "copy.yaml"

    assert write_config(target, None) == ()
    assert YAML(typ="safe").load(target.read_text(encoding="utf-8")) == {}


@pytest.mark.parametrize(
    ("text", "message"),
    [("config: {a: [}\n", ":1: is no YAML"), ("- a\n", ":1: is no stack configuration"), ("config: 7\n", ":1: is no")],
)
def test_a_broken_configuration(tmp_path, text, message):
    source = tmp_path / "Pulumi.dev.yaml"
    source.write_text(text, encoding="utf-8")

    with pytest.raises(InvalidFile, match=message):
        write_config(tmp_path / "copy.yaml", source)
