"""Pricers of `aws:kinesisanalyticsv2/…`: applications of Managed Service for Apache Flink, and their snapshots."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, MONTH_HOURS, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.kinesisanalyticsv2 import ApplicationUsage, SnapshotUsage

SERVICE: Final = "AmazonKinesisAnalytics"
KPU_HOUR: Final = Unit("KPU-hours")
KPU_MONTH: Final = Unit("KPU-months")
_RUNNING_GB: Final = 50
"""GB of storage that each running processing unit has."""


@prices("aws:kinesisanalyticsv2/application:Application", usage=ApplicationUsage)
def application(resource: Subject, usage: ApplicationUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An application: each processing unit that runs; for Flink one more, running storage, and durable backups.

    Source: Amazon Managed Service for Apache Flink pricing.
    """
    region = resource.region
    units = _units(resource, usage)
    yield processing("Processing (stream)", units, region)
    if not resource.inputs.text("runtimeEnvironment").lower().startswith("flink"):
        return
    yield processing("Processing (orchestration)", Amount.exactly(1, "processing unit"), region)
    storage = GB_MONTH * (units * _RUNNING_GB)
    yield Charge("Running storage", storage, PriceQuery(SERVICE, region, "RunningApplicationStorage"))
    yield _backup(usage, region)


@prices("aws:kinesisanalyticsv2/applicationSnapshot:ApplicationSnapshot", usage=SnapshotUsage)
def application_snapshot(resource: Subject, usage: SnapshotUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A snapshot of an application: each GB that it keeps.

    Source: Amazon Managed Service for Apache Flink pricing, durable application backups.
    """
    yield _backup(usage, resource.region)


def processing(name: str, units: Amount, region: str | Unknown | None) -> Charge:
    """So many processing units (one vCPU and 4 GB each) in every hour of the month."""
    return Charge(name, KPU_HOUR * (units * MONTH_HOURS), PriceQuery(SERVICE, region, "KPU", "hours"), level=KPU_MONTH)


def _backup(usage: SnapshotUsage, region: str | Unknown | None) -> Charge:
    quantity = GB_MONTH * usage.durable_application_backup_gb
    return Charge("Backup", quantity, PriceQuery(SERVICE, region, "DurableApplicationBackups"))


def _units(resource: Subject, usage: ApplicationUsage) -> Amount:
    """The units that are stated, else those that a fixed parallelism asks for."""
    stated = usage.kinesis_processing_units
    if not stated.open or not resource.inputs.is_known("applicationConfiguration"):
        return stated
    flink = resource.inputs.block("applicationConfiguration").block("flinkApplicationConfiguration")
    parallelism = flink.block("parallelismConfiguration")
    if not parallelism.has("parallelism") or parallelism.flag("autoScalingEnabled", default=True):
        return stated
    per_unit = parallelism.number("parallelismPerKpu", 1)
    if per_unit.open or not per_unit.expected:
        return stated
    return (parallelism.number("parallelism") / per_unit.expected).rounded_up()
