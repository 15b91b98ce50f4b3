"""Use of `aws:sagemaker/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointUsage(Usage):
    """Use of an endpoint."""

    monthly_requests: Amount
    """Requests a month to each of its serverless variants."""
    request_duration_ms: Amount
    """Milliseconds that a serverless variant computes for a request."""
    monthly_data_processed_gb: Amount
    """GB a month that go in and out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainUsage(Usage):
    """Use of a domain."""

    storage_gb: Amount
    """GB in the home directories of its users."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeatureGroupUsage(Usage):
    """Use of a feature group's online store."""

    storage_gb: Amount
    """GB in the online store."""
    monthly_read_request_units: Amount
    """Read request units a month, where throughput is on demand."""
    monthly_write_request_units: Amount
    """Write request units a month, where throughput is on demand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUsage(Usage):
    """Use of what runs jobs."""

    monthly_job_hours: Amount
    """Hours a month that its jobs run, all jobs together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LabellingUsage(Usage):
    """Use of what people label or review."""

    monthly_objects: Amount
    """Objects a month that are labelled or reviewed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingServerUsage(Usage):
    """Use of a tracking server."""

    storage_gb: Amount
    """GB of metadata that it keeps."""
