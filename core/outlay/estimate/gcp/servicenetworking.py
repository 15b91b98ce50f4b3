"""Pricers of `gcp:servicenetworking/…`."""

from collections.abc import Iterator

from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.network_egress import data_between_regions
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.gcp.compute import NetworkUsage


@prices("gcp:servicenetworking/connection:Connection", usage=NetworkUsage)
def connection(resource: Subject, usage: NetworkUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A private connection to a service of Google's: the data that leaves through it.

    Source: Google Cloud, Virtual Private Cloud pricing, data transfer between regions.
    """
    yield from data_between_regions(usage.monthly_egress_data_transfer_gb)
