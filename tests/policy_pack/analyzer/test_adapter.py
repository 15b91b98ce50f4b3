"""Protobufs as values of the domain: markers stay, numbers are exact, what the provider says reaches its resources."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from outlay.resource import SECRET, UNKNOWN, Secret
from outlay_policy_pack.engine import adapter
from pulumi.runtime.proto import analyzer_pb2 as messages

from tests.policy_pack.analyzer.conftest import BUCKET, STACK_URN, request, secret, struct, urn
from tests.policy_pack.analyzer.conftest import UNKNOWN as OPEN

SENTINELS = [
    OPEN,
    "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
    "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
    "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
    "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
]


@pytest.mark.parametrize("sentinel", SENTINELS)
def test_what_is_open_is_a_marker_at_any_depth(sentinel: str) -> None:
    inputs = adapter.resource_of(request(BUCKET, {"a": sentinel, "b": {"c": [sentinel, "x"]}})).inputs
    assert inputs == {"a": UNKNOWN, "b": {"c": [UNKNOWN, "x"]}}


def test_of_a_secret_only_the_marker_is_kept() -> None:
    inputs = adapter.resource_of(request(BUCKET, {"a": secret("CANARY"), "b": [secret({"c": "CANARY"})]})).inputs
    assert inputs == {"a": SECRET, "b": [SECRET]}


def test_numbers_are_exact_and_none_of_them_a_float() -> None:
    inputs = adapter.resource_of(request(BUCKET, {"tenth": 0.1, "count": 3.0, "yes": True, "none": None})).inputs
    assert inputs == {"tenth": Decimal("0.1"), "count": 3, "yes": True, "none": None}
    assert [type(inputs[key]) for key in ("tenth", "count", "yes")] == [Decimal, int, bool]


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_a_number_that_is_none_is_open(number: float) -> None:
    assert adapter.resource_of(request(BUCKET, {"a": number})).inputs == {"a": UNKNOWN}


def test_region_and_tags_are_those_of_the_provider() -> None:
    provider = {"region": "eu-west-1", "defaultTags": '{"tags": {"owner": "shop"}}'}
    resource = adapter.resource_of(request(BUCKET, {}, provider=provider))
    assert (resource.region, resource.default_tags) == ("eu-west-1", {"owner": "shop"})
    assert resource.provider == urn("pulumi:providers:aws", "default")


def test_a_component_has_no_provider() -> None:
    component = adapter.resource_of(request("shop:index:Network", {}, provider=None))
    assert (component.custom, component.provider, component.parent) == (False, None, STACK_URN)


def test_the_stack_and_its_configuration_come_from_the_engine() -> None:
    given_ = messages.AnalyzerStackConfigureRequest(
        stack="dev",
        project="shop",
        config={"outlay:owner": "ann", "shop:key": "CANARY"},
        config_secret_keys=["shop:key"],
    )
    stack = adapter.stack_of(given_)
    assert (stack.full_name, stack.is_state) == ("shop/dev", False)
    assert stack.configuration == {"outlay:owner": "ann", "shop:key": SECRET}


def whole(name: str, outputs: dict[str, Any], **refers: list[str]) -> Any:
    raw = messages.AnalyzerResource(type=BUCKET, urn=urn(BUCKET, name), name=name, properties=struct(outputs))
    raw.provider.urn = urn("pulumi:providers:aws", "default")
    for key, urns in refers.items():
        raw.dependencies.extend(urns)
        raw.propertyDependencies[key].urns.extend(urns)
    return raw


def test_a_whole_stack_has_the_inputs_seen_before_and_outputs_that_are_known() -> None:
    seen = adapter.resource_of(request(BUCKET, {"acl": "private"}, "b"))
    outputs = {"id": "b-1", "arn": OPEN, "acl": "public", "size": 3, "names": ["x"]}
    stack = messages.AnalyzeStackRequest(
        resources=[whole("b", outputs, logging=[urn(BUCKET, "a")]), whole("a", {"id": "a-1", "acl": "read"})]
    )

    first, second = adapter.resources_of(stack, {seen.urn: seen})

    assert (first.name, first.external, first.inputs["acl"], first.id) == ("a", True, "read", "a-1")
    assert (second.name, second.external, second.inputs) == ("b", False, {"acl": "private"})
    assert second.outputs == {"id": "b-1", "acl": "public", "names": ["x"]}
    assert second.property_dependencies == {"logging": (first.urn,)}
    assert second.dependencies == (first.urn,)


def test_a_secret_marker_that_stands_for_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="stands for nothing"):
        adapter.changed(struct({}), {"a": Secret()})


WIRE = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=5) | st.sampled_from(SENTINELS),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=10,
)


@given(
    properties=st.dictionaries(st.text(max_size=5), WIRE, max_size=4),
    masked=st.dictionaries(st.text(), WIRE, max_size=2),
)
def test_values_go_back_as_they_came(properties: dict[str, Any], masked: dict[str, Any]) -> None:
    """Setting a resource's own values anew changes nothing, secrets and open ones among them."""
    given_ = request(BUCKET, {**properties, "secret": secret(masked), "nested": {"secret": secret(1)}})
    inputs = dict(adapter.resource_of(given_).inputs)
    assert adapter.is_same(given_.properties, inputs)
    assert adapter.changed(given_.properties, inputs) == given_.properties
