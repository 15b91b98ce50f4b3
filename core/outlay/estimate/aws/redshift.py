"""Pricers of `aws:redshift/…`: provisioned clusters. Serverless ones have a service of their own."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN
from outlay.usage.aws.redshift import ClusterUsage

_SERVICE: Final = "AmazonRedshift"
_NODE_SECOND: Final = Unit("node-seconds")
_TB: Final = Unit("TB")
_MANAGED: Final = "ra3"
_SCALING: Final = ("ra3", "ds2", "dc2")
"""Families of nodes that can scale for concurrency."""


@prices("aws:redshift/cluster:Cluster", usage=ClusterUsage)
def cluster(resource: Subject, usage: ClusterUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: each hour of its nodes, managed storage, concurrency scaling, Spectrum and snapshots.

    A second of concurrency scaling costs what a second of the node does.
    Source: Amazon Redshift pricing.
    """
    inputs, region = resource.inputs, resource.region
    node = inputs.item("nodeType") or UNKNOWN
    hours = inputs.number("numberOfNodes", 1) * resource.running_hours
    yield Charge("Cluster nodes", HOUR * hours, PriceQuery(_SERVICE, region, node, "hours"), hours=hours)
    if isinstance(node, str) and node.startswith(_MANAGED):
        managed = GB_MONTH * usage.managed_storage_gb
        yield Charge("Managed storage", managed, PriceQuery(_SERVICE, region, "ManagedStorage"))
    if isinstance(node, str) and node.startswith(_SCALING):
        seconds = _NODE_SECOND * usage.excess_concurrency_scaling_secs
        yield Charge("Concurrency scaling", seconds, PriceQuery(_SERVICE, region, node, "concurrency-scaling"))
    yield Charge("Spectrum", _TB * usage.spectrum_data_scanned_tb, PriceQuery(_SERVICE, region, "Spectrum"))
    yield Charge("Backup storage", GB_MONTH * usage.backup_storage_gb, PriceQuery(_SERVICE, region, "Snapshot"))
