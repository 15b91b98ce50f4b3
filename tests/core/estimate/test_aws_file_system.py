from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

FILES = "aws:efs/fileSystem:FileSystem"
MOVED = {"lifecyclePolicies": [{"transitionToIa": "AFTER_7_DAYS"}]}
USE = {
    "storage_gb": 230,
    "infrequent_access_storage_gb": 100,
    "monthly_infrequent_access_read_gb": 50,
    "monthly_infrequent_access_write_gb": 100,
}


def test_counts_what_is_stored_moved_and_read(quantities):
    assert quantities(FILES, MOVED, usage=USE) == {
        "Storage": (Decimal(230), "GB-months", "Standard"),
        "Infrequent access storage": (Decimal(100), "GB-months", "Standard"),
        "Infrequent access reads": (Decimal(50), "GB", "InfrequentAccess"),
        "Infrequent access writes": (Decimal(100), "GB", "InfrequentAccess"),
    }


def test_one_zone_costs_less_than_several(cost):
    assert cost(FILES, MOVED, usage=USE).cost.expected == 73  # 230 × 0.30 + 100 × 0.025 + 50 × 0.01 + 100 × 0.01
    one_zone = cost(FILES, {**MOVED, "availabilityZoneName": "us-east-1a"}, usage=USE)
    assert one_zone.cost.expected == Decimal("39.63")  # 230 × 0.16 + 100 × 0.0133 + 1.50


def test_throughput_is_charged_above_what_comes_with_the_storage(quantities):
    inputs = {"throughputMode": "provisioned", "provisionedThroughputInMibps": 100}
    found = quantities(FILES, inputs, usage={"storage_gb": 230})
    assert found["Provisioned throughput"][0] == Decimal("88.5")  # 100 - 230 ÷ 20
    assert quantities(FILES, inputs, usage={"storage_gb": 9000})["Provisioned throughput"][0] == 0


def test_provisioned_throughput_costs_by_the_month(cost):
    inputs = {"throughputMode": "provisioned", "provisionedThroughputInMibps": "100"}
    assert cost(FILES, inputs, usage={"storage_gb": 230}).cost.expected == 600  # 230 × 0.30 + 88.5 × 6


def test_a_range_of_storage_turns_the_throughput_round(cost):
    usage = {"storage_gb": {"low": 0, "expected": 200, "high": 400}}
    files = cost(FILES, {"provisionedThroughputInMibps": 30}, usage=usage)
    line = files.charges[1].quantity
    assert (line.low, line.expected, line.high) == (10, 20, 30)


def test_without_use_nothing_is_said_of_the_cost(cost):
    files = cost(FILES, {"provisionedThroughputInMibps": 30})
    assert files.status is Status.USAGE
    assert [line.cost for line in files.charges] == [None, None]


def test_what_is_left_out_is_named(cost):
    inputs = {"throughputMode": "elastic", "lifecyclePolicies": [{"transitionToArchive": "AFTER_90_DAYS"}]}
    assumed = " ".join(cost(FILES, inputs).assumptions)
    assert "elastic throughput" in assumed
    assert "archive" in assumed


@pytest.mark.parametrize("open_input", ["lifecyclePolicies", "provisionedThroughputInMibps"])
def test_an_open_value_leaves_the_storage(cost, open_input):
    files = cost(FILES, {open_input: UNKNOWN}, usage=USE)
    assert (files.status, files.cost.expected) == (Status.UNKNOWN, 69)
