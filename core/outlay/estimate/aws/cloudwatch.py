"""Pricers of `aws:cloudwatch/…`."""

from collections.abc import Iterator

from outlay.estimate.amount import GB, GB_MONTH
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.cloudwatch import LogGroupUsage

_SERVICE = "AmazonCloudWatch"


@prices("aws:cloudwatch/logGroup:LogGroup", usage=LogGroupUsage)
def log_group(resource: Subject, usage: LogGroupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A log group: each GB written (by log class), kept, and read by Logs Insights queries.

    Source: Amazon CloudWatch pricing, Logs.
    """
    region = resource.region
    log_class = resource.inputs.item("logGroupClass", "STANDARD")
    yield Charge(
        "Data ingested", GB * usage.monthly_data_ingested_gb, PriceQuery(_SERVICE, region, log_class, "ingestion")
    )
    yield Charge("Archival storage", GB_MONTH * usage.storage_gb, PriceQuery(_SERVICE, region, "Logs", "storage"))
    yield Charge(
        "Insights queries data scanned",
        GB * usage.monthly_data_scanned_gb,
        PriceQuery(_SERVICE, region, "Logs", "insights-scanned"),
    )
