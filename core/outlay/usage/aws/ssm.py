"""Use of `aws:ssm/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ParameterUsage(Usage):
    """Use of a parameter."""

    parameter_storage_hrs: Amount
    """Hours a month that an advanced parameter is kept; all of them where nothing is stated."""
    api_throughput_limit: str
    """`standard`, `advanced` or `higher`; the parameter's tier where nothing is stated."""
    monthly_api_interactions: Amount
    """Requests a month, which are charged in all but the standard throughput."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivationUsage(Usage):
    """Use of an activation of machines outside of AWS."""

    instance_tier: str
    """`standard` or `advanced`, as the account has it; advanced from 1,001 machines on where nothing is stated."""
    instances: Amount
    """Machines that are registered, on average over the month."""
