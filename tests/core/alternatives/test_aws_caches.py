"""Other node types for caches. Prices a hour are those of Redis on demand in us-east-1."""

from decimal import Decimal

import pytest
from outlay.alternatives import AlternativeKind
from outlay.alternatives.aws_caches import _held_by_nodes
from outlay.resource import SECRET, UNKNOWN

CLUSTER = "aws:elasticache/cluster:Cluster"
GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
GENERATION, ARCHITECTURE = AlternativeKind.GENERATION, AlternativeKind.ARCHITECTURE


def cache(node_type, **more):
    return {"engine": "redis", "nodeType": node_type, **more}


@pytest.mark.parametrize(
    ("before", "after", "saving"),
    [
        ("cache.r4.large", "cache.r5.large", "8.76"),  # 730 × (0.228 − 0.216)
        ("cache.r4.4xlarge", "cache.r5.4xlarge", "70.08"),  # 730 × (1.82 − 1.724)
        ("cache.m3.large", "cache.m5.large", "18.98"),  # 730 × (0.182 − 0.156)
    ],
)
def test_an_old_generation_has_a_newer_one_that_holds_as_much(of_kind, before, after, saving):
    offered = of_kind(GENERATION, CLUSTER, cache(before))
    assert offered.changes == {("nodeType",): after}
    assert offered.saving == Decimal(saving)
    assert offered.condition == f"ElastiCache offers its engine version on {after.rpartition('.')[0]}"


@pytest.mark.parametrize(
    ("before", "after", "saving"),
    [
        ("cache.m5.large", "cache.m6g.large", "5.11"),  # 730 × (0.156 − 0.149); m7g costs 0.158
        ("cache.r5.xlarge", "cache.r6g.xlarge", "14.60"),  # 730 × (0.431 − 0.411)
        ("cache.t3.micro", "cache.t4g.micro", "0.73"),  # 730 × (0.017 − 0.016)
    ],
)
def test_arm64_is_a_kind_of_its_own(of_kind, before, after, saving):
    offered = of_kind(ARCHITECTURE, CLUSTER, cache(before))
    assert (offered.after, offered.saving) == (after, Decimal(saving))
    assert offered.condition.endswith(" (arm64)")


def test_every_node_of_a_group_counts(of_kind):
    inputs = cache("cache.m5.large", numNodeGroups=2, replicasPerNodeGroup=1)
    assert of_kind(ARCHITECTURE, GROUP, inputs).saving == Decimal("20.44")  # 4 × 730 × 0.007


def test_each_engine_has_prices_of_its_own(of_kind):
    saving = of_kind(ARCHITECTURE, CLUSTER, cache("cache.m5.large", engine="valkey")).saving
    assert saving == 730 * (Decimal("0.1248") - Decimal("0.1192"))


@pytest.mark.parametrize(
    "node_type",
    [
        "cache.m4.large",  # holds 6573 MiB, m5 and m6g hold 6537
        "cache.t2.small",  # holds 1588 MiB, t3 and t4g hold 1403
        "cache.m5.24xlarge",  # a size that arm64 families do not have
        "cache.r6g.large",  # r7g costs more
        "cache.r6gd.xlarge",  # keeps data on disks
        "cache.m5",
        "cache.enormous",
        "m5.large",
        "",
        UNKNOWN,
        SECRET,
        ["cache.m5.large"],
    ],
)
def test_what_no_other_node_type_takes_the_place_of_has_none(savings, node_type):
    assert savings(CLUSTER, cache(node_type)) == {}


SIZES = ["micro", "small", "medium", "large", "xlarge", *(f"{count}xlarge" for count in (2, 4, 8, 10, 12, 16, 24))]


def test_a_larger_node_of_one_family_holds_more():
    by_family = {}
    for node_type, held in _held_by_nodes().items():
        _, family, size = node_type.split(".")
        by_family.setdefault(family, {})[SIZES.index(size)] = held
    for held in by_family.values():
        assert [held[size] for size in sorted(held)] == sorted(held.values())
