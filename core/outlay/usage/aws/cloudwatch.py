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


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBusUsage(Usage):
    """Use of an event bus."""

    monthly_custom_events: Amount
    """Events a month that applications publish; one is counted for each 64 KB begun."""
    monthly_third_party_events: Amount
    """Events a month that partners and other accounts publish."""
    monthly_archive_processing_gb: Amount
    """GB a month that are archived."""
    archive_storage_gb: Amount
    """GB kept in archives."""
    monthly_schema_discovery_events: Amount
    """Events a month that schema discovery looks at."""
