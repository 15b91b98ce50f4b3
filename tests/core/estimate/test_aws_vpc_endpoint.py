from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
INTERFACE = {"vpcEndpointType": "Interface"}


def test_an_interface_is_charged_in_each_subnet(quantities):
    found = quantities(
        ENDPOINT, {**INTERFACE, "subnetIds": ["subnet-1", UNKNOWN]}, usage={"monthly_data_processed_gb": 9}
    )
    assert found == {
        "Data processed": (Decimal(9), "GB", "InterfaceEndpoint"),
        "Endpoint": (Decimal(1460), "hours", "InterfaceEndpoint"),  # 2 × 730
    }


def test_data_through_an_interface_falls_into_tiers(cost):
    endpoint = cost(ENDPOINT, INTERFACE, usage={"monthly_data_processed_gb": 7_000_000})
    # 730 × 0.01 + 1,000,000 × 0.01 + 4,000,000 × 0.006 + 2,000,000 × 0.004
    assert endpoint.cost.expected == Decimal("42007.3")
    assert "the endpoint is in one subnet: subnetIds is not set" in endpoint.assumptions


def test_a_gateway_load_balancer_endpoint_has_prices_of_its_own(cost):
    endpoint = cost(ENDPOINT, {"vpcEndpointType": "GatewayLoadBalancer"}, usage={"monthly_data_processed_gb": 1000})
    assert endpoint.cost.expected == Decimal("10.8")  # 730 × 0.01 + 1000 × 0.0035


def test_a_gateway_endpoint_is_free(cost):
    assert cost(ENDPOINT, {"serviceName": "com.amazonaws.us-east-1.s3"}).status is Status.FREE


def test_data_that_nobody_stated_depends_on_use(cost):
    endpoint = cost(ENDPOINT, INTERFACE)
    assert (endpoint.status, endpoint.cost.expected) == (Status.USAGE, Decimal("7.3"))


@pytest.mark.parametrize("open_input", [{"vpcEndpointType": UNKNOWN}, {**INTERFACE, "subnetIds": UNKNOWN}])
def test_an_open_type_or_number_of_subnets_is_a_gap(cost, open_input):
    assert cost(ENDPOINT, open_input, usage={"monthly_data_processed_gb": 1}).status is Status.UNKNOWN
