"""All rules over stacks that nobody would write: whatever a program holds, no rule raises, and what is open is said."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from outlay.finding import Finding
from outlay.prices.embedded import embedded_book
from outlay.resource import SECRET, UNKNOWN, Resource, Snapshot, Unknown, urn_of
from outlay.standard.reading import parse_standard
from outlay.tagging.effective import effective_tags
from outlay.tagging.ownership import Ownership
from outlay_policy_pack.evaluation import evaluate
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.rule import all_rules
from outlay_policy_pack.stack_view import StackView

STANDARD = parse_standard(
    """
tags:
  required:
    - {key: owner, values: [team-shop, team-data]}
    - {key: cost-centre, gcp: cost_centre, pattern: "[0-9]{4}"}
budgets: {stacks: {shop/prod: {monthly: 100}}}
rules:
  monthly-delta: {amount: 10, percent: 10}
  single-resource: {monthly: 50}
  share-unpriced: {percent: 10}
  allowed-regions: {aws: [eu-*], gcp: [eu]}
exemptions: [{rule: required-tags, resource: "*::a", reason: a, owner: b, expires: 2026-01-01}]
"""
)
RULES_OF_TAGS = {"required-tags", "allowed-tag-values", "tag-spelling"}
TYPES = (
    *("aws:budgets/budget:Budget", "gcp:billing/budget:Budget", "aws:ec2/instance:Instance", "aws:ebs/volume:Volume"),
    *("aws:ec2/launchTemplate:LaunchTemplate", "aws:rds/instance:Instance", "aws:ec2/eip:Eip", "gcp:compute/disk:Disk"),
    *("aws:cloudwatch/logGroup:LogGroup", "aws:autoscaling/group:Group", "gcp:compute/instance:Instance"),
    *("gcp:storage/bucket:Bucket", "aws:nobody/knows:It", "nonsense", ""),
)
KEYS = (
    *(
        "tags",
        "labels",
        "userLabels",
        "owner",
        "cost-centre",
        "outlay-budget",
        "key",
        "value",
        "name",
        "values",
        "type",
    ),
    *("costFilters", "budgetFilter", "amount", "specifiedAmount", "units", "nanos", "currencyCode", "limitAmount"),
    *("limitUnit", "timeUnit", "budgetType", "calendarPeriod", "size", "instanceType", "instanceClass", "machineType"),
    *("rootBlockDevice", "ebsBlockDevices", "blockDeviceMappings", "ebs", "volumeType", "volumeSize", "storageType"),
    *("retentionInDays", "logGroupClass", "instance", "users", "launchTemplate", "engine", "allocatedStorage", ""),
)
TEXTS = (
    *(
        "",
        "gp2",
        "gp3",
        "m4.large",
        "db.m4.large",
        "n1-standard-4",
        "postgres",
        "COST",
        "MONTHLY",
        "YEAR",
        "USD",
        "EUR",
    ),
    *(
        "team-shop",
        "Team_Shop",
        "4100",
        "100",
        "-1",
        "nan",
        "1e400",
        "TagKeyValue",
        "user:outlay-budget$shop_prod",
        "global",
    ),
)
LEAVES = st.one_of(
    st.sampled_from([UNKNOWN, SECRET, None, True, False, 0, -1, 10**30, Decimal("0.5"), Decimal("1E+400")]),
    st.just(Unknown(("gp2", "gp3"))),
    st.sampled_from(TEXTS),
    st.text(max_size=5),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)
REGIONS = st.sampled_from(["us-east-1", "eu-west-1", "", "nowhere", None, UNKNOWN, Unknown(("eu-west-1", "us-east-1"))])


@st.composite
def resources(draw: st.DrawFn) -> Resource:
    type_, name = draw(st.sampled_from(TYPES)), draw(st.sampled_from("abc"))
    urn = urn_of("prod", "shop", type_, name)
    default_tags: Any = draw(st.one_of(st.just(UNKNOWN), st.dictionaries(st.sampled_from(KEYS), LEAVES, max_size=2)))
    return Resource(
        urn,
        type_,
        name,
        draw(st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=6)),
        draw(st.dictionaries(st.sampled_from(("users", "id", "arn", "instance")), VALUES, max_size=2)),
        region=draw(REGIONS),
        parent=draw(st.sampled_from([None, urn, "nobody"])),
        default_tags=default_tags,
        external=draw(st.booleans()),
        property_dependencies=draw(st.sampled_from([{}, {"tags": (urn,)}, {"type": ("nobody",)}])),
    )


def judged(found: list[Resource]) -> tuple[Finding, ...]:
    snapshot, pricing = Snapshot.of(*found, project="shop", stack="prod"), Pricing(embedded_book())
    return evaluate(StackView(snapshot, pricing.estimate(snapshot), pricing), STANDARD).findings


@settings(max_examples=200, deadline=None)
@given(st.lists(resources(), max_size=4))
def test_no_rule_raises_whatever_the_program_holds(found):
    findings = judged(found)
    assert [each.message for each in findings if "could not be checked" in each.message] == []
    for each in findings:
        assert each.message
        assert each.remediation
        assert each.is_undecided == bool(each.open)
        assert "SECRET" not in each.message
        assert each.saving is None or each.saving > 0


@settings(max_examples=60, deadline=None)
@given(st.lists(resources(), max_size=3))
def test_the_same_stack_is_judged_the_same(found):
    assert judged(found) == judged(found)


@settings(max_examples=100, deadline=None)
@given(resources())
def test_what_a_rule_fills_in_takes_nothing_away(resource):
    snapshot, pricing = Snapshot.of(resource, project="shop", stack="prod"), Pricing(embedded_book())
    owned = Ownership({"owner": "team-shop", "cost-centre": "4100"})
    view = StackView(snapshot, pricing.estimate(snapshot), pricing, ownership=owned).view(resource)
    before = effective_tags(resource)
    for rule in all_rules():
        if rule.remediate is None:
            continue
        after = effective_tags(replace(resource, inputs={**resource.inputs, **rule.remediate(view, STANDARD, None)}))
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert set(before.tags) <= set(after.tags)
            assert {key: after.tags[key] for key in before.tags} == before.tags


TAGS = st.dictionaries(st.sampled_from(["owner", "cost-centre", "Owner"]), st.sampled_from(["team-shop", "4100", "x"]))


@settings(max_examples=60, deadline=None)
@given(TAGS, TAGS)
def test_whoever_hides_the_tags_gets_past_no_rule_that_they_break(tags, default_tags):
    type_ = "aws:sqs/queue:Queue"
    urn = urn_of("prod", "shop", type_, "a")

    def broken(of: Any) -> set[str]:
        queue = Resource(urn, type_, "a", {"tags": of}, region="eu-west-1", default_tags=default_tags)
        return {each.policy for each in judged([queue]) if each.policy in RULES_OF_TAGS}

    assert broken(tags) <= broken(UNKNOWN)
    assert broken(tags) <= broken(SECRET)
    # what is said of each tag may be hidden as well, where the keys are seen
    assert broken(tags) <= broken(dict.fromkeys(tags, UNKNOWN)) | ({"tag-spelling"} if "Owner" in tags else set())
