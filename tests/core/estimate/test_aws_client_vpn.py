from decimal import Decimal

ENDPOINT = "aws:ec2clientvpn/endpoint:Endpoint"
ASSOCIATION = "aws:ec2clientvpn/networkAssociation:NetworkAssociation"


def test_an_association_costs_its_hours(cost):
    assert cost(ASSOCIATION, {"subnetId": "subnet-1"}).cost.expected == 73  # 730 × 0.10


def test_an_endpoint_costs_the_hours_of_its_connections(cost):
    assert cost(ENDPOINT, {}, usage={"connections": "2.5"}).cost.expected == Decimal("91.25")  # 2.5 × 730 × 0.05


def test_one_connection_stands_for_those_that_nobody_stated(cost):
    endpoint = cost(ENDPOINT, {})
    assert endpoint.cost.expected == Decimal("36.5")
    assert "one client is connected all the time (set usage connections to change it)" in endpoint.assumptions
