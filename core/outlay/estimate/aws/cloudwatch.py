"""Pricers of `aws:cloudwatch/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, MONTH, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.cloudwatch import EventBusUsage, LogGroupUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonCloudWatch"
_EVENTS_SERVICE: Final = "AWSEvents"
_MILLION: Final = 10**6
_MILLION_EVENTS: Final = Unit("1M events")
_ALARMS: Final = Unit("alarm metrics")
_HIGH_RESOLUTION_BELOW: Final = 60
"""Seconds between two values of a metric, below which an alarm on it has high resolution."""
_METRICS_OF_ANOMALY_DETECTION: Final = 3
"""An alarm on an anomaly evaluates a metric and both bounds of what is expected of it."""
_COMPARES_WITH_A_BAND: Final = frozenset(
    {"LessThanLowerOrGreaterThanUpperThreshold", "LessThanLowerThreshold", "GreaterThanUpperThreshold"}
)


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


@prices("aws:cloudwatch/dashboard:Dashboard")
def dashboard(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A dashboard: each month.

    Source: Amazon CloudWatch pricing, dashboards.
    """
    yield Charge("Dashboard", MONTH * 1, PriceQuery(_SERVICE, resource.region, "Dashboard"))


@prices("aws:cloudwatch/metricAlarm:MetricAlarm")
def metric_alarm(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An alarm: each metric that it evaluates, at a higher price where one comes more often than once a minute.

    Source: Amazon CloudWatch pricing, alarms.
    """
    inputs = resource.inputs
    metrics = [query.block("metric") for query in inputs.blocks("metricQueries") if query.has("metric")] or [inputs]
    count = len(metrics)
    if inputs.text("comparisonOperator") in _COMPARES_WITH_A_BAND:
        count *= _METRICS_OF_ANOMALY_DETECTION
    resolution = "high-resolution" if any(map(_is_frequent, metrics)) else "standard-resolution"
    yield Charge("Alarm", _ALARMS * count, PriceQuery(_SERVICE, resource.region, "Alarm", resolution))


def _is_frequent(metric: Properties) -> bool:
    if not metric.has("period"):
        return False
    period = metric.number("period")
    if period.open:
        raise OpenValue(f"{metric.path}.period".removeprefix("."), "is no number that is known")
    return period.expected < _HIGH_RESOLUTION_BELOW


@prices("aws:cloudwatch/compositeAlarm:CompositeAlarm")
def composite_alarm(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An alarm on the states of other alarms.

    Source: Amazon CloudWatch pricing, alarms.
    """
    yield Charge("Composite alarm", _ALARMS * 1, PriceQuery(_SERVICE, resource.region, "Alarm", "composite"))


@prices("aws:cloudwatch/eventBus:EventBus", usage=EventBusUsage)
def event_bus(resource: Subject, usage: EventBusUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An event bus: each event that is published to it, archives, and schema discovery.

    Source: Amazon EventBridge pricing.
    """

    def query(dimension: str) -> PriceQuery:
        return PriceQuery(_EVENTS_SERVICE, resource.region, "EventBus", dimension)

    def millions(events: Amount) -> Amount:
        return events / _MILLION

    custom, others = millions(usage.monthly_custom_events), millions(usage.monthly_third_party_events)
    yield Charge("Custom events published", _MILLION_EVENTS * custom, query("custom-events"))
    yield Charge("Third-party events published", _MILLION_EVENTS * others, query("third-party-events"))
    yield Charge("Archive processing", GB * usage.monthly_archive_processing_gb, query("archive-processing"))
    yield Charge("Archive storage", GB_MONTH * usage.archive_storage_gb, query("archive-storage"))
    discovered = millions(usage.monthly_schema_discovery_events)
    yield Charge("Schema discovery", _MILLION_EVENTS * discovered, query("schema-discovery"))
