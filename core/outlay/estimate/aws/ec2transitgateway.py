"""Pricers of `aws:ec2transitgateway/…`, and the charges of whatever is attached to a transit gateway."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.ec2 import DataProcessedUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonVPC"
_ITEM: Final = "TransitGateway"


@prices("aws:ec2transitgateway/vpcAttachment:VpcAttachment", usage=DataProcessedUsage)
def vpc_attachment(resource: Subject, usage: DataProcessedUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A VPC's attachment to a transit gateway: each hour, and each GB sent from the VPC.

    Source: AWS Transit Gateway pricing.
    """
    yield from attachment_charges(resource.region, usage.monthly_data_processed_gb)


@prices("aws:ec2transitgateway/peeringAttachment:PeeringAttachment")
def peering_attachment(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A transit gateway's attachment to another one: each hour; what it sends is charged where it was attached.

    Source: AWS Transit Gateway pricing.
    """
    yield _attached(resource.region)


def attachment_charges(region: str | Unknown | None, gigabytes: Amount) -> Iterator[Charge]:
    """The hours of an attachment and the GB that are sent through it.

    Source: AWS Transit Gateway pricing.
    """
    yield _attached(region)
    yield Charge("Data processed", GB * gigabytes, PriceQuery(_SERVICE, region, _ITEM, "bytes"))


def _attached(region: str | Unknown | None) -> Charge:
    query = PriceQuery(_SERVICE, region, _ITEM, "attachment-hours")
    return Charge("Transit gateway attachment", HOUR * MONTH_HOURS, query)
