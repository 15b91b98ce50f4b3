"""Pricers of `gcp:logging/…`: sinks and log buckets of projects, folders, organizations and billing accounts."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.logging import LoggingUsage

_INCLUDED_DAYS: Final = 30
"""Days for which logs are kept at no further charge."""


@prices("gcp:logging/billingAccountBucketConfig:BillingAccountBucketConfig", usage=LoggingUsage)
@prices("gcp:logging/billingAccountSink:BillingAccountSink", usage=LoggingUsage)
@prices("gcp:logging/folderBucketConfig:FolderBucketConfig", usage=LoggingUsage)
@prices("gcp:logging/folderSink:FolderSink", usage=LoggingUsage)
@prices("gcp:logging/organizationBucketConfig:OrganizationBucketConfig", usage=LoggingUsage)
@prices("gcp:logging/organizationSink:OrganizationSink", usage=LoggingUsage)
@prices("gcp:logging/projectBucketConfig:ProjectBucketConfig", usage=LoggingUsage)
@prices("gcp:logging/projectSink:ProjectSink", usage=LoggingUsage)
def logging_data(resource: Subject, usage: LoggingUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """Log data that a sink or a bucket takes in, 30 days of storage included; the free 50 GiB are not subtracted.

    Source: Google Cloud Observability pricing, Cloud Logging.
    """
    if resource.inputs.has("retentionDays"):
        days = resource.inputs.number("retentionDays")
        if days.open or days.expected > _INCLUDED_DAYS:
            resource.inputs.assume("the storage of logs beyond 30 days is not included")
    yield Charge("Logging data", GB * usage.monthly_logging_data_gb, PriceQuery("CloudLogging", GLOBAL, "log-data"))
