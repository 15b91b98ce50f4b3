"""Outputs of resources: open at a preview where a cloud decides, invented afterwards."""

from __future__ import annotations

from outlay_automation.engine.offline.configuration import Configuration, configuration_of
from outlay_automation.engine.offline.outputs import Subject, created, found, planned, updated
from outlay_automation.engine.offline.tables import resource_table
from outlay_automation.engine.offline.values import UNKNOWN, secret

IRELAND = configuration_of("aws", {"region": "eu-west-1", "defaultTags": '{"tags": {"owner": "shop"}}'})
SHOP = configuration_of("gcp", {"project": "acme", "zone": "europe-west1-c", "defaultLabels": {"owner": "shop"}})


def subject(type_: str, configuration: Configuration, name: str = "orders") -> Subject:
    return Subject(type_, name, f"urn:pulumi:dev::shop::{type_}::{name}", resource_table(type_), configuration)


QUEUE = subject("aws:sqs/queue:Queue", IRELAND)
DISK = subject("gcp:compute/disk:Disk", SHOP)


def test_what_the_cloud_computes_is_unknown_at_a_preview() -> None:
    outputs = planned(QUEUE, {"name": "q", "region": "eu-west-1", "__defaults": ["name"]})

    assert outputs == {
        "arn": UNKNOWN,
        "name": "q",
        "region": "eu-west-1",
        "tagsAll": {"owner": "shop"},
        "url": UNKNOWN,
    }


def test_all_tags_are_unknown_together_when_one_is() -> None:
    assert planned(QUEUE, {"tags": {"a": "b", "owner": "us"}})["tagsAll"] == {"a": "b", "owner": "us"}
    assert planned(QUEUE, {"tags": {"a": "b", "c": UNKNOWN}})["tagsAll"] == UNKNOWN
    assert planned(QUEUE, {"tags": UNKNOWN})["tagsAll"] == UNKNOWN
    assert planned(QUEUE, {"tags": secret({"a": "b"})})["tagsAll"] == secret({"a": "b", "owner": "shop"})


def test_google_cloud_plans_the_configured_place_and_all_labels() -> None:
    outputs = planned(DISK, {"name": "d", "labels": {"a": "b"}})

    assert (outputs["project"], outputs["zone"]) == ("acme", "europe-west1-c")
    everything = {"a": "b", "owner": "shop", "goog-pulumi-provisioned": "true"}
    assert outputs["effectiveLabels"] == outputs["pulumiLabels"] == everything
    assert outputs["labels"] == {"a": "b"}
    assert planned(DISK, {"zone": "us-central1-a"})["zone"] == "us-central1-a"


def test_a_created_resource_has_the_ids_of_its_service() -> None:
    id_, outputs = created(QUEUE, {"name": "q", "region": "us-east-1"})
    assert id_ == outputs["url"] == "https://sqs.us-east-1.amazonaws.com/123456789012/q"
    assert outputs["arn"] == "arn:aws:sqs:us-east-1:123456789012:q"

    id_, outputs = created(subject("aws:ec2/instance:Instance", IRELAND), {"instanceType": "t3.micro"})
    assert id_.startswith("i-0")
    assert len(id_) == 19
    assert outputs["arn"] == f"arn:aws:ec2:eu-west-1:123456789012:instance/{id_}"

    id_, outputs = created(DISK, {"name": "d"})
    assert id_ == "projects/acme/zones/europe-west1-c/disks/d"
    assert outputs["selfLink"] == f"https://www.googleapis.com/compute/v1/{id_}"


def test_no_two_resources_share_an_id_and_each_keeps_its_own() -> None:
    first, second = (created(subject("aws:ec2/vpc:Vpc", IRELAND, name), {})[0] for name in ("a", "b"))

    assert first != second
    assert created(subject("aws:ec2/vpc:Vpc", IRELAND, "a"), {})[0] == first


def test_a_change_in_place_keeps_what_was_computed() -> None:
    old = {"name": "q", "delaySeconds": 5.0, "tags": {"a": "b"}, "arn": "arn:real", "tagsAll": {"a": "b"}}
    outputs = updated(QUEUE, {"name": "q", "tags": {"c": "d"}}, {"name": "q", "delaySeconds": 5.0, "tags": {}}, old)

    assert outputs == {"name": "q", "tags": {"c": "d"}, "arn": "arn:real", "tagsAll": {"c": "d", "owner": "shop"}}


def test_a_random_password_is_secret_and_of_the_length_asked_for() -> None:
    configuration = Configuration("random")
    password = subject("random:index/randomPassword:RandomPassword", configuration)
    _, outputs = created(password, {"length": "14", "special": "false"})

    result = outputs["result"]
    assert isinstance(result, dict)
    assert result == secret(result["value"])
    assert len(result["value"]) == 14
    assert result["value"].isalnum()


def test_a_type_that_nobody_knows_has_its_inputs_and_an_id() -> None:
    thing = subject("acme:index:Thing", Configuration("acme"))

    assert planned(thing, {"size": 1.0}) == {"size": 1.0}
    assert created(thing, {"size": 1.0})[0].startswith("thing-")


def test_a_resource_that_exists_already_is_described_by_its_id() -> None:
    outputs = found(subject("aws:ec2/vpc:Vpc", IRELAND), "vpc-123")
    assert outputs["arn"] == "arn:aws:ec2:eu-west-1:123456789012:vpc/vpc-123"
    assert outputs["ownerId"] == "123456789012"

    topic = "arn:aws:sns:eu-west-1:123456789012:alarms"
    assert found(subject("aws:sns/topic:Topic", IRELAND), topic)["arn"] == topic
    network = found(subject("gcp:compute/network:Network", SHOP), "projects/p/global/networks/{default}")
    assert network["selfLink"] == "https://www.googleapis.com/compute/v1/projects/p/global/networks/{default}"
