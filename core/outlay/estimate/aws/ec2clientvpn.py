"""Pricers of `aws:ec2clientvpn/…`: endpoints that clients connect to, and their associations with subnets."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.ec2clientvpn import EndpointUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonVPC"
_ITEM: Final = "ClientVpn"


@prices("aws:ec2clientvpn/endpoint:Endpoint", usage=EndpointUsage)
def endpoint(resource: Subject, usage: EndpointUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An endpoint: each hour of each connection. One stands for connections that nobody stated.

    Source: AWS VPN pricing, AWS Client VPN.
    """
    connections = usage.connections
    if connections.open:
        resource.inputs.assume("one client is connected all the time (set usage connections to change it)")
        connections = Amount.exactly(1, "connections")
    query = PriceQuery(_SERVICE, resource.region, _ITEM, "connection-hours")
    yield Charge("Connection", HOUR * (connections * MONTH_HOURS), query)


@prices("aws:ec2clientvpn/networkAssociation:NetworkAssociation")
def network_association(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An endpoint's association with a subnet: each hour.

    Source: AWS VPN pricing, AWS Client VPN.
    """
    query = PriceQuery(_SERVICE, resource.region, _ITEM, "association-hours")
    yield Charge("Endpoint association", HOUR * MONTH_HOURS, query)
