"""Use of `aws:globalaccelerator/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class DataTransferUsage(Usage):
    """GB a month in one direction, by where the clients are."""

    us: Amount
    """Clients in the United States, Mexico and Canada."""
    europe: Amount
    """Clients in Europe."""
    south_africa: Amount
    """Clients in South Africa and Kenya."""
    south_america: Amount
    """Clients in South America."""
    south_korea: Amount
    """Clients in South Korea."""
    middle_east: Amount
    """Clients in the Middle East."""
    australia: Amount
    """Clients in Australia and New Zealand."""
    asia_pacific: Amount
    """Clients elsewhere in Asia Pacific."""
    india: Amount
    """Clients in India, Indonesia, the Philippines and Thailand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointGroupUsage(Usage):
    """Use of an endpoint group."""

    monthly_inbound_data_transfer_gb: DataTransferUsage
    """From clients to the endpoints."""
    monthly_outbound_data_transfer_gb: DataTransferUsage
    """From the endpoints to clients."""
