from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:rds/cluster:Cluster"
MEMBER = "aws:rds/clusterInstance:ClusterInstance"
MYSQL = {"engine": "aurora-mysql"}
USE = {"storage_gb": 100, "write_requests_per_sec": 10, "read_requests_per_sec": 10}


def lines(found):
    return {line.name: line.cost and line.cost.expected for line in found.charges}


def test_a_cluster_costs_storage_and_requests(cost):
    found = lines(cost(CLUSTER, MYSQL, usage=USE))
    assert found["Storage"] == 10  # 100 × 0.10
    assert found["I/O requests"] == Decimal("10.512")  # 20 a second × 2,628,000 s ÷ 1M × 0.20
    assert found["Snapshot export"] is None


def test_backups_beyond_the_first_day_are_charged(cost):
    found = lines(cost(CLUSTER, {**MYSQL, "backupRetentionPeriod": "5"}, usage={"backup_snapshot_size_gb": 100}))
    assert found["Backup storage"] == Decimal("8.4")  # 4 × 100 × 0.021
    assert "Backup storage" not in lines(cost(CLUSTER, MYSQL))


def test_backtrack_keeps_the_changes_of_its_window(cost):
    use = {"average_statements_per_hr": 10_000_000, "change_records_per_statement": "0.38"}
    stated = cost(CLUSTER, MYSQL, usage={**use, "backtrack_window_hrs": 24})
    declared = cost(CLUSTER, {**MYSQL, "backtrackWindow": 86400}, usage=use)
    # 10M × 730 × 0.38 × 24 ÷ 1M × 0.012
    assert lines(stated)["Backtrack"] == lines(declared)["Backtrack"] == Decimal("798.912")
    assert lines(cost(CLUSTER, MYSQL, usage=use))["Backtrack"] == 0
    assert "Backtrack" not in lines(cost(CLUSTER, {"engine": "aurora-postgresql"}))


def test_io_optimized_storage_charges_no_requests(cost):
    found = lines(cost(CLUSTER, {**MYSQL, "storageType": "aurora-iopt1"}, usage=USE))
    assert (found["Storage"], found["I/O requests"]) == (Decimal("22.5"), 0)  # 100 × 0.225


def test_serverless_mode_is_charged_by_capacity(cost):
    found = lines(cost(CLUSTER, {**MYSQL, "engineMode": "serverless"}, usage={"capacity_units_per_hr": 1000}))
    assert found["Aurora Serverless"] == 43_800  # 1000 × 730 × 0.06
    assert "Backtrack" not in found


@pytest.mark.parametrize("key", ["storageType", "engineMode", "backupRetentionPeriod", "engine"])
def test_an_open_value_leaves_the_rest(cost, key):
    found = cost(CLUSTER, {**MYSQL, key: UNKNOWN}, usage={**USE, "snapshot_export_size_gb": 100})
    assert found.status is Status.UNKNOWN
    assert lines(found)["Snapshot export"] == 1  # 100 × 0.01


def test_a_multi_az_cluster_has_three_instances(quantities):
    inputs = {"engine": "mysql", "dbClusterInstanceClass": "db.r6gd.xlarge", "allocatedStorage": 100, "iops": 1000}
    assert quantities(CLUSTER, inputs) == {
        "Database instances": (2190, "hours", "db.r6gd.xlarge"),
        "Storage": (100, "GB-months", "io1"),
        "Provisioned IOPS": (1000, "IOPS-months", "io1"),
    }


def test_a_member_costs_its_hours_and_credits(cost):
    use = {"monthly_cpu_credit_hrs": 24}
    found = lines(cost(MEMBER, {**MYSQL, "instanceClass": "db.t3.medium"}, usage=use))
    assert found == {"Database instance": Decimal("59.86"), "CPU credits": Decimal("4.32")}  # 730 × 0.082; 48 × 0.09


def test_a_member_has_engine_and_storage_of_its_cluster(cost, make_resource):
    inputs = {"id": "prod", "engine": "aurora-postgresql", "storageType": "aurora-iopt1"}
    cluster = make_resource(CLUSTER, inputs, region="us-east-1", name="cluster")
    member = cost(MEMBER, {"clusterIdentifier": "prod", "instanceClass": "db.t3.large"}, around=(cluster,))
    assert member.charges[0].query.dimension == "aurora-postgresql/io-optimized"
    assert cost(MEMBER, {"clusterIdentifier": "far", "instanceClass": "db.t3.large"}).status is Status.UNKNOWN


def test_a_serverless_member_is_charged_by_capacity(cost):
    inputs = {**MYSQL, "instanceClass": "db.serverless"}
    insights = {"performanceInsightsEnabled": True, "performanceInsightsRetentionPeriod": 731}
    found = lines(cost(MEMBER, {**inputs, **insights}, usage={"capacity_units_per_hr": 5}))
    assert found == {
        "Aurora Serverless v2": 438,  # 5 × 730 × 0.12
        "Performance Insights retention": Decimal("1.88"),  # 5 × 0.376
        "Performance Insights requests": None,
    }
    optimized = cost(MEMBER, {**inputs, "storageType": "aurora-iopt1"}, usage={"capacity_units_per_hr": 5})
    assert optimized.cost.expected == Decimal("569.4")  # 5 × 730 × 0.156


def test_a_member_can_be_reserved(cost):
    use = {"reserved_instance_term": "1_year", "reserved_instance_payment_option": "no_upfront"}
    member = cost(MEMBER, {**MYSQL, "instanceClass": "db.r4.large"}, usage=use)
    assert member.cost.expected == Decimal("138.7")  # 730 × 0.19


def test_a_serverless_member_costs_what_its_cluster_may_scale_to(cost, make_resource):
    scaling = {"id": "prod", **MYSQL, "serverlessv2ScalingConfiguration": {"minCapacity": "0.5", "maxCapacity": 16}}
    cluster = make_resource(CLUSTER, scaling, region="us-east-1", name="cluster")
    inputs = {"clusterIdentifier": "prod", "instanceClass": "db.serverless"}
    member = cost(MEMBER, inputs, around=(cluster,))
    assert (member.cost.low, member.cost.high) == (Decimal("43.8"), Decimal("1401.6"))  # 730 × 0.12 × 0.5 … 16
    assert any("set usage capacity_units_per_hr" in text for text in member.assumptions)
    stated = cost(MEMBER, inputs, usage={"capacity_units_per_hr": 2}, around=(cluster,))
    assert stated.cost.high == Decimal("175.2")  # 730 × 0.12 × 2


def test_a_serverless_member_whose_scaling_is_open_is_a_gap(cost):
    inputs = {**MYSQL, "instanceClass": "db.serverless", "serverlessv2ScalingConfiguration": {"minCapacity": UNKNOWN}}
    assert cost(MEMBER, inputs).status is Status.UNKNOWN
