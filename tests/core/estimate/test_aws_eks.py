from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"
PROFILE = "aws:eks/fargateProfile:FargateProfile"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ONE = {"scalingConfig": {"desiredSize": 1, "minSize": 1, "maxSize": 1}}
THREE = {"scalingConfig": {"desiredSize": 3, "minSize": 1, "maxSize": 3}}


@pytest.mark.parametrize(
    ("inputs", "total"),
    [
        ({}, "73"),  # 730 × 0.10
        ({"version": "1.35"}, "73"),
        ({"version": "1.28"}, "438"),  # 730 × 0.60
        ({"version": "1.28", "upgradePolicy": {"supportType": "STANDARD"}}, "73"),
    ],
)
def test_a_cluster_costs_more_in_extended_support(cost, inputs, total):
    assert cost(CLUSTER, inputs).cost.expected == Decimal(total)


def test_a_cluster_costs_the_same_in_every_region(cost):
    assert {cost(CLUSTER, {}, region=region).cost.expected for region in ("eu-central-1", "ap-south-1")} == {73}


def test_an_open_version_is_a_gap(cost):
    assert cost(CLUSTER, {"version": UNKNOWN}).status is Status.UNKNOWN


def test_auto_mode_names_what_is_left_out(cost):
    assert "EKS Auto Mode" in " ".join(cost(CLUSTER, {"computeConfig": {"enabled": True}}).assumptions)


def test_nodes_are_t3_medium_with_20_gb_by_default(quantities):
    found = quantities(NODES, THREE, usage={"monthly_cpu_credit_hrs": 100})
    assert found == {
        "Instance usage": (Decimal(2190), "hours", "t3.medium"),  # 3 × 730
        "root block device: Storage": (Decimal(60), "GB-months", "gp2"),  # 3 × 20
        "CPU credits": (Decimal(600), "vCPU-hours", "t3"),  # 3 × 100 × 2 vCPUs
    }


def test_nodes_cost_their_hours_and_disks(cost):
    nodes = cost(NODES, {**ONE, "instanceTypes": ["t2.medium"], "diskSize": "30"})
    assert nodes.cost.expected == Decimal("36.872")  # 730 × 0.0464 + 30 × 0.10
    assert "public IPv4 addresses of the instances are not included" in nodes.assumptions


def test_windows_nodes_have_a_larger_disk_and_a_licence(cost):
    nodes = cost(NODES, {**ONE, "amiType": "WINDOWS_CORE_2022_x86_64"}, usage={"monthly_cpu_credit_hrs": 0})
    assert nodes.cost.expected == Decimal("48.8")  # 730 × 0.06 + 50 × 0.10


def test_stated_instances_and_a_reservation_decide(cost):
    usage = {
        "instances": 6,
        "monthly_cpu_credit_hrs": 0,
        "reserved_instance_term": "1_year",
        "reserved_instance_payment_option": "no_upfront",
    }
    assert cost(NODES, ONE, usage=usage).cost.expected == Decimal("126.318")  # 6 × (730 × 0.0261 + 2)


def test_a_launch_template_says_what_the_group_does_not(quantities, make_resource):
    inputs = {
        "name": "nodes",
        "instanceType": "m5.xlarge",
        "blockDeviceMappings": [{"deviceName": "/dev/xvda", "ebs": {"volumeType": "gp3", "volumeSize": 100}}],
    }
    around = (make_resource(TEMPLATE, inputs, region="us-east-1", name="template"),)
    own = {**ONE, "launchTemplate": {"name": "nodes"}}
    assert quantities(NODES, own, around=around) == {
        "Instance usage": (Decimal(730), "hours", "m5.xlarge"),
        "root block device: Storage": (Decimal(100), "GB-months", "gp3"),
    }
    found = quantities(NODES, {**own, "instanceTypes": ["m5.large"]}, around=around)
    assert found["Instance usage"][2] == "m5.large"


def test_a_root_volume_of_the_template_leaves_no_default_to_name(cost, make_resource):
    mappings = [{"deviceName": "/dev/xvda", "ebs": {"volumeSize": 100}}]
    template = {"name": "nodes", "instanceType": "m5.large", "blockDeviceMappings": mappings}
    around = (make_resource(TEMPLATE, template, region="us-east-1", name="template"),)
    assumed = cost(NODES, {**ONE, "launchTemplate": {"name": "nodes"}}, around=around).assumptions
    assert not any("diskSize" in text for text in assumed)


def test_spot_nodes_ask_for_the_spot_price(cost):
    nodes = cost(NODES, {**ONE, "instanceTypes": ["m5.large"], "capacityType": "SPOT"})
    assert nodes.charges[0].query.term == "spot"


@pytest.mark.parametrize(
    "open_input", [{"scalingConfig": UNKNOWN}, {**ONE, "instanceTypes": UNKNOWN}, {**ONE, "diskSize": UNKNOWN}]
)
def test_an_open_value_is_a_gap(cost, open_input):
    assert cost(NODES, open_input).status is Status.UNKNOWN


def test_a_fargate_profile_costs_its_pods(cost):
    profile = cost(PROFILE, {}, usage={"vcpu_count": 4, "memory_gb": 8})
    assert profile.cost.expected == Decimal("144.1604")  # 730 × (4 × 0.04048 + 8 × 0.004445)


def test_pods_that_nobody_stated_count_as_one_vcpu_and_one_gb_by_name(cost):
    profile = cost(PROFILE, {})
    assert profile.cost.expected == Decimal("32.79525")  # 730 × (0.04048 + 0.004445)
    assert len([text for text in profile.assumptions if "nobody stated it" in text]) == 2
