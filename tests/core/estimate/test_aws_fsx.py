from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

WINDOWS = "aws:fsx/windowsFileSystem:WindowsFileSystem"
ZFS = "aws:fsx/openZfsFileSystem:OpenZfsFileSystem"
IN_TWO_ZONES = {"storageCapacity": 300, "throughputCapacity": "1024", "deploymentType": "MULTI_AZ_1"}
IN_ONE_ZONE = {"storageCapacity": 300, "throughputCapacity": 1024, "deploymentType": "SINGLE_AZ_1"}


@pytest.mark.parametrize(("kind", "storage"), [("HDD", "7.5"), ("SSD", "69")])  # 300 × 0.025, 300 × 0.23
def test_windows_costs_throughput_storage_and_backups(cost, kind, storage):
    system = cost(WINDOWS, {**IN_TWO_ZONES, "storageType": kind}, usage={"backup_storage_gb": 10000})
    assert {line.name: line.cost.expected for line in system.charges} == {
        "Throughput capacity": 4608,  # 1024 × 4.50
        "Storage": Decimal(storage),
        "Backup storage": 500,  # 10000 × 0.05
    }


def test_zfs_charges_iops_above_three_a_gigabyte(quantities):
    iops = {"diskIopsConfiguration": {"mode": "USER_PROVISIONED", "iops": 1000}}
    assert quantities(ZFS, {**IN_ONE_ZONE, **iops})["Provisioned IOPS"] == (100, "IOPS-months", "IOPS")  # 1000 - 900
    assert "Provisioned IOPS" not in quantities(ZFS, IN_ONE_ZONE)


def test_compression_saves_what_is_stated_and_nothing_by_guess(quantities):
    compressed = {**IN_ONE_ZONE, "rootVolumeConfiguration": {"dataCompressionType": "LZ4"}}
    assert quantities(ZFS, compressed, usage={"compression_savings_percent": 40})["Storage"][0] == 180  # 300 × 0.6
    assert quantities(ZFS, compressed)["Storage"][0] == 300
    assert quantities(ZFS, IN_ONE_ZONE, usage={"compression_savings_percent": 40})["Storage"][0] == 300
    assert quantities(ZFS, compressed, usage={"compression_savings_percent": 150})["Storage"][0] == 0


def test_a_range_of_savings_is_a_range_of_storage(cost):
    compressed = {**IN_ONE_ZONE, "rootVolumeConfiguration": {"dataCompressionType": "ZSTD"}}
    saved = {"compression_savings_percent": {"low": 10, "expected": 50, "high": 60}}
    storage = next(line for line in cost(ZFS, compressed, usage=saved).charges if line.name == "Storage")
    assert (storage.quantity.low, storage.quantity.expected, storage.quantity.high) == (120, 150, 270)


def test_an_open_deployment_prices_nothing_by_guess(cost):
    system = cost(ZFS, {**IN_ONE_ZONE, "deploymentType": UNKNOWN})
    assert (system.status, system.cost.low) == (Status.UNKNOWN, 0)


def test_an_open_size_leaves_the_throughput(cost):
    system = cost(WINDOWS, {**IN_TWO_ZONES, "storageCapacity": UNKNOWN})
    assert (system.status, system.cost.low) == (Status.UNKNOWN, 4608)
