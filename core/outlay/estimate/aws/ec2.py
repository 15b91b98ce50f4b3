"""Pricers of `aws:ec2/…`."""

from collections.abc import Iterator

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.ec2 import NatGatewayUsage


@prices("aws:ec2/natGateway:NatGateway", usage=NatGatewayUsage)
def nat_gateway(resource: Subject, usage: NatGatewayUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A NAT gateway: each hour that it exists, and each GB through it.

    Source: Amazon VPC pricing, NAT gateway pricing.
    """
    region = resource.region
    yield Charge("NAT gateway", HOUR * MONTH_HOURS, PriceQuery("AmazonEC2", region, "NatGateway", "hours"))
    yield Charge(
        "Data processed", GB * usage.monthly_data_processed_gb, PriceQuery("AmazonEC2", region, "NatGateway", "bytes")
    )
