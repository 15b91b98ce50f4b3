"""Use of `gcp:bigquery/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetUsage(Usage):
    """Use of a dataset."""

    monthly_queries_tb: Amount
    """TiB a month that queries process, on demand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUsage(Usage):
    """Use of a table."""

    monthly_active_storage_gb: Amount
    """GiB stored that changed within 90 days, on average over the month."""
    monthly_long_term_storage_gb: Amount
    """GiB stored that did not change for 90 days, on average over the month."""
    monthly_streaming_inserts_mb: Amount
    """MB a month of streaming inserts."""
    monthly_storage_write_api_gb: Amount
    """GiB a month through the Storage Write API."""
    monthly_storage_read_api_tb: Amount
    """TiB a month through the Storage Read API."""
