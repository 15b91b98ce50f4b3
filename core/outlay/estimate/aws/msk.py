"""Pricers of `aws:msk/…`: provisioned Kafka clusters. Serverless ones have a type of their own."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MIBPS_MONTH, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonMSK"
_AUTOSCALING: Final = "aws:appautoscaling/target:Target"
_STORAGE_DIMENSION: Final = "kafka:broker-storage:VolumeSize"
_INCLUDED_THROUGHPUT: Final = 250
"""MiB a second of each broker's volume that come with its storage."""


@prices("aws:msk/cluster:Cluster")
def cluster(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: each hour of each broker by its instance type, and the volume of each broker.

    Source: Amazon MSK pricing, provisioned.
    """
    region, inputs = resource.region, resource.inputs
    brokers = inputs.number("numberOfBrokerNodes")
    group = inputs.block("brokerNodeGroupInfo")
    instance_type = group.item("instanceType") or UNKNOWN
    query = PriceQuery(_SERVICE, region, instance_type, "hours")
    yield Charge("Broker instances", HOUR * (brokers * MONTH_HOURS), query)
    if isinstance(instance_type, str) and instance_type.startswith("express."):
        inputs.assume("the storage and data of Express brokers, which are charged by use, are not included")
        return
    if inputs.item("storageMode") == "TIERED":
        inputs.assume("what tiered storage keeps and reads is not included")
    volume = group.block("storageInfo").block("ebsStorageInfo")
    size = _volume_size(volume, near)
    yield Charge("Storage", GB_MONTH * (size * brokers), PriceQuery(_SERVICE, region, "GP2", "storage"))
    throughput = volume.block("provisionedThroughput")
    if throughput.has("enabled") and throughput.flag("enabled"):
        more = throughput.number("volumeThroughput").above(_INCLUDED_THROUGHPUT) * brokers
        query = PriceQuery(_SERVICE, region, "GP2", "throughput")
        yield Charge("Provisioned throughput", MIBPS_MONTH * more, query)


def _volume_size(volume: Properties, near: Neighbours) -> Amount:
    """GB of each broker's volume: what is declared, and up to what auto scaling may make of it, since none shrinks."""
    declared = volume.number("volumeSize")
    for target in near.users(_AUTOSCALING, "resourceId"):
        if target.inputs.item("scalableDimension") == _STORAGE_DIMENSION:
            most = target.inputs.number("maxCapacity")
            return Amount.spanning(declared, declared, most.at_least(declared.high), "auto-scaled volume size")
    return declared
