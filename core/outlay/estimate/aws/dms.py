"""Pricers of `aws:dms/…`: replication instances. Serverless replications have no pricer."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR
from outlay.estimate.aws.instance_size import BURSTABLE, family_of
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import ALL_HOURS, Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.model import NoUsage

_SERVICE: Final = "AWSDatabaseMigrationSvc"
_INCLUDED_GB: Final = 100
_INCLUDED_GB_OF_BURSTABLE: Final = 50


@prices("aws:dms/replicationInstance:ReplicationInstance")
def replication_instance(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A replication instance: each hour, and storage above what its family includes; twice over in several zones.

    Source: AWS Database Migration Service pricing.
    """
    inputs = resource.inputs
    zones = "multi-az" if inputs.has("multiAz") and inputs.flag("multiAz") else "single-az"
    instance_class = inputs.item("replicationInstanceClass") or UNKNOWN
    if isinstance(instance_class, Unknown):
        item: str | Unknown = instance_class
        included = _INCLUDED_GB
    else:
        item = instance_class.removeprefix("dms.")
        included = _INCLUDED_GB_OF_BURSTABLE if family_of(item) in BURSTABLE else _INCLUDED_GB
    hours = ALL_HOURS  # no interface stops it
    yield Charge("Instance", HOUR * hours, PriceQuery(_SERVICE, resource.region, item, zones), hours=hours)
    storage = inputs.number("allocatedStorage", included, "what the instance includes").above(included)
    storage_item = item if isinstance(item, Unknown) else "Storage"
    yield Charge("Storage", GB_MONTH * storage, PriceQuery(_SERVICE, resource.region, storage_item, zones))
