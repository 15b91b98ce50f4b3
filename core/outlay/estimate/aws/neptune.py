"""Pricers of `aws:neptune/…`: clusters, their instances and snapshots."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MILLION_REQUESTS, MONTH_HOURS, VCPU_HOUR, Amount, Unit
from outlay.estimate.aws.instance_size import BURSTABLE, family_of, virtual_cpus
from outlay.estimate.aws.rds_aurora import scaled_capacity
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.neptune import ClusterInstanceUsage, ClusterSnapshotUsage, ClusterUsage

_SERVICE: Final = "AmazonNeptune"
_CLUSTER: Final = "aws:neptune/cluster:Cluster"
_IO_OPTIMIZED: Final = "iopt1"
_SERVERLESS_CLASS: Final = "db.serverless"
_NCU_HOUR: Final = Unit("NCU-hours")
_FREE_BACKUP_DAYS: Final = 1
_MILLION: Final = 10**6


@prices(_CLUSTER, usage=ClusterUsage)
def cluster(resource: Subject, usage: ClusterUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: its storage, I/O requests unless these are included, and backups beyond the first day.

    Source: Amazon Neptune pricing.
    """
    inputs, region = resource.inputs, resource.region
    kind = inputs.item("storageType", "standard")
    item = UNKNOWN if isinstance(kind, Unknown) else "Storage"
    is_optimized = kind == _IO_OPTIMIZED
    storage = PriceQuery(_SERVICE, region, item, "io-optimized" if is_optimized else "standard")
    yield Charge("Storage", GB_MONTH * usage.storage_gb, storage)
    requests = usage.monthly_io_requests / _MILLION
    if is_optimized:
        requests = Amount.exactly(0, "I/O-Optimized storage charges none of the requests:")
    yield Charge("I/O requests", MILLION_REQUESTS * requests, PriceQuery(_SERVICE, region, item, "io-requests"))
    days = inputs.number("backupRetentionPeriod", _FREE_BACKUP_DAYS)
    if days.open or days.high > _FREE_BACKUP_DAYS:
        yield _backup(usage.backup_storage_gb, region)


@prices("aws:neptune/clusterInstance:ClusterInstance", usage=ClusterInstanceUsage)
def cluster_instance(resource: Subject, usage: ClusterInstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An instance of a cluster: each hour that it runs, by the cluster's storage; CPU credits above the baseline.

    Source: Amazon Neptune pricing.
    """
    region = resource.region
    instance_class = resource.inputs.item("instanceClass") or UNKNOWN
    of_cluster = near.target("clusterIdentifier", _CLUSTER)
    kind = "standard" if of_cluster is None else of_cluster.inputs.item("storageType", "standard")
    dimension = "io-optimized" if kind == _IO_OPTIMIZED else "standard"
    if of_cluster is None:
        resource.inputs.assume("the cluster, which is not in this stack, has standard storage")
    item = UNKNOWN if isinstance(kind, Unknown) else instance_class
    query = PriceQuery(_SERVICE, region, item, dimension)
    if instance_class == _SERVERLESS_CLASS:
        settings = resource.inputs if of_cluster is None else of_cluster.inputs
        units = scaled_capacity(settings, "serverlessV2ScalingConfiguration", usage.capacity_units_per_hr)
        yield Charge("Neptune Serverless", _NCU_HOUR * (units * MONTH_HOURS), query)
        return
    hours = resource.running_hours
    yield Charge("Database instance", HOUR * hours, query, hours=hours)
    if isinstance(instance_class, str) and family_of(instance_class) in BURSTABLE:
        credits_ = VCPU_HOUR * (usage.monthly_cpu_credit_hrs * virtual_cpus(instance_class))
        yield Charge(
            "CPU credits", credits_, PriceQuery(_SERVICE, region, f"db.{family_of(instance_class)}", "cpu-credits")
        )


@prices("aws:neptune/clusterSnapshot:ClusterSnapshot", usage=ClusterSnapshotUsage)
def cluster_snapshot(resource: Subject, usage: ClusterSnapshotUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A snapshot: each GB that is kept.

    Source: Amazon Neptune pricing, backup storage.
    """
    yield _backup(usage.backup_storage_gb, resource.region)


def _backup(gigabytes: Amount, region: str | Unknown | None) -> Charge:
    return Charge("Backup storage", GB_MONTH * gigabytes, PriceQuery(_SERVICE, region, "Backup", "storage"))
