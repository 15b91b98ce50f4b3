"""Pricers of `aws:ec2/…` that carry traffic: addresses, NAT gateways, endpoints, VPN connections and mirrors.

Not here: transit gateways (`aws:ec2transitgateway/…`), and addresses that an instance is given at launch (`ec2`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS, Amount
from outlay.estimate.aws.ec2transitgateway import attachment_charges
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.ec2 import DataProcessedUsage
from outlay.usage.model import NoUsage

EIP: Final = "aws:ec2/eip:Eip"
PUBLIC_ADDRESS: Final = "PublicIPv4Address"
_VPC: Final = "AmazonVPC"


@prices(EIP)
def eip(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A public IPv4 address: each hour that it is held, whether it is in use or not (since 1 February 2024).

    Addresses that the customer brought or owns cost nothing.
    Source: Amazon VPC pricing, public IPv4 address.
    """
    inputs = resource.inputs
    if inputs.has("customerOwnedIpv4Pool") or inputs.text("publicIpv4Pool", "amazon") != "amazon":
        yield Free("the address comes from a pool of the customer's own")
        return
    yield Charge("Public IPv4 address", HOUR * MONTH_HOURS, PriceQuery("AmazonEC2", resource.region, PUBLIC_ADDRESS))


@prices("aws:ec2/natGateway:NatGateway", usage=DataProcessedUsage)
def nat_gateway(resource: Subject, usage: DataProcessedUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A NAT gateway: each hour that it exists, in each zone if it is a regional one, and each GB through it.

    Source: Amazon VPC pricing, NAT gateway pricing.
    """
    region = resource.region
    data = GB * usage.monthly_data_processed_gb
    yield from independently(
        _gateway_hours(resource),
        iter([Charge("Data processed", data, PriceQuery("AmazonEC2", region, "NatGateway", "bytes"))]),
    )


def _gateway_hours(gateway: Subject) -> Iterator[Charge | Free]:
    hours = HOUR * (MONTH_HOURS * _zones(gateway) if _is_regional(gateway) else MONTH_HOURS)
    yield Charge("NAT gateway", hours, PriceQuery("AmazonEC2", gateway.region, "NatGateway", "hours"))


def _is_regional(gateway: Subject) -> bool:
    return gateway.inputs.has("availabilityMode") and gateway.inputs.text("availabilityMode") == "regional"


def _zones(gateway: Subject) -> Amount:
    """In how many zones a regional gateway is charged: those that are listed, else wherever the workload runs."""
    listed = gateway.inputs.blocks("availabilityZoneAddresses")
    if listed:
        return Amount.exactly(len(listed), "zones")
    return Amount.unknown("zones", "in how many zones a regional NAT gateway works is decided by AWS")


@prices("aws:ec2/vpcEndpoint:VpcEndpoint", usage=DataProcessedUsage)
def vpc_endpoint(resource: Subject, usage: DataProcessedUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An endpoint: each hour in each subnet (so in each zone) that it has an interface in, and each GB through it.

    Gateway endpoints, to S3 and DynamoDB, cost nothing.
    Source: AWS PrivateLink pricing.
    """
    kind = resource.inputs.text("vpcEndpointType", "Gateway")
    if kind == "Gateway":
        yield Free("gateway endpoints are free")
        return
    data = GB * usage.monthly_data_processed_gb
    yield Charge("Data processed", data, PriceQuery(_VPC, resource.region, _endpoint(kind), "bytes"))
    hours = HOUR * (MONTH_HOURS * _interfaces(resource))
    yield Charge("Endpoint", hours, PriceQuery(_VPC, resource.region, _endpoint(kind), "hours"))


def _endpoint(kind: str) -> str:
    return f"{kind}Endpoint"


def _interfaces(endpoint: Subject) -> Amount:
    """In how many subnets the endpoint has an interface: those that are listed, else one."""
    inputs = endpoint.inputs
    listed = inputs.values.get("subnetIds")
    if isinstance(listed, list | tuple) and listed:
        return Amount.exactly(len(listed), "subnets")
    if inputs.has("subnetIds"):
        return Amount.unknown("subnets", "subnetIds is open until deployment")
    inputs.assume("the endpoint is in one subnet: subnetIds is not set")
    return Amount.exactly(1, "subnets")


@prices("aws:ec2/vpnConnection:VpnConnection", usage=DataProcessedUsage)
def vpn_connection(resource: Subject, usage: DataProcessedUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A site-to-site VPN connection: each hour, and its attachment to a transit gateway where it ends at one.

    Source: AWS VPN pricing; AWS Transit Gateway pricing.
    """
    yield Charge("VPN connection", HOUR * MONTH_HOURS, PriceQuery(_VPC, resource.region, "VpnConnection", "hours"))
    inputs = resource.inputs
    if inputs.has("enableAcceleration") and inputs.flag("enableAcceleration"):
        inputs.assume("what Global Accelerator charges for an accelerated VPN connection is not included")
    if inputs.has("transitGatewayId"):
        yield from attachment_charges(resource.region, usage.monthly_data_processed_gb)


@prices("aws:ec2/trafficMirrorSession:TrafficMirrorSession")
def traffic_mirror_session(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A session that copies the traffic of a network interface: each hour.

    Source: Amazon VPC pricing, traffic mirroring.
    """
    query = PriceQuery(_VPC, resource.region, "TrafficMirroring", "hours")
    yield Charge("Traffic mirror", HOUR * MONTH_HOURS, query)
