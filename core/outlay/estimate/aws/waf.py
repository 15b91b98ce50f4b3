"""Pricers of `aws:waf/…`: web ACLs of WAF Classic, and what every web ACL is charged for."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MILLION_REQUESTS, MONTH, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.aws.waf import WebAclUsage

SERVICE: Final = "awswaf"
_MILLION: Final = 10**6
RULE_MONTH: Final = Unit("rule-months")
GROUP_MONTH: Final = Unit("group-months")


@prices("aws:waf/webAcl:WebAcl", usage=WebAclUsage)
def web_acl(resource: Subject, usage: WebAclUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A web ACL: itself, each rule, each rule group and the rules in it, and each million requests.

    Source: AWS WAF Classic pricing, which is the same in every region.
    """
    yield from acl_and_requests("classic", usage.monthly_requests)
    kinds = [rule.text("type", "REGULAR") for rule in resource.inputs.blocks("rules")]
    groups = kinds.count("GROUP")
    yield from rules_and_groups("classic", len(kinds) - groups, groups, usage.rule_group_rules)


def acl_and_requests(generation: str, requests: Amount) -> Iterator[Charge]:
    """The web ACL itself and the requests that it inspects; `generation` is `classic` or `v2`."""
    yield Charge("Web ACL", MONTH * 1, PriceQuery(SERVICE, GLOBAL, "WebACL", generation))
    inspected = MILLION_REQUESTS * (requests / _MILLION)
    yield Charge("Requests", inspected, PriceQuery(SERVICE, GLOBAL, "Request", generation))


def rules_and_groups(generation: str, rules: int, groups: int, within: Amount) -> Iterator[Charge]:
    """The web ACL's own rules with those `within` its groups, and the groups; each costs what a rule does."""
    price = PriceQuery(SERVICE, GLOBAL, "Rule", generation)
    own = Amount.exactly(rules, "rules")
    if within.open and groups:
        yield Charge("Rules in rule groups", RULE_MONTH * within, price)
    every = own if within.open else own + within
    if every.expected:
        yield Charge("Rules", RULE_MONTH * every, price)
    if groups:
        yield Charge("Rule groups", GROUP_MONTH * groups, PriceQuery(SERVICE, GLOBAL, "RuleGroup", generation))
