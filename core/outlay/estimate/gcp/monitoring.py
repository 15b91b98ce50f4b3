"""Pricers of `gcp:monitoring/…`."""

from collections.abc import Iterator

from outlay.estimate.amount import MIB, THOUSAND_CALLS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.monitoring import MetricDescriptorUsage


@prices("gcp:monitoring/metricDescriptor:MetricDescriptor", usage=MetricDescriptorUsage)
def metric_descriptor(resource: Subject, usage: MetricDescriptorUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A metric: the data written to it in graduated tiers, and calls that read it; free amounts are not subtracted.

    Source: Google Cloud Observability pricing, Cloud Monitoring.
    """
    query = PriceQuery("CloudMonitoring", GLOBAL, "data")
    yield Charge("Monitoring data", MIB * usage.monthly_monitoring_data_mb, query)
    query = PriceQuery("CloudMonitoring", GLOBAL, "api-calls")
    yield Charge("API calls", THOUSAND_CALLS * (usage.monthly_api_calls / 1000), query)
