"""What each account gets for nothing every month, as the providers publish it: data, each with its source.

Only what does not expire: the amounts of an account's first year or of a trial are none of these. Not here: how they
are used up (`outlay.discount.free_tier`).
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.discount.stated import Selector

_LAMBDA: Final = "AWS Lambda pricing (aws.amazon.com/lambda/pricing)"
_DYNAMODB: Final = "Amazon DynamoDB pricing, provisioned capacity (aws.amazon.com/dynamodb/pricing/provisioned)"
_SQS: Final = "Amazon SQS pricing (aws.amazon.com/sqs/pricing)"
_CLOUDWATCH: Final = "Amazon CloudWatch pricing, free tier (aws.amazon.com/cloudwatch/pricing)"
_TRANSFER: Final = "Amazon EC2 on-demand pricing, data transfer (aws.amazon.com/ec2/pricing/on-demand)"
_CLOUD_RUN: Final = "Cloud Run pricing (cloud.google.com/run/pricing)"
_PUBSUB: Final = "Pub/Sub pricing (cloud.google.com/pubsub/pricing)"
_FREE_PROGRAM: Final = "Google Cloud free program, free tier (docs.cloud.google.com/free/docs/free-cloud-features)"
_FREE_REGIONS: Final = ("us-central1", "us-east1", "us-west1")
_MONTH: Final = 730


@dataclass(frozen=True, slots=True)
class Allowance:
    """An amount a month of some unit, over all resources of an account, or of each of its regions."""

    name: str
    provider: str
    service: str
    unit: str
    amount: Decimal
    source: str
    selector: Selector
    dimensions: tuple[str, ...] = ()
    is_per_region: bool = False


def _of(
    name: str,
    provider: str,
    service: str,
    unit: str,
    amount: str | int,
    source: str,
    *,
    items: tuple[str, ...] = (),
    regions: tuple[str, ...] = (),
    dimensions: tuple[str, ...] = (),
    is_per_region: bool = False,
) -> Allowance:
    selector = Selector(items=items, regions=regions)
    return Allowance(name, provider, service, unit, Decimal(amount), source, selector, dimensions, is_per_region)


ALLOWANCES: Final = (
    _of("1M requests", "aws", "AWSLambda", "1M requests", 1, _LAMBDA, items=("Request",)),
    _of("400,000 GB-seconds", "aws", "AWSLambda", "GB-seconds", 400_000, _LAMBDA, items=("Duration",)),
    _of(
        *("25 GB of storage", "aws", "AmazonDynamoDB", "GB-months", 25, _DYNAMODB),
        items=("STANDARD",),
        dimensions=("storage",),
        is_per_region=True,
    ),
    _of(
        *("25 write capacity units", "aws", "AmazonDynamoDB", "capacity-unit-hours", 25 * _MONTH, _DYNAMODB),
        items=("STANDARD",),
        dimensions=("write-capacity",),
        is_per_region=True,
    ),
    _of(
        *("25 read capacity units", "aws", "AmazonDynamoDB", "capacity-unit-hours", 25 * _MONTH, _DYNAMODB),
        items=("STANDARD",),
        dimensions=("read-capacity",),
        is_per_region=True,
    ),
    _of("1M requests", "aws", "AWSQueueService", "1M requests", 1, _SQS),
    _of("10 custom metrics", "aws", "AmazonCloudWatch", "metrics", 10, _CLOUDWATCH),
    _of("10 alarms", "aws", "AmazonCloudWatch", "alarms", 10, _CLOUDWATCH),
    _of("5 GB of logs ingested", "aws", "AmazonCloudWatch", "GB", 5, _CLOUDWATCH, dimensions=("ingestion",)),
    _of("5 GB of logs scanned", "aws", "AmazonCloudWatch", "GB", 5, _CLOUDWATCH, dimensions=("insights-scanned",)),
    _of("5 GB of logs kept", "aws", "AmazonCloudWatch", "GB-months", 5, _CLOUDWATCH, dimensions=("storage",)),
    _of("100 GB to the internet", "aws", "AWSDataTransfer", "GB", 100, _TRANSFER, items=("internet-egress",)),
    _of("2M requests", "gcp", "CloudRun", "1M requests", 2, _CLOUD_RUN, items=("requests",)),
    _of(
        *("180,000 vCPU-seconds", "gcp", "CloudRun", "vCPU-seconds", 180_000, _CLOUD_RUN),
        items=("cpu",),
        dimensions=("request-based", "idle"),
    ),
    _of(
        *("360,000 GiB-seconds", "gcp", "CloudRun", "GiB-seconds", 360_000, _CLOUD_RUN),
        items=("memory",),
        dimensions=("request-based", "idle"),
    ),
    _of(
        *("240,000 vCPU-seconds", "gcp", "CloudRun", "vCPU-seconds", 240_000, _CLOUD_RUN),
        items=("cpu",),
        dimensions=("instance-based",),
    ),
    _of(
        *("450,000 GiB-seconds", "gcp", "CloudRun", "GiB-seconds", 450_000, _CLOUD_RUN),
        items=("memory",),
        dimensions=("instance-based",),
    ),
    _of("10 GiB of messages", "gcp", "CloudPubSub", "TiB", "0.009765625", _PUBSUB, items=("message-ingestion",)),
    _of(
        *("one e2-micro", "gcp", "ComputeEngine", "hours", _MONTH, _FREE_PROGRAM),
        items=("e2-micro",),
        regions=_FREE_REGIONS,
        dimensions=("linux",),
    ),
    _of(
        *("30 GB of standard disks", "gcp", "PersistentDisk", "GB-months", 30, _FREE_PROGRAM),
        items=("pd-standard",),
        regions=_FREE_REGIONS,
        dimensions=("storage",),
    ),
    _of(
        *("5 GB of storage", "gcp", "CloudStorage", "GB-months", 5, _FREE_PROGRAM),
        items=("STANDARD",),
        regions=_FREE_REGIONS,
        dimensions=("storage",),
    ),
    _of(
        *("5,000 class A operations", "gcp", "CloudStorage", "10k operations", "0.5", _FREE_PROGRAM),
        items=("STANDARD",),
        regions=_FREE_REGIONS,
        dimensions=("class-a",),
    ),
    _of(
        *("50,000 class B operations", "gcp", "CloudStorage", "10k operations", 5, _FREE_PROGRAM),
        items=("STANDARD",),
        regions=_FREE_REGIONS,
        dimensions=("class-b",),
    ),
    _of(
        *("1 GB to the internet", "gcp", "Networking", "GB", 1, _FREE_PROGRAM),
        items=("internet-egress",),
        regions=("us-*", "northamerica-*"),
        dimensions=("worldwide",),
    ),
)
