"""Use of `gcp:monitoring/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class MetricDescriptorUsage(Usage):
    """Use of a metric."""

    monthly_monitoring_data_mb: Amount
    """MiB of metric data a month."""
    monthly_api_calls: Amount
    """Calls a month that read time series."""
