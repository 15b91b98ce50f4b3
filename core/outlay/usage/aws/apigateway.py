"""Use of `aws:apigateway/…` and `aws:apigatewayv2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class RestApiUsage(Usage):
    """Use of a REST API."""

    monthly_requests: Amount
    """Requests a month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiUsage(Usage):
    """Use of an HTTP or WebSocket API."""

    monthly_requests: Amount
    """Requests a month to an HTTP API."""
    request_size_kb: Amount
    """Average size of a request in KB; one is counted for each 512 KB begun."""
    monthly_messages: Amount
    """Messages a month over a WebSocket API."""
    message_size_kb: Amount
    """Average size of a message in KB; one is counted for each 32 KB begun."""
    monthly_connection_mins: Amount
    """Minutes a month that clients are connected to a WebSocket API."""
