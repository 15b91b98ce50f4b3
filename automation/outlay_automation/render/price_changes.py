"""What differs between two books: counts by service, the largest changes, and all of them for machines."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from heapq import nlargest
from typing import Any, Final, TextIO

from outlay.estimate.amount import written
from outlay.prices.figure import Figure
from outlay.prices.names import is_kind_of_resource, kind_name
from outlay.prices.query import PriceQuery
from rich.console import Console
from rich.text import Text

from outlay_automation.prices.figure_changes import FigureChange
from outlay_automation.render import figures
from outlay_automation.render.price_grid import Column, Grid, Side, fitting
from outlay_automation.render.sections import print_page, singular

SCHEMA: Final = "outlay/prices-diff/1"
_LARGEST: Final = 8
_TENTH: Final = Decimal("0.1")


class Kind(StrEnum):
    """What became of a figure."""

    CHANGED = "changed"
    NEW = "new"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class PriceChanges:
    """All figures that differ between two books, in the book's order."""

    before: str
    before_as_of: date
    after: str
    after_as_of: date
    changes: tuple[FigureChange, ...]

    @classmethod
    def of(
        cls, before: str, before_as_of: date, after: str, after_as_of: date, changes: Iterable[FigureChange]
    ) -> "PriceChanges":
        """The changes as one value."""
        return cls(before, before_as_of, after, after_as_of, tuple(changes))


def kind_of(change: FigureChange) -> Kind:
    """What became of a figure."""
    if change.before is None:
        return Kind.NEW
    return Kind.GONE if change.after is None else Kind.CHANGED


def print_changes(changes: PriceChanges, stream: TextIO, *, everything: bool = False) -> None:
    """Print counts by service and the largest changes, or every figure that differs."""
    print_page(stream, lambda console: _draw(console, changes, everything=everything))


def changes_document(changes: PriceChanges) -> dict[str, Any]:
    """Everything that differs (docs/schemas/prices-diff-1.json); amounts are texts, exact to the last digit."""
    return {
        "schema": SCHEMA,
        "before": {"name": changes.before, "as_of": changes.before_as_of.isoformat()},
        "after": {"name": changes.after, "as_of": changes.after_as_of.isoformat()},
        "services": [
            {"service": service, **{kind.value: counts[kind] for kind in Kind}}
            for service, counts in _by_service(changes.changes).items()
        ],
        "changes": [_change(each) for each in changes.changes],
    }


def _change(each: FigureChange) -> dict[str, Any]:
    name = each.figure.name
    return {
        "kind": kind_of(each).value,
        "service": name.service,
        "region": each.figure.region,
        "item": name.item,
        "dimension": name.dimension,
        "term": name.term,
        "unit": name.unit,
        "tier_from": written(name.tier_from),
        "currency": each.currency,
        "before": None if each.before is None else written(each.before),
        "after": None if each.after is None else written(each.after),
    }


def _by_service(changes: Iterable[FigureChange]) -> dict[str, Counter[Kind]]:
    counts: dict[str, Counter[Kind]] = {}
    for each in changes:
        counts.setdefault(each.figure.name.service, Counter())[kind_of(each)] += 1
    return counts


