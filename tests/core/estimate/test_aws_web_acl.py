import json
from decimal import Decimal

from outlay.estimate.resource_cost import Status
from outlay.resource import UNKNOWN

CLASSIC = "aws:waf/webAcl:WebAcl"
V2 = "aws:wafv2/webAcl:WebAcl"
PLAIN = {"statement": {"geoMatchStatement": {"countryCodes": ["NL"]}}}
OWN_GROUP = {"statement": {"ruleGroupReferenceStatement": {"arn": UNKNOWN}}}


def managed(name="AWSManagedRulesCommonRuleSet", vendor="AWS"):
    return {"statement": {"managedRuleGroupStatement": {"name": name, "vendorName": vendor}}}


def lines(found):
    return {line.name: line.quantity and line.quantity.expected for line in found.charges}


def test_rules_groups_and_the_rules_in_them_are_charged(cost):
    use = {"rule_group_rules": 5, "managed_rule_group_rules": 10, "monthly_requests": 1_000_000}
    acl = cost(V2, {"rules": [PLAIN, OWN_GROUP, managed()]}, usage=use)
    assert lines(acl) == {"Web ACL": 1, "Requests": 1, "Rules": 16, "Rule groups": 1, "Managed rule groups": 1}
    assert acl.cost.expected == Decimal("23.6")  # 5 + 0.60 + 16 + 1 + 1


def test_rules_in_a_group_that_nobody_stated_depend_on_use(cost):
    acl = cost(V2, {"rules": [PLAIN, OWN_GROUP]}, usage={"monthly_requests": 0})
    assert acl.status is Status.USAGE
    assert lines(acl) == {"Web ACL": 1, "Requests": 0, "Rules in rule groups": None, "Rules": 1, "Rule groups": 1}


def test_an_acl_without_rules_costs_itself(cost):
    assert cost(V2, {}, region="sa-east-1", usage={"monthly_requests": 0}).cost.expected == 5


def test_what_sellers_and_special_groups_charge_is_named(cost):
    rules = [managed("AWSManagedRulesBotControlRuleSet"), managed("OWASP", vendor="Somebody")]
    assumptions = " ".join(cost(V2, {"rules": rules}).assumptions)
    assert "AWSManagedRulesBotControlRuleSet" in assumptions
    assert "the seller of OWASP" in assumptions


def test_a_classic_acl_counts_groups_by_type(cost):
    rules = [{"type": each} for each in ("REGULAR", "RATE_BASED", "GROUP", "GROUP")]
    acl = cost(CLASSIC, {"rules": rules}, usage={"rule_group_rules": 5, "monthly_requests": 1_000_000})
    assert acl.cost.expected == Decimal("14.6")  # 5 + 0.60 + 7 + 2


def test_open_rules_leave_the_acl(cost):
    for type_ in (CLASSIC, V2):
        acl = cost(type_, {"rules": UNKNOWN}, usage={"monthly_requests": 0})
        assert (acl.status, acl.cost.low) == (Status.UNKNOWN, 5)


def test_rules_may_be_json(cost):
    rules = [
        {"Name": "a", "Statement": {"GeoMatchStatement": {"CountryCodes": ["NL"]}}},
        {"Name": "b", "Statement": {"ManagedRuleGroupStatement": {"Name": "OWASP", "VendorName": "Somebody"}}},
    ]
    acl = cost(V2, {"ruleJson": json.dumps(rules)}, usage={"monthly_requests": 0})
    assert lines(acl) == {"Web ACL": 1, "Requests": 0, "Rules": 1, "Managed rule groups": 1}
    assert any("OWASP" in text for text in acl.assumptions)
    for wrong in ("{", "{}", UNKNOWN):
        assert cost(V2, {"ruleJson": wrong}).status is Status.UNKNOWN


def test_rules_and_groups_from_outside_cost_what_those_inside_do(cost):
    for type_ in ("webAclRule:WebAclRule", "webAclRuleGroupAssociation:WebAclRuleGroupAssociation"):
        assert cost(f"aws:wafv2/{type_}", {}).cost.expected == 1
