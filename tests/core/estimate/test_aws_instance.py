from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN, Unknown

INSTANCE = "aws:ec2/instance:Instance"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"


def test_counts_hours_and_the_root_volume(quantities):
    assert quantities(INSTANCE, {"instanceType": "m5.large"}) == {
        "Instance usage": (Decimal(730), "hours", "m5.large"),
        "root block device: Storage": (Decimal(8), "GB-months", "gp2"),
    }


def test_costs_the_hours_and_the_root_volume_and_names_what_it_assumed(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large"})
    assert instance.status is Status.PRICED
    assert instance.cost.expected == Decimal("70.88")  # 730 × 0.096 + 8 × 0.10
    assert "operating system = linux (set usage operating_system to change it)" in instance.assumptions
    assert "rootBlockDevice.volumeSize = 8 (usual of an image's root volume)" in instance.assumptions


def test_another_region_has_its_own_price(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large"}, region="eu-central-1")
    assert instance.cost.expected == Decimal("84.902")  # 730 × 0.115 + 8 × 0.119


def test_a_region_or_type_without_a_figure_is_unpriced(cost):
    for inputs, region in (
        ({"instanceType": "m5.large"}, "mx-central-1"),
        ({"instanceType": "m99.large"}, "us-east-1"),
    ):
        instance = cost(INSTANCE, inputs, region=region)
        assert instance.status is Status.UNPRICED
        assert instance.cost.high is None


def test_each_volume_is_a_part_of_its_own(cost):
    instance = cost(
        INSTANCE,
        {
            "instanceType": "m3.medium",
            "rootBlockDevice": {"volumeSize": "10"},
            "ebsBlockDevices": [
                {"deviceName": "xvdf", "volumeSize": 10},
                {"deviceName": "xvdh", "volumeType": "io1", "volumeSize": 40, "iops": 1000},
                {"deviceName": "xvdi", "volumeType": "gp3", "volumeSize": 20},
            ],
        },
    )
    assert {line.label: line.cost.expected for line in instance.charges} == {
        "Instance usage": Decimal("48.91"),  # 730 × 0.067
        "root block device: Storage": Decimal(1),  # 10 × 0.10
        "ebs block device 1: Storage": Decimal(1),
        "ebs block device 2: Storage": Decimal(5),  # 40 × 0.125
        "ebs block device 2: Provisioned IOPS": Decimal(65),  # 1000 × 0.065
        "ebs block device 3: Storage": Decimal("1.6"),  # 20 × 0.08
    }


def test_an_open_type_keeps_the_volumes(cost):
    instance = cost(INSTANCE, {"instanceType": UNKNOWN, "rootBlockDevice": {"volumeSize": 50}})
    assert instance.status is Status.UNKNOWN
    assert instance.cost.low == Decimal(5)  # 50 × 0.10
    assert [(gap.kind, gap.charge) for gap in instance.cost.gaps] == [(GapKind.UNKNOWN, "Instance usage")]


def test_a_type_of_a_few_choices_is_a_range(cost):
    instance = cost(INSTANCE, {"instanceType": Unknown(choices=("m5.large", "m5.xlarge"))})
    assert instance.cost.low == Decimal("70.88")  # 730 × 0.096 + 0.8
    assert instance.cost.high == Decimal("140.96")  # 730 × 0.192 + 0.8


def test_other_open_values_keep_hours_and_volumes(cost):
    for key in ("monitoring", "tenancy"):
        instance = cost(INSTANCE, {"instanceType": "m5.large", key: UNKNOWN})
        assert instance.status is Status.UNKNOWN
        assert instance.cost.low >= Decimal("0.8")
    assert cost(INSTANCE, {"instanceType": "m5.large", "monitoring": UNKNOWN}).cost.low == Decimal("70.88")


def test_windows_costs_more(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large"}, usage={"operating_system": "windows"})
    assert instance.cost.expected == Decimal("138.04")  # 730 × 0.188 + 0.8


def test_an_operating_system_without_a_figure_is_unpriced_and_not_linux(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large"}, usage={"operating_system": "rhel"})
    assert instance.status is Status.UNPRICED
    assert instance.cost.low == Decimal("0.8")


def test_stated_hours_replace_the_month(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large"}, usage={"monthly_hrs": 100})
    assert instance.cost.expected == Decimal("10.4")  # 100 × 0.096 + 0.8


def test_detailed_monitoring_is_seven_metrics(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large", "monitoring": "true"})
    assert instance.cost.expected == Decimal("72.98")  # 70.88 + 7 × 0.30


def test_only_previous_generations_pay_for_ebs_optimisation(cost):
    older = cost(INSTANCE, {"instanceType": "r3.xlarge", "ebsOptimized": True})
    assert older.cost.expected == Decimal("258.49")  # 730 × (0.333 + 0.02) + 0.8
    later = cost(INSTANCE, {"instanceType": "m5.large", "ebsOptimized": True})
    assert later.cost.expected == Decimal("70.88")


@pytest.mark.parametrize(
    ("instance_type", "credits", "expected"),
    [
        ("t3.medium", None, 1460),  # unlimited by default; 730 × 2 vCPUs
        ("t3.medium", "unlimited", 1460),
        ("t3.medium", "standard", None),
        ("t2.medium", None, None),  # standard by default
        ("t2.medium", "unlimited", 1460),
        ("t2.micro", "unlimited", 730),
        ("t4g.xlarge", None, 2920),
        ("m5.large", "unlimited", None),  # no burstable family
    ],
)
def test_credits_are_charged_in_unlimited_mode(quantities, instance_type, credits, expected):
    inputs = {"instanceType": instance_type}
    if credits:
        inputs["creditSpecification"] = {"cpuCredits": credits}
    found = quantities(INSTANCE, inputs, usage={"monthly_cpu_credit_hrs": 730}).get("CPU credits")
    assert (found[0] if found else None) == expected


def test_credits_cost_by_vcpu_hour_and_show_their_price_without_use(cost):
    stated = cost(INSTANCE, {"instanceType": "t3.medium"}, usage={"monthly_cpu_credit_hrs": 730, "vcpu_count": 2})
    assert stated.cost.expected == Decimal("104.168")  # 730 × 0.0416 + 0.8 + 1460 × 0.05
    unstated = cost(INSTANCE, {"instanceType": "t3.medium"})
    assert unstated.status is Status.USAGE
    assert [(line.unit_price, line.cost) for line in unstated.charges if line.name == "CPU credits"] == [
        (Decimal("0.05"), None)
    ]


def test_dedicated_tenancy_has_a_price_of_its_own(cost):
    instance = cost(INSTANCE, {"instanceType": "m3.medium", "tenancy": "dedicated"})
    assert instance.cost.expected == Decimal("54.82")  # 730 × 0.074 + 0.8


def test_on_a_dedicated_host_only_the_volumes_are_charged(cost):
    for where in ({"tenancy": "host"}, {"hostId": UNKNOWN}):
        instance = cost(INSTANCE, {"instanceType": "mac1.metal", "rootBlockDevice": {"volumeSize": 50}, **where})
        assert instance.cost.expected == Decimal(5)
        assert "the instance runs on a dedicated host, which is charged itself" in instance.assumptions


def test_spot_never_gets_the_on_demand_price(cost):
    instance = cost(INSTANCE, {"instanceType": "m5.large", "instanceMarketOptions": {"marketType": "spot"}})
    assert instance.status is Status.UNPRICED


@pytest.fixture
def template(make_resource):
    return make_resource(
        TEMPLATE,
        {
            "name": "workers",
            "instanceType": "t3.medium",
            "monitoring": {"enabled": True},
            "creditSpecification": {"cpuCredits": "unlimited"},
            "placement": {"tenancy": "dedicated"},
            "blockDeviceMappings": [
                {"deviceName": "/dev/xvda", "ebs": {"volumeSize": 30}},
                {"deviceName": "xvdc", "ebs": {"volumeType": "io1", "volumeSize": 10, "iops": 100}},
            ],
        },
        region="us-east-1",
        name="workers",
        id="lt-1",
    )


@pytest.mark.parametrize("reference", [{"id": "lt-1"}, {"name": "workers"}])
def test_a_launch_template_stands_in_for_what_the_instance_does_not_say(cost, template, reference):
    instance = cost(INSTANCE, {"launchTemplate": reference}, around=(template,), usage={"monthly_cpu_credit_hrs": 730})
    assert {line.label: line.cost.expected for line in instance.charges} == {
        "Instance usage": Decimal("32.193"),  # 730 × 0.0441
        "root block device: Storage": Decimal(3),  # 30 × 0.10
        "ebs block device 1: Storage": Decimal("1.25"),  # 10 × 0.125
        "ebs block device 1: Provisioned IOPS": Decimal("6.5"),  # 100 × 0.065
        "CPU credits": Decimal(73),  # 730 × 2 × 0.05
        "Detailed monitoring": Decimal("2.1"),  # 7 × 0.30
    }


def test_the_instances_own_properties_win_over_its_template(quantities, template):
    found = quantities(
        INSTANCE,
        {
            "instanceType": "t3.large",
            "monitoring": False,
            "tenancy": "default",
            "creditSpecification": {"cpuCredits": "standard"},
            "rootBlockDevice": {"volumeType": "gp3"},
            "ebsBlockDevices": [{"deviceName": "xvdc", "volumeSize": 20}, {"deviceName": "xvdd", "volumeSize": 5}],
            "launchTemplate": {"id": UNKNOWN},
        },
        around=(template,),
        property_dependencies={"launchTemplate": (template.urn,)},
    )
    assert found == {
        "Instance usage": (Decimal(730), "hours", "t3.large"),
        "root block device: Storage": (Decimal(30), "GB-months", "gp3"),
        "ebs block device 1: Storage": (Decimal(20), "GB-months", "io1"),
        "ebs block device 1: Provisioned IOPS": (Decimal(100), "IOPS-months", "io1"),
        "ebs block device 2: Storage": (Decimal(5), "GB-months", "gp2"),
    }


def test_a_template_outside_the_stack_leaves_the_type_open(cost):
    instance = cost(INSTANCE, {"launchTemplate": {"id": "lt-elsewhere"}})
    assert instance.status is Status.UNKNOWN
    assert instance.cost.low == Decimal("0.8")


def test_devices_without_a_readable_name_are_never_the_same_one(quantities, make_resource):
    mapping = {"deviceName": UNKNOWN, "ebs": {"volumeSize": 10}}
    template = make_resource(
        TEMPLATE,
        {"instanceType": "m5.large", "blockDeviceMappings": [mapping]},
        region="us-east-1",
        name="t",
        id="lt-1",
    )
    own = {"launchTemplate": {"id": "lt-1"}, "ebsBlockDevices": [{"deviceName": UNKNOWN, "volumeSize": 5}]}
    found = quantities(INSTANCE, own, around=(template,))
    assert found["ebs block device 1: Storage"][0] == 5
    assert found["ebs block device 2: Storage"][0] == 10


def test_an_open_setting_takes_no_other_charge_along(cost):
    inputs = {
        "instanceType": "t3.micro",
        "creditSpecification": UNKNOWN,
        "rootBlockDevice": UNKNOWN,
        "associatePublicIpAddress": "perhaps",
        "monitoring": True,
    }
    instance = cost(INSTANCE, inputs)
    assert [charge.label for charge in instance.charges] == ["Instance usage", "Detailed monitoring"]
    assert instance.status is Status.UNKNOWN


def test_market_options_without_a_type_ask_for_the_spot_market(cost):
    asked = cost(INSTANCE, {"instanceType": "m5.large", "instanceMarketOptions": {"spotOptions": {"maxPrice": "0.1"}}})
    assert asked.charges[0].query.term == "spot"
    assert "instanceMarketOptions.marketType = spot (the provider's default)" in asked.assumptions


def test_in_a_capacity_block_only_the_volumes_are_charged(cost):
    inputs = {"instanceType": "p5.48xlarge", "instanceMarketOptions": {"marketType": "capacity-block"}}
    block = cost(INSTANCE, inputs)
    assert [charge.label for charge in block.charges] == ["root block device: Storage"]
    assert "the instance runs in a capacity block, which is charged itself" in block.assumptions


def _public(charges):
    return [charge.cost.expected for charge in charges if charge.label == "Public IPv4 address"]


def test_a_public_address_is_charged_while_the_instance_runs(cost, make_resource):
    own = cost(INSTANCE, {"instanceType": "m5.large", "associatePublicIpAddress": "true"}, usage={"monthly_hrs": 100})
    assert _public(own.charges) == [Decimal("0.5")]  # 100 × 0.005

    subnet = make_resource(
        "aws:ec2/subnet:Subnet", {"mapPublicIpOnLaunch": True}, region="us-east-1", name="subnet", id="subnet-1"
    )
    placed = {"instanceType": "m5.large", "subnetId": "subnet-1"}
    assert _public(cost(INSTANCE, placed, around=(subnet,)).charges) == [Decimal("3.65")]  # 730 × 0.005
    assert _public(cost(INSTANCE, placed | {"associatePublicIpAddress": False}, around=(subnet,)).charges) == []


def test_an_elastic_address_takes_the_place_of_the_assigned_one(cost, make_resource):
    address = make_resource("aws:ec2/eip:Eip", {"instance": "i-1"}, region="us-east-1", name="address")
    inputs = {"instanceType": "m5.large", "associatePublicIpAddress": True}
    assert _public(cost(INSTANCE, inputs, around=(address,), id="i-1").charges) == []


def test_whether_a_subnet_from_elsewhere_assigns_an_address_is_an_assumption(cost):
    text = "the subnet, which is not in this stack, assigns no public IPv4 address"
    assert text in cost(INSTANCE, {"instanceType": "m5.large"}).assumptions
    assert text not in cost(INSTANCE, {"instanceType": "m5.large", "associatePublicIpAddress": False}).assumptions


@pytest.mark.parametrize(
    ("offering", "term", "payment", "total"),
    [
        ("standard", "1_year", "no_upfront", "19.853"),  # 730 × 0.0261 + 8 × 0.10
        ("convertible", "3_year", "partial_upfront", "7.808"),  # 730 × 0.0096 + 0.80
        ("standard", "3_year", "all_upfront", "0.8"),
    ],
)
def test_a_stated_reservation_bills_the_hours_that_are_not_paid_upfront(cost, offering, term, payment, total):
    usage = {
        "reserved_instance_type": offering,
        "reserved_instance_term": term,
        "reserved_instance_payment_option": payment,
    }
    assert cost(INSTANCE, {"instanceType": "t3.medium"}, usage=usage).cost.expected == Decimal(total)


def test_a_reservation_without_a_price_is_a_gap_and_no_price_on_demand(cost):
    usage = {"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"}
    instance = cost(INSTANCE, {"instanceType": "m5.large"}, usage=usage)
    assert instance.status is Status.UNPRICED
    assert instance.cost.expected == Decimal("0.8")  # the volume
