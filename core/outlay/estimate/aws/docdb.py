"""Pricers of `aws:docdb/…`: clusters, their instances and snapshots. Elastic clusters have no pricer."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MILLION_REQUESTS, VCPU_HOUR, Amount
from outlay.estimate.aws.instance_size import BURSTABLE, family_of
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.docdb import BackupUsage, ClusterInstanceUsage

_SERVICE: Final = "AmazonDocDB"
_CLUSTER: Final = "aws:docdb/cluster:Cluster"
_IO_OPTIMIZED: Final = "iopt1"
_MILLION: Final = 10**6


@prices(_CLUSTER, usage=BackupUsage)
def cluster(resource: Subject, usage: BackupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: backups beyond its own size. What it stores and runs is charged with its instances.

    Source: Amazon DocumentDB pricing.
    """
    yield _backup(resource, usage.backup_storage_gb)


@prices("aws:docdb/clusterSnapshot:ClusterSnapshot", usage=BackupUsage)
def cluster_snapshot(resource: Subject, usage: BackupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A snapshot: what it takes beyond the size of the cluster.

    Source: Amazon DocumentDB pricing.
    """
    yield _backup(resource, usage.backup_storage_gb)


def _backup(resource: Subject, gigabytes: Amount) -> Charge:
    return Charge("Backup storage", GB_MONTH * gigabytes, PriceQuery(_SERVICE, resource.region, "Backup", "storage"))


@prices("aws:docdb/clusterInstance:ClusterInstance", usage=ClusterInstanceUsage)
def cluster_instance(resource: Subject, usage: ClusterInstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An instance: each hour, and with it what the cluster stores and reads; CPU credits above the baseline.

    In a cluster with I/O-Optimized storage, requests cost nothing, and hours and storage more.
    Source: Amazon DocumentDB pricing.
    """
    region = resource.region
    instance_class = resource.inputs.item("instanceClass") or UNKNOWN
    of_cluster = near.target("clusterIdentifier", _CLUSTER)
    storage = "" if of_cluster is None else of_cluster.inputs.item("storageType")
    item = storage if isinstance(storage, Unknown) else instance_class
    kind = "io-optimized" if storage == _IO_OPTIMIZED else "standard"
    hours = resource.running_hours
    yield Charge("Database instance", HOUR * hours, PriceQuery(_SERVICE, region, item, kind), hours=hours)
    stored = storage if isinstance(storage, Unknown) else "Storage"
    yield Charge("Storage", GB_MONTH * usage.data_storage_gb, PriceQuery(_SERVICE, region, stored, kind))
    if kind == "standard":
        requests = MILLION_REQUESTS * (usage.monthly_io_requests / _MILLION)
        yield Charge("I/O requests", requests, PriceQuery(_SERVICE, region, "IORequests"))
    family = "" if isinstance(instance_class, Unknown) else family_of(instance_class)
    if family in BURSTABLE:
        query = PriceQuery(_SERVICE, region, f"db.{family}", "cpu-credits")
        yield Charge("CPU credits", VCPU_HOUR * usage.monthly_cpu_credit_hrs, query)
