"""Use of `aws:waf/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAclUsage(Usage):
    """Use of a web ACL."""

    rule_group_rules: Amount
    """Rules within the rule groups that it uses."""
    monthly_requests: Amount
    """Requests a month that it inspects."""
