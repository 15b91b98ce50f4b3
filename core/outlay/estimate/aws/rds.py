"""Pricers of `aws:rds/…`: database instances. Aurora clusters and their members have types of their own."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, THOUSAND_REQUESTS, VCPU_HOUR, VCPU_MONTH, Amount
from outlay.estimate.aws.database_engine import ALWAYS_OWN_LICENCE, OWN_LICENCE, known_as, priced_as
from outlay.estimate.aws.instance_size import BURSTABLE, family_of, virtual_cpus
from outlay.estimate.aws.rds_storage import storage_charges
from outlay.estimate.charge import Charge, Free, MatchedQuery
from outlay.estimate.properties import OpenValue, Properties, as_number
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.rds import InstanceUsage

INSTANCE: Final = "aws:rds/instance:Instance"

_INHERITED_BY_REPLICAS: Final = (
    "engine",
    "engineVersion",
    "licenseModel",
    "allocatedStorage",
    "storageType",
    "iops",
    "storageThroughput",
)
_OWN_LICENCE: Final = "bring-your-own-license"
_OWN_CREDIT_PRICE: Final = frozenset({"aurora", "sqlserver"})

_FREE_INSIGHTS_DAYS: Final = 7
_LONG_INSIGHTS_DAYS: Final = 731

_PAST_STANDARD_SUPPORT: Final = {
    "mysql": ("5.7",),
    "aurora-mysql": ("5.7",),
    "postgres": ("11", "12"),
    "aurora-postgresql": ("11", "12"),
}
"""Major versions that Extended Support is charged for (Amazon RDS Extended Support charges)."""
_LEAVING_STANDARD_SUPPORT: Final = {"mysql": ("8.0",), "postgres": ("13",), "aurora-postgresql": ("13",)}
"""Major versions whose standard support ends about now: whether the charge has begun depends on the day."""
_NO_EXTENDED_SUPPORT: Final = "open-source-rds-extended-support-disabled"


@prices(INSTANCE, usage=InstanceUsage)
def instance(resource: Subject, usage: InstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A database instance: each hour that it runs, its storage, backups, and what its engine charges beside.

    A read replica has the engine and, where it sets none, the storage of its source.
    Source: Amazon RDS pricing of each engine; Performance Insights pricing; Extended Support pricing.
    """
    inputs = _over_source(resource, near.target("replicateSourceDb", INSTANCE))
    region = resource.region
    instance_class = inputs.item("instanceClass") or UNKNOWN
    engine = _engine(inputs)
    deployment = _deployment(inputs)
    hours = resource.running_hours
    query = _hourly_query(inputs, region, instance_class, engine, deployment)
    yield Charge("Database instance", HOUR * hours, query, hours=hours)
    yield from storage_charges(inputs, region, engine, deployment, usage)
    yield from _backup(inputs, region, engine, usage)
    yield from _credits(region, instance_class, engine, usage)
    cpus = virtual_cpus(instance_class) if usage.vcpu_count.open else usage.vcpu_count
    yield from _extended_support(inputs, region, engine, deployment, cpus, hours)
    _name_what_is_left_out(inputs)
    yield from _performance_insights(inputs, region, instance_class, cpus, usage)


def _name_what_is_left_out(inputs: Properties) -> None:
    """What else of this instance costs money, and is charged elsewhere or has no rule here."""
    interval = inputs.values.get("monitoringInterval")
    if inputs.has("monitoringInterval") and as_number(interval) != 0:
        inputs.assume("Enhanced Monitoring, which CloudWatch Logs bills, is not included")
    if inputs.item("databaseInsightsMode") not in ("", "standard"):
        inputs.assume("the advanced mode of Database Insights, which CloudWatch bills, is not included")
    if inputs.has("dedicatedLogVolume") and str(inputs.values["dedicatedLogVolume"]).lower() != "false":
        inputs.assume("the dedicated log volume is not included")


def _over_source(resource: Subject, source: Subject | None) -> Properties:
    """The instance's properties, with engine, version and storage of the source it replicates."""
    if source is None:
        return resource.inputs
    below = {key: source.inputs.values[key] for key in _INHERITED_BY_REPLICAS if source.inputs.has(key)}
    own = {key: value for key, value in resource.inputs.values.items() if resource.inputs.has(key)}
    return Properties({**below, **own}, resource.reading)


def _engine(inputs: Properties) -> str | Unknown:
    """The engine as it is charged, open where nobody says it (a replica or copy of what lies elsewhere)."""
    engine = inputs.item("engine") or UNKNOWN
    return engine if isinstance(engine, Unknown) else priced_as(engine)


def _deployment(inputs: Properties) -> str | Unknown:
    """`multi-az` or `single-az`, open where the flag is."""
    try:
        return "multi-az" if inputs.flag("multiAz") else "single-az"
    except OpenValue:
        return UNKNOWN


