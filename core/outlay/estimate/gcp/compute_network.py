"""Pricers of what joins networks in `gcp:compute/…`: Cloud NAT, VPN gateways and their tunnels."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.network_egress import data_between_regions, data_to_internet
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.gcp.compute import ExternalVpnGatewayUsage, NetworkUsage, RouterNatUsage
from outlay.usage.model import NoUsage

_MOST_CHARGED_VMS: Final = 32
"""Virtual machines from which on a NAT gateway costs no more."""


@prices("gcp:compute/routerNat:RouterNat", usage=RouterNatUsage)
def router_nat(resource: Subject, usage: RouterNatUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Cloud NAT gateway: each hour of a machine that uses it, up to 32 of them, and the data that it processes.

    The price book has the hour of a gateway with 32 machines or more; a machine costs a 32nd of it.
    Source: Google Cloud, Cloud NAT pricing.
    """
    vms = usage.assigned_vms.at_most(_MOST_CHARGED_VMS)
    query = PriceQuery("Networking", resource.region, "nat", "hours")
    yield Charge("Assigned VMs", HOUR * (vms * MONTH_HOURS), query, factor=Decimal(1) / _MOST_CHARGED_VMS)
    query = PriceQuery("Networking", resource.region, "nat", "data")
    yield Charge("Data processed", GB * usage.monthly_data_processed_gb, query)
    if resource.inputs.item("natIpAllocateOption") != "MANUAL_ONLY":
        resource.inputs.assume("external addresses that the gateway takes by itself are not included")


@prices("gcp:compute/vPNTunnel:VPNTunnel")
def vpn_tunnel(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A VPN tunnel: each hour that it exists; its data is charged with the gateway.

    Source: Google Cloud, Cloud VPN pricing.
    """
    yield Charge("VPN tunnel", HOUR * MONTH_HOURS, PriceQuery("Networking", resource.region, "vpn-tunnel"))


@prices("gcp:compute/haVpnGateway:HaVpnGateway", usage=NetworkUsage)
@prices("gcp:compute/vPNGateway:VPNGateway", usage=NetworkUsage)
def vpn_gateway(resource: Subject, usage: NetworkUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A VPN gateway: the data that its tunnels carry to other places of Google Cloud.

    Source: Google Cloud, Cloud VPN pricing.
    """
    yield from data_between_regions(usage.monthly_egress_data_transfer_gb)


@prices("gcp:compute/externalVpnGateway:ExternalVpnGateway", usage=ExternalVpnGatewayUsage)
def external_vpn_gateway(
    resource: Subject, usage: ExternalVpnGatewayUsage, near: Neighbours
) -> Iterator[Charge | Free]:
    """A VPN gateway outside Google Cloud: the data that leaves for it over the internet.

    Source: Google Cloud, Cloud VPN pricing: internet data transfer.
    """
    yield from data_to_internet(resource.region, usage.monthly_egress_data_transfer_gb)
