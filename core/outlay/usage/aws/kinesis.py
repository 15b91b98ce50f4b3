"""Use of `aws:kinesis/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamUsage(Usage):
    """Use of a data stream; which keys count depends on its mode."""

    monthly_on_demand_data_in_gb: Amount
    """GB a month written to an on-demand stream."""
    monthly_on_demand_data_out_gb: Amount
    """GB a month read from an on-demand stream, without enhanced fan-out."""
    monthly_on_demand_efo_data_out_gb: Amount
    """GB a month read from an on-demand stream with enhanced fan-out."""
    monthly_on_demand_extended_retention_gb: Amount
    """GB that an on-demand stream keeps beyond 24 hours, up to seven days."""
    monthly_on_demand_long_term_retention_gb: Amount
    """GB that an on-demand stream keeps beyond seven days."""
    monthly_provisioned_put_units: Amount
    """PUT payload units a month (25 KB each) written to a provisioned stream."""
    monthly_provisioned_extended_retention_gb: Amount
    """Shard-hours a month of retention beyond 24 hours, up to seven days, of a provisioned stream."""
    monthly_provisioned_long_term_retention_gb: Amount
    """GB that a provisioned stream keeps beyond seven days."""
    monthly_provisioned_long_term_retrieval_gb: Amount
    """GB a month read back from what a provisioned stream keeps beyond seven days."""
    monthly_provisioned_efo_data_out_gb: Amount
    """GB a month read from a provisioned stream with enhanced fan-out."""
    monthly_provisioned_efo_consumer_hours: Amount
    """Hours a month of all consumers with enhanced fan-out, each times the shards of the stream."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirehoseUsage(Usage):
    """Use of a delivery stream."""

    monthly_data_ingested_gb: Amount
    """GB a month taken in, each record rounded up to the next 5 KB."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyticsApplicationUsage(Usage):
    """Use of an SQL application."""

    kinesis_processing_units: Amount
    """Processing units (KPUs) that run at a time, on average."""
