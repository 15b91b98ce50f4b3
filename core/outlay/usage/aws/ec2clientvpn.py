"""Use of `aws:ec2clientvpn/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointUsage(Usage):
    """Use of a client VPN endpoint."""

    connections: Amount
    """Clients that are connected on average."""
