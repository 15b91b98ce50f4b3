"""Pricers of `aws:wafv2/…`: web ACLs. Rule groups are charged with the web ACL that uses them."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.aws.waf import GROUP_MONTH, SERVICE, acl_and_requests, rules_and_groups
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.aws.wafv2 import WebAclUsage

_GENERATION: Final = "v2"
_OWN_GROUP: Final = "ruleGroupReferenceStatement"
_MANAGED_GROUP: Final = "managedRuleGroupStatement"
_CHARGED_APART: Final = ("AWSManagedRulesBotControlRuleSet", "AWSManagedRulesATPRuleSet", "AWSManagedRulesACFPRuleSet")
"""Managed rule groups that charge a fee of their own and more for each request."""


@prices("aws:wafv2/webAcl:WebAcl", usage=WebAclUsage)
def web_acl(resource: Subject, usage: WebAclUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A web ACL: itself, each rule, each rule group and the rules in it, and each million requests.

    Source: AWS WAF pricing, which is the same in every region.
    """
    yield from acl_and_requests(_GENERATION, usage.monthly_requests)
    statements = [rule.block("statement") for rule in resource.inputs.blocks("rules")]
    plain = sum(not statement.has(_OWN_GROUP) and not statement.has(_MANAGED_GROUP) for statement in statements)
    groups = sum(statement.has(_OWN_GROUP) for statement in statements)
    managed = [statement.block(_MANAGED_GROUP) for statement in statements if statement.has(_MANAGED_GROUP)]
    within = usage.rule_group_rules
    if not usage.managed_rule_group_rules.open:
        within = usage.managed_rule_group_rules if within.open else within + usage.managed_rule_group_rules
    yield from rules_and_groups(_GENERATION, plain, groups, within)
    if managed:
        _name_what_is_left_out(managed)
        query = PriceQuery(SERVICE, GLOBAL, "RuleGroup", _GENERATION)
        yield Charge("Managed rule groups", GROUP_MONTH * len(managed), query)


def _name_what_is_left_out(groups: list[Properties]) -> None:
    for group in groups:
        name = group.item("name")
        if name in _CHARGED_APART:
            group.assume(f"what {name} charges by itself and for each request is not included")
        elif group.item("vendorName", "AWS") != "AWS":
            group.assume(f"what the seller of {name} charges is not included")
