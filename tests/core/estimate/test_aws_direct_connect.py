from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CONNECTION = "aws:directconnect/connection:Connection"
ASSOCIATION = "aws:directconnect/gatewayAssociation:GatewayAssociation"
GATEWAY = "aws:ec2transitgateway/transitGateway:TransitGateway"
VPN_GATEWAY = "aws:ec2/vpnGateway:VpnGateway"
PORT = {"bandwidth": "1Gbps", "location": "EqDC2"}


def test_a_connection_counts_hours_and_what_is_sent_from_each_region(quantities):
    use = {"monthly_outbound_from_region_to_dx_connection_location": {"eu_west_1": 100, "ap_east_1": 50}}
    assert quantities(CONNECTION, PORT, usage=use) == {
        "DX connection": (Decimal(730), "hours", "1G"),
        "from eu-west-1: Outbound data transfer": (Decimal(100), "GB", "EqDC2"),
        "from ap-east-1: Outbound data transfer": (Decimal(50), "GB", "EqDC2"),
    }


def test_a_connection_costs_its_port_and_data_out(cost):
    use = {"monthly_outbound_from_region_to_dx_connection_location": {"eu_west_1": 100, "ap_east_1": 50}}
    assert cost(CONNECTION, PORT, usage=use).cost.expected == Decimal("226.32")  # 219 + 100 × 0.0282 + 50 × 0.09
    here = cost(CONNECTION, PORT, usage={"monthly_outbound_region_to_dx_location_gb": 1000})
    assert here.cost.expected == 239  # 730 × 0.30 + 1000 × 0.02


def test_a_hosted_connection_has_a_price_of_its_own(cost):
    hosted = cost(CONNECTION, {**PORT, "bandwidth": "500Mbps"}, usage={"dx_connection_type": "hosted"})
    assert hosted.charges[0].cost.expected == 146  # 730 × 0.20
    assert hosted.status is Status.USAGE


@pytest.mark.parametrize("open_input", ["bandwidth", "location"])
def test_an_open_value_is_a_gap(cost, open_input):
    use = {"monthly_outbound_region_to_dx_location_gb": 1}
    assert cost(CONNECTION, {**PORT, open_input: UNKNOWN}, usage=use).status is Status.UNKNOWN


def test_an_association_with_a_transit_gateway_is_an_attachment(cost):
    association = cost(ASSOCIATION, {"associatedGatewayId": "tgw-1"}, usage={"monthly_data_processed_gb": 100})
    assert association.cost.expected == Decimal("38.5")  # 730 × 0.05 + 100 × 0.02
    assert association.assumptions == ()


def test_a_transit_gateway_of_the_stack_decides_the_region(cost, make_resource):
    gateway = make_resource(GATEWAY, {}, region="us-east-1", name="gateway", id="tgw-1")
    inputs = {"associatedGatewayId": "tgw-1"}
    use = {"monthly_data_processed_gb": 0}
    assert cost(ASSOCIATION, inputs, region="mx-central-1", around=(gateway,), usage=use).status is Status.PRICED


def test_an_association_with_a_vpn_gateway_is_free(cost, make_resource):
    assert cost(ASSOCIATION, {"associatedGatewayId": "vgw-1"}).status is Status.FREE
    gateway = make_resource(VPN_GATEWAY, {}, region="us-east-1", name="gateway", id="it")
    assert cost(ASSOCIATION, {"associatedGatewayId": "it"}, around=(gateway,)).status is Status.FREE


def test_a_gateway_that_nobody_knows_is_taken_for_a_transit_gateway_by_name(cost):
    assumed = cost(ASSOCIATION, {"associatedGatewayId": UNKNOWN}).assumptions
    assert assumed == ("the associated gateway, which is not in this stack, is a transit gateway",)
