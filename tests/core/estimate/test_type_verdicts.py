"""What is said of each resource class: one verdict, in step with the installed SDKs, and the same in an estimate."""

from collections import Counter

import pytest
from outlay.estimate import generate_type_verdicts
from outlay.estimate.free import free_reason, free_types
from outlay.estimate.properties import Reading
from outlay.estimate.registry import REGISTRY
from outlay.estimate.resource_cost import Status
from outlay.estimate.subject import Neighbours, SnapshotIndex
from outlay.estimate.type_aliases import current_type
from outlay.estimate.type_verdicts import sdk_verdicts, type_verdict
from outlay.estimate.usage_based import charged_by, usage_based_types
from outlay.money import GapKind
from outlay.resource import Snapshot
from outlay.sdk_sources import ResourceClass


@pytest.fixture(scope="module")
def classes() -> tuple[ResourceClass, ...]:
    return generate_type_verdicts.classes()


@pytest.fixture(scope="module")
def tokens(classes) -> frozenset[str]:
    return frozenset(each.token for each in classes)


def test_the_table_of_verdicts_is_in_step_with_the_sdks_the_pricers_and_the_tables(classes):
    committed = generate_type_verdicts.TARGET.read_text(encoding="utf-8").splitlines()
    assert committed == generate_type_verdicts.table(classes), "run: python -m outlay.estimate.generate_type_verdicts"


def test_the_table_of_aliases_is_in_step_with_the_sdks(classes):
    committed = generate_type_verdicts.ALIASES.read_text(encoding="utf-8").splitlines()
    assert committed == generate_type_verdicts.aliases(classes), "run: python -m outlay.estimate.generate_type_verdicts"


def test_every_class_has_one_verdict(tokens):
    assert Counter(each.token for each in sdk_verdicts()) == Counter(tokens)


def test_no_type_is_said_to_be_charged_by_use_that_is_free_or_priced():
    by_use = usage_based_types()
    assert [token for token in by_use if free_reason(token) or REGISTRY.find(token)] == []


def test_what_is_charged_by_use_exists_and_says_by_what(tokens):
    by_use = usage_based_types()
    assert [token for token in by_use if token not in tokens] == []
    assert [token for token, use in by_use.items() if not use.strip() or use[0].isupper() or use.endswith(".")] == []


def test_a_class_that_is_removed_or_new_changes_the_table(classes):
    committed = generate_type_verdicts.TARGET.read_text(encoding="utf-8").splitlines()
    renamed = ResourceClass("aws:ec2/virtualNetwork:VirtualNetwork", {})
    others = tuple(each for each in classes if each.token != "aws:ec2/vpc:Vpc")
    fresh = generate_type_verdicts.table((*others, renamed))
    assert set(committed) ^ set(fresh) == {
        "aws:ec2/vpc:Vpc,free",
        "aws:ec2/virtualNetwork:VirtualNetwork,unsupported",
    }


def test_most_classes_have_a_verdict_other_than_unsupported():
    found = Counter(each.status for each in sdk_verdicts())
    assert found[Status.UNSUPPORTED] < 0.18 * found.total()


@pytest.mark.parametrize(
    ("token", "use"),
    [
        ("aws:cognito/userPool:UserPool", "users that are active in a month"),
        ("aws:athena/workgroup:Workgroup", "the data that its queries scan"),
        ("gcp:cloudtasks/queue:Queue", "tasks and calls"),
    ],
)
def test_what_is_charged_by_use_depends_on_use_in_an_estimate(cost, token, use):
    found = cost(token, {})
    assert found.status is Status.USAGE
    assert [(gap.kind, gap.reason) for gap in found.cost.gaps] == [
        (GapKind.USAGE, f"charged by {use}; no pricer counts that yet")
    ]
    assert not found.cost.is_complete
    assert charged_by(token) == use


def test_use_that_is_stated_of_what_no_pricer_counts_is_named(cost):
    usage = {"monthly_active_users": 5000, "mail": {"sent": 2}}
    assert cost("aws:cognito/userPool:UserPool", {}, usage=usage).assumptions == (
        "usage monthly_active_users is passed over: no pricer counts that yet",
        "usage mail is passed over: no pricer counts that yet",
    )


@pytest.mark.parametrize(
    "token",
    [
        "aws:ec2/capacityReservation:CapacityReservation",  # charged whether used or not
        "aws:shield/subscription:Subscription",
        "aws:sagemaker/endpoint:Endpoint",
        "aws:bedrock/provisionedModelThroughput:ProvisionedModelThroughput",
        "gcp:spanner/instance:Instance",
        "gcp:vertex/aiIndexEndpointDeployedIndex:AiIndexEndpointDeployedIndex",
    ],
)
def test_what_costs_something_by_being_there_is_neither_free_nor_charged_by_use(token, tokens):
    assert token in tokens
    assert (free_reason(token), charged_by(token)) == ("", "")


def _twins() -> list[tuple[str, str]]:
    """Classes of which the SDK has two: the older of a name with V2, and the modules of load balancers."""
    every = {each.token for each in sdk_verdicts()}
    load_balancers = [(token, token.replace("aws:alb/", "aws:lb/")) for token in every if token.startswith("aws:alb/")]
    buckets = [
        (token, token.replace("V2:", ":").removesuffix("V2"))
        for token in every
        if token.startswith("aws:s3/") and token.endswith("V2")
    ]
    waf = [(token, token.replace("aws:wafregional/", "aws:waf/")) for token in every if "wafregional" in token]
    return sorted(pair for pair in (*load_balancers, *buckets, *waf) if pair[1] in every)


@pytest.mark.parametrize(("twin", "other"), _twins())
def test_twins_have_the_same_verdict_and_the_same_pricer(twin, other):
    assert type_verdict(twin).status is type_verdict(other).status
    first, second = REGISTRY.find(twin), REGISTRY.find(other)
    assert (first and first.charges) == (second and second.charges)


@pytest.mark.parametrize(
    ("before", "today"),
    [line.split(",") for line in generate_type_verdicts.ALIASES.read_text(encoding="utf-8").splitlines()[1:]],
)
def test_a_token_of_before_means_what_its_class_means_today(before, today):
    assert current_type(before) == today
    assert REGISTRY.find(before) is REGISTRY.find(today)
    assert (free_reason(before), charged_by(before)) == (free_reason(today), charged_by(today))


def test_a_load_balancer_of_an_old_state_is_priced(cost):
    old = cost("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", {"loadBalancerType": "network"})
    new = cost("aws:lb/loadBalancer:LoadBalancer", {"loadBalancerType": "network"})
    assert old.cost.expected == new.cost.expected > 0


def test_a_neighbour_is_found_by_its_type_of_today_whatever_it_was_called(make_resource):
    balancer = make_resource("aws:elasticloadbalancingv2/loadBalancer:LoadBalancer", {"name": "edge"}, region=None)
    listener = make_resource("aws:lb/listener:Listener", {"loadBalancerArn": "edge"}, region=None, name="its")
    index = SnapshotIndex(Snapshot.of(balancer, listener))
    found = Neighbours(listener, index, Reading()).target("loadBalancerArn", "aws:lb/loadBalancer:LoadBalancer")
    assert found is not None
    assert found.resource is balancer


def test_no_module_is_free_as_a_whole_that_has_a_type_charged_by_use():
    whole = {token.removesuffix("*") for token in free_types() if token.endswith("/*")}
    assert [token for token in usage_based_types() if f"{token.partition('/')[0]}/" in whole] == []
