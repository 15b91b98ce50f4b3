from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

FIREWALL = "aws:networkfirewall/firewall:Firewall"


def test_each_subnet_has_an_endpoint(cost):
    subnets = {"subnetMappings": [{"subnetId": "a"}, {"subnetId": UNKNOWN}]}
    firewall = cost(FIREWALL, subnets, usage={"monthly_data_processed_gb": 100})
    assert firewall.cost.expected == Decimal("583.2")  # 2 × 730 × 0.395 + 100 × 0.065


def test_open_subnets_leave_the_data(cost):
    firewall = cost(FIREWALL, {"subnetMappings": UNKNOWN}, usage={"monthly_data_processed_gb": 100})
    assert (firewall.status, firewall.cost.low) == (Status.UNKNOWN, Decimal("6.5"))
    assert cost(FIREWALL, {}).status is Status.UNKNOWN
