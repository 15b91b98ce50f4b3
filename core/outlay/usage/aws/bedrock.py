"""Use of `aws:bedrock/…` and `aws:bedrockmodel/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenUsage(Usage):
    """Tokens of a model."""

    monthly_input_tokens: Amount
    """Tokens a month that its model reads."""
    monthly_output_tokens: Amount
    """Tokens a month that its model writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomModelUsage(Usage):
    """Use of a custom model."""

    monthly_training_tokens: Amount
    """Tokens a month that it is trained on: those of the corpus, times the epochs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnowledgeBaseUsage(Usage):
    """Use of a knowledge base."""

    monthly_embedded_tokens: Amount
    """Tokens a month that become vectors: of documents and of questions."""
    monthly_queries: Amount
    """Queries a month, where it turns questions into SQL or searches an index of Kendra."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DataSourceUsage(Usage):
    """Use of a data source."""

    monthly_parsed_pages: Amount
    """Pages a month that a model or a parser of Bedrock takes apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowUsage(Usage):
    """Use of a flow."""

    monthly_node_transitions: Amount
    """Transitions a month from one node to the next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuardrailUsage(Usage):
    """Use of a guardrail."""

    monthly_text_units: Amount
    """Text units a month that it assesses, each of up to 1,000 characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionUsage(Usage):
    """Use of what runs sessions."""

    monthly_vcpu_hours: Amount
    """vCPU-hours a month that its sessions compute."""
    monthly_memory_gb_hours: Amount
    """GB-hours a month of memory that its sessions hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GatewayUsage(Usage):
    """Use of a gateway."""

    monthly_tool_calls: Amount
    """Calls of tools a month."""
    monthly_searches: Amount
    """Searches for tools a month."""
    indexed_tools: Amount
    """Tools that can be searched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryUsage(Usage):
    """Use of a memory."""

    monthly_events: Amount
    """Events a month that are taken in."""
    stored_records: Amount
    """Records that are kept, on average over the month."""
    monthly_retrievals: Amount
    """Retrievals a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestUsage(Usage):
    """Use of what is charged by the request."""

    monthly_requests: Amount
    """Requests a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileUsage(Usage):
    """Use of a browser's profile."""

    storage_gb: Amount
    """GB that it keeps."""
