from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status

VOLUME = "aws:ebs/volume:Volume"
SNAPSHOT = "aws:ebs/snapshot:Snapshot"
COPY = "aws:ebs/snapshotCopy:SnapshotCopy"
USE = {
    "fast_snapshot_restore_hours": 10,
    "monthly_list_block_requests": 1000,
    "monthly_get_block_requests": 2000,
    "monthly_put_block_requests": 3000,
}


@pytest.fixture
def volume(make_resource):
    return make_resource(VOLUME, {"size": 10}, region="us-east-1", name="volume", id="vol-1")


@pytest.fixture
def source(make_resource):
    return make_resource(SNAPSHOT, {"volumeId": "vol-1"}, region="us-east-1", name="source", id="snap-1")


def test_a_snapshot_stores_its_volume(cost, volume):
    snapshot = cost(SNAPSHOT, {"volumeId": "vol-1"}, around=(volume,), usage=USE)
    # 10 × 0.05 + 10 × 0.75 + 1 × 0.0006 + 2 × 0.003 + 3 × 0.006
    assert snapshot.cost.expected == Decimal("8.0246")
    assert "the snapshot stores the whole volume: what is written of it is not known" in snapshot.assumptions


def test_the_archive_has_a_price_of_its_own(cost, volume):
    inputs = {"volumeId": "vol-1", "storageTier": "archive"}
    snapshot = cost(SNAPSHOT, inputs, region="eu-west-1", around=(volume,), usage=USE)
    assert snapshot.charges[0].cost.expected == Decimal("0.125")  # 10 × 0.0125


def test_calls_that_nobody_stated_depend_on_use(cost, volume):
    snapshot = cost(SNAPSHOT, {"volumeId": "vol-1"}, around=(volume,))
    assert (snapshot.status, snapshot.cost.expected) == (Status.USAGE, Decimal("0.5"))


def test_a_copy_stores_what_its_source_does(cost, volume, source):
    assert cost(COPY, {"sourceSnapshotId": "snap-1"}, around=(volume, source)).cost.expected == Decimal("0.5")


@pytest.mark.parametrize(
    ("type_", "inputs"), [(SNAPSHOT, {"volumeId": "vol-2"}), (COPY, {"sourceSnapshotId": "snap-2"})]
)
def test_what_is_not_in_the_stack_is_a_gap(cost, type_, inputs):
    assert cost(type_, inputs, usage=USE if type_ == SNAPSHOT else {}).status is Status.UNKNOWN
