"""Pricers of `aws:globalaccelerator/…`: accelerators, and the traffic of their endpoint groups."""

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.globalaccelerator import DataTransferUsage, EndpointGroupUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AWSGlobalAccelerator"
_LOCATIONS: Final = {
    "us": ("US, Mexico, Canada", "NA"),
    "europe": ("Europe", "EU"),
    "south_africa": ("South Africa, Kenya", "ZA"),
    "south_america": ("South America", "SA"),
    "south_korea": ("South Korea", "KR"),
    "middle_east": ("Middle East", "ME"),
    "australia": ("Australia, New Zealand", "AU"),
    "asia_pacific": ("Asia Pacific", "AP"),
    "india": ("India, Indonesia, Philippines, Thailand", "IN"),
}
"""Where clients are, by usage key: the name, and the code in the price book."""
_CONTINENTS: Final = {
    "us": "NA",
    "ca": "NA",
    "mx": "NA",
    "eu": "EU",
    "il": "EU",
    "ap": "AP",
    "me": "ME",
    "sa": "SA",
    "af": "ZA",
}
"""Where endpoints are, by the first part of their region."""


@prices("aws:globalaccelerator/customRoutingAccelerator:CustomRoutingAccelerator")
@prices("aws:globalaccelerator/accelerator:Accelerator")
def accelerator(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An accelerator: each hour until it is deleted, whether it is enabled or not.

    Source: AWS Global Accelerator pricing, fixed fee.
    """
    yield Charge("Fixed fee", HOUR * MONTH_HOURS, PriceQuery(_SERVICE, GLOBAL, "Accelerator", "hours"))


@prices("aws:globalaccelerator/customRoutingEndpointGroup:CustomRoutingEndpointGroup", usage=EndpointGroupUsage)
@prices("aws:globalaccelerator/endpointGroup:EndpointGroup", usage=EndpointGroupUsage)
def endpoint_group(resource: Subject, usage: EndpointGroupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An endpoint group: each GB in the direction with more traffic, by where endpoints and clients are.

    Source: AWS Global Accelerator pricing, data transfer premium.
    """
    origin = _origin(resource)
    inbound, outbound = usage.monthly_inbound_data_transfer_gb, usage.monthly_outbound_data_transfer_gb
    dominant = outbound if _stated(outbound) > _stated(inbound) else inbound
    keys = [key for key in _LOCATIONS if not getattr(inbound, key).open or not getattr(outbound, key).open]
    for key in keys or _LOCATIONS:
        place, code = _LOCATIONS[key]
        data = getattr(dominant, key)
        if keys and data.open:
            data = Amount.exactly(0, "GB in the direction with more traffic")
        query = PriceQuery(_SERVICE, GLOBAL, origin, f"premium/{code}")
        yield Charge("Data transfer premium", GB * data, query, component=place)


def _origin(group: Subject) -> str | Unknown:
    """The code of the continent that the endpoints are in."""
    region = group.inputs.item("endpointGroupRegion") or group.region or UNKNOWN
    if isinstance(region, Unknown):
        return region
    return _CONTINENTS.get(region.partition("-")[0], region)


def _stated(traffic: DataTransferUsage) -> Decimal:
    """GB in one direction, as far as they are stated."""
    amounts: list[Amount] = [getattr(traffic, field.name) for field in fields(traffic)]
    return sum((amount.expected for amount in amounts if not amount.open), Decimal(0))
