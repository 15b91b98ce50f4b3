"""`outlay_components.aws.Network`: what it makes in each environment, and what that saves."""

from decimal import Decimal

import pytest
from outlay_components import aws
from outlay_components.errors import ProgramError

SUBNET = "aws:ec2/subnet:Subnet"
NAT = "aws:ec2/natGateway:NatGateway"
ROUTE = "aws:ec2/route:Route"
TWO = {"zones": ["us-east-1a", "us-east-1b"]}


def test_each_zone_has_a_public_and_a_private_subnet_that_leave_room_for_more_zones(run_program):
    made = run_program(lambda: aws.Network("net", TWO))

    assert made.inputs("aws:ec2/vpc:Vpc", "net")["cidrBlock"] == "10.0.0.0/16"
    assert {name: made.inputs(SUBNET, name)["cidrBlock"] for name in made.names(SUBNET)} == {
        "net-public-us-east-1a": "10.0.0.0/20",
        "net-public-us-east-1b": "10.0.16.0/20",
        "net-private-us-east-1a": "10.0.128.0/20",
        "net-private-us-east-1b": "10.0.144.0/20",
    }


def test_a_further_zone_leaves_the_others_as_they_are(run_program):
    two = run_program(lambda: aws.Network("net", TWO)).resources
    three = run_program(lambda: aws.Network("net", {"zones": [*TWO["zones"], "us-east-1c"]})).resources

    assert {key: three[key] for key in two if key[0] == SUBNET} == {key: two[key] for key in two if key[0] == SUBNET}


@pytest.mark.parametrize(
    ("environment", "gateways"),
    [
        ("dev", []),
        ("staging", ["net-nat-us-east-1a"]),
        ("prod", ["net-nat-us-east-1a", "net-nat-us-east-1b"]),
    ],
)
def test_nat_gateways_are_where_the_environment_needs_them(run_program, environment, gateways):
    made = run_program(
        lambda: aws.Network("net", {**TWO, "environment": environment}), standard="tags: {required: [owner]}\n"
    )

    assert made.names(NAT) == gateways
    assert len(made.names("aws:ec2/eip:Eip")) == len(gateways)


@pytest.mark.parametrize(
    ("nat", "ways_out"),
    [
        ("none", {}),
        ("one", {"a": "net-nat-us-east-1a-id", "b": "net-nat-us-east-1a-id"}),
        ("per_zone", {"a": "net-nat-us-east-1a-id", "b": "net-nat-us-east-1b-id"}),
    ],
)
def test_private_subnets_leave_by_the_nat_gateway_that_is_there(run_program, nat, ways_out):
    made = run_program(lambda: aws.Network("net", {**TWO, "nat": nat}))

    assert {
        name[-1]: made.inputs(ROUTE, name)["natGatewayId"] for name in made.names(ROUTE) if "private" in name
    } == ways_out
    assert made.inputs(ROUTE, "net-public-internet")["gatewayId"] == "net-internet-gateway-id"


def test_s3_and_dynamodb_are_reached_without_nat_from_every_subnet(run_program):
    made = run_program(lambda: aws.Network("net", TWO))

    for service in ("s3", "dynamodb"):
        endpoint = made.inputs("aws:ec2/vpcEndpoint:VpcEndpoint", f"net-endpoint-{service}")
        assert endpoint["vpcEndpointType"] == "Gateway"
        assert endpoint["routeTableIds"] == ["net-public-id", "net-private-us-east-1a-id", "net-private-us-east-1b-id"]


def test_what_the_provider_works_in_names_the_endpoints_service():
    assert aws.network._service_name("s3")("eu-west-1") == "com.amazonaws.eu-west-1.s3"


@pytest.mark.parametrize(
    ("args", "message"),
    [
        ({"zones": []}, "zones are none"),
        ({"zones": ["a", "a"]}, "each once"),
        ({"zones": list("abcdefghi")}, "Name one to 8"),
        ({**TWO, "cidr": "10.0.0.0/8x"}, "cidr is '10.0.0.0/8x'"),
        ({**TWO, "cidr": "10.0.0.1/16"}, "has host bits set"),
        ({**TWO, "cidr": "10.0.0.0/25"}, "It may be /24 at most"),
        ({**TWO, "nat": "two"}, "nat is 'two'\nIt may be none, one or per_zone"),
    ],
)
def test_a_network_that_cannot_be_is_an_error_that_says_why(args, message):
    with pytest.raises(ProgramError, match=message):
        aws.Network.recorded(args, name="net")


@pytest.mark.parametrize(("environment", "gateways"), [("dev", 0), ("staging", 1), ("prod", 2)])
def test_its_estimate_is_that_of_its_nat_gateways(monthly, environment, gateways):
    """A gateway is $0.045 an hour, its address $0.005."""
    expected = monthly(aws.Network, TWO, region="us-east-1", environment=environment)

    assert expected == gateways * Decimal("36.50")


def test_what_goes_through_an_endpoint_is_saved_at_the_gateway(monthly):
    use = {NAT: {"monthly_data_processed_gb": 100}}

    assert monthly(aws.Network, {**TWO, "nat": "one"}, usage=use, region="us-east-1") == Decimal("36.50") + Decimal(
        "4.50"
    )
