"""Use of `gcp:cloudrunv2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceUsage(Usage):
    """Use of a Cloud Run service."""

    monthly_requests: Amount
    """Requests a month."""
    average_request_duration_ms: Amount
    """Milliseconds that a request takes on average."""
    concurrent_requests_per_instance: Amount
    """Requests that an instance handles at once, on average."""
    instance_hrs: Amount
    """Hours a month that each of the minimum instances runs (instance-based billing); a single one without minimum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobUsage(Usage):
    """Use of a Cloud Run job."""

    monthly_job_executions: Amount
    """Executions a month."""
    average_task_execution_mins: Amount
    """Minutes that a task of an execution takes on average."""
