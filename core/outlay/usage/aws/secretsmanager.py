"""Use of `aws:secretsmanager/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretUsage(Usage):
    """Use of a secret."""

    monthly_requests: Amount
    """API requests a month for the secret."""
