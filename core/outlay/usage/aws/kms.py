"""Use of `aws:kms/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyUsage(Usage):
    """Use of a key."""

    monthly_requests: Amount
    """Requests a month with the key, those that make data key pairs not counted."""
    monthly_ecc_data_key_pair_requests: Amount
    """Requests a month that make an elliptic curve key pair under a symmetric key."""
    monthly_rsa_data_key_pair_requests: Amount
    """Requests a month that make an RSA key pair under a symmetric key."""
