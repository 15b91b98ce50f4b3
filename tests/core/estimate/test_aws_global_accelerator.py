from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

ACCELERATOR = "aws:globalaccelerator/accelerator:Accelerator"
GROUP = "aws:globalaccelerator/endpointGroup:EndpointGroup"
IRELAND = {"endpointGroupRegion": "eu-west-1"}


def test_an_accelerator_costs_its_hours_in_every_region(cost):
    assert cost(ACCELERATOR, {"enabled": False}, region="ap-east-1").cost.expected == Decimal("18.25")  # 730 × 0.025


def test_only_the_direction_with_more_traffic_is_charged(cost):
    use = {
        "monthly_inbound_data_transfer_gb": {"europe": 2000, "asia_pacific": 2000},
        "monthly_outbound_data_transfer_gb": {"europe": 5000, "asia_pacific": 1000},
    }
    group = cost(GROUP, {"endpointGroupRegion": "us-west-1"}, usage=use)
    assert {line.component: line.cost.expected for line in group.charges} == {
        "Europe": 75,  # 5000 × 0.015
        "Asia Pacific": 35,  # 1000 × 0.035
    }


def test_clients_far_away_cost_more(cost):
    use = {"monthly_inbound_data_transfer_gb": {"europe": 100, "australia": 100}}
    group = cost(GROUP, IRELAND, region="us-east-1", usage=use)
    assert [line.cost.expected for line in group.charges] == [Decimal("1.5"), Decimal("10.5")]  # × 0.015, × 0.105


def test_what_goes_only_the_other_way_costs_nothing(cost):
    use = {"monthly_inbound_data_transfer_gb": {"us": 100}, "monthly_outbound_data_transfer_gb": {"europe": 10}}
    group = cost(GROUP, IRELAND, usage=use)
    assert [(line.component, line.quantity.expected) for line in group.charges] == [
        ("US, Mexico, Canada", 100),
        ("Europe", 0),
    ]


def test_without_use_each_place_shows_its_price(cost):
    group = cost(GROUP, {}, region="eu-west-1")
    assert group.status is Status.USAGE
    assert len(group.charges) == 9


def test_an_open_region_is_a_gap(cost):
    use = {"monthly_inbound_data_transfer_gb": {"us": 100}}
    assert cost(GROUP, {"endpointGroupRegion": UNKNOWN}, usage=use).status is Status.UNKNOWN
