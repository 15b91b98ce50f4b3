"""What each account gets for nothing every month, as the providers publish it: data, each with its source.

Only what does not expire: the amounts of an account's first year or of a trial are none of these. Not here: how they
are used up (`outlay.discount.free_tier`).
"""

from dataclasses import dataclass, field
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
    selector: Selector = field(default_factory=Selector)
    dimensions: tuple[str, ...] = ()
    is_per_region: bool = False


ALLOWANCES: Final = (
    Allowance(
        name="1M requests",
        provider="aws",
        service="AWSLambda",
        unit="1M requests",
        amount=Decimal(1),
        source=_LAMBDA,
        selector=Selector(items=("Request",)),
    ),
    Allowance(
        name="400,000 GB-seconds",
        provider="aws",
        service="AWSLambda",
        unit="GB-seconds",
        amount=Decimal(400_000),
        source=_LAMBDA,
        selector=Selector(items=("Duration",)),
    ),
    Allowance(
        name="25 GB of storage",
        provider="aws",
        service="AmazonDynamoDB",
        unit="GB-months",
        amount=Decimal(25),
        source=_DYNAMODB,
        selector=Selector(items=("STANDARD",)),
        dimensions=("storage",),
        is_per_region=True,
    ),
    Allowance(
        name="25 write capacity units",
        provider="aws",
        service="AmazonDynamoDB",
        unit="capacity-unit-hours",
        amount=Decimal(25 * _MONTH),
        source=_DYNAMODB,
        selector=Selector(items=("STANDARD",)),
        dimensions=("write-capacity",),
        is_per_region=True,
    ),
    Allowance(
        name="25 read capacity units",
        provider="aws",
        service="AmazonDynamoDB",
        unit="capacity-unit-hours",
        amount=Decimal(25 * _MONTH),
        source=_DYNAMODB,
        selector=Selector(items=("STANDARD",)),
        dimensions=("read-capacity",),
        is_per_region=True,
    ),
    Allowance(
        name="1M requests",
        provider="aws",
        service="AWSQueueService",
        unit="1M requests",
        amount=Decimal(1),
        source=_SQS,
    ),
    Allowance(
        name="10 custom metrics",
        provider="aws",
        service="AmazonCloudWatch",
        unit="metrics",
        amount=Decimal(10),
        source=_CLOUDWATCH,
    ),
    Allowance(
        name="10 alarms",
        provider="aws",
        service="AmazonCloudWatch",
        unit="alarms",
        amount=Decimal(10),
        source=_CLOUDWATCH,
    ),
    Allowance(
        name="5 GB of logs ingested",
        provider="aws",
        service="AmazonCloudWatch",
        unit="GB",
        amount=Decimal(5),
        source=_CLOUDWATCH,
        dimensions=("ingestion",),
    ),
    Allowance(
        name="5 GB of logs scanned",
        provider="aws",
        service="AmazonCloudWatch",
        unit="GB",
        amount=Decimal(5),
        source=_CLOUDWATCH,
        dimensions=("insights-scanned",),
    ),
    Allowance(
        name="5 GB of logs kept",
        provider="aws",
        service="AmazonCloudWatch",
        unit="GB-months",
        amount=Decimal(5),
        source=_CLOUDWATCH,
        dimensions=("storage",),
    ),
    Allowance(
        name="100 GB to the internet",
        provider="aws",
        service="AWSDataTransfer",
        unit="GB",
        amount=Decimal(100),
        source=_TRANSFER,
        selector=Selector(items=("internet-egress",)),
    ),
    Allowance(
        name="2M requests",
        provider="gcp",
        service="CloudRun",
        unit="1M requests",
        amount=Decimal(2),
        source=_CLOUD_RUN,
        selector=Selector(items=("requests",)),
    ),
    Allowance(
        name="180,000 vCPU-seconds",
        provider="gcp",
        service="CloudRun",
        unit="vCPU-seconds",
        amount=Decimal(180_000),
        source=_CLOUD_RUN,
        selector=Selector(items=("cpu",)),
        dimensions=("request-based", "idle"),
    ),
    Allowance(
        name="360,000 GiB-seconds",
        provider="gcp",
        service="CloudRun",
        unit="GiB-seconds",
        amount=Decimal(360_000),
        source=_CLOUD_RUN,
        selector=Selector(items=("memory",)),
        dimensions=("request-based", "idle"),
    ),
    Allowance(
        name="240,000 vCPU-seconds",
        provider="gcp",
        service="CloudRun",
        unit="vCPU-seconds",
        amount=Decimal(240_000),
        source=_CLOUD_RUN,
        selector=Selector(items=("cpu",)),
        dimensions=("instance-based",),
    ),
    Allowance(
        name="450,000 GiB-seconds",
        provider="gcp",
        service="CloudRun",
        unit="GiB-seconds",
        amount=Decimal(450_000),
        source=_CLOUD_RUN,
        selector=Selector(items=("memory",)),
        dimensions=("instance-based",),
    ),
    Allowance(
        name="10 GiB of messages",
        provider="gcp",
        service="CloudPubSub",
        unit="TiB",
        amount=Decimal("0.009765625"),
        source=_PUBSUB,
        selector=Selector(items=("message-ingestion",)),
    ),
    Allowance(
        name="one e2-micro",
        provider="gcp",
        service="ComputeEngine",
        unit="hours",
        amount=Decimal(_MONTH),
        source=_FREE_PROGRAM,
        selector=Selector(items=("e2-micro",), regions=_FREE_REGIONS),
        dimensions=("linux",),
    ),
    Allowance(
        name="30 GB of standard disks",
        provider="gcp",
        service="PersistentDisk",
        unit="GB-months",
        amount=Decimal(30),
        source=_FREE_PROGRAM,
        selector=Selector(items=("pd-standard",), regions=_FREE_REGIONS),
        dimensions=("storage",),
    ),
    Allowance(
        name="5 GB of storage",
        provider="gcp",
        service="CloudStorage",
        unit="GB-months",
        amount=Decimal(5),
        source=_FREE_PROGRAM,
        selector=Selector(items=("STANDARD",), regions=_FREE_REGIONS),
        dimensions=("storage",),
    ),
    Allowance(
        name="5,000 class A operations",
        provider="gcp",
        service="CloudStorage",
        unit="10k operations",
        amount=Decimal("0.5"),
        source=_FREE_PROGRAM,
        selector=Selector(items=("STANDARD",), regions=_FREE_REGIONS),
        dimensions=("class-a",),
    ),
    Allowance(
        name="50,000 class B operations",
        provider="gcp",
        service="CloudStorage",
        unit="10k operations",
        amount=Decimal(5),
        source=_FREE_PROGRAM,
        selector=Selector(items=("STANDARD",), regions=_FREE_REGIONS),
        dimensions=("class-b",),
    ),
    Allowance(
        name="1 GB to the internet",
        provider="gcp",
        service="Networking",
        unit="GB",
        amount=Decimal(1),
        source=_FREE_PROGRAM,
        selector=Selector(items=("internet-egress",), regions=("us-*", "northamerica-*")),
        dimensions=("worldwide",),
    ),
)
