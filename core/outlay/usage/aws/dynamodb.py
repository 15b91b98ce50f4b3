"""Use of `aws:dynamodb/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class TableUsage(Usage):
    """Use of a table."""

    monthly_write_request_units: Amount
    """Write request units a month, for a table that is billed per request."""
    monthly_read_request_units: Amount
    """Read request units a month over all regions, for a table that is billed per request."""
    storage_gb: Amount
    """GB stored in the table and its indexes, in each region that has it."""
    pitr_backup_storage_gb: Amount
    """GB kept for point-in-time recovery."""
    on_demand_backup_storage_gb: Amount
    """GB kept in backups made on demand."""
    monthly_data_restored_gb: Amount
    """GB a month restored from backups."""
    monthly_streams_read_request_units: Amount
    """Streams read request units a month (GetRecords calls, those of functions excepted)."""
