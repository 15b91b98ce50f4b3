"""Use of `aws:acmpca/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateAuthorityUsage(Usage):
    """Use of a private certificate authority."""

    monthly_requests: Amount
    """Certificates a month that it issues."""
