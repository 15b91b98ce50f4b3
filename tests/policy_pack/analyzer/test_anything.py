"""Whatever the engine hands over, through the real calls: an answer comes back, with no secret in it."""

from __future__ import annotations

from time import perf_counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pulumi.runtime.proto import analyzer_pb2 as messages

from tests.policy_pack.analyzer.conftest import BUCKET, UNKNOWN, Engine, levels, said, secret

if TYPE_CHECKING:
    from tests.policy_pack.analyzer.conftest import EngineMaker

STANDARD = """\
tags:
  required:
    - {key: owner, values: [shop, billing]}
    - {key: cost-centre, pattern: "[0-9]{4}", gcp: cost_centre}
budgets: {stacks: {shop/dev: {monthly: 100}}}
rules:
  required-tags: {level: remediate}
  monthly-delta: {amount: 10}
  single-resource: {monthly: 50, level: mandatory}
  share-unpriced: {percent: 5, level: mandatory}
  allowed-regions: {aws: [us-east-1], gcp: [europe-west1], level: mandatory}
"""
TYPES = [
    BUCKET,
    "aws:ec2/instance:Instance",
    "aws:ebs/volume:Volume",
    "aws:ec2/eip:Eip",
    "aws:rds/instance:Instance",
    "aws:autoscaling/group:Group",
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:budgets/budget:Budget",
    "gcp:compute/instance:Instance",
    "gcp:compute/disk:Disk",
    "gcp:sql/databaseInstance:DatabaseInstance",
    "gcp:billing/budget:Budget",
    "kubernetes:core/v1:Service",
    "nobody:knows:It",
    "::",
    "",
]
KEYS = [
    *("tags", "labels", "userLabels", "instanceType", "type", "size", "volumeType", "rootBlockDevice", "region"),
    *("machineType", "zone", "instanceClass", "allocatedStorage", "storageType", "engine", "settings", "tier"),
    *("retentionInDays", "limitAmount", "costFilters", "amount", "budgetFilter", "instance", "key", "value", "owner"),
]
LEAVES = (
    st.none()
    | st.booleans()
    | st.floats(allow_nan=True, allow_infinity=True)
    | st.text(max_size=8)
    | st.sampled_from([UNKNOWN, "gp2", "t2.micro", "m1.small", "us-east-1a", "europe-west1-b", "100", -1, 0, 1e300])
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=4)
        | inner.map(lambda value: secret({"CANARY": "CANARY", "inner": value}))
    ),
    max_leaves=12,
)
PROPERTIES = st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), VALUES, max_size=6)
RESOURCES = st.lists(st.tuples(st.sampled_from(TYPES), PROPERTIES, PROPERTIES), max_size=4)


@pytest.fixture
def engine(make_engine: EngineMaker) -> Engine:
    return make_engine(STANDARD).start(config={"outlay:owner": "shop"})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(resources=RESOURCES)
def test_every_resource_and_every_stack_is_answered(
    engine: Engine, resources: list[tuple[str, dict[str, Any], dict[str, Any]]]
) -> None:
    engine.registered.clear()
    responses = [
        engine.register(type_, properties, f"r{number}", provider=provider)
        for number, (type_, properties, provider) in enumerate(resources)
    ]
    responses.append(engine.finish())

    for response in responses:
        assert not [each for each in said(response) if "the policy pack failed" in each]
        assert "CANARY" not in str(response)
        assert messages.AnalyzeResponse.FromString(response.SerializeToString()) == response
    assert levels(responses[-1])["cost-summary"] == messages.ADVISORY


@pytest.mark.parametrize(
    ("type_", "properties"),
    [
        ("aws:nobody/knows:It", {"tags": {"a": "b"}}),
        (BUCKET, {"tags": "a text"}),
        (BUCKET, {"tags": ["owner"]}),
        (BUCKET, {"tags": {"owner": {"a": 1}}}),
        ("aws:autoscaling/group:Group", {"tags": {"owner": "shop"}}),
        ("gcp:storage/bucket:Bucket", {"labels": 5}),
    ],
)
def test_types_nobody_knows_and_tags_that_are_no_maps_are_judged_all_the_same(
    engine: Engine, type_: str, properties: dict[str, Any]
) -> None:
    responses = [engine.register(type_, properties), engine.finish()]
    assert not [each for response in responses for each in said(response) if "could not be checked" in each]


def test_ten_thousand_resources(make_engine: EngineMaker) -> None:
    engine = make_engine("{}").start()
    for number in range(10_000):
        engine.register("aws:ec2/eip:Eip", {"instance": "i-1", "tags": {"owner": "shop"}}, f"r{number}")

    started = perf_counter()
    response = engine.finish()

    assert perf_counter() - started < 30
    assert "this stack: $36,500.00 a month" in said(response, "cost-summary")[0]
