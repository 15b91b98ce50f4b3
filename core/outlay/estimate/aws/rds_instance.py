"""What every database instance of RDS is charged for beside its hours: CPU credits, Performance Insights, old engines.

Not here: hours, storage and backups (`outlay.estimate.aws.rds`).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from outlay.estimate.amount import THOUSAND_REQUESTS, VCPU_HOUR, VCPU_MONTH, Amount
from outlay.estimate.aws.instance_size import BURSTABLE, family_of, virtual_cpus
from outlay.estimate.charge import Charge
from outlay.estimate.properties import Properties, as_number
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.rds import MemberUsage

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


def name_what_is_left_out(inputs: Properties) -> None:
    """What else of this instance costs money, and is charged elsewhere or has no rule here."""
    interval = inputs.values.get("monitoringInterval")
    if inputs.has("monitoringInterval") and as_number(interval) != 0:
        inputs.assume("Enhanced Monitoring, which CloudWatch Logs bills, is not included")
    if inputs.item("databaseInsightsMode") not in ("", "standard"):
        inputs.assume("the advanced mode of Database Insights, which CloudWatch bills, is not included")
    if inputs.has("dedicatedLogVolume") and str(inputs.values["dedicatedLogVolume"]).lower() != "false":
        inputs.assume("the dedicated log volume is not included")


def credit_charges(
    region: str | Unknown | None, instance_class: str | Unknown, engine: str | Unknown, usage: MemberUsage
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


def extended_support(
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


def performance_insights(
    inputs: Properties,
    region: str | Unknown | None,
    instance_class: str | Unknown,
    cpus: Amount,
    usage: MemberUsage,
) -> Iterator[Charge]:
    """Performance Insights: seven days of history are free, longer ones are charged by vCPU, requests by number."""
    if not inputs.flag("performanceInsightsEnabled"):
        return
    history = insights_history(inputs)
    if history is not None:
        item = instance_class if isinstance(instance_class, Unknown) else f"db.{family_of(instance_class)}"
        kept = replace(cpus, open=cpus.open + history.days.open)
        yield Charge(
            "Performance Insights retention",
            VCPU_MONTH * kept,
            PriceQuery("AmazonRDS", region, item, history.dimension),
        )
    yield insights_requests(region, usage)


@dataclass(frozen=True, slots=True)
class InsightsHistory:
    """A history of Performance Insights that is charged: its days, and the dimension of its price."""

    days: Amount
    dimension: str


def insights_history(inputs: Properties) -> InsightsHistory | None:
    """The history that Performance Insights keeps, None where it is the one that is free."""
    days = inputs.number("performanceInsightsRetentionPeriod", _FREE_INSIGHTS_DAYS)
    if not days.open and days.high <= _FREE_INSIGHTS_DAYS:
        return None
    is_long = days.expected == _LONG_INSIGHTS_DAYS
    return InsightsHistory(days, "performance-insights/long-term" if is_long else "performance-insights/monthly")


def insights_requests(region: str | Unknown | None, usage: MemberUsage) -> Charge:
    """The requests to Performance Insights above those that are free."""
    requests = usage.monthly_additional_performance_insights_requests / 1000
    query = PriceQuery("AmazonRDS", region, "PerformanceInsights", "requests")
    return Charge("Performance Insights requests", THOUSAND_REQUESTS * requests, query)
