"""Pricers of `aws:ebs/…`, and the charges of a block storage volume wherever one is attached."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, IOPS_MONTH, MIBPS_MONTH, MILLION_REQUESTS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.ebs import VolumeUsage

DEFAULT_VOLUME_TYPE: Final = "gp2"
GP3_INCLUDED_IOPS: Final = 3000
GP3_INCLUDED_MIBPS: Final = 125
_PROVISIONED_IOPS: Final = ("io1", "io2")


@prices("aws:ebs/volume:Volume", usage=VolumeUsage)
def volume(resource: Subject, usage: VolumeUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A volume: each GB that is provisioned, and what its type charges beside.

    Source: Amazon EBS pricing, EBS volumes.
    """
    inputs = resource.inputs
    yield from volume_charges(
        inputs,
        resource.region,
        kind=inputs.item("type", DEFAULT_VOLUME_TYPE),
        size=inputs.number("size"),
        io_requests=usage.monthly_standard_io_requests,
    )


def volume_charges(
    properties: Properties,
    region: str | Unknown | None,
    *,
    kind: str | Unknown,
    size: Amount,
    io_requests: Amount,
    component: str = "",
) -> Iterator[Charge]:
    """What a volume of a kind and a size in GB costs; `iops` and `throughput` are read from its properties.

    gp3 includes 3,000 IOPS and 125 MiB/s; io1 and io2 charge every IOPS, magnetic volumes every I/O request.
    Source: Amazon EBS pricing, EBS volumes.
    """
    yield Charge("Storage", GB_MONTH * size, PriceQuery("AmazonEBS", region, kind, "storage"), component)
    if kind in _PROVISIONED_IOPS:
        iops = IOPS_MONTH * properties.number("iops")
        yield Charge("Provisioned IOPS", iops, PriceQuery("AmazonEBS", region, kind, "iops"), component)
    elif kind == "gp3":
        yield from _above_included(properties, region, component)
    elif kind == "standard":
        requests = MILLION_REQUESTS * (io_requests / 1_000_000)
        yield Charge("I/O requests", requests, PriceQuery("AmazonEBS", region, kind, "io-requests"), component)


def _above_included(properties: Properties, region: str | Unknown | None, component: str) -> Iterator[Charge]:
    """What a gp3 volume provisions above what its storage includes; nothing where nothing is provisioned."""
    iops = properties.number("iops", GP3_INCLUDED_IOPS).above(GP3_INCLUDED_IOPS)
    if iops.open or iops.high:
        yield Charge("Provisioned IOPS", IOPS_MONTH * iops, PriceQuery("AmazonEBS", region, "gp3", "iops"), component)
    throughput = properties.number("throughput", GP3_INCLUDED_MIBPS).above(GP3_INCLUDED_MIBPS)
    if throughput.open or throughput.high:
        query = PriceQuery("AmazonEBS", region, "gp3", "throughput")
        yield Charge("Provisioned throughput", MIBPS_MONTH * throughput, query, component)
