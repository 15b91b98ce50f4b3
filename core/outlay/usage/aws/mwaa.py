"""Use of `aws:mwaa/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class EnvironmentUsage(Usage):
    """Use of an environment."""

    additional_workers: Amount
    """Workers beside the one that is included, on average over the month."""
    additional_schedulers: Amount
    """Schedulers beside the two that are included; what the environment declares where nothing is stated."""
    meta_database_gb: Amount
    """GB in the environment's database."""
