"""Pricers of `gcp:compute/address:Address` and `gcp:compute/globalAddress:GlobalAddress`.

Not here: ephemeral addresses, which come with the instance that has them (`outlay.estimate.gcp.compute_instance`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.machine import INSTANCE, is_spot, is_stopped
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.model import NoUsage

_FORWARDING_RULES: Final = (
    "gcp:compute/forwardingRule:ForwardingRule",
    "gcp:compute/globalForwardingRule:GlobalForwardingRule",
)
_ROUTER_NAT: Final = "gcp:compute/routerNat:RouterNat"
_EXTERNAL_PURPOSES: Final = ("", "GCE_ENDPOINT", "NAT_AUTO")
"""Purposes that an external address can have; the others are those of internal ranges."""

_INTERNAL: Final = "an internal address costs nothing"
_FORWARDED: Final = "an external address that a forwarding rule uses costs nothing"
_IPV6: Final = "an external IPv6 address costs nothing"


@prices("gcp:compute/address:Address")
def address(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A static external IPv4 address: each hour, less while a virtual machine or a NAT gateway uses it.

    Source: Google Cloud, Virtual Private Cloud pricing, external IP address pricing.
    """
    free = _why_free(resource, near)
    if free:
        yield Free(free)
        return
    query = PriceQuery("Networking", resource.region, "external-ip", _use(near))
    yield Charge("External IP address", HOUR * MONTH_HOURS, query)


@prices("gcp:compute/globalAddress:GlobalAddress")
def global_address(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A global static external address: each hour, unless a forwarding rule uses it.

    Source: Google Cloud, Virtual Private Cloud pricing, external IP address pricing.
    """
    free = _why_free(resource, near)
    if free:
        yield Free(free)
        return
    query = PriceQuery("Networking", GLOBAL, "external-ip", "global-unused")
    yield Charge("External IP address", HOUR * MONTH_HOURS, query)


def _why_free(resource: Subject, near: Neighbours) -> str:
    inputs = resource.inputs
    if inputs.text("addressType", "EXTERNAL").upper() == "INTERNAL":
        return _INTERNAL
    if inputs.text("purpose").upper() not in _EXTERNAL_PURPOSES:
        return _INTERNAL
    if inputs.text("ipVersion").upper() == "IPV6":
        return _IPV6
    if any(near.users(rule, "ipAddress") for rule in _FORWARDING_RULES):
        return _FORWARDED
    return ""


def _use(near: Neighbours) -> str:
    """By what the address is used in this stack; what uses it from elsewhere is not seen."""
    instances = [each for each in near.users(INSTANCE, "networkInterfaces") if not is_stopped(each.inputs)]
    if any(not is_spot(each.inputs) for each in instances) or near.users(_ROUTER_NAT, "natIps"):
        return "standard-vm"
    return "spot-vm" if instances else "unused"
