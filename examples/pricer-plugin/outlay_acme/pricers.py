"""How the resources of Acme are charged. A pricer says how much of what, and never sees a price."""

from collections.abc import Iterator

from outlay.estimate.amount import HOUR, MILLION_REQUESTS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import Registry
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery

from outlay_acme.usage import CacheUsage

pricers = Registry()


@pricers.prices("acme:index/cache:Cache", usage=CacheUsage)
def cache(resource: Subject, usage: CacheUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cache: each hour of each node by its size, and each million requests.

    Source: Acme's price list, caches.
    """
    nodes = resource.inputs.number("nodes", 1)
    size = PriceQuery("AcmeCache", GLOBAL, resource.inputs.item("size", "small"), "node")
    yield Charge("Nodes", HOUR * (nodes * resource.running_hours), size, hours=resource.running_hours)
    requests = PriceQuery("AcmeCache", GLOBAL, "Requests")
    yield Charge("Requests", MILLION_REQUESTS * (usage.monthly_requests / 1_000_000), requests)
