"""Use of `aws:networkfirewall/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class FirewallUsage(Usage):
    """Use of a firewall."""

    monthly_data_processed_gb: Amount
    """GB a month through the firewall."""