def _draw(console: Console, changes: PriceChanges, *, everything: bool) -> None:
    sides = (
        f"{name} ({as_of.isoformat() if as_of != date.min else 'undated'})"
        for name, as_of in ((changes.before, changes.before_as_of), (changes.after, changes.after_as_of))
    )
    console.print(Text(" → ".join(sides), style="bold"))
    if not changes.changes:
        console.print("No figure differs.")
        return
    console.print()
    _counts(changes.changes).print(console)
    moved = [each for each in changes.changes if kind_of(each) is Kind.CHANGED]
    by_share = nlargest(_LARGEST, moved, key=lambda each: abs(each.share))
    by_amount = nlargest(_LARGEST, moved, key=lambda each: abs(_amount(each)))
    if everything:
        sections = {
            kind.value.capitalize(): [each for each in changes.changes if kind_of(each) is kind] for kind in Kind
        }
    elif len(moved) <= _LARGEST:
        sections = {"Changes": moved}
    elif set(by_share) == set(by_amount):
        sections = {f"Largest changes: {_LARGEST} of {len(moved):,}": by_share}
    else:
        sections = {
            f"Largest by share: {_LARGEST} of {len(moved):,}": by_share,
            f"Largest by amount: {_LARGEST} of {len(moved):,}": by_amount,
        }
    for title, shown in sections.items():
        if shown:
            console.print()
            console.print(Text(title, style="bold"))
            layouts = (_figures(shown, is_stacked=is_stacked) for is_stacked in (False, True))
            fitting(console, layouts).print(console)
    hidden = len(changes.changes) - len({id(each) for shown in sections.values() for each in shown})
    if hidden:
        counted = "1 figure that differs is" if hidden == 1 else f"{hidden:,} figures that differ are"
        console.print()
        console.print(Text(f"{counted} not shown: --all or --format json has every one.", style="dim"))


def _counts(changes: Sequence[FigureChange]) -> Grid:
    """A line a service; kinds of resource together, as they are no services."""
    grid = Grid([Column("Service"), *(Column(kind.value.capitalize(), Side.RIGHT) for kind in Kind)])
    by_service = _by_service(changes)
    kinds = {service: counts for service, counts in by_service.items() if is_kind_of_resource(service)}
    lines = [(service, counts) for service, counts in by_service.items() if service not in kinds]
    if kinds:
        name = "1 kind of resource" if len(kinds) == 1 else f"{len(kinds)} kinds of resource"
        lines.append((name, _sum(kinds.values())))
    for service, counts in lines:
        grid.add(service, *(_count(counts[kind]) for kind in Kind))
    if len(lines) > 1:
        total = _sum(by_service.values())
        grid.add(Text("In all", style="bold"), *(_count(total[kind]) for kind in Kind))
    return grid


def _sum(counters: Iterable[Counter[Kind]]) -> Counter[Kind]:
    total: Counter[Kind] = Counter()
    for each in counters:
        total.update(each)
    return total


def _count(count: int) -> str:
    return f"{count:,}" if count else figures.NOTHING


def _figures(changes: Sequence[FigureChange], *, is_stacked: bool) -> Grid:
    """A line a figure; where there is no room, its name stands above."""
    names = ("Before", "After", "Change", "Share")
    first = [] if is_stacked else [Column("Figure")]
    grid = Grid([*first, *(Column(name, Side.RIGHT) for name in names)], indent=2 if is_stacked else 0)
    for each in changes:
        if is_stacked:
            grid.add_heading(Text(_named(each.figure)))
        grid.add(*([] if is_stacked else [_named(each.figure)]), *_cells(each))
    return grid


def _cells(each: FigureChange) -> Iterator[str]:
    for price in (each.before, each.after):
        yield figures.NOTHING if price is None else figures.unit_price(price, each.currency)
    if kind_of(each) is not Kind.CHANGED:
        yield from (figures.NOTHING, figures.NOTHING)
        return
    amount = _amount(each)
    yield f"{'+' if amount > 0 else '-'}{figures.unit_price(abs(amount), each.currency)}"
    yield _share(each)


def _named(figure: Figure) -> str:
    name = figure.name
    query = PriceQuery(kind_name(name.service), figure.region, name.item, name.dimension, name.term)
    tier = f", from {name.tier_from:,f}" if name.tier_from else ""
    return f"{query}{tier}, per {singular(name.unit)}"


def _amount(each: FigureChange) -> Decimal:
    return (each.after or Decimal(0)) - (each.before or Decimal(0))


def _share(each: FigureChange) -> str:
    """The change in per cent; nothing of a figure that cost nothing."""
    if not each.before:
        return figures.NOTHING
    per_cent = (each.share * 100).quantize(_TENTH, ROUND_HALF_UP)
    return f"{per_cent:+}%"
