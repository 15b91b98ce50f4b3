"""Use of `aws:cloudwatch/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class LogGroupUsage(Usage):
    """Use of a log group."""

    monthly_data_ingested_gb: Amount
    """GB of log events a month that are written."""
    storage_gb: Amount
    """GB of log events kept, compressed, on average over the month."""
    monthly_data_scanned_gb: Amount
    """GB a month that Logs Insights queries read."""
