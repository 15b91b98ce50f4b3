"""Pricers of `aws:directconnect/…`: connections, and gateways associated with what lies behind them."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS, Amount
from outlay.estimate.aws.ec2transitgateway import attachment_charges
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.directconnect import ConnectionUsage, FromRegionUsage
from outlay.usage.aws.ec2 import DataProcessedUsage

_SERVICE: Final = "AWSDirectConnect"
_TRANSIT_GATEWAY: Final = "aws:ec2transitgateway/transitGateway:TransitGateway"
_VPN_GATEWAY: Final = "aws:ec2/vpnGateway:VpnGateway"


@prices("aws:directconnect/connection:Connection", usage=ConnectionUsage)
def connection(resource: Subject, usage: ConnectionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A connection: each hour of its port, by bandwidth, and each GB sent to its location, by the region it is from.

    Source: AWS Direct Connect pricing.
    """
    inputs = resource.inputs
    bandwidth = inputs.item("bandwidth") or UNKNOWN
    capacity = bandwidth if isinstance(bandwidth, Unknown) else bandwidth.replace("bps", "")
    kind = usage.dx_connection_type.lower() or "dedicated"
    yield Charge("DX connection", HOUR * MONTH_HOURS, PriceQuery(_SERVICE, resource.region, capacity, kind))
    location = inputs.item("location") or UNKNOWN
    sent = list(_sent(usage.monthly_outbound_from_region_to_dx_connection_location))
    for region, gigabytes in sent:
        query = PriceQuery(_SERVICE, region, location, "data-out")
        yield Charge("Outbound data transfer", GB * gigabytes, query, f"from {region}")
    if not sent:
        query = PriceQuery(_SERVICE, resource.region, location, "data-out")
        yield Charge("Outbound data transfer", GB * usage.monthly_outbound_region_to_dx_location_gb, query)


def _sent(usage: FromRegionUsage) -> Iterator[tuple[str, Amount]]:
    """The regions that something is stated of, as AWS spells them: `us_east_1` is `us-east-1`."""
    for field in fields(usage):
        gigabytes = getattr(usage, field.name)
        if not gigabytes.open:
            yield field.name.replace("_", "-"), gigabytes


@prices("aws:directconnect/gatewayAssociation:GatewayAssociation", usage=DataProcessedUsage)
def gateway_association(resource: Subject, usage: DataProcessedUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Direct Connect gateway's association: with a transit gateway an attachment to it, with a VPN gateway nothing.

    Source: AWS Transit Gateway pricing; AWS Direct Connect pricing.
    """
    gateway = resource.inputs.values.get("associatedGatewayId")
    if near.target("associatedGatewayId", _VPN_GATEWAY) or (isinstance(gateway, str) and gateway.startswith("vgw-")):
        yield Free("an association with a virtual private gateway is free")
        return
    other = near.target("associatedGatewayId", _TRANSIT_GATEWAY)
    region = resource.region if other is None else other.region
    if other is None and not (isinstance(gateway, str) and gateway.startswith("tgw-")):
        resource.inputs.assume("the associated gateway, which is not in this stack, is a transit gateway")
    yield from attachment_charges(region, usage.monthly_data_processed_gb)
