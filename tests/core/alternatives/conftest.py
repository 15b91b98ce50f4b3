"""What tests of alternatives share: the alternatives of a resource by the embedded book, and saying them briefly."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from outlay.alternatives import Alternative, AlternativeKind, alternatives
from outlay.estimate.subject import SnapshotIndex
from outlay.prices.embedded import embedded_book
from outlay.resource import Resource, Snapshot


@pytest.fixture
def found(make_resource) -> Callable[..., tuple[Alternative, ...]]:
    """The alternatives of a resource among those around it."""

    def run(
        type_: str,
        inputs: Mapping[str, Any],
        *,
        region: Any = "us-east-1",
        around: tuple[Resource, ...] = (),
        property_dependencies: Mapping[str, tuple[str, ...]] | None = None,
        **more: Any,
    ) -> tuple[Alternative, ...]:
        it = make_resource(type_, inputs, region=region, property_dependencies=property_dependencies or {})
        index = SnapshotIndex(Snapshot.of(it, *around))
        return alternatives(it, more.pop("book", None) or embedded_book(), index=index, **more)

    return run


@pytest.fixture
def savings(found) -> Callable[..., dict[str, Decimal]]:
    """What each alternative saves a month, by its title."""

    def run(*args: Any, **more: Any) -> dict[str, Decimal]:
        return {each.title: each.saving for each in found(*args, **more)}

    return run


@pytest.fixture
def of_kind(found) -> Callable[..., Alternative | None]:
    """The alternative of one kind, None where there is none; two are an error."""

    def run(kind: AlternativeKind, *args: Any, **more: Any) -> Alternative | None:
        those = found(*args, kinds={kind}, **more)
        assert len(those) <= 1, those
        return those[0] if those else None

    return run
