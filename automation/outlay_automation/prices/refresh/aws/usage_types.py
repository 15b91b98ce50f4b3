"""Which usage types of AWS's price lists are which figures of the book: a table, without its code.

A usage type is what AWS bills by, its region prefix apart (`NatGateway-Hours`, `EBS:VolumeUsage.gp3`). Instances are
not here: what makes their name lies in many attributes (`outlay_automation.prices.refresh.aws.products`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

_MILLION: Final = Decimal(10**6)
_THOUSAND: Final = Decimal(1000)


@dataclass(frozen=True, slots=True)
class UsageType:
    """A pattern of usage types of an offer, and the figure's name in the book.

    `{0}`, `{1}` in `item` and `dimension` stand for the groups of the pattern, in lower case. `only` are attributes
    that the product must have besides, each beginning with this text; `tier_from` is the quantity from which on it
    holds, for tiers that AWS lists as products of their own. `is_compute` marks what runs by time and is never given
    away: a price of 0 is none.
    """

    offer: str
    pattern: str
    service: str
    item: str
    dimension: str
    unit: str
    only: Mapping[str, str] = field(default_factory=dict)
    tier_from: Decimal | None = None
    is_compute: bool = False


_REGION_PREFIX: Final = re.compile(r"^(?:EU|[A-Z]{3}\d)[-:]")


def without_region(usage_type: str) -> str:
    """A usage type without the prefix of its region (`EUC1-`, `EU:`), which us-east-1 has none of."""
    return _REGION_PREFIX.sub("", usage_type, count=1)


_IO2_TIERS: Final = {"tier2": Decimal(32_000), "tier3": Decimal(64_000)}
_VOLUMES: Final = {"gp2": "gp2", "gp3": "gp3", "io2": "io2", "piops": "io1", "st1": "st1", "sc1": "sc1"}
_S3_CLASSES: Final = {
    "": "STANDARD",
    "SIA-": "STANDARD_IA",
    "ZIA-": "ONEZONE_IA",
    "GIR-": "GLACIER_IR",
    "GDA-": "DEEP_ARCHIVE",
    "GLACIER-": "GLACIER",
    "INT-": "INTELLIGENT_TIERING",
}
_S3_TIERS_OF_INTELLIGENT: Final = {"FA": "frequent", "IA": "infrequent", "AA": "archive", "DAA": "deep-archive"}
_RDS_STORAGE: Final = {"GP2-Storage": "gp2", "GP3-Storage": "gp3", "PIOPS-Storage": "io1", "StorageUsage": "standard"}
_BALANCERS: Final = {"Application": "application", "Network": "network", "Gateway": "gateway"}
_DYNAMODB_CLASSES: Final = {"": "STANDARD", "IA-": "STANDARD_INFREQUENT_ACCESS"}


def _volumes() -> tuple[UsageType, ...]:
    def volume(pattern: str, item: str, dimension: str, unit: str, tier_from: Decimal | None = None) -> UsageType:
        return UsageType("AmazonEC2", pattern, "AmazonEBS", item, dimension, unit, tier_from=tier_from)

    return (
        *(volume(rf"EBS:VolumeUsage\.{code}", name, "storage", "GB-months") for code, name in _VOLUMES.items()),
        volume(r"EBS:VolumeUsage", "standard", "storage", "GB-months"),
        volume(r"EBS:VolumeP-IOPS\.(gp3|io2)", "{0}", "iops", "IOPS-months"),
        volume(r"EBS:VolumeP-IOPS\.piops", "io1", "iops", "IOPS-months"),
        *(
            volume(rf"EBS:VolumeP-IOPS\.io2\.{tier}", "io2", "iops", "IOPS-months", tier_from=start)
            for tier, start in _IO2_TIERS.items()
        ),
        volume(r"EBS:VolumeP-Throughput\.gp3", "gp3", "throughput", "MiB/s-months"),
        volume(r"EBS:VolumeIOUsage", "standard", "io-requests", "1M requests"),
    )


def _buckets() -> tuple[UsageType, ...]:
    def bucket(pattern: str, item: str, dimension: str, unit: str) -> UsageType:
        return UsageType("AmazonS3", pattern, "AmazonS3", item, dimension, unit)

    stored = {code: name for code, name in _S3_CLASSES.items() if name not in ("GLACIER", "INTELLIGENT_TIERING")}
    return (
        *(bucket(rf"TimedStorage-{code}ByteHrs", name, "storage", "GB-months") for code, name in stored.items()),
        bucket(r"TimedStorage-GlacierByteHrs", "GLACIER", "storage", "GB-months"),
        *(
            bucket(rf"TimedStorage-INT-{code}-ByteHrs", "INTELLIGENT_TIERING", f"storage-{name}", "GB-months")
            for code, name in _S3_TIERS_OF_INTELLIGENT.items()
        ),
        *(
            bucket(rf"Requests-{code}Tier([12])", name, "tier-{0}-requests", "1k requests")
            for code, name in _S3_CLASSES.items()
        ),
        bucket(r"Retrieval-SIA", "STANDARD_IA", "retrievals", "GB"),
        bucket(r"Retrieval-ZIA", "ONEZONE_IA", "retrievals", "GB"),
    )


def _databases() -> tuple[UsageType, ...]:
    def database(pattern: str, item: str, dimension: str, unit: str, **only: str) -> UsageType:
        is_compute = dimension.startswith("cpu-credits")
        return UsageType("AmazonRDS", pattern, "AmazonRDS", item, dimension, unit, only, is_compute=is_compute)

    deployments = {"": "single-az", "Multi-AZ-": "multi-az"}
    return (
        *(
            database(rf"RDS:{prefix}{code}", kind, f"storage/{deployment}", "GB-months")
            for prefix, deployment in deployments.items()
            for code, kind in _RDS_STORAGE.items()
        ),
        *(
            entry
            for prefix, deployment in deployments.items()
            for entry in (
                database(rf"RDS:{prefix}GP3-PIOPS", "gp3", f"iops/{deployment}", "IOPS-months"),
                database(rf"RDS:{prefix}PIOPS", "io1", f"iops/{deployment}", "IOPS-months"),
                database(rf"RDS:{prefix}GP3-Throughput", "gp3", f"throughput/{deployment}", "MiB/s-months"),
            )
        ),
        database(r"RDS:StorageIOUsage", "standard", "io-requests", "1M requests"),
        database(r"RDS:ChargedBackupUsage", "Backup", "storage", "GB-months"),
        database(r"Aurora:BackupUsage", "AuroraBackup", "storage", "GB-months"),
        database(r"CPUCredits:(db\.\w+)", "{0}", "cpu-credits/aurora", "vCPU-hours", databaseEngine="Aurora"),
        database(r"CPUCredits:(db\.\w+)", "{0}", "cpu-credits/sqlserver", "vCPU-hours", databaseEngine="SQL Server"),
        database(r"CPUCredits:(db\.\w+)", "{0}", "cpu-credits", "vCPU-hours"),
        database(r"PI_LTR:(\w+)", "db.{0}", "performance-insights/long-term", "vCPU-months"),
        database(r"PI_API", "PerformanceInsights", "requests", "1k requests"),
    )


def _tables() -> tuple[UsageType, ...]:
    def table(pattern: str, item: str, dimension: str, unit: str) -> UsageType:
        return UsageType("AmazonDynamoDB", pattern, "AmazonDynamoDB", item, dimension, unit)

    return (
        *(
            entry
            for code, name in _DYNAMODB_CLASSES.items()
            for entry in (
                table(rf"{code}ReadCapacityUnit-Hrs", name, "read-capacity", "capacity-unit-hours"),
                table(rf"{code}WriteCapacityUnit-Hrs", name, "write-capacity", "capacity-unit-hours"),
                table(rf"{code}ReplWriteCapacityUnit-Hrs", name, "replicated-write-capacity", "capacity-unit-hours"),
                table(rf"{code}ReadRequestUnits", name, "read-requests", "1M request units"),
                table(rf"{code}WriteRequestUnits", name, "write-requests", "1M request units"),
                table(rf"{code}TimedStorage-ByteHrs", name, "storage", "GB-months"),
            )
        ),
        table(r"TimedBackupStorage-ByteHrs", "Backup", "on-demand", "GB-months"),
        table(r"TimedPITRStorage-ByteHrs", "Backup", "point-in-time", "GB-months"),
        table(r"RestoreDataSize-Bytes", "Backup", "restore", "GB"),
        table(r"Streams-Requests", "Streams", "read-requests", "1M request units"),
    )


USAGE_TYPES: Final[tuple[UsageType, ...]] = (
    UsageType("AmazonEC2", r"NatGateway-Hours", "AmazonEC2", "NatGateway", "hours", "hours", is_compute=True),
    UsageType("AmazonEC2", r"NatGateway-Bytes", "AmazonEC2", "NatGateway", "bytes", "GB"),
    UsageType(
        "AmazonEC2",
        r"CPUCredits:(\w+)",
        *("AmazonEC2", "{0}", "cpu-credits/windows", "vCPU-hours"),
        {"operatingSystem": "Windows"},
        is_compute=True,
    ),
    UsageType("AmazonEC2", r"CPUCredits:(\w+)", "AmazonEC2", "{0}", "cpu-credits", "vCPU-hours", is_compute=True),
    UsageType("AmazonEC2", r"EBSOptimized:([\w.-]+)", "AmazonEC2", "{0}", "ebs-optimized", "hours"),
    *_volumes(),
    UsageType("AmazonVPC", r"PublicIPv4:InUseAddress", "AmazonEC2", "PublicIPv4Address", "", "hours"),
    *_buckets(),
    *_databases(),
    *_tables(),
    *(
        entry
        for family, item in _BALANCERS.items()
        for entry in (
            UsageType(
                "AWSELB",
                r"LoadBalancerUsage",
                *("AWSELB", item, "hours", "hours"),
                {"productFamily": f"Load Balancer-{family}"},
                is_compute=True,
            ),
            UsageType(
                "AWSELB",
                r"LCUUsage",
                *("AWSELB", item, "capacity-units", "LCU-hours"),
                {"productFamily": f"Load Balancer-{family}"},
            ),
        )
    ),
    UsageType(
        "AWSDataTransfer",
        r"DataTransfer-Out-Bytes",
        *("AWSDataTransfer", "internet-egress", "", "GB"),
        {"transferType": "AWS Outbound", "toLocation": "External"},
    ),
    UsageType("AWSLambda", r"Lambda-GB-Second", "AWSLambda", "Duration", "x86-64", "GB-seconds", is_compute=True),
    UsageType("AWSLambda", r"Lambda-GB-Second-ARM", "AWSLambda", "Duration", "arm64", "GB-seconds", is_compute=True),
    UsageType("AWSLambda", r"Lambda-Storage-GB-Second", "AWSLambda", "EphemeralStorage", "", "GB-seconds"),
    UsageType("AWSLambda", r"Request", "AWSLambda", "Request", "", "1M requests"),
    UsageType("AWSQueueService", r"Requests-RBP", "AWSQueueService", "Standard", "", "1M requests"),
    UsageType("AWSQueueService", r"Requests-FIFO-RBP", "AWSQueueService", "FIFO", "", "1M requests"),
    UsageType("AmazonCloudWatch", r"DataProcessing-Bytes", "AmazonCloudWatch", "STANDARD", "ingestion", "GB"),
    UsageType(
        "AmazonCloudWatch", r"DataProcessingIA-Bytes", "AmazonCloudWatch", "INFREQUENT_ACCESS", "ingestion", "GB"
    ),
    UsageType("AmazonCloudWatch", r"DataScanned-Bytes", "AmazonCloudWatch", "Logs", "insights-scanned", "GB"),
    UsageType("AmazonCloudWatch", r"TimedStorage-ByteHrs", "AmazonCloudWatch", "Logs", "storage", "GB-months"),
    UsageType(
        "AmazonECS", r"Fargate-vCPU-Hours:perCPU", "AmazonECS", "Fargate", "vcpu-hours", "vCPU-hours", is_compute=True
    ),
    UsageType("AmazonECS", r"Fargate-GB-Hours", "AmazonECS", "Fargate", "gb-hours", "GB-hours", is_compute=True),
)
"""The first that fits holds."""

OFFERS: Final[Mapping[str, tuple[str, ...]]] = {
    "AmazonEC2": ("AmazonEC2", "AmazonVPC"),
    "AmazonEBS": ("AmazonEC2",),
    "AmazonRDS": ("AmazonRDS",),
    "AmazonElastiCache": ("AmazonElastiCache",),
    "AmazonES": ("AmazonES",),
    "AmazonS3": ("AmazonS3",),
    "AmazonDynamoDB": ("AmazonDynamoDB",),
    "AmazonCloudWatch": ("AmazonCloudWatch",),
    "AmazonECS": ("AmazonECS",),
    "AWSDataTransfer": ("AWSDataTransfer",),
    "AWSELB": ("AWSELB",),
    "AWSLambda": ("AWSLambda",),
    "AWSQueueService": ("AWSQueueService",),
}
"""By service of the book, the offers of AWS in which its figures lie."""

UNITS: Final[Mapping[str, Mapping[str, Decimal]]] = {
    "hours": {"hrs": Decimal(1), "hours": Decimal(1), "hour": Decimal(1)},
    "vCPU-hours": {"vcpu-hours": Decimal(1), "hours": Decimal(1), "hrs": Decimal(1)},
    "GB-hours": {"gb-hours": Decimal(1), "hours": Decimal(1), "hrs": Decimal(1)},
    "LCU-hours": {"lcu-hrs": Decimal(1), "hrs": Decimal(1)},
    "capacity-unit-hours": {
        **{f"{kind}capacityunit-hrs": Decimal(1) for kind in ("read", "write", "replicatedwrite")},
        "hrs": Decimal(1),
    },
    "vCPU-months": {"vcpu-months": Decimal(1)},
    "GB": {"gb": Decimal(1)},
    "GB-months": {"gb-mo": Decimal(1), "gb-month": Decimal(1)},
    "IOPS-months": {"iops-mo": Decimal(1)},
    "MiB/s-months": {"gibps-mo": 1 / Decimal(1024), "mibps-mo": Decimal(1), "mbps-mo": Decimal(1)},
    "GB-seconds": {
        "lambda-gb-second": Decimal(1),
        "second": Decimal(1),
        "seconds": Decimal(1),
        "gb-second": Decimal(1),
    },
    "1k requests": {"requests": _THOUSAND, "request": _THOUSAND, "api calls": _THOUSAND},
    "1M requests": {"requests": _MILLION, "request": _MILLION, "ios": _MILLION},
    "1M request units": {"readrequestunits": _MILLION, "writerequestunits": _MILLION, "requests": _MILLION},
}
"""By unit of the book: how many of AWS's units (in lower case) make one."""
