from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
SIZES = {"minSize": 1, "maxSize": 3, "desiredCapacity": 2}


@pytest.fixture
def template(make_resource):
    def make(inputs):
        return make_resource(TEMPLATE, {"name": "web", **inputs}, region="us-east-1", name="template")

    return make


@pytest.fixture
def configuration(make_resource):
    def make(inputs):
        return make_resource(CONFIGURATION, {"name": "web", **inputs}, region="us-east-1", name="configuration")

    return make


def by_template(**more):
    return {**SIZES, "launchTemplate": {"name": "web"}, **more}


def test_counts_what_the_template_makes_for_every_instance(quantities, template):
    around = (
        template(
            {
                "instanceType": "t2.medium",
                "monitoring": {"enabled": True},
                "blockDeviceMappings": [
                    {"deviceName": "xvdf", "ebs": {"volumeSize": 20, "volumeType": "io1", "iops": 200}}
                ],
            }
        ),
    )
    assert quantities(GROUP, by_template(), around=around) == {
        "Instance usage": (Decimal(1460), "hours", "t2.medium"),  # 2 × 730
        "Detailed monitoring": (Decimal(14), "metrics", "DetailedMonitoring"),  # 2 × 7
        "root block device: Storage": (Decimal(16), "GB-months", "gp2"),
        "ebs block device 1: Storage": (Decimal(40), "GB-months", "io1"),
        "ebs block device 1: Provisioned IOPS": (Decimal(400), "IOPS-months", "io1"),
    }


def test_a_launch_configuration_monitors_in_detail_unless_it_says_otherwise(cost, configuration):
    inputs = {**SIZES, "launchConfiguration": "web"}
    around = (configuration({"instanceType": "t2.medium", "rootBlockDevice": {"volumeSize": 10}}),)
    group = cost(GROUP, inputs, around=around)
    assert group.cost.expected == Decimal("73.944")  # 2 × (730 × 0.0464 + 7 × 0.30 + 10 × 0.10)
    assert "enableMonitoring = true (the provider's default)" in group.assumptions
    around = (configuration({"instanceType": "t2.medium", "enableMonitoring": False}),)
    assert cost(GROUP, inputs, around=around).cost.expected == Decimal("69.344")  # 2 × (33.872 + 0.80)


def test_the_group_s_ends_are_the_ends_of_its_cost(cost, template):
    group = cost(GROUP, by_template(), around=(template({"instanceType": "m5.large"}),))
    assert (group.cost.low, group.cost.expected, group.cost.high) == (  # 1, 2 and 3 × (730 × 0.096 + 0.80)
        Decimal("70.88"),
        Decimal("141.76"),
        Decimal("212.64"),
    )


def test_stated_instances_decide(quantities, template):
    around = (template({"instanceType": "m5.large"}),)
    assert quantities(GROUP, by_template(), around=around, usage={"instances": 6})["Instance usage"][0] == 4380


def test_without_a_desired_number_a_group_has_its_least(quantities, template):
    around = (template({"instanceType": "m5.large"}),)
    assert quantities(GROUP, by_template(desiredCapacity=None, minSize=2), around=around)["Instance usage"][0] == 1460


def test_a_group_that_may_be_empty_is_expected_to_have_one_instance_by_name(cost, template):
    group = cost(GROUP, by_template(desiredCapacity=None, minSize=0), around=(template({"instanceType": "m5.large"}),))
    assert (group.cost.low, group.cost.expected) == (0, Decimal("70.88"))
    assert any(text.startswith("one instance is expected") for text in group.assumptions)


def test_a_group_that_is_wanted_empty_is_free(cost, template):
    inputs = by_template(desiredCapacity=0, minSize=0, maxSize=0)
    assert cost(GROUP, inputs, around=(template({"instanceType": "m5.large"}),)).status is Status.FREE


def mixed(overrides, **distribution):
    specification = {"launchTemplateSpecification": {"launchTemplateName": "web"}, "overrides": overrides}
    return {
        "minSize": 6,
        "maxSize": 6,
        "mixedInstancesPolicy": {"launchTemplate": specification, "instancesDistribution": distribution},
    }


def test_a_mixed_group_takes_its_first_override_by_weight(quantities, template):
    overrides = [{"instanceType": "t2.large", "weightedCapacity": "2"}, {"instanceType": "t2.xlarge"}]
    found = quantities(GROUP, mixed(overrides), around=(template({"instanceType": "t2.medium"}),))
    assert found["Instance usage"] == (Decimal(2190), "hours", "t2.large")  # 6 units are 3 instances × 730


def test_a_mixed_group_runs_its_base_on_demand_and_shares_out_the_rest(quantities, template):
    inputs = mixed([], onDemandBaseCapacity=2, onDemandPercentageAboveBaseCapacity=25)
    found = quantities(GROUP, inputs, around=(template({"instanceType": "m5.large"}),))
    assert found["Instance usage"][0] == 3 * 730  # 2 + 25 % of 4
    assert found["spot instances: Instance usage"][0] == 3 * 730
    assert found["spot instances: root block device: Storage"][0] == 24


def test_a_mixed_group_can_run_on_spot_capacity_alone(quantities, template):
    inputs = mixed([], onDemandPercentageAboveBaseCapacity=0)
    found = quantities(GROUP, inputs, around=(template({"instanceType": "m5.large"}),))
    assert found["Instance usage"][0] == 6 * 730


def test_what_the_policy_leaves_to_auto_scaling_is_a_gap(cost, template):
    inputs = mixed([{"instanceRequirements": {"vcpuCount": {"min": 2}}}])
    assert cost(GROUP, inputs, around=(template({}),)).status is Status.UNKNOWN


def test_a_group_on_dedicated_hosts_pays_for_volumes(cost, template):
    around = (template({"instanceType": "m3.medium", "placement": {"tenancy": "host"}}),)
    assert [line.label for line in cost(GROUP, by_template(), around=around).charges] == ["root block device: Storage"]


@pytest.mark.parametrize("inputs", [by_template(), {**SIZES, "launchConfiguration": "web"}, SIZES])
def test_what_is_launched_has_to_be_in_the_stack(cost, inputs):
    assert cost(GROUP, inputs).status is Status.UNKNOWN


@pytest.mark.parametrize("open_input", ["minSize", "maxSize", "desiredCapacity"])
def test_an_open_size_gives_no_zero(cost, template, open_input):
    group = cost(GROUP, by_template(**{open_input: UNKNOWN}), around=(template({"instanceType": "m5.large"}),))
    assert group.status is (Status.UNKNOWN if open_input == "desiredCapacity" else Status.PRICED)


def test_a_reservation_covers_what_runs_on_demand(cost, template):
    usage = {"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"}
    around = (template({"instanceType": "t3.medium", "creditSpecification": {"cpuCredits": "standard"}}),)
    assert cost(GROUP, by_template(), around=around, usage=usage).cost.expected == Decimal("39.706")
    # 2 × (730 × 0.0261 + 8 × 0.10)


def test_what_is_open_on_demand_leaves_what_runs_on_spot_capacity(cost, template):
    inputs = mixed([], onDemandBaseCapacity=3, onDemandPercentageAboveBaseCapacity=0)
    group = cost(GROUP, inputs, around=(template({"instanceType": "m5.large", "monitoring": UNKNOWN}),))
    assert group.status is not Status.PRICED
    assert "spot instances: root block device: Storage" in [line.label for line in group.charges]
