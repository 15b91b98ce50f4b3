"""Use of `aws:ec2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class NatGatewayUsage(Usage):
    """Use of a NAT gateway."""

    monthly_data_processed_gb: Amount
    """GB a month through the gateway, both directions."""
