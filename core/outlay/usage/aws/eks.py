"""Use of `aws:eks/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class FargateProfileUsage(Usage):
    """Use of a Fargate profile: the pods that it runs, all the time."""

    vcpu_count: Amount
    """vCPUs of all its pods together."""
    memory_gb: Amount
    """GB of memory of all its pods together."""
