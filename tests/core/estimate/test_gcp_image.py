from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

IMAGE = "gcp:compute/image:Image"
MACHINE_IMAGE = "gcp:compute/machineImage:MachineImage"
SNAPSHOT = "gcp:compute/snapshot:Snapshot"
DISK = "gcp:compute/disk:Disk"
IOWA = {"region": "us-central1"}


def test_an_image_stores_as_much_as_its_disk_holds(cost):
    image = cost(IMAGE, {"diskSizeGb": 100}, **IOWA)
    assert image.cost.expected == 5  # 100 × 0.05
    assert "all of the disk is stored, uncompressed (usage storage_gb is not given)" in image.assumptions


def test_stated_use_goes_before_the_size_of_the_disk(cost):
    assert cost(IMAGE, {"diskSizeGb": 100}, usage={"storage_gb": 20}, **IOWA).cost.expected == 1  # 20 × 0.05


@pytest.mark.parametrize("type_", [IMAGE, MACHINE_IMAGE, SNAPSHOT])
def test_without_a_size_it_depends_on_use(cost, type_):
    image = cost(type_, {}, **IOWA)
    assert image.status is Status.USAGE
    assert [line.unit_price for line in image.charges] == [Decimal("0.05")]


def test_sizes_are_followed_from_image_to_snapshot_to_disk(quantities, make_resource):
    disk = make_resource(DISK, {"name": "data", "size": 20}, name="data", **IOWA)
    snapshot = make_resource(SNAPSHOT, {"name": "daily", "sourceDisk": "data"}, name="daily", **IOWA)
    image = make_resource(IMAGE, {"name": "base", "sourceSnapshot": "daily"}, name="base", **IOWA)
    around = (disk, snapshot, image)
    of_image = quantities(IMAGE, {"sourceImage": "base"}, around=around, **IOWA)
    assert of_image == {"Storage": (Decimal(20), "GB-months", "image")}
    of_disk = quantities(DISK, {"image": "base"}, around=around, **IOWA)
    assert of_disk == {"Storage": (Decimal(20), "GB-months", "pd-standard")}


def test_the_default_size_of_a_source_counts(quantities, make_resource):
    disk = make_resource(DISK, {"name": "data"}, name="data", **IOWA)
    found = quantities(SNAPSHOT, {"sourceDisk": "data"}, around=(disk,), **IOWA)
    assert found == {"Storage": (Decimal(500), "GB-months", "snapshot")}


def test_a_ring_of_images_ends(cost, make_resource):
    one = make_resource(IMAGE, {"name": "one", "sourceImage": "two"}, name="one", **IOWA)
    two = make_resource(IMAGE, {"name": "two", "sourceImage": "one"}, name="two", **IOWA)
    assert cost(IMAGE, {"sourceImage": "one"}, around=(one, two), **IOWA).status is Status.USAGE


def test_it_is_priced_where_it_is_kept(cost):
    inputs = {"storageLocations": ["EU"], "zone": "us-central1-a"}
    assert cost(SNAPSHOT, inputs, usage={"storage_gb": 100}, **IOWA).cost.expected == Decimal("7.5")  # 100 × 0.075


def test_what_no_sheet_has_is_a_gap(cost):
    assert cost(IMAGE, {"diskSizeGb": 10}, region="europe-west1").status is Status.UNPRICED
    archive = {"snapshotType": "ARCHIVE"}
    assert cost(SNAPSHOT, archive, usage={"storage_gb": 1}, **IOWA).status is Status.UNPRICED


def test_open_values_are_gaps(cost):
    assert cost(IMAGE, {"diskSizeGb": UNKNOWN}, **IOWA).status is Status.UNKNOWN
    assert cost(SNAPSHOT, {"storageLocations": UNKNOWN}, **IOWA).status is Status.UNKNOWN
