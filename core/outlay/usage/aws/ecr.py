"""Use of `aws:ecr/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryUsage(Usage):
    """Use of a repository."""

    storage_gb: Amount
    """GB that its images take."""
