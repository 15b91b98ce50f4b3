"""Where a resource lives and which tags it gets: from explicit providers, configuration and environment, on both sides
of a change; and what stands outside of the two clouds.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from outlay.money import GapKind
from outlay.resource import Resource, Snapshot
from outlay.standard.model import Standard
from outlay.standard.offline import Offline
from outlay_automation.engine.scratch import PLACEHOLDER

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker

pytestmark = pytest.mark.engine

GATEWAY = "ec2/natGateway:NatGateway"
TWO_PLACES = """
import json


class Provider(pulumi.ProviderResource):
    def __init__(self, package, name, properties):
        super().__init__(package, name, properties)


def place(package, name, **properties):
    texts = {key: value if isinstance(value, str) else json.dumps(value) for key, value in properties.items()}
    return Provider(package, name, texts)


there = place("aws", "there", region=REGION, defaultTags={"tags": {"owner": "there"}})
aws("sqs/queue:Queue", "here", {"tags": {"team": "web"}})
aws("sqs/queue:Queue", "there-queue", {}, provider=there)
gthere = place("gcp", "gthere", region="us-central1", project="p", defaultLabels={"owner": "gthere"})
gcp("pubsub/topic:Topic", "topic", {})
gcp("pubsub/topic:Topic", "there-topic", {}, provider=gthere)
"""
CONFIGURATION = {
    "aws:region": "eu-west-1",
    "aws:defaultTags": {"tags": {"owner": "here"}},
    "gcp:project": "acme",
    "gcp:region": "europe-west1",
    "gcp:defaultLabels": {"owner": "ghere"},
}


def by_name(snapshot: Snapshot) -> dict[str, Resource]:
    return {each.name: each for each in snapshot if each.custom and each.package != "pulumi"}


def test_each_side_has_the_regions_and_tags_of_its_own_providers(user_project: ProjectMaker) -> None:
    project = user_project(TWO_PLACES.replace("REGION", '"us-east-1"'), config=CONFIGURATION)
    project.up()
    project.write(TWO_PLACES.replace("REGION", '"eu-central-1"'))
    project.configure("dev", {**CONFIGURATION, "aws:region": "us-west-2", "gcp:region": "europe-west4"})

    preview = project.preview().preview

    before, after = by_name(preview.before), by_name(preview.after)
    assert {name: each.region for name, each in before.items()} == {
        "here": "eu-west-1",
        "there-queue": "us-east-1",
        "topic": "europe-west1",
        "there-topic": "us-central1",
    }
    assert {name: each.region for name, each in after.items()} == {
        "here": "us-west-2",
        "there-queue": "eu-central-1",
        "topic": "europe-west4",
        "there-topic": "us-central1",
    }
    assert {name: dict(each.default_tags) for name, each in after.items()} == {
        "here": {"owner": "here"},
        "there-queue": {"owner": "there"},
        "topic": {"owner": "ghere"},
        "there-topic": {"owner": "gthere"},
    }


def test_the_environment_says_where_nothing_else_does(user_project: ProjectMaker) -> None:
    project = user_project(f'aws("{GATEWAY}", "nat")\n', config={})

    given = project.preview(environment={"AWS_REGION": "eu-west-2"})
    assert [each.region for each in by_name(given.preview.after).values()] == ["eu-west-2"]
    assert "aws provider" not in {each.subject for each in given.preview.assumptions}

    invented = project.preview(environment={"AWS_REGION": "", "AWS_DEFAULT_REGION": ""})
    assert [each.region for each in by_name(invented.preview.after).values()] == ["us-east-1"]
    assert ("aws provider", "region = us-east-1 (invented, since none is configured)") in {
        (each.subject, each.text) for each in invented.preview.assumptions
    }
    assert invented.diff.after.total.expected == Decimal("0.045") * 730, "a NAT gateway in us-east-1"


def test_a_component_that_cannot_be_opened_is_a_gap_in_the_total(user_project: ProjectMaker) -> None:
    project = user_project('pulumi.ComponentResource("awsx:ec2:Vpc", "vpc", {}, None, True)\n')
    standard = Standard(offline=Offline(packages=("awsx",)))

    result = project.preview(standard=standard)

    (gap,) = result.diff.after.total.gaps
    assert (gap.kind, gap.urn) == (GapKind.NOT_SEEN, "urn:pulumi:dev::shop::awsx:ec2:Vpc::vpc")
    assert result.diff.after.total.high is None
    assert [row.cost.name for row in result.diff.rows] == ["vpc"]


def test_what_belongs_to_another_package_is_free_or_named(user_project: ProjectMaker) -> None:
    project = user_project(
        """
pulumi.CustomResource("random:index/randomId:RandomId", "suffix", {"byteLength": 4})
pulumi.CustomResource("datadog:index/monitor:Monitor", "alarm", {"name": "alarm"})
"""
    )
    standard = Standard(offline=Offline(packages=("random", "datadog")))

    total = project.preview(standard=standard).diff.after

    assert [(gap.kind, gap.urn.rpartition("::")[2]) for gap in total.total.gaps] == [(GapKind.UNSUPPORTED, "alarm")]
    free = {cost.name: cost.free_reason for cost in total.resources.values() if not cost.is_structural}
    assert free["suffix"]


def test_values_that_are_open_until_deployment_are_gaps_and_not_zero(user_project: ProjectMaker) -> None:
    project = user_project(
        """
queue = aws("sqs/queue:Queue", "orders")
aws("ebs/volume:Volume", "data", {"availabilityZone": "eu-west-1a", "size": queue.id.apply(len)})
"""
    )
    after = project.preview().diff.after

    volume = after.resources["urn:pulumi:dev::shop::aws:ebs/volume:Volume::data"]
    assert {gap.kind for gap in volume.cost.gaps} == {GapKind.UNKNOWN}
    assert volume.cost.high is None


def test_every_answer_in_a_cloud_s_stead_is_an_assumption(user_project: ProjectMaker) -> None:
    project = user_project(
        """
for token, arguments in (
    ("aws:index/getCallerIdentity:getCallerIdentity", {}),
    ("aws:index/getAvailabilityZones:getAvailabilityZones", {"state": "available"}),
    ("aws:nobody/getKnows:getKnows", {}),
    ("gcp:compute/getZones:getZones", {"project": "acme"}),
):
    pulumi.runtime.invoke(token, arguments)
"""
    )
    answers = Offline(answers={"aws:index/getCallerIdentity:getCallerIdentity": {"accountId": "111122223333"}})

    found = {
        each.subject: each.text for each in project.preview(standard=Standard(offline=answers)).preview.assumptions
    }

    assert found.keys() == {
        "aws:index/getCallerIdentity:getCallerIdentity",
        "aws:index/getAvailabilityZones:getAvailabilityZones",
        "aws:nobody/getKnows:getKnows",
        "gcp:compute/getZones:getZones",
        "gcp provider",
    }
    assert "accountId=111122223333" in found["aws:index/getCallerIdentity:getCallerIdentity"]
    assert "(as finops.yaml says)" in found["aws:index/getCallerIdentity:getCallerIdentity"]
    assert '"eu-west-1a"' in found["aws:index/getAvailabilityZones:getAvailabilityZones"]
    assert "nobody knows this function" in found["aws:nobody/getKnows:getKnows"]
    assert PLACEHOLDER not in str(found)
