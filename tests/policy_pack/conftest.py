"""What tests of rules share: a stack out of resources, as a rule looks at it."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot, urn_of
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.stack_view import StackView


@pytest.fixture
def make_resource() -> Callable[..., Resource]:
    def make(type_: str, inputs: Mapping[str, Any] | None = None, name: str = "it", **more: Any) -> Resource:
        urn = urn_of("prod", "shop", type_, name)
        return Resource(urn, type_, name, inputs or {}, region="us-east-1", **more)

    return make


@pytest.fixture
def view() -> Callable[..., StackView]:
    """The stack `shop/prod` with these resources, priced by the embedded book, with nothing before it."""

    def make(*resources: Resource, usage: Mapping[str, object] | None = None, **more: Any) -> StackView:
        snapshot = Snapshot.of(*resources, project="shop", stack="prod")
        pricing = Pricing(embedded_book(), usage=lambda _: usage or {})
        return StackView(snapshot, pricing.estimate(snapshot), pricing, **more)

    return make
