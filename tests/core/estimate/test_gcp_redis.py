from decimal import Decimal

import pytest
from outlay.estimate.resource_cost import Status
from outlay.money import GapKind
from outlay.resource import UNKNOWN

INSTANCE = "gcp:redis/instance:Instance"
CLUSTER = "gcp:redis/cluster:Cluster"
IOWA = {"region": "us-central1"}


@pytest.mark.parametrize(
    ("size", "tier", "item"),
    [(1, "M1", 1), (4, "M1", 4), (5, "M2", 5), ("11", "M3", 11), (36, "M4", 36), (100, "M4", 100), (101, "M5", 101)],
)
def test_counts_gb_hours_in_the_capacity_tier_of_its_size(quantities, size, tier, item):
    found = quantities(INSTANCE, {"memorySizeGb": size}, **IOWA)
    assert found == {"Redis instance": (Decimal(item * 730), "GB-hours", tier)}


@pytest.mark.parametrize(
    ("inputs", "monthly"),
    [
        ({"memorySizeGb": 5}, "98.55"),  # 5 × 730 × 0.027
        ({"memorySizeGb": 5, "tier": "STANDARD_HA"}, "197.10"),  # 5 × 730 × 0.054
        ({"memorySizeGb": 105, "tier": "STANDARD_HA"}, "2299.50"),  # 105 × 730 × 0.03
    ],
)
def test_costs_by_service_tier(cost, inputs, monthly):
    assert cost(INSTANCE, inputs, **IOWA).cost.expected == Decimal(monthly)


def test_each_node_counts_with_read_replicas_and_has_no_known_price(quantities, cost):
    inputs = {
        "memorySizeGb": 10,
        "tier": "STANDARD_HA",
        "readReplicasMode": "READ_REPLICAS_ENABLED",
        "replicaCount": 3,
    }
    assert quantities(INSTANCE, inputs, **IOWA)["Redis instance"][0] == 10 * 4 * 730
    assert cost(INSTANCE, inputs, **IOWA).status is Status.UNPRICED


@pytest.mark.parametrize("inputs", [{}, {"memorySizeGb": UNKNOWN}, {"memorySizeGb": -1}, {"memorySizeGb": "big"}])
def test_a_size_that_is_not_known_is_a_gap(cost, inputs):
    assert cost(INSTANCE, inputs, **IOWA).status is Status.UNKNOWN


def test_a_tier_that_nobody_sells_is_a_gap(cost):
    instance = cost(INSTANCE, {"memorySizeGb": 1, "tier": "PREMIUM"}, **IOWA)
    assert [gap.kind for gap in instance.cost.gaps] == [GapKind.UNKNOWN]


def test_a_cluster_has_the_nodes_of_its_shards_with_their_replicas(quantities):
    inputs = {"shardCount": 3, "replicaCount": 2, "nodeType": "REDIS_HIGHMEM_XLARGE"}
    found = quantities(CLUSTER, inputs, **IOWA)
    assert found == {"Cluster nodes": (Decimal(6570), "hours", "REDIS_HIGHMEM_XLARGE")}  # 3 × 3 × 730


def test_a_cluster_costs_its_nodes_what_it_persists_and_its_backups(cost):
    inputs = {
        "shardCount": 1,
        "replicaCount": 2,
        "nodeType": "REDIS_STANDARD_SMALL",
        "persistenceConfig": {"mode": "AOF"},
        "automatedBackupConfig": {"retention": "604800s"},
    }
    cluster = cost(CLUSTER, inputs, usage={"backup_storage_gb": 1000}, **IOWA)
    assert [(line.name, line.cost.expected) for line in cluster.charges] == [
        ("Cluster nodes", Decimal("312.075")),  # 3 × 730 × 0.1425
        ("AOF persistence", Decimal("2.79999895")),  # 7 GB × 730 × 0.000547945
        ("Backups", Decimal("81.1103")),  # 1000 GB × 730 × 0.00011111
    ]


def test_backups_depend_on_use_and_the_node_type_has_a_default(cost):
    cluster = cost(CLUSTER, {"shardCount": 1, "automatedBackupConfig": {"retention": "604800s"}}, **IOWA)
    assert cluster.status is Status.USAGE
    assert cluster.cost.expected == Decimal("140.379")  # 730 × 0.1923
    assert "nodeType = REDIS_HIGHMEM_MEDIUM (the provider's default)" in cluster.assumptions


def test_an_open_node_type_is_a_gap_in_each_line_that_needs_it(cost):
    inputs = {"shardCount": 1, "nodeType": UNKNOWN, "persistenceConfig": {"mode": "AOF"}}
    assert {gap.charge for gap in cost(CLUSTER, inputs, **IOWA).cost.gaps} == {"Cluster nodes", "AOF persistence"}
