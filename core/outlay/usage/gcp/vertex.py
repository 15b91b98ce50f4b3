"""Use of `gcp:vertex/…` and of notebooks that run by themselves (`gcp:colab/…`)."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointUsage(Usage):
    """Use of an endpoint."""

    monthly_node_hours: Amount
    """Node hours a month of the machines that serve the models deployed to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexUsage(Usage):
    """Use of an index."""

    monthly_build_gb: Amount
    """GB of vectors a month that are built into it or streamed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StorageUsage(Usage):
    """Use of what keeps data."""

    storage_gb: Amount
    """GB that it keeps, on average over the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncUsage(Usage):
    """Use of a feature view."""

    monthly_synced_gb: Amount
    """GB a month that are copied into the online store."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUsage(Usage):
    """Tokens of a model."""

    monthly_input_tokens: Amount
    """Tokens a month that its model reads or embeds."""
    monthly_output_tokens: Amount
    """Tokens a month that its model writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineUsage(Usage):
    """Use of what runs agents."""

    monthly_vcpu_hours: Amount
    """vCPU-hours a month."""
    monthly_memory_gib_hours: Amount
    """GiB-hours a month of memory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestUsage(Usage):
    """Use of what is charged by the request."""

    monthly_requests: Amount
    """Requests a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunUsage(Usage):
    """Use of notebooks that run by themselves."""

    monthly_hours: Amount
    """Hours a month that they run, all runs together."""
