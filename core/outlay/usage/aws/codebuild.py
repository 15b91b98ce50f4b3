"""Use of `aws:codebuild/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectUsage(Usage):
    """Use of a project."""

    monthly_build_mins: Amount
    """Minutes a month that its builds take."""
