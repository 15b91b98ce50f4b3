"""Use of `gcp:kms/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class CryptoKeyUsage(Usage):
    """Use of a key."""

    key_versions: Amount
    """Versions that are active, on average over the month."""
    monthly_key_operations: Amount
    """Cryptographic operations a month."""
