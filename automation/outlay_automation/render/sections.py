"""The parts that previews and estimates print alike: cells, gaps, largest lines, assumptions.

Not here: which parts a document has, and in which order.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from io import StringIO
from typing import Final, TextIO

from outlay.estimate.charge import PricedCharge
from outlay.estimate.resource_cost import ResourceCost, StackCost, Status
from outlay.money import Cost, GapKind
from outlay.prices.book import BookIdentity
from outlay.prices.query import GLOBAL
from outlay.prices.staleness import dates_of
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.text import Text

from outlay_automation.render import figures

_TRAILING_BLANKS: Final = re.compile(r" +$", re.MULTILINE)
WIDTH: Final = 110
"""Columns where the output is no terminal."""
_LARGEST: Final = 5
_MOST_PRICES: Final = 3
_MOST_REASONS: Final = 2
_GAP_WORDS: Final = {
    GapKind.UNSUPPORTED: "unsupported (no pricer yet)",
    GapKind.NOT_SEEN: "not seen (inside a remote component)",
    GapKind.UNPRICED: "unpriced (no figure in the book)",
    GapKind.UNKNOWN: "unknown until deployment",
    GapKind.USAGE: "depends on use that nobody stated",
}


def print_page(stream: TextIO, draw: Callable[[Console], None]) -> None:
    """Draw with rich and write the result without trailing blanks, so that it compares and pastes well."""
    console = Console(file=stream, highlight=False, width=None if stream.isatty() else WIDTH)
    with console.capture() as captured:
        draw(console)
    stream.write(_TRAILING_BLANKS.sub("", captured.get()))


def page_text(draw: Callable[[Console], None]) -> str:
    """What is drawn as plain text: the same whatever the terminal and the environment."""
    stream = StringIO()
    console = Console(file=stream, highlight=False, width=WIDTH, color_system=None, force_terminal=False)
    draw(console)
    return _TRAILING_BLANKS.sub("", stream.getvalue())


def print_section(console: Console, lines: Iterable[RenderableType]) -> None:
    """Print lines below an empty one; nothing where there are none."""
    for number, line in enumerate(lines):
        if not number:
            console.print()
        console.print(line)


def short_type(token: str) -> str:
    """A type as Pulumi's own displays write it: `aws:rds:Instance` for `aws:rds/instance:Instance`."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    return f"{package}:{module.partition('/')[0]}:{name}"


def cell(cost: ResourceCost) -> str:
    """A resource's cost in one cell; `+ use` where a part of it depends on use that nobody stated."""
    if cost.status is Status.FREE:
        return "free"
    if not cost.cost.low and cost.status not in (Status.PRICED, Status.USAGE):
        return cost.status.value.replace("_", " ")
    if cost.status is Status.USAGE:
        known = f"{figures.cost(cost.cost)} " if any(charge.cost for charge in cost.charges) else ""
        return f"{known}+ use"
    return figures.cost(cost.cost)


def floor(cost: Cost) -> str:
    """A total in one cell; `≥` where gaps leave it open upwards."""
    return f"≥ {figures.money(cost.low, cost.currency)}" if cost.gaps else figures.cost(cost)


def gap_lines(stack: StackCost) -> Iterator[Text | Padding]:
    """What the total does not hold, by kind and by name."""
    for kind in GapKind:
        found = [cost for cost in stack.resources.values() if cost.cost.gaps_of(kind)]
        if not found:
            continue
        yield Text(f"Not in the total, {_GAP_WORDS[kind]}: {len(found)}", style="bold")
        for cost in sorted(found, key=lambda cost: (cost.name, cost.type)):
            line = Text(f"{short_type(cost.type)} ").append(cost.name, style="bold")
            if kind not in (GapKind.UNSUPPORTED, GapKind.NOT_SEEN) or _has_failed(cost, kind):
                line.append(f": {_missing(cost, kind)}", style="dim")
            yield hanging(line)


def largest_lines(stack: StackCost, title: str = "Largest lines") -> Iterator[Text]:
    """The charges that cost most."""
    lines: list[tuple[Decimal, ResourceCost, PricedCharge]] = [
        (charge.cost.expected, cost, charge)
        for cost in stack.resources.values()
        for charge in cost.charges
        if charge.cost is not None and charge.cost.expected
    ]
    if lines:
        yield Text(title, style="bold")
    for amount, cost, charge in sorted(lines, key=lambda line: (-line[0], line[1].urn, line[2].label))[:_LARGEST]:
        yield Text(f"  {figures.money(amount, cost.cost.currency):>12}  {cost.name}: {charge.label}")


def book_line(book: BookIdentity, costs: Iterable[ResourceCost] = ()) -> str:
    """Which prices were used: the date of the book, or of each layer, and of the oldest figure behind `costs`.

    A book is as old as its youngest figure, so that the oldest one in use may be years older.
    """
    if len(book.layers) <= 1:
        said = f"price book of {book.as_of.isoformat()}"
    else:
        said = "prices: " + ", ".join(f"{layer.name} of {layer.as_of.isoformat()}" for layer in book.layers)
    dates = dates_of(costs)
    is_older = dates is not None and dates.oldest < min(each.as_of for each in book.layers or (book,))
    return f"{said}, figures back to {dates.oldest.isoformat()}" if dates is not None and is_older else said


def hanging(line: Text) -> Padding:
    """A line set in by two columns, also where it wraps."""
    return Padding(line, (0, 0, 0, 2), expand=False)


def singular(unit: str) -> str:
    """A unit's name for one of it: `hours` → `hour`, `1M requests` as it is."""
    return unit.removesuffix("s") if unit.endswith("s") and not unit[0].isdigit() else unit


def _has_failed(cost: ResourceCost, kind: GapKind) -> bool:
    """Whether there is a pricer and it failed: which one, and why, is more than the heading says."""
    reasons = (gap.reason for gap in cost.cost.gaps_of(kind))
    return kind is GapKind.UNSUPPORTED and any(not reason.startswith("no pricer for") for reason in reasons)


def _missing(cost: ResourceCost, kind: GapKind) -> str:
    """Why there is no figure; where only use is missing, what a unit costs, and last what has no price either."""
    if kind is not GapKind.USAGE:
        return _some(list(dict.fromkeys(gap.reason for gap in cost.cost.gaps_of(kind))), _MOST_REASONS)
    prices: dict[str, str] = {}
    unpriced: dict[str, str] = {}
    for gap in cost.cost.gaps_of(kind):
        # a charge may lack several figures of use, and of graduated tiers the first says enough here
        line = next((charge for charge in cost.charges if gap in charge.gaps and charge.unit_price is not None), None)
        lacking = next((charge for charge in cost.charges if gap in charge.gaps and charge.lacks_price), None)
        if lacking is not None:
            where = "" if lacking.query.region == GLOBAL else f" in {lacking.query.region}"
            unpriced.setdefault(gap.charge, f"{gap.charge} without a price{where}")
        elif line is None or line.unit_price is None:
            prices.setdefault(gap.charge, gap.charge or gap.reason)
        else:
            price = figures.unit_price(line.unit_price, cost.cost.currency)
            prices.setdefault(gap.charge, f"{gap.charge} {price} per {singular(line.unit)}")
    return "; ".join(_some(list(each.values()), _MOST_PRICES) for each in (prices, unpriced) if each)


def _some(parts: list[str], most: int) -> str:
    more = f" … and {len(parts) - most} more" if len(parts) > most else ""
    return "; ".join(parts[:most]) + more
