from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:neptune/cluster:Cluster"
INSTANCE = "aws:neptune/clusterInstance:ClusterInstance"
SNAPSHOT = "aws:neptune/clusterSnapshot:ClusterSnapshot"


def lines(found):
    return {line.name: line.cost and line.cost.expected for line in found.charges}


def test_a_cluster_costs_storage_requests_and_longer_backups(cost):
    use = {"storage_gb": 100, "monthly_io_requests": 10_000_000, "backup_storage_gb": 1000}
    assert lines(cost(CLUSTER, {"backupRetentionPeriod": 5}, region="eu-west-2", usage=use)) == {
        "Storage": Decimal("11.6"),  # 100 × 0.116
        "I/O requests": Decimal("2.32"),  # 10 × 0.232
        "Backup storage": 22,  # 1000 × 0.022
    }
    assert "Backup storage" not in lines(cost(CLUSTER, {}, region="eu-west-2", usage=use))


def test_io_optimized_storage_charges_no_requests(cost):
    use = {"storage_gb": 100, "monthly_io_requests": 10_000_000}
    cluster = cost(CLUSTER, {"storageType": "iopt1"}, region="eu-west-2", usage=use)
    assert lines(cluster) == {"Storage": Decimal("26.1"), "I/O requests": 0}  # 100 × 0.261, which is 2.25 × 0.116
    assert any("derived (I/O-Optimized storage" in text for text in cluster.assumptions)


def test_io_optimized_storage_without_a_price_is_never_the_standard_one(cost):
    elsewhere = cost(CLUSTER, {"storageType": "iopt1"}, region="sa-east-1", usage={"storage_gb": 1})
    assert elsewhere.status is Status.UNPRICED


def test_an_instance_is_priced_by_the_storage_of_its_cluster(cost, make_resource):
    optimized = make_resource(CLUSTER, {"id": "graph", "storageType": "iopt1"}, region="eu-west-2", name="cluster")
    inputs = {"clusterIdentifier": "graph", "instanceClass": "db.t3.medium"}
    use = {"monthly_cpu_credit_hrs": 10}
    assert lines(cost(INSTANCE, inputs, region="eu-west-2", usage=use)) == {
        "Database instance": Decimal("81.76"),  # 730 × 0.112
        "CPU credits": 3,  # 2 × 10 × 0.15
    }
    within = cost(INSTANCE, inputs, region="eu-west-2", around=(optimized,))
    assert lines(within)["Database instance"] == Decimal("110.23")  # 730 × 0.151


def test_a_serverless_instance_depends_on_its_capacity(quantities):
    found = quantities(INSTANCE, {"instanceClass": "db.serverless"}, usage={"capacity_units_per_hr": 2})
    assert found == {"Neptune Serverless": (1460, "NCU-hours", "db.serverless")}


def test_a_serverless_instance_may_scale_as_far_as_its_cluster_says(cost, make_resource):
    scaling = {"id": "graph", "serverlessV2ScalingConfiguration": {"minCapacity": 1, "maxCapacity": "2.5"}}
    cluster = make_resource(CLUSTER, scaling, region="eu-west-2", name="cluster")
    inputs = {"clusterIdentifier": "graph", "instanceClass": "db.serverless"}
    quantity = cost(INSTANCE, inputs, region="eu-west-2", around=(cluster,)).charges[0].quantity
    assert (quantity.low, quantity.high) == (730, 1825)


def test_a_snapshot_is_charged_by_size(cost):
    assert cost(SNAPSHOT, {}, region="eu-west-2", usage={"backup_storage_gb": 1000}).cost.expected == 22


def test_open_values_are_gaps(cost):
    assert cost(INSTANCE, {"instanceClass": UNKNOWN}, region="eu-west-2").status is Status.UNKNOWN
    assert cost(CLUSTER, {"storageType": UNKNOWN}, region="eu-west-2").status is Status.UNKNOWN
