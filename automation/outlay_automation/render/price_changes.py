"""What differs between two books: counts by service, the largest changes, and all of them for machines."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from heapq import nlargest
from typing import Any, Final, TextIO

from outlay.estimate.amount import written
from outlay.prices.figure import Figure
from outlay.prices.query import PriceQuery
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.prices.figure_changes import FigureChange
from outlay_automation.render import figures
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


def print_changes(changes: PriceChanges, stream: TextIO) -> None:
    """Print counts by service and the largest changes."""
    print_page(stream, lambda console: _draw(console, changes))


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


def _draw(console: Console, changes: PriceChanges) -> None:
    sides = (
        f"{name} ({as_of.isoformat() if as_of != date.min else 'undated'})"
        for name, as_of in ((changes.before, changes.before_as_of), (changes.after, changes.after_as_of))
    )
    console.print(Text(" → ".join(sides), style="bold"))
    if not changes.changes:
        console.print("No figure differs.")
        return
    console.print()
    console.print(_counts(changes.changes))
    moved = [each for each in changes.changes if kind_of(each) is Kind.CHANGED]
    by_share = nlargest(_LARGEST, moved, key=lambda each: abs(each.share))
    by_amount = nlargest(_LARGEST, moved, key=lambda each: abs(_amount(each)))
    if len(moved) <= _LARGEST or set(by_share) == set(by_amount):
        sections = {"Changes" if len(moved) <= _LARGEST else "Largest changes": by_share}
    else:
        sections = {"Largest by share": by_share, "Largest by amount": by_amount}
    for title, largest in sections.items():
        if largest:
            console.print()
            console.print(Text(title, style="bold"))
            console.print(_largest(largest))


def _counts(changes: Sequence[FigureChange]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Service", overflow="fold")
    for kind in Kind:
        table.add_column(kind.value.capitalize(), justify="right", no_wrap=True)
    by_service = _by_service(changes)
    for service, counts in by_service.items():
        table.add_row(service, *(_count(counts[kind]) for kind in Kind))
    if len(by_service) > 1:
        totals = (sum(counts[kind] for counts in by_service.values()) for kind in Kind)
        table.add_row(Text("In all", style="bold"), *map(_count, totals))
    return table


def _count(count: int) -> str:
    return f"{count:,}" if count else figures.NOTHING


def _largest(changes: Sequence[FigureChange]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Figure", overflow="fold")
    for name in ("Before", "After", "Change", "Share"):
        table.add_column(name, justify="right", no_wrap=True)
    for each in changes:
        prices = (figures.unit_price(price or Decimal(0), each.currency) for price in (each.before, each.after))
        amount = _amount(each)
        change = f"{'+' if amount > 0 else '-'}{figures.unit_price(abs(amount), each.currency)}"
        table.add_row(_named(each.figure), *prices, change, _share(each))
    return table


def _named(figure: Figure) -> str:
    name = figure.name
    query = PriceQuery(name.service, figure.region, name.item, name.dimension, name.term)
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
