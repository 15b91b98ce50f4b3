"""AI services: each resource class of the SDKs is counted or free for a reason, and what has no figure is named."""

import re

import pytest
from outlay.estimate.free import free_reason
from outlay.estimate.registry import OURS
from outlay.estimate.resource_cost import Status
from outlay.estimate.type_verdicts import sdk_verdicts
from outlay.money import GapKind

AI = re.compile(r"(aws:(sagemaker|bedrock[a-z]*)|gcp:(vertex|workbench|notebooks|colab|tpu))/.*")
TOKENS = [each.token for each in sdk_verdicts() if AI.fullmatch(each.token)]
COUNTED = [token for token in TOKENS if OURS.find(token) is not None]
EMPTY_IS_FREE = {
    "aws:bedrock/agentDataSource:AgentDataSource",  # the default parser
    "aws:bedrock/guardrail:Guardrail",  # word filters only
    "aws:sagemaker/featureGroup:FeatureGroup",  # offline only
}
"""What costs nothing as long as it has none of the properties that are charged."""


def test_the_sdks_have_the_services_that_this_is_about():
    services = {token.partition("/")[0] for token in TOKENS}
    assert {"aws:bedrock", "aws:bedrockmodel", "aws:sagemaker", "gcp:vertex", "gcp:workbench"} <= services
    assert len(TOKENS) > 130


@pytest.mark.parametrize("token", TOKENS)
def test_no_class_is_free_without_a_reason_or_silently_unsupported(token):
    is_counted, reason = OURS.find(token) is not None, free_reason(token)
    assert is_counted != bool(reason), "either a pricer counts it, or it is free for a reason"


@pytest.mark.parametrize("token", COUNTED)
def test_without_a_figure_it_is_unpriced_or_open_by_name_and_never_zero(token, cost):
    found = cost(token, {}, region="us-central1" if token.startswith("gcp:") else "us-east-1")
    if token in EMPTY_IS_FREE:
        assert found.status is Status.FREE
        assert found.free_reason
        return
    assert found.cost.gaps
    assert found.status in (Status.UNPRICED, Status.UNKNOWN, Status.USAGE)
    for gap in found.cost.gaps:
        assert gap.reason
        assert gap.charge or gap.kind is GapKind.UNKNOWN


@pytest.mark.parametrize(
    ("instance_type", "hourly"),
    [("p3.2xlarge", "3.06"), ("g4dn.xlarge", "0.526"), ("g5.xlarge", "1.006"), ("g6.xlarge", "0.8048")],
)
def test_gpu_instances_of_ec2_cost_their_published_hour(cost, instance_type, hourly):
    (line,) = [
        each
        for each in cost("aws:ec2/instance:Instance", {"instanceType": instance_type}).charges
        if each.name == "Instance usage"
    ]
    assert str(line.unit_price.normalize()) == hourly


def test_a_gpu_instance_that_the_book_has_no_figure_for_is_unpriced_by_name(cost):
    found = cost("aws:ec2/instance:Instance", {"instanceType": "p9.48xlarge"})
    gaps = [gap for gap in found.cost.gaps if gap.charge == "Instance usage"]
    assert [(gap.kind, "p9.48xlarge" in gap.reason) for gap in gaps] == [(GapKind.UNPRICED, True)]
    assert found.cost.high is None


def test_gpus_of_google_are_in_the_machine_or_a_line_of_their_own(quantities):
    machine = {"machineType": "n1-standard-4", "guestAccelerators": [{"type": "nvidia-tesla-t4", "count": 2}]}
    own = quantities("gcp:compute/instance:Instance", machine, region="us-central1")
    assert own["guest accelerator 1: GPUs"] == (1460, "GPU-hours", "nvidia-tesla-t4")
    within = quantities(
        "gcp:compute/instance:Instance",
        {"machineType": "g2-standard-4", "guestAccelerators": [{"type": "nvidia-l4", "count": 1}]},
        region="us-central1",
    )
    assert [label for label in within if "GPU" in label] == []
