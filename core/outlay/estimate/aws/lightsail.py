"""Pricers of `aws:lightsail/…`: virtual servers. Databases, containers and disks of Lightsail are not here yet."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonLightsail"


@prices("aws:lightsail/instance:Instance")
def instance(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A virtual server: each hour until it is deleted, by the size and system of its bundle; also while it is stopped.

    Source: Amazon Lightsail pricing, virtual servers.
    """
    size, dimension = _bundle(resource.inputs.item("bundleId"))
    query = PriceQuery(_SERVICE, resource.region, size, dimension)
    yield Charge("Virtual server", HOUR * MONTH_HOURS, query)


def _bundle(bundle: str | Unknown) -> tuple[str | Unknown, str]:
    """Size and system of a bundle: `xlarge` and `linux` of `xlarge_2_0`, `small` and `windows` of `small_win_3_0`.

    What stands behind these is the generation and the number of the region's price list.
    """
    if isinstance(bundle, Unknown):
        return bundle, ""
    size, *rest = bundle.lower().split("_")
    system = "windows" if "win" in rest else "linux"
    return size, f"{system}-ipv6" if "ipv6" in rest else system
