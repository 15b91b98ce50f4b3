"""Use of `aws:kinesisanalyticsv2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotUsage(Usage):
    """Use of a snapshot of an application."""

    durable_application_backup_gb: Amount
    """GB kept in backups of the application."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationUsage(SnapshotUsage):
    """Use of an application."""

    kinesis_processing_units: Amount
    """Processing units (KPUs) that run at a time, on average; what its parallelism asks for where nothing is stated."""