def _hourly_query(
    inputs: Properties,
    region: str | Unknown | None,
    instance_class: str | Unknown,
    engine: str | Unknown,
    deployment: str | Unknown,
) -> PriceQuery:
    """What the hour is priced by: class, and engine with licence and deployment; open where one of them is.

    Reservations go by the engine itself where another one's prices hold.
    """
    licence, own = inputs.item("licenseModel"), inputs.item("engine")
    if any(isinstance(part, Unknown) for part in (engine, deployment, licence)):
        return PriceQuery("AmazonRDS", region, UNKNOWN)
    is_own_licence = licence == _OWN_LICENCE or engine in ALWAYS_OWN_LICENCE
    rest = f"{OWN_LICENCE if is_own_licence else ''}/{deployment}"
    matched = engine if isinstance(own, Unknown) or not own else known_as(own)
    if matched == engine:
        return PriceQuery("AmazonRDS", region, instance_class, f"{engine}{rest}")
    return MatchedQuery("AmazonRDS", region, instance_class, f"{engine}{rest}", matched_as=f"{matched}{rest}")


def _backup(
    inputs: Properties, region: str | Unknown | None, engine: str | Unknown, usage: InstanceUsage
) -> Iterator[Charge]:
    """Backups beyond the size of the database: where they are kept at all, or where their size is stated."""
    retention = inputs.number("backupRetentionPeriod", 0)
    if not retention.open and not retention.high and usage.additional_backup_storage_gb.open:
        return
    if isinstance(engine, Unknown):
        item: str | Unknown = engine
    else:
        item = "AuroraBackup" if engine.startswith("aurora") else "Backup"
    yield Charge(
        "Additional backup storage",
        GB_MONTH * usage.additional_backup_storage_gb,
        PriceQuery("AmazonRDS", region, item, "storage"),
    )


def _credits(
    region: str | Unknown | None, instance_class: str | Unknown, engine: str | Unknown, usage: InstanceUsage
) -> Iterator[Charge]:
    """CPU credits above the baseline: burstable classes always run in unlimited mode (`t2` cannot)."""
    family = "" if isinstance(instance_class, Unknown) else family_of(instance_class)
    if family not in BURSTABLE or family == "t2":
        return
    item = engine if isinstance(engine, Unknown) else f"db.{family}"
    group = "" if isinstance(engine, Unknown) else engine.partition("-")[0]
    dimension = f"cpu-credits/{group}" if group in _OWN_CREDIT_PRICE else "cpu-credits"
    cpus = virtual_cpus(instance_class) if usage.vcpu_count.open else usage.vcpu_count
    query = PriceQuery("AmazonRDS", region, item, dimension)
    yield Charge("CPU credits", VCPU_HOUR * (usage.monthly_cpu_credit_hrs * cpus), query)


def _extended_support(
    inputs: Properties,
    region: str | Unknown | None,
    engine: str | Unknown,
    deployment: str | Unknown,
    cpus: Amount,
    hours: Amount,
) -> Iterator[Charge]:
    """The charge for a major version past its standard support, for the standby too."""
    version = inputs.item("engineVersion")
    if isinstance(engine, Unknown) or inputs.item("engineLifecycleSupport") == _NO_EXTENDED_SUPPORT:
        return
    if isinstance(version, Unknown):
        inputs.assume("the engine's version, which is open until deployment, needs no Extended Support")
        return
    if _is_one_of(version, _LEAVING_STANDARD_SUPPORT.get(engine, ())):
        inputs.assume(f"Extended Support of {engine} {version}, whose standard support ends in 2026, is not included")
    if not _is_one_of(version, _PAST_STANDARD_SUPPORT.get(engine, ())):
        return
    inputs.assume("Extended Support is charged at the rate of its first two years; the third year costs more")
    standby = 2 if deployment == "multi-az" else 1
    item = deployment if isinstance(deployment, Unknown) else "ExtendedSupport"
    query = PriceQuery("AmazonRDS", region, item, "year-1-2")
    yield Charge("Extended Support", VCPU_HOUR * (cpus * standby * hours), query)


def _is_one_of(version: str, majors: tuple[str, ...]) -> bool:
    return any(version == major or version.startswith(f"{major}.") for major in majors)


def _performance_insights(
    inputs: Properties,
    region: str | Unknown | None,
    instance_class: str | Unknown,
    cpus: Amount,
    usage: InstanceUsage,
) -> Iterator[Charge]:
    """Performance Insights: seven days of history are free, longer ones are charged by vCPU, requests by number."""
    if not inputs.flag("performanceInsightsEnabled"):
        return
    retention = inputs.number("performanceInsightsRetentionPeriod", _FREE_INSIGHTS_DAYS)
    if retention.open or retention.high > _FREE_INSIGHTS_DAYS:
        item = instance_class if isinstance(instance_class, Unknown) else f"db.{family_of(instance_class)}"
        is_long = retention.expected == _LONG_INSIGHTS_DAYS
        dimension = "performance-insights/long-term" if is_long else "performance-insights/monthly"
        history = replace(cpus, open=cpus.open + retention.open)
        query = PriceQuery("AmazonRDS", region, item, dimension)
        yield Charge("Performance Insights retention", VCPU_MONTH * history, query)
    requests = usage.monthly_additional_performance_insights_requests / 1000
    query = PriceQuery("AmazonRDS", region, "PerformanceInsights", "requests")
    yield Charge("Performance Insights requests", THOUSAND_REQUESTS * requests, query)
