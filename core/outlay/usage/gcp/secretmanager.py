"""Use of `gcp:secretmanager/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretUsage(Usage):
    """Use of a secret."""

    active_secret_versions: Amount
    """Versions that are not destroyed, on average over the month."""
    monthly_access_operations: Amount
    """Operations a month that read a version."""
    monthly_rotation_notifications: Amount
    """Notices a month that the secret is to be rotated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretVersionUsage(Usage):
    """Use of one version of a secret."""

    monthly_access_operations: Amount
    """Operations a month that read the version."""
