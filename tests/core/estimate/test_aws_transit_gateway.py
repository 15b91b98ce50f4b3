from decimal import Decimal

from outlay.estimate.resource_cost import Status

VPC = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"
PEERING = "aws:ec2transitgateway/peeringAttachment:PeeringAttachment"
VPN = "aws:ec2/vpnConnection:VpnConnection"
MIRROR = "aws:ec2/trafficMirrorSession:TrafficMirrorSession"


def test_an_attachment_counts_hours_and_data(quantities):
    assert quantities(VPC, {}, usage={"monthly_data_processed_gb": 100}) == {
        "Transit gateway attachment": (Decimal(730), "hours", "TransitGateway"),
        "Data processed": (Decimal(100), "GB", "TransitGateway"),
    }


def test_a_vpc_attachment_costs_its_hours_and_data(cost):
    assert cost(VPC, {}, usage={"monthly_data_processed_gb": 100}).cost.expected == Decimal("38.5")  # 36.5 + 100 × 0.02
    assert cost(VPC, {}).status is Status.USAGE


def test_a_peering_attachment_costs_its_hours(cost):
    assert cost(PEERING, {"peerRegion": "eu-west-1"}).cost.expected == Decimal("36.5")  # 730 × 0.05


def test_a_vpn_connection_at_a_virtual_private_gateway_costs_its_hours(cost):
    assert cost(VPN, {"vpnGatewayId": "vgw-1"}).cost.expected == Decimal("36.5")  # 730 × 0.05


def test_a_vpn_connection_at_a_transit_gateway_is_an_attachment_too(cost):
    connection = cost(VPN, {"transitGatewayId": "tgw-1"}, usage={"monthly_data_processed_gb": 100})
    assert connection.cost.expected == Decimal(75)  # 730 × (0.05 + 0.05) + 100 × 0.02


def test_an_accelerated_vpn_connection_names_what_is_left_out(cost):
    connection = cost(VPN, {"transitGatewayId": "tgw-1", "enableAcceleration": True})
    assert "Global Accelerator" in " ".join(connection.assumptions)


def test_a_traffic_mirror_session_costs_its_hours(cost):
    assert cost(MIRROR, {"sessionNumber": 1}).cost.expected == Decimal("10.95")  # 730 × 0.015


def test_another_region_without_a_figure_is_unpriced(cost):
    assert cost(MIRROR, {}, region="mx-central-1").status is Status.UNPRICED
