from decimal import Decimal

from outlay.estimate.resource_cost import Status

NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"


def test_counts_every_hour_and_every_gigabyte(quantities):
    assert quantities(NAT_GATEWAY, {}, usage={"monthly_data_processed_gb": 100}) == {
        "NAT gateway": (Decimal(730), "hours", "NatGateway"),
        "Data processed": (Decimal(100), "GB", "NatGateway"),
    }


def test_costs_hours_and_gigabytes_at_the_price_of_the_region(cost):
    gateway = cost(NAT_GATEWAY, {}, usage={"monthly_data_processed_gb": 100})
    assert gateway.status is Status.PRICED
    assert gateway.cost.expected == Decimal("37.35")  # 730 × 0.045 + 100 × 0.045


def test_without_use_it_says_what_a_gigabyte_costs(cost):
    gateway = cost(NAT_GATEWAY, {})
    assert gateway.status is Status.USAGE
    assert gateway.cost.expected == Decimal("32.85")
    assert [(line.name, line.unit_price, line.cost) for line in gateway.charges[1:]] == [
        ("Data processed", Decimal("0.045"), None)
    ]


def test_a_regional_gateway_is_charged_in_each_zone(cost):
    zones = [{"availabilityZone": f"us-east-1{letter}"} for letter in "ab"]
    gateway = cost(NAT_GATEWAY, {"availabilityMode": "regional", "availabilityZoneAddresses": zones})
    assert gateway.cost.expected == Decimal("65.70")  # 730 × 2 × 0.045


def test_a_regional_gateway_that_follows_the_workload_is_open(cost):
    gateway = cost(NAT_GATEWAY, {"availabilityMode": "regional"}, usage={"monthly_data_processed_gb": 100})
    assert gateway.status is Status.UNKNOWN
    assert gateway.cost.low == Decimal("4.5")  # 100 × 0.045
