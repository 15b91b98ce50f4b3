"""What tests of the domain share: resources out of plain inputs, charges without prices, costs with them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import settings
from outlay.estimate.charge import Charge
from outlay.estimate.registry import REGISTRY
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.stack import estimate
from outlay.plug_ins.testing import charges
from outlay.prices.book import BookIdentity, PriceBook
from outlay.prices.embedded import embedded_book
from outlay.prices.query import Grade, Missing, Price, PriceQuery, Tier
from outlay.resource import Resource, Snapshot, urn_of

# One machine is slower than another: a property holds however long it takes. Every run tries the same examples.
settings.register_profile("outlay", deadline=None, derandomize=True, max_examples=80)
settings.load_profile("outlay")


def make_resource(
    type_: str, inputs: Mapping[str, Any], *, region: str | None, name: str = "it", **more: Any
) -> Resource:
    """A resource of stack `test` with these inputs."""
    return Resource(urn_of("test", "test", type_, name), type_, name, inputs, region=region, **more)


@pytest.fixture(name="make_resource")
def make_resource_fixture() -> Callable[..., Resource]:
    return make_resource


class Shelf:
    """A layer of prices for tests: by service, region, item, dimension and term, as a query names them."""

    def __init__(self, name: str, prices: Mapping[PriceQuery, Price]) -> None:
        self.name = name
        self._prices = prices

    def find(self, query: PriceQuery) -> Price | Missing:
        return self._prices.get(query) or Missing(query, f"{self.name} has no {query}", ("something near",))


@pytest.fixture
def make_price() -> Callable[..., Price]:
    """A price from its tiers: `{0: "0.40", 1000: "0.30"}`, or one unit price."""

    def make(tiers: Mapping[int, str] | str, unit: str = "hours", layer: str = "test", **more: Any) -> Price:
        by_start = {0: tiers} if isinstance(tiers, str) else tiers
        steps = tuple(Tier(Decimal(start), Decimal(price)) for start, price in by_start.items())
        known = {"source": "a test", "as_of": date(2026, 7, 1), "grade": Grade.A, **more}
        return Price(steps, unit, layer=layer, **known)

    return make


@pytest.fixture
def make_book() -> Callable[..., PriceBook]:
    """A book of layers, the first asked first: `make_book(contract={query: price}, embedded={…})`."""

    def make(**layers: Mapping[PriceQuery, Price]) -> PriceBook:
        shelves = [Shelf(name, prices) for name, prices in layers.items()]
        return PriceBook(shelves, BookIdentity(date(2026, 7, 1), "0" * 64), allow_stand_ins=True)

    return make


@pytest.fixture
def quantities() -> Callable[..., dict[str, tuple[Decimal, str, str]]]:
    """The charges that a pricer yields, without any price: label → (expected quantity, unit, priced item)."""

    def run(
        type_: str,
        inputs: Mapping[str, Any],
        *,
        region: str | None = "us-east-1",
        usage: Mapping[str, object] | None = None,
        around: tuple[Resource, ...] = (),
        **more: Any,
    ) -> dict[str, tuple[Decimal, str, str]]:
        found = charges(REGISTRY, make_resource(type_, inputs, region=region, **more), usage or {}, around)
        return {
            charge.label: (charge.quantity.amount.expected, charge.quantity.unit.name, str(charge.price.item))
            for charge in found
            if isinstance(charge, Charge)
        }

    return run


@pytest.fixture
def cost() -> Callable[..., ResourceCost]:
    """What a resource costs by the embedded book, among the resources around it; estimated prices count."""
    embedded = embedded_book()
    book = PriceBook(embedded.layers, embedded.identity, allow_stand_ins=True)

    def run(
        type_: str,
        inputs: Mapping[str, Any],
        *,
        region: str | None = "us-east-1",
        usage: Mapping[str, object] | None = None,
        around: tuple[Resource, ...] = (),
        **more: Any,
    ) -> ResourceCost:
        resource = make_resource(type_, inputs, region=region, **more)
        stated = {resource.urn: {} if usage is None else usage}
        snapshot = Snapshot.of(resource, *around)
        return estimate(snapshot, book, usage=lambda each: stated.get(each.urn, {})).resources[resource.urn]

    return run
