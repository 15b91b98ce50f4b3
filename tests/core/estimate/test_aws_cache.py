from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLUSTER = "aws:elasticache/cluster:Cluster"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
TARGET = "aws:appautoscaling/target:Target"
REDIS = {"engine": "redis", "nodeType": "cache.m6g.12xlarge"}


def test_a_cluster_counts_its_nodes(quantities):
    inputs = {"engine": "memcached", "nodeType": "cache.m4.large", "numCacheNodes": "2"}
    assert quantities(CLUSTER, inputs) == {"Cache nodes": (Decimal(1460), "hours", "cache.m4.large")}


def test_engines_have_prices_of_their_own(cost):
    assert cost(CLUSTER, REDIS).cost.expected == Decimal("2596.61")  # 730 × 3.557
    assert cost(CLUSTER, {**REDIS, "engine": "valkey"}).cost.expected == Decimal("2077.288")  # 730 × 2.8456
    assert cost(CLUSTER, REDIS, region="eu-west-1").cost.expected == Decimal("2863.06")  # 730 × 3.922


def test_snapshots_beyond_the_first_are_charged(cost):
    usage = {"snapshot_storage_size_gb": 1000}
    assert cost(CLUSTER, {**REDIS, "snapshotRetentionLimit": 3}, usage=usage).cost.expected == Decimal("2766.61")
    # 2596.61 + 2 × 1000 × 0.085
    assert cost(CLUSTER, {**REDIS, "snapshotRetentionLimit": 1}).status is Status.PRICED
    assert cost(CLUSTER, {**REDIS, "snapshotRetentionLimit": 2}).status is Status.USAGE
    group = {**REDIS, "numCacheClusters": 1, "snapshotRetentionLimit": 3}
    assert cost(GROUP, group, usage=usage).cost.expected == Decimal("2766.61")


@pytest.mark.parametrize(
    ("term", "payment", "total"),
    [
        ("1_year", "no_upfront", "1772.44"),  # 730 × 2.428
        ("1_year", "partial_upfront", "843.88"),  # 730 × 1.156, beside $10,127 upfront
        ("3_year", "partial_upfront", "623.42"),  # 730 × 0.854, beside $22,434 upfront
        ("3_year", "all_upfront", "0"),
    ],
)
def test_a_stated_reservation_bills_what_is_not_paid_upfront(cost, term, payment, total):
    usage = {"reserved_instance_term": term, "reserved_instance_payment_option": payment}
    assert cost(CLUSTER, REDIS, usage=usage).cost.expected == Decimal(total)


def test_a_cluster_of_a_replication_group_is_charged_with_it(cost):
    cluster = cost(CLUSTER, {"replicationGroupId": "group"})
    assert (cluster.status, cluster.free_reason) == (Status.FREE, "its nodes are charged with its replication group")


@pytest.mark.parametrize(
    ("inputs", "nodes"),
    [
        ({"numNodeGroups": 4, "replicasPerNodeGroup": 3}, 16),
        ({"clusterMode": {"numNodeGroups": 2, "replicasPerNodeGroup": 1}}, 4),
        ({"clusterMode": "enabled", "numNodeGroups": 2}, 2),
        ({"numCacheClusters": 3}, 3),
        ({"numberCacheClusters": 3}, 3),
        ({}, 1),
    ],
)
def test_a_replication_group_counts_primaries_and_replicas(quantities, inputs, nodes):
    found = quantities(GROUP, {"nodeType": "cache.m4.large", **inputs})
    assert found["Cache nodes"][0] == nodes * 730


def test_a_replication_group_is_redis_unless_it_says_otherwise(cost):
    group = cost(GROUP, {"nodeType": "cache.m4.large", "numNodeGroups": 4, "replicasPerNodeGroup": 3})
    assert group.cost.expected == Decimal("1822.08")  # 16 × 730 × 0.156
    assert "engine = redis (the provider's default)" in group.assumptions


def test_auto_scaled_node_groups_are_a_range(cost, make_resource):
    inputs = {
        "nodeType": "cache.m4.large",
        "replicationGroupId": "group",
        "numNodeGroups": 2,
        "replicasPerNodeGroup": 1,
    }
    group = make_resource(GROUP, inputs, region="us-east-1")
    target = make_resource(
        TARGET,
        {"scalableDimension": "elasticache:replication-group:NodeGroups", "minCapacity": 1, "maxCapacity": 5},
        region="us-east-1",
        name="target",
        property_dependencies={"resourceId": (group.urn,)},
    )
    found = cost(GROUP, inputs, around=(target,)).cost
    # 2, 4 and 10 nodes × 730 × 0.156
    assert (found.low, found.expected, found.high) == (Decimal("227.76"), Decimal("455.52"), Decimal("1138.8"))


@pytest.mark.parametrize(
    "inputs",
    [{"nodeType": UNKNOWN, "engine": "redis"}, {"nodeType": "cache.m4.large"}, {**REDIS, "numCacheNodes": "many"}],
)
def test_what_nobody_knows_is_a_gap(cost, inputs):
    assert cost(CLUSTER, inputs).status is Status.UNKNOWN


def test_an_open_retention_leaves_the_nodes(cost):
    cluster = cost(CLUSTER, {**REDIS, "snapshotRetentionLimit": UNKNOWN}, usage={"snapshot_storage_size_gb": 1})
    assert (cluster.status, cluster.cost.expected) == (Status.UNKNOWN, Decimal("2596.61"))
