"""Services whose every price is one figure times one quantity: logging, monitoring, DNS, secrets, subscriptions."""

from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

SINKS_AND_BUCKETS = [
    f"gcp:logging/{owner}{what}:{owner[0].upper()}{owner[1:]}{what}"
    for owner in ("billingAccount", "folder", "organization", "project")
    for what in ("Sink", "BucketConfig")
]
METRIC = "gcp:monitoring/metricDescriptor:MetricDescriptor"
ZONE = "gcp:dns/managedZone:ManagedZone"
RECORDS = "gcp:dns/recordSet:RecordSet"
SECRET = "gcp:secretmanager/secret:Secret"
VERSION = "gcp:secretmanager/secretVersion:SecretVersion"
SUBSCRIPTION = "gcp:pubsub/subscription:Subscription"
REPLICAS = {"replication": {"userManaged": {"replicas": [{"location": "us-central1"}, {"location": "us-east1"}]}}}


@pytest.mark.parametrize("type_", SINKS_AND_BUCKETS)
def test_log_data_costs_by_the_gib_wherever_it_is(cost, type_):
    sink = cost(type_, {}, region=None, usage={"monthly_logging_data_gb": 100})
    assert sink.cost.expected == 50  # 100 × 0.50
    assert cost(type_, {}, region=None).status is Status.USAGE


def test_logs_that_are_kept_longer_are_named(cost):
    bucket = SINKS_AND_BUCKETS[1]
    assert "the storage of logs beyond 30 days is not included" in cost(bucket, {"retentionDays": 90}).assumptions
    assert cost(bucket, {"retentionDays": 30}).assumptions == ()


def test_metric_data_falls_through_three_tiers_and_calls_count_by_the_thousand(cost):
    metric = cost(METRIC, {}, region=None, usage={"monthly_monitoring_data_mb": 300_000, "monthly_api_calls": 5000})
    assert [(line.name, line.cost.expected) for line in metric.charges] == [
        ("Monitoring data (first 100K)", 25800),  # 100000 × 0.258
        ("Monitoring data (next 150K)", 22650),  # 150000 × 0.151
        ("Monitoring data (over 250K)", 3050),  # 50000 × 0.061
        ("API calls", Decimal("0.05")),  # 5 × 0.01
    ]


def test_a_zone_costs_each_month_and_queries_by_the_million(cost):
    assert cost(ZONE, {}, region=None).cost.expected == Decimal("0.2")
    assert cost(RECORDS, {}, region=None, usage={"monthly_queries": 100_000}).cost.expected == Decimal("0.04")
    many = cost(RECORDS, {}, region=None, usage={"monthly_queries": 1_500_000_000})
    assert many.cost.expected == 500  # 1000 × 0.40 + 500 × 0.20
    assert cost(RECORDS, {}, region=None).status is Status.USAGE


def test_a_secret_costs_its_versions_in_each_place(cost):
    usage = {
        "active_secret_versions": 1000,
        "monthly_access_operations": 20_000,
        "monthly_rotation_notifications": 10,
    }
    # versions × 0.06 + 2 × 0.03 + 10 × 0.05
    assert cost(SECRET, {"replication": {"auto": {}}}, usage=usage).cost.expected == Decimal("60.56")
    assert cost(SECRET, REPLICAS, usage=usage).cost.expected == Decimal("120.56")
    assert len(cost(SECRET, {}).cost.gaps) == 3


def test_an_open_replication_leaves_access_and_rotations(cost):
    usage = {"monthly_access_operations": 10_000, "monthly_rotation_notifications": 1}
    secret = cost(SECRET, {"replication": UNKNOWN}, usage=usage)
    assert secret.status is Status.UNKNOWN
    assert secret.cost.expected == Decimal("0.08")  # 0.03 + 0.05


def test_a_version_is_kept_where_its_secret_is(quantities, make_resource):
    secret = make_resource(SECRET, {"name": "token", **REPLICAS}, region=None, name="token")
    found = quantities(VERSION, {"secret": "token"}, around=(secret,))
    assert found["Active secret versions"] == (Decimal(2), "versions", "active-versions")
    assert quantities(VERSION, {"secret": "elsewhere"})["Active secret versions"][0] == 1
    assert quantities(VERSION, {"secret": "elsewhere", "enabled": False})["Active secret versions"][0] == 1


def test_a_subscription_costs_delivery_and_what_it_keeps(cost):
    usage = {"monthly_message_data_tb": 1, "storage_gb": 100, "snapshot_storage_gb": 10}
    # 40 + 100 × 0.27 + 10 × 0.27
    assert cost(SUBSCRIPTION, {}, region=None, usage=usage).cost.expected == Decimal("69.7")
    export = {"bigqueryConfig": {"table": "t"}}
    assert cost(SUBSCRIPTION, export, region=None, usage=usage).cost.expected == Decimal("79.7")  # 50 a TiB
    assert len(cost(SUBSCRIPTION, {}, region=None).cost.gaps) == 3
