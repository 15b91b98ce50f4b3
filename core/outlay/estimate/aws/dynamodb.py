"""Pricers of `aws:dynamodb/…`."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import CAPACITY_UNIT_HOUR, GB, GB_MONTH, MILLION_REQUEST_UNITS, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.dynamodb import TableUsage

_SERVICE: Final = "AmazonDynamoDB"
_MILLION: Final = 10**6
_AUTOSCALING: Final = "aws:appautoscaling/target:Target"


@prices("aws:dynamodb/table:Table", usage=TableUsage)
def table(resource: Subject, usage: TableUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A table: capacity by the hour or requests, data stored, backups, restores and stream reads; replicas likewise.

    Every global secondary index has capacity of its own. Every replica stores the data once more, takes each write
    once more, and has the table's read capacity and its indexes.

    Source: Amazon DynamoDB pricing, provisioned and on-demand capacity.
    """
    here = _Place("", resource.region, resource.inputs.item("tableClass", "STANDARD"))
    yield from independently(
        _kept(here, usage),
        _throughput(resource, here, usage, near),
        _recovery(resource.inputs, here, usage),
        _streamed(resource.inputs, here, usage),
        _replicated(resource, here, usage, near),
    )


def _kept(here: "_Place", usage: TableUsage) -> Iterator[Charge | Free]:
    yield here.stored(usage)
    yield here.backups("On-demand backup storage", usage.on_demand_backup_storage_gb, "on-demand")
    query = PriceQuery(_SERVICE, here.region, "Backup", "restore")
    yield Charge("Table data restored", GB * usage.monthly_data_restored_gb, query)


def _is_provisioned(inputs: Properties) -> bool:
    return inputs.text("billingMode", "PROVISIONED") != "PAY_PER_REQUEST"


def _throughput(resource: Subject, here: "_Place", usage: TableUsage, near: Neighbours) -> Iterator[Charge | Free]:
    inputs = resource.inputs
    if not _is_provisioned(inputs):
        yield here.requests("Write requests", usage.monthly_write_request_units, "write-requests")
        yield here.requests("Read requests", usage.monthly_read_request_units, "read-requests")
        return
    yield here.capacity("Write capacity", _capacity(inputs, near, "Write"), "write-capacity")
    yield here.capacity("Read capacity", _capacity(inputs, near, "Read"), "read-capacity")
    yield from _indexes(inputs, here)


def _indexes(inputs: Properties, place: "_Place") -> Iterator[Charge | Free]:
    """The capacity of the global secondary indexes in one place, as it is declared."""
    for number, index in enumerate(inputs.blocks("globalSecondaryIndexes"), start=1):
        there = place.part(f"global secondary index {number}")
        yield there.capacity("Write capacity", index.number("writeCapacity"), "write-capacity")
        yield there.capacity("Read capacity", index.number("readCapacity"), "read-capacity")


def _recovery(inputs: Properties, here: "_Place", usage: TableUsage) -> Iterator[Charge | Free]:
    """Point-in-time recovery: where it is on, or where somebody states what it keeps."""
    if not usage.pitr_backup_storage_gb.open or inputs.block("pointInTimeRecovery").flag("enabled"):
        yield here.backups("Point-in-time recovery backup storage", usage.pitr_backup_storage_gb, "point-in-time")


def _streamed(inputs: Properties, here: "_Place", usage: TableUsage) -> Iterator[Charge | Free]:
    units = _stream_reads(inputs, usage)
    query = PriceQuery(_SERVICE, here.region, "Streams", "read-requests")
    yield Charge("Streams read requests", MILLION_REQUEST_UNITS * (units / _MILLION), query)


def _replicated(resource: Subject, here: "_Place", usage: TableUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """The replicas; what of them does not depend on the billing mode comes first."""
    inputs = resource.inputs
    places = [
        (_Place(f"replica {number}", replica.item("regionName"), here.table_class), replica)
        for number, replica in enumerate(inputs.blocks("replicas"), start=1)
    ]
    for there, _ in places:
        yield there.stored(usage)
    for there, replica in places:
        if replica.flag("pointInTimeRecovery"):
            yield there.backups("Point-in-time recovery backup storage", usage.pitr_backup_storage_gb, "point-in-time")
    for there, _ in places:
        if _is_provisioned(inputs):
            write, read = _capacity(inputs, near, "Write"), _capacity(inputs, near, "Read")
            yield there.capacity("Replicated write capacity", write, "replicated-write-capacity")
            yield there.capacity("Read capacity", read, "read-capacity")
            yield from _indexes(inputs, there)
        else:
            units = usage.monthly_write_request_units
            yield there.requests("Replicated write requests", units, "replicated-write-requests")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the table, an index or a replica of it lies."""

    component: str
    region: str | Unknown | None
    table_class: str | Unknown

    def capacity(self, name: str, units: Amount, dimension: str) -> Charge:
        return Charge(name, CAPACITY_UNIT_HOUR * (units * MONTH_HOURS), self._query(dimension), self.component)

    def requests(self, name: str, units: Amount, dimension: str) -> Charge:
        return Charge(name, MILLION_REQUEST_UNITS * (units / _MILLION), self._query(dimension), self.component)

    def stored(self, usage: TableUsage) -> Charge:
        return Charge("Data storage", GB_MONTH * usage.storage_gb, self._query("storage"), self.component)

    def backups(self, name: str, gigabytes: Amount, kind: str) -> Charge:
        return Charge(name, GB_MONTH * gigabytes, PriceQuery(_SERVICE, self.region, "Backup", kind), self.component)

    def part(self, name: str) -> "_Place":
        return _Place(f"{self.component} {name}".strip(), self.region, self.table_class)

    def _query(self, dimension: str) -> PriceQuery:
        return PriceQuery(_SERVICE, self.region, self.table_class, dimension)


def _capacity(inputs: Properties, near: Neighbours, kind: str) -> Amount:
    """The table's capacity for `kind` (`Read` or `Write`): as declared, or between the ends of its auto scaling.

    Within these ends the expected capacity is the declared one, since that is what deployment starts with.
    """
    declared = inputs.number(f"{kind.lower()}Capacity")
    for target in near.users(_AUTOSCALING, "resourceId"):
        if target.inputs.item("scalableDimension") == f"dynamodb:table:{kind}CapacityUnits":
            least, most = target.inputs.number("minCapacity"), target.inputs.number("maxCapacity")
            if least.open or most.open:
                return least + most
            expected = min(max(declared.expected, least.expected), most.expected)
            return Amount.between(least.expected, expected, most.expected, f"auto-scaled {kind.lower()} capacity")
    return declared


def _stream_reads(inputs: Properties, usage: TableUsage) -> Amount:
    """What is stated; where nothing is, zero for a table without a stream."""
    stated = usage.monthly_streams_read_request_units
    if stated.open and not inputs.flag("streamEnabled"):
        return Amount.exactly(0, "no stream")
    return stated
