"""Pricers of `aws:wafv2/…`: web ACLs. Rule groups are charged with the web ACL that uses them."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from outlay.estimate.aws.waf import GROUP_MONTH, RULE_MONTH, SERVICE, acl_and_requests, rules_and_groups
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties, Reading
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Value
from outlay.usage.aws.wafv2 import WebAclUsage
from outlay.usage.model import NoUsage

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
    statements = [rule.block("statement") for rule in _rules(resource.inputs)]
    plain = sum(not statement.has(_OWN_GROUP) and not statement.has(_MANAGED_GROUP) for statement in statements)
    groups = sum(statement.has(_OWN_GROUP) for statement in statements)
    managed = [statement.block(_MANAGED_GROUP) for statement in statements if statement.has(_MANAGED_GROUP)]
    within = usage.rule_group_rules
    if not usage.managed_rule_group_rules.open:
        within = usage.managed_rule_group_rules if within.open else within + usage.managed_rule_group_rules
    yield from rules_and_groups(_GENERATION, plain, groups, within)
    if managed:
        _name_what_is_left_out(resource, managed)
        query = PriceQuery(SERVICE, GLOBAL, "RuleGroup", _GENERATION)
        yield Charge("Managed rule groups", GROUP_MONTH * len(managed), query)


@prices("aws:wafv2/webAclRule:WebAclRule")
def web_acl_rule(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A rule that is added to a web ACL from outside: each month.

    Source: AWS WAF pricing.
    """
    yield Charge("Rule", RULE_MONTH * 1, PriceQuery(SERVICE, GLOBAL, "Rule", _GENERATION))


@prices("aws:wafv2/webAclRuleGroupAssociation:WebAclRuleGroupAssociation")
def web_acl_rule_group_association(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A rule group that is added to a web ACL from outside: each month.

    Source: AWS WAF pricing.
    """
    resource.inputs.assume("the rules in the rule group are not included")
    yield Charge("Rule group", GROUP_MONTH * 1, PriceQuery(SERVICE, GLOBAL, "RuleGroup", _GENERATION))


def _rules(inputs: Properties) -> tuple[Properties, ...]:
    """The rules of a web ACL, as properties or as JSON, whose keys begin with a capital."""
    if not inputs.has("ruleJson"):
        return inputs.blocks("rules")
    try:
        rules = json.loads(inputs.text("ruleJson"))
    except (ValueError, RecursionError):
        raise OpenValue("ruleJson", "is no JSON") from None
    if not isinstance(rules, list):
        raise OpenValue("ruleJson", "is no list of rules")
    return Properties({"rules": [_uncapitalised(rule) for rule in rules]}, Reading(), "ruleJson").blocks("rules")


def _uncapitalised(value: Value) -> Value:
    """A value of the JSON with the keys of its mappings as properties have them."""
    if not isinstance(value, Mapping):
        return value
    return {key[:1].lower() + key[1:]: _uncapitalised(inner) for key, inner in value.items()}


def _name_what_is_left_out(resource: Subject, groups: list[Properties]) -> None:
    for group in groups:
        name = group.item("name")
        if name in _CHARGED_APART:
            resource.inputs.assume(f"what {name} charges by itself and for each request is not included")
        elif group.item("vendorName", "AWS") != "AWS":
            resource.inputs.assume(f"what the seller of {name} charges is not included")
