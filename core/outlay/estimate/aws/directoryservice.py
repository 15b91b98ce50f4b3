"""Pricers of `aws:directoryservice/…`: directories."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.directoryservice import DirectoryUsage

_SERVICE: Final = "AWSDirectoryService"
_MICROSOFT: Final = "MicrosoftAD"
_CONTROLLERS: Final = 2
"""Domain controllers that every directory has, in two zones."""


@prices("aws:directoryservice/directory:Directory", usage=DirectoryUsage)
def directory(resource: Subject, usage: DirectoryUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A directory: each hour of its domain controllers, by kind and size, and of each account it is shared with.

    Source: AWS Directory Service pricing.
    """
    inputs = resource.inputs
    kind = inputs.text("type", "SimpleAD")
    size = inputs.item("edition", "Enterprise") if kind == _MICROSOFT else inputs.item("size", "Large")
    query = PriceQuery(_SERVICE, resource.region, size, kind)
    wanted = inputs.number("desiredNumberOfDomainControllers", _CONTROLLERS).at_least(_CONTROLLERS)
    yield Charge("Directory service", HOUR * (wanted * MONTH_HOURS), query)
    if not usage.additional_domain_controllers.open:
        hours = HOUR * (usage.additional_domain_controllers * MONTH_HOURS)
        yield Charge("Additional domain controllers", hours, query)
    if kind == _MICROSOFT and not usage.shared_accounts.open:
        shared = PriceQuery(_SERVICE, resource.region, size, f"{kind}/sharing")
        yield Charge("Directory sharing", HOUR * (usage.shared_accounts * MONTH_HOURS), shared)
