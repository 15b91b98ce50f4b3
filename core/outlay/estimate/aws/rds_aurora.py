"""What an Aurora cluster is charged for, and a serverless member of one.

Not here: members with an instance class (`outlay.estimate.aws.rds`).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from outlay.estimate.amount import (
    GB,
    GB_MONTH,
    HOUR,
    IOPS_MONTH,
    MILLION_REQUESTS,
    MONTH_HOURS,
    MONTH_SECONDS,
    Amount,
    Unit,
)
from outlay.estimate.aws.database_engine import known_as
from outlay.estimate.aws.rds_instance import insights_history, insights_requests
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.subject import Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.rds import ClusterInstanceUsage, ClusterUsage

SERVERLESS_CLASS: Final = "db.serverless"
IO_OPTIMIZED: Final = "aurora-iopt1"
_SERVICE: Final = "AmazonRDS"
_ITEM: Final = "Aurora"
_ACU_HOUR: Final = Unit("ACU-hours")
_ACU_MONTH: Final = Unit("ACU-months")
_MILLION_RECORDS: Final = Unit("1M change records")
_MILLION: Final = 10**6
_SECONDS: Final = 3600
_FREE_BACKUP_DAYS: Final = 1


def cluster_charges(resource: Subject, usage: ClusterUsage) -> Iterator[Charge | Free]:
    """The charges of a cluster, which has its storage in common."""
    engine = resource.inputs.item("engine", "aurora-mysql")
    if isinstance(engine, str) and not engine.startswith("aurora"):
        yield from _multi_az_cluster(resource, engine)
        return
    exported = GB * usage.snapshot_export_size_gb
    export = Charge("Snapshot export", exported, PriceQuery(_SERVICE, resource.region, _ITEM, "snapshot-export"))
    yield from independently(
        _serverless(resource, usage),
        _storage(resource, usage),
        _backups(resource, usage),
        _backtrack(resource, engine, usage),
        iter([export]),
    )


def serverless_member(
    inputs: Properties, region: str | Unknown | None, storage: str | Unknown, usage: ClusterInstanceUsage
) -> Iterator[Charge | Free]:
    """A serverless member: the capacity units that it uses, and its history in Performance Insights by them."""
    item = UNKNOWN if isinstance(storage, Unknown) else "AuroraServerlessV2"
    dimension = "io-optimized" if storage == IO_OPTIMIZED else "standard"
    units = scaled_capacity(inputs, "serverlessv2ScalingConfiguration", usage.capacity_units_per_hr)
    hours = _ACU_HOUR * (units * MONTH_HOURS)
    yield Charge("Aurora Serverless v2", hours, PriceQuery(_SERVICE, region, item, dimension))
    if not inputs.flag("performanceInsightsEnabled"):
        return
    history = insights_history(inputs)
    if history is not None:
        kept = replace(units, open=units.open + history.days.open)
        query = PriceQuery(_SERVICE, region, "AuroraServerlessV2", history.dimension)
        yield Charge("Performance Insights retention", _ACU_MONTH * kept, query)
    yield insights_requests(region, usage)


def scaled_capacity(inputs: Properties, key: str, stated: Amount) -> Amount:
    """The capacity units that are stated, else from the least to the most that the cluster scales to, if it says that.

    The least are expected, since that is what runs whatever happens.
    """
    if not stated.open or not inputs.has(key):
        return stated
    scaling = inputs.block(key)
    least, most = scaling.number("minCapacity"), scaling.number("maxCapacity")
    inputs.assume("the least capacity that the cluster scales to is expected (set usage capacity_units_per_hr)")
    return Amount.spanning(least, least, most, "auto-scaled capacity units")


def _serverless(resource: Subject, usage: ClusterUsage) -> Iterator[Charge]:
    if resource.inputs.text("engineMode", "provisioned") == "serverless":
        hours = _ACU_HOUR * (usage.capacity_units_per_hr * MONTH_HOURS)
        yield Charge("Aurora Serverless", hours, PriceQuery(_SERVICE, resource.region, "AuroraServerlessV1"))


def _storage(resource: Subject, usage: ClusterUsage) -> Iterator[Charge]:
    """Each GB stored and each million I/O requests, which I/O-Optimized storage includes."""
    kind = resource.inputs.item("storageType", "aurora")
    item = UNKNOWN if isinstance(kind, Unknown) else _ITEM
    dimension = "storage/io-optimized" if kind == IO_OPTIMIZED else "storage"
    yield Charge("Storage", GB_MONTH * usage.storage_gb, PriceQuery(_SERVICE, resource.region, item, dimension))
    if kind == IO_OPTIMIZED:
        requests = Amount.exactly(0, "I/O-Optimized storage charges none of the requests:")
    else:
        requests = (usage.write_requests_per_sec + usage.read_requests_per_sec) * MONTH_SECONDS / _MILLION
    query = PriceQuery(_SERVICE, resource.region, item, "io-requests")
    yield Charge("I/O requests", MILLION_REQUESTS * requests, query)


def _backups(resource: Subject, usage: ClusterUsage) -> Iterator[Charge]:
    """The backups of each day that they are kept, the first day's apart."""
    days = resource.inputs.number("backupRetentionPeriod", _FREE_BACKUP_DAYS).above(_FREE_BACKUP_DAYS)
    if days.open or days.high:
        kept = GB_MONTH * (usage.backup_snapshot_size_gb * days)
        yield Charge("Backup storage", kept, PriceQuery(_SERVICE, resource.region, "AuroraBackup", "storage"))


def _backtrack(resource: Subject, engine: str | Unknown, usage: ClusterUsage) -> Iterator[Charge]:
    """The change records of the window that backtrack keeps; only provisioned clusters of MySQL have it."""
    inputs = resource.inputs
    if isinstance(engine, Unknown):
        raise OpenValue("engine", "is open until deployment, and backtrack depends on it")
    if known_as(engine) != "aurora-mysql":
        return
    if inputs.text("engineMode", "provisioned") == "serverless":
        return
    query = PriceQuery(_SERVICE, resource.region, _ITEM, "backtrack")
    window = usage.backtrack_window_hrs
    if window.open:
        window = inputs.number("backtrackWindow", 0) / _SECONDS
    if window.is_exact and not window.expected:
        yield Charge("Backtrack", _MILLION_RECORDS * window, query)
        return
    changes = usage.average_statements_per_hr * usage.change_records_per_statement * MONTH_HOURS
    yield Charge("Backtrack", _MILLION_RECORDS * (changes * window / _MILLION), query)


def _multi_az_cluster(resource: Subject, engine: str) -> Iterator[Charge]:
    """A Multi-AZ cluster of MySQL or PostgreSQL, which has three instances and storage of its own.

    Source: Amazon RDS pricing, Multi-AZ deployment with two readable standbys.
    """
    inputs, region = resource.inputs, resource.region
    instance_class = inputs.item("dbClusterInstanceClass") or UNKNOWN
    hours = Amount.exactly(3, "instances") * resource.running_hours
    query = PriceQuery(_SERVICE, region, instance_class, f"{known_as(engine)}/multi-az-cluster")
    yield Charge("Database instances", HOUR * hours, query, hours=hours)
    kind = inputs.item("storageType", "io1")
    size = GB_MONTH * inputs.number("allocatedStorage")
    yield Charge("Storage", size, PriceQuery(_SERVICE, region, kind, "storage/multi-az-cluster"))
    if inputs.has("iops"):
        iops = IOPS_MONTH * inputs.number("iops")
        yield Charge("Provisioned IOPS", iops, PriceQuery(_SERVICE, region, kind, "iops/multi-az-cluster"))
