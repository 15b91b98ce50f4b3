from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

NAT = "gcp:compute/routerNat:RouterNat"
TUNNEL = "gcp:compute/vPNTunnel:VPNTunnel"
HA_GATEWAY = "gcp:compute/haVpnGateway:HaVpnGateway"
CLASSIC_GATEWAY = "gcp:compute/vPNGateway:VPNGateway"
OUTSIDE_GATEWAY = "gcp:compute/externalVpnGateway:ExternalVpnGateway"
PEERING = "gcp:servicenetworking/connection:Connection"
IOWA = {"region": "us-central1"}


def test_nat_counts_the_hours_of_up_to_32_machines_and_the_data(quantities):
    usage = {"assigned_vms": 4, "monthly_data_processed_gb": 1000}
    assert quantities(NAT, {}, usage=usage, **IOWA) == {
        "Assigned VMs": (Decimal(2920), "hours", "nat"),  # 4 × 730
        "Data processed": (Decimal(1000), "GB", "nat"),
    }
    many = quantities(NAT, {}, usage={"assigned_vms": 100}, **IOWA)
    assert many["Assigned VMs"][0] == 23360  # 32 × 730


@pytest.mark.parametrize(("vms", "monthly"), [(4, "49.088"), (32, "77.704"), (50, "77.704")])
def test_nat_costs_a_32nd_of_the_gateway_a_machine(cost, vms, monthly):
    nat = cost(NAT, {}, usage={"assigned_vms": vms, "monthly_data_processed_gb": 1000}, **IOWA)
    assert nat.cost.expected == Decimal(monthly)  # vms × 730 × 0.0448 / 32 + 1000 × 0.045


def test_nat_depends_on_use_and_names_the_addresses_it_takes(cost):
    nat = cost(NAT, {"natIpAllocateOption": "AUTO_ONLY"}, **IOWA)
    assert nat.status is Status.USAGE
    assert nat.assumptions == ("external addresses that the gateway takes by itself are not included",)
    assert cost(NAT, {"natIpAllocateOption": "MANUAL_ONLY"}, **IOWA).assumptions == ()


def test_a_tunnel_costs_each_hour(cost):
    assert cost(TUNNEL, {}, **IOWA).cost.expected == Decimal("36.5")  # 730 × 0.05
    assert cost(TUNNEL, {}, region="europe-west3").cost.expected == Decimal("43.8")  # 730 × 0.06
    assert cost(TUNNEL, {}, region=UNKNOWN).status is Status.UNKNOWN


@pytest.mark.parametrize("type_", [HA_GATEWAY, CLASSIC_GATEWAY, PEERING])
def test_data_between_regions_costs_by_distance(cost, type_):
    data = {
        "same_region": 250,
        "us_or_canada": 100,
        "europe": 70,
        "asia": 50,
        "south_america": 100,
        "oceania": 50,
        "worldwide": 200,
    }
    gateway = cost(type_, {}, usage={"monthly_egress_data_transfer_gb": data}, **IOWA)
    # 250 × 0.02 + 100 × 0.02 + 70 × 0.02 + 50 × 0.08 + 100 × 0.14 + 50 × 0.10 + 200 × 0.08
    assert gateway.cost.expected == Decimal("47.4")
    assert len(cost(type_, {}, **IOWA).cost.gaps) == 7


def test_data_to_a_gateway_outside_falls_through_tiers(cost):
    data = {"worldwide": 12500, "china": 8500, "australia": 250}
    gateway = cost(OUTSIDE_GATEWAY, {}, usage={"monthly_egress_data_transfer_gb": data}, **IOWA)
    assert [(line.label.partition("internet, ")[2], line.cost.expected) for line in gateway.charges] == [
        ("worldwide (first 1.024K)", Decimal("122.88")),  # 1024 × 0.12
        ("worldwide (next 9.216K)", Decimal("1013.76")),  # 9216 × 0.11
        ("worldwide (over 10.24K)", Decimal("180.8")),  # 2260 × 0.08
        ("China (first 1.024K)", Decimal("235.52")),  # 1024 × 0.23
        ("China (next 9.216K)", Decimal("1644.72")),  # 7476 × 0.22
        ("Australia (first 1.024K)", Decimal("47.5")),  # 250 × 0.19
    ]


def test_data_to_asia_has_a_line_where_it_is_told_apart(quantities):
    data = {"monthly_egress_data_transfer_gb": {"asia": 5}}
    found = quantities(OUTSIDE_GATEWAY, {}, usage=data, **IOWA)
    assert found["network egress: Data to the internet, Asia"][0] == 5
    assert "network egress: Data to the internet, Asia" not in quantities(OUTSIDE_GATEWAY, {}, **IOWA)


@pytest.mark.parametrize(("region", "monthly"), [("asia-northeast1", "60"), ("asia-northeast3", "95")])
def test_the_first_tier_never_costs_less_than_the_next(cost, region, monthly):
    usage = {"monthly_egress_data_transfer_gb": {"worldwide": 500}}
    gateway = cost(OUTSIDE_GATEWAY, {}, region=region, usage=usage)
    assert gateway.cost.expected == Decimal(monthly)  # 500 × 0.12 in Tokyo, 500 × 0.19 in Seoul
