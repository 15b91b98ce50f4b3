"""Use of `aws:cfg/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleUsage(Usage):
    """Use of a rule."""

    monthly_rule_evaluations: Amount
    """Evaluations a month, in all accounts that the rule is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderUsage(Usage):
    """Use of a configuration recorder."""

    monthly_config_items: Amount
    """Configuration items a month that are recorded."""
    monthly_custom_config_items: Amount
    """Configuration items a month of custom resources that are recorded."""
