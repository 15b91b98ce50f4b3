from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:docdb/cluster:Cluster"
SNAPSHOT = "aws:docdb/clusterSnapshot:ClusterSnapshot"
INSTANCE = "aws:docdb/clusterInstance:ClusterInstance"
USE = {"data_storage_gb": 100, "monthly_io_requests": 10_000_000, "monthly_cpu_credit_hrs": 20}


@pytest.mark.parametrize("type_", [CLUSTER, SNAPSHOT])
@pytest.mark.parametrize("region", ["us-east-1", "us-east-2"])
def test_backups_are_charged_by_the_gb(cost, type_, region):
    assert cost(type_, {}, region=region, usage={"backup_storage_gb": 1000}).cost.expected == 21  # 1000 × 0.021
    assert cost(type_, {}, region=region).status is Status.USAGE


def test_an_instance_counts_hours_storage_and_requests(quantities):
    assert quantities(INSTANCE, {"instanceClass": "db.r5.large"}, usage=USE) == {
        "Database instance": (Decimal(730), "hours", "db.r5.large"),
        "Storage": (Decimal(100), "GB-months", "Storage"),
        "I/O requests": (Decimal(10), "1M requests", "IORequests"),
    }


def test_costs_hours_storage_requests_and_credits(cost):
    assert cost(INSTANCE, {"instanceClass": "db.r5.large"}, usage=USE).cost.expected == Decimal("214.21")
    # 730 × 0.277 + 100 × 0.10 + 10 × 0.20
    burstable = cost(INSTANCE, {"instanceClass": "db.t3.medium"}, usage=USE)
    assert burstable.cost.expected == Decimal("70.74")  # 730 × 0.078 + 10 + 2 + 20 × 0.09


def test_io_optimized_clusters_charge_no_requests(quantities, make_resource):
    cluster = make_resource(
        CLUSTER, {"clusterIdentifier": "it", "storageType": "iopt1"}, region="us-east-1", name="cluster", id="it"
    )
    inputs = {"clusterIdentifier": "it", "instanceClass": "db.r5.large"}
    assert "I/O requests" not in quantities(INSTANCE, inputs, usage=USE, around=(cluster,))


@pytest.mark.parametrize("inputs", [{"instanceClass": UNKNOWN}, {}])
def test_an_open_class_is_a_gap(cost, inputs):
    assert cost(INSTANCE, inputs, usage=USE).status is Status.UNKNOWN
