"""Pricers of `gcp:dns/…`."""

from collections.abc import Iterator

from outlay.estimate.amount import MILLION_QUERIES, MONTH
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.dns import RecordSetUsage
from outlay.usage.model import NoUsage


@prices("gcp:dns/managedZone:ManagedZone")
def managed_zone(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A zone, each month; its queries are charged with its record sets.

    Source: Google Cloud, Cloud DNS pricing: the price of a project's first 25 zones.
    """
    yield Charge("Managed zone", MONTH * 1, PriceQuery("CloudDNS", GLOBAL, "managed-zone"))


@prices("gcp:dns/recordSet:RecordSet", usage=RecordSetUsage)
def record_set(resource: Subject, usage: RecordSetUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """The queries for a record set.

    Source: Google Cloud, Cloud DNS pricing; queries with a routing policy cost more, and count as plain ones here.
    """
    if resource.inputs.has("routingPolicy"):
        resource.inputs.assume("queries for records with a routing policy cost what others do")
    query = PriceQuery("CloudDNS", GLOBAL, "queries")
    yield Charge("Queries", MILLION_QUERIES * (usage.monthly_queries / 1_000_000), query)
