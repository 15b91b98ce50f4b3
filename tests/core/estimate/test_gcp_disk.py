from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

DISK = "gcp:compute/disk:Disk"
IMAGE = "gcp:compute/image:Image"
IOWA = {"region": "us-central1"}


@pytest.mark.parametrize(
    ("inputs", "size", "item"),
    [
        ({}, 500, "pd-standard"),
        ({"type": "pd-balanced"}, 100, "pd-balanced"),
        ({"type": "pd-ssd"}, 100, "pd-ssd"),
        ({"type": "pd-ssd", "size": "20"}, 20, "pd-ssd"),
        ({"type": "zones/us-central1-a/diskTypes/pd-ssd", "size": 20}, 20, "pd-ssd"),
        ({"image": "debian-cloud/debian-12"}, 10, "pd-standard"),
    ],
)
def test_counts_its_size_or_its_type_s_default(quantities, inputs, size, item):
    assert quantities(DISK, inputs, **IOWA) == {"Storage": (Decimal(size), "GB-months", item)}


def test_extreme_disks_charge_their_iops(cost):
    disk = cost(DISK, {"type": "pd-extreme", "size": 40, "provisionedIops": 5000}, **IOWA)
    assert disk.cost.expected == Decimal(330)  # 40 × 0.125 + 5000 × 0.065
    default = cost(DISK, {"type": "hyperdisk-extreme"}, **IOWA)
    assert default.cost.expected == Decimal(11325)  # 1000 × 0.125 + 350000 × 0.032
    assert "provisionedIops = 350000 (the provider's default)" in default.assumptions


def test_balanced_hyperdisk_charges_what_exceeds_its_baseline(quantities):
    inputs = {"type": "hyperdisk-balanced", "size": 100, "provisionedIops": 5000, "provisionedThroughput": 100}
    assert quantities(DISK, inputs, **IOWA) == {
        "Storage": (Decimal(100), "GB-months", "hyperdisk-balanced"),
        "Provisioned IOPS": (Decimal(2000), "IOPS-months", "hyperdisk-balanced"),  # 5000 - 3000
        "Provisioned throughput": (Decimal(0), "MiB/s-months", "hyperdisk-balanced"),  # 100 is below 140
    }


def test_takes_its_size_from_the_image_that_it_is_made_of(quantities, make_resource):
    image = make_resource(IMAGE, {"name": "golden", "diskSizeGb": 30}, name="image", **IOWA)
    by_dependency = {"image": UNKNOWN}
    found = quantities(DISK, by_dependency, around=(image,), property_dependencies={"image": (image.urn,)}, **IOWA)
    assert found["Storage"] == (Decimal(30), "GB-months", "pd-standard")
    found = quantities(DISK, {"image": "golden"}, around=(image,), **IOWA)
    assert found["Storage"] == (Decimal(30), "GB-months", "pd-standard")


def test_takes_its_size_from_the_disk_that_it_is_cloned_from(quantities, make_resource):
    source = make_resource(DISK, {"name": "first", "size": 70}, name="source", **IOWA)
    found = quantities(DISK, {"sourceDisk": "first"}, around=(source,), **IOWA)
    assert found["Storage"] == (Decimal(70), "GB-months", "pd-standard")


def test_size_of_an_unseen_snapshot_is_a_gap(cost):
    disk = cost(DISK, {"snapshot": "nightly"}, **IOWA)
    assert disk.status is Status.UNKNOWN
    assert [gap.reason for gap in disk.cost.gaps] == ["size is not set, and that of its snapshot is not known"]


def test_open_type_and_open_size_are_gaps(cost):
    assert cost(DISK, {"type": UNKNOWN, "size": 20}, **IOWA).status is Status.UNKNOWN
    disk = cost(DISK, {"type": "pd-ssd", "size": UNKNOWN}, **IOWA)
    assert disk.status is Status.UNKNOWN
    assert disk.charges[0].unit_price == Decimal("0.17")


def test_negative_size_is_a_gap(cost):
    assert cost(DISK, {"size": -1}, **IOWA).status is Status.UNKNOWN


def test_costs_the_price_of_its_region(cost):
    assert cost(DISK, {"size": 100}, region="europe-west3").cost.expected == Decimal("4.8")  # 100 × 0.048
    assert cost(DISK, {"size": 100}, region="mars-north1").status is Status.UNPRICED


def test_a_disk_in_a_storage_pool_is_charged_with_the_pool(cost):
    disk = cost(DISK, {"type": "hyperdisk-balanced", "size": 100, "storagePool": "pool"}, **IOWA)
    assert disk.free_reason == "the capacity and performance of its storage pool are charged with the pool"
