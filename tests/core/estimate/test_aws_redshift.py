from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:redshift/cluster:Cluster"
USE = {
    "managed_storage_gb": 1000,
    "excess_concurrency_scaling_secs": 36_000,
    "spectrum_data_scanned_tb": 2,
    "backup_storage_gb": 512_000,
}


def test_a_cluster_costs_nodes_and_what_they_use(cost):
    cluster = cost(CLUSTER, {"nodeType": "ra3.4xlarge", "numberOfNodes": "2"}, usage=USE)
    assert [(line.name, line.cost.expected) for line in cluster.charges] == [
        ("Cluster nodes", Decimal("4759.6")),  # 2 × 730 × 3.26
        ("Managed storage", 24),  # 1000 × 0.024
        ("Concurrency scaling", Decimal("32.6000016")),  # 36,000 s × 3.26 ÷ 3600
        ("Spectrum", 10),  # 2 × 5
        ("Backup storage (first 51.2K)", Decimal("1177.6")),  # 51,200 × 0.023
        ("Backup storage (next 460.8K)", Decimal("10137.6")),  # 460,800 × 0.022
    ]


def test_older_nodes_have_no_managed_storage(quantities):
    found = quantities(CLUSTER, {"nodeType": "dc2.large"}, usage=USE)
    assert found["Cluster nodes"] == (730, "hours", "dc2.large")
    assert "Managed storage" not in found
    assert "Concurrency scaling" in found


def test_an_open_node_type_is_a_gap(cost):
    cluster = cost(CLUSTER, {"nodeType": UNKNOWN}, usage={**USE, "backup_storage_gb": 0})
    assert (cluster.status, cluster.cost.low) == (Status.UNKNOWN, 10)
