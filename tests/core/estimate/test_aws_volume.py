from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

VOLUME = "aws:ebs/volume:Volume"


def test_a_volume_without_a_type_is_gp2_and_says_so(cost):
    volume = cost(VOLUME, {"size": 10})
    assert volume.status is Status.PRICED
    assert volume.cost.expected == Decimal("1")  # 10 × 0.10
    assert volume.assumptions == ("type = gp2 (the provider's default)",)


def test_gp3_charges_only_what_exceeds_3000_iops_and_125_mib_a_second(quantities):
    assert quantities(VOLUME, {"type": "gp3", "size": 100, "iops": 4000, "throughput": 200}) == {
        "Storage": (Decimal(100), "GB-months", "gp3"),
        "Provisioned IOPS": (Decimal(1000), "IOPS-months", "gp3"),
        "Provisioned throughput": (Decimal(75), "MiB/s-months", "gp3"),
    }


def test_gp3_within_what_is_included_has_storage_alone(quantities):
    assert list(quantities(VOLUME, {"type": "gp3", "size": 100, "iops": 3000, "throughput": 125})) == ["Storage"]


def test_gp3_costs_storage_iops_and_throughput(cost):
    volume = cost(VOLUME, {"type": "gp3", "size": "100", "iops": "4000", "throughput": "200"})
    assert volume.cost.expected == Decimal("16")  # 100 × 0.08 + 1000 × 0.005 + 75 × 0.04


def test_io1_charges_each_iops(cost):
    assert cost(VOLUME, {"type": "io1", "size": 40, "iops": 1000}).cost.expected == Decimal("70")  # 40 × .125 + 65


def test_io2_charges_less_for_iops_above_32000(cost):
    volume = cost(VOLUME, {"type": "io2", "size": 100, "iops": 40_000})
    # 100 × 0.125 + 32,000 × 0.065 + 8,000 × 0.0455
    assert volume.cost.expected == Decimal("2456.5")
    assert [line.name for line in volume.charges[1:]] == ["Provisioned IOPS (first 32K)", "Provisioned IOPS (next 32K)"]


def test_a_magnetic_volume_charges_requests_and_shows_their_price_where_none_are_stated(cost):
    magnetic = {"type": "standard", "size": 20}
    stated = cost(VOLUME, magnetic, usage={"monthly_standard_io_requests": 3_000_000})
    assert stated.cost.expected == Decimal("1.15")  # 20 × 0.05 + 3 × 0.05
    unstated = cost(VOLUME, magnetic)
    assert unstated.status is Status.USAGE
    assert [(line.name, line.unit_price, line.cost) for line in unstated.charges[1:]] == [
        ("I/O requests", Decimal("0.05"), None)
    ]


def test_an_open_type_or_size_is_a_gap_and_never_zero(cost):
    for inputs in ({"type": UNKNOWN, "size": 10}, {"type": "gp3", "size": UNKNOWN}, {"type": "gp2", "size": -1}, {}):
        volume = cost(VOLUME, inputs)
        assert volume.status is Status.UNKNOWN
        assert volume.cost.high is None


def test_a_region_without_a_figure_is_unpriced_and_names_where_there_is_one(cost):
    volume = cost(VOLUME, {"type": "gp2", "size": 10}, region="mx-central-1")
    assert volume.status is Status.UNPRICED
    gap = volume.cost.gaps[0]
    assert gap.kind is GapKind.UNPRICED
    assert "ca-central-1" in gap.reason
