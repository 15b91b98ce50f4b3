"""For the tests of whoever writes a plug-in: first what is counted, without a price, then what it costs.

    assert quantities(plug_in, "acme:index/cache:Cache", {"nodes": 2}) == {"Nodes": (Decimal(1460), "hours", "node")}
    assert cost(plug_in, "acme:index/cache:Cache", {"nodes": 2}).cost.expected == Decimal("14.6")

Any test runner will do. Nothing here needs the plug-in to be installed. Not here: what a plug-in is
(`outlay.plug_ins.plug_in`).
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Reading
from outlay.estimate.registry import OURS, Registry
from outlay.estimate.resource_cost import ResourceCost
from outlay.estimate.stack import estimate
from outlay.estimate.subject import Neighbours, SnapshotIndex, Subject
from outlay.plug_ins.installed import LoadedPlugIn, PlugIns
from outlay.plug_ins.plug_in import PlugIn
from outlay.plug_ins.price_layers import layer_of, layer_of_sheets
from outlay.prices.book import BookIdentity, LayerIdentity, PriceBook
from outlay.prices.embedded import embedded_prices
from outlay.resource import Resource, Snapshot, Value, urn_of
from outlay.wire import values_of

_STACK: Final = "test"
_NOTHING: Final[Mapping[str, object]] = {}


def resource(
    type_: str, inputs: Mapping[str, Any], *, region: str | None = None, name: str = "it", **more: Any
) -> Resource:
    """A resource of a stack called `test`, as a preview would show it; `more` are further fields of `Resource`.

    `UNKNOWN` and `SECRET` of `outlay.resource` stand for values that are open until deployment, or secret.
    """
    values: Mapping[str, Value] = values_of(dict(inputs))
    return Resource(urn_of(_STACK, _STACK, type_, name), type_, name, values, region=region, **more)


def charges(
    registry: Registry, of: Resource, usage: Mapping[str, object] = _NOTHING, around: Iterable[Resource] = ()
) -> tuple[Charge | Free, ...]:
    """What the pricer of a resource yields, without any price.

    Raises:
        LookupError: its type has no pricer there.
        OpenValue: as the pricer does.
    """
    pricer = registry.find(of.type)
    if pricer is None:
        raise LookupError(f"no pricer for {of.type}")
    reading = Reading()
    near = Neighbours(of, SnapshotIndex(Snapshot.of(of, *around)), reading)
    return tuple(pricer.charges(Subject(of, reading), pricer.usage_model.read(usage), near))


def quantities(
    plug_in: PlugIn,
    type_: str,
    inputs: Mapping[str, Any],
    *,
    region: str | None = None,
    usage: Mapping[str, object] = _NOTHING,
    around: Iterable[Resource] = (),
) -> dict[str, tuple[Decimal | None, str, str]]:
    """What a resource is charged for: each line's name with how much a month, the unit, and the item of its price.

    A quantity that is open, for want of use or of a value, is None.

    Raises:
        LookupError: the plug-in has no pricer for the type.
    """
    found = charges(plug_in.pricers, resource(type_, inputs, region=region), usage, around)
    return {
        each.label: (
            None if each.quantity.amount.open else each.quantity.amount.expected,
            each.quantity.unit.name,
            str(each.price.item),
        )
        for each in found
        if isinstance(each, Charge)
    }


def cost(
    plug_in: PlugIn,
    type_: str,
    inputs: Mapping[str, Any],
    *,
    book: PriceBook | None = None,
    region: str | None = None,
    usage: Mapping[str, object] = _NOTHING,
    around: Iterable[Resource] = (),
) -> ResourceCost:
    """What a resource costs a month, as an estimate says it where the plug-in is installed.

    Args:
        plug_in: what is tested.
        type_: the type token.
        inputs: the resource's properties.
        book: the prices; those of the plug-in below Outlay's by default.
        region: where it lives, for what has a region.
        usage: what is stated of its use.
        around: resources that it refers to, or that refer to it.
    """
    of = resource(type_, inputs, region=region)
    stated = {of.urn: usage}
    priced = estimate(
        Snapshot.of(of, *around),
        book or book_with(plug_in),
        usage=lambda each: stated.get(each.urn, _NOTHING),
        registry=registry_with(plug_in),
    )
    return priced.resources[of.urn]


def registry_with(plug_in: PlugIn) -> Registry:
    """The pricers and free types of the plug-in, alone over Outlay's."""
    return _Over(PlugIns([_loaded(plug_in)]))


def book_with(plug_in: PlugIn) -> PriceBook:
    """Outlay's own prices over the plug-in's.

    Raises:
        InvalidFile: a sheet is none; the message has file and line.
    """
    layers = [each for each in (embedded_prices(), layer_of(_loaded(plug_in))) if each is not None]
    identity = BookIdentity.over(LayerIdentity(each.name, each.identity.as_of, each.identity.digest) for each in layers)
    return PriceBook(layers, identity)


def book_of(sheets: Path) -> PriceBook:
    """The prices of a folder of sheets and no others, such as one that a test wrote.

    Raises:
        InvalidFile: a sheet is none; the message has file and line.
    """
    layer = layer_of_sheets(sheets, sheets.name)
    return PriceBook((layer,), layer.identity)


class _Over(Registry):
    """A plug-in's pricers over ours, whatever is installed."""

    def __init__(self, plug_ins: PlugIns) -> None:
        super().__init__(below=OURS)
        self._plug_ins = plug_ins

    def find(self, type_: str) -> Any:
        """What the plug-in says of a type, else our own pricer."""
        return self._plug_ins.pricer(type_) or super().find(type_)


def _loaded(plug_in: PlugIn) -> LoadedPlugIn:
    return LoadedPlugIn(_STACK, "under test", plug_in)
