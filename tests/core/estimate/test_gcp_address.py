from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

ADDRESS = "gcp:compute/address:Address"
GLOBAL_ADDRESS = "gcp:compute/globalAddress:GlobalAddress"
INSTANCE = "gcp:compute/instance:Instance"
IOWA = {"region": "us-central1"}


def test_unused_external_address_costs_each_hour(cost):
    address = cost(ADDRESS, {"name": "front"}, **IOWA)
    assert address.status is Status.PRICED
    assert address.cost.expected == Decimal("7.3")  # 730 × 0.01
    assert cost(ADDRESS, {"name": "front"}, region="europe-central2").cost.expected == Decimal("8.76")  # 730 × 0.012


@pytest.mark.parametrize(
    ("instance_inputs", "expected"),
    [
        ({}, "3.65"),  # 730 × 0.005
        ({"scheduling": {"preemptible": True}}, "1.825"),  # 730 × 0.0025
        ({"desiredStatus": "TERMINATED"}, "7.3"),  # not in use: 730 × 0.01
    ],
)
def test_address_of_a_machine_costs_less_while_the_machine_runs(cost, make_resource, instance_inputs, expected):
    address = make_resource(ADDRESS, {"name": "front"}, **IOWA)
    inputs = {"networkInterfaces": UNKNOWN, **instance_inputs}
    user = make_resource(
        INSTANCE, inputs, name="web", property_dependencies={"networkInterfaces": (address.urn,)}, **IOWA
    )
    assert cost(ADDRESS, {"name": "front"}, around=(user,), **IOWA).cost.expected == Decimal(expected)


def test_machine_is_found_by_a_literal_link_as_well(cost, make_resource):
    link = "projects/p/regions/us-central1/addresses/front"
    user = make_resource(INSTANCE, {"networkInterfaces": [{"accessConfigs": [{"natIp": link}]}]}, name="web", **IOWA)
    assert cost(ADDRESS, {"name": "front"}, id=link, around=(user,), **IOWA).cost.expected == Decimal("3.65")


@pytest.mark.parametrize("inputs", [{"addressType": "INTERNAL"}, {"purpose": "VPC_PEERING"}, {"ipVersion": "IPV6"}])
@pytest.mark.parametrize("type_", [ADDRESS, GLOBAL_ADDRESS])
def test_internal_and_ipv6_addresses_are_free(cost, type_, inputs):
    address = cost(type_, inputs, **IOWA)
    assert address.status is Status.FREE
    assert address.free_reason.endswith("costs nothing")


def test_address_of_a_forwarding_rule_is_free(cost, make_resource):
    rule = make_resource(
        "gcp:compute/globalForwardingRule:GlobalForwardingRule", {"ipAddress": "front"}, name="rule", **IOWA
    )
    assert cost(GLOBAL_ADDRESS, {"name": "front"}, around=(rule,), **IOWA).status is Status.FREE
    assert cost(GLOBAL_ADDRESS, {"name": "back"}, around=(rule,), **IOWA).cost.expected == Decimal("7.3")


def test_open_address_type_is_a_gap(cost):
    assert cost(ADDRESS, {"addressType": UNKNOWN}, **IOWA).status is Status.UNKNOWN


def test_region_without_a_figure_is_unpriced(cost):
    assert cost(ADDRESS, {}, region="mars-north1").status is Status.UNPRICED
