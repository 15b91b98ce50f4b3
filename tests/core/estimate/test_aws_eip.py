from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

EIP = "aws:ec2/eip:Eip"


def test_an_address_is_charged_each_hour(cost):
    address = cost(EIP, {"domain": "vpc"})
    assert address.cost.expected == Decimal("3.65")  # 730 × 0.005


def test_an_address_in_use_costs_the_same(cost, make_resource):
    gateway = make_resource(
        "aws:ec2/natGateway:NatGateway", {"allocationId": "eipalloc-1"}, region="us-east-1", name="gateway"
    )
    used = cost(EIP, {"domain": "vpc"}, around=(gateway,), id="eipalloc-1")
    assert used.cost == cost(EIP, {"domain": "vpc"}).cost


def test_the_price_is_the_same_in_every_region(cost):
    assert cost(EIP, {}, region="sa-east-1").cost.expected == Decimal("3.65")


def test_an_address_of_the_customers_own_pool_is_free(cost):
    for inputs in ({"publicIpv4Pool": "ipv4pool-ec2-1"}, {"customerOwnedIpv4Pool": "ipv4pool-coip-1"}):
        address = cost(EIP, inputs)
        assert address.status is Status.FREE
        assert address.free_reason == "the address comes from a pool of the customer's own"


def test_an_open_pool_is_a_gap(cost):
    assert cost(EIP, {"publicIpv4Pool": UNKNOWN}).status is Status.UNKNOWN
