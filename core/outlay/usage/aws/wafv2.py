"""Use of `aws:wafv2/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.aws.waf import WebAclUsage as ClassicWebAclUsage


@dataclass(frozen=True, slots=True, kw_only=True)
class WebAclUsage(ClassicWebAclUsage):
    """Use of a web ACL."""

    managed_rule_group_rules: Amount
    """Rules within the managed rule groups that it uses, where they are charged."""
