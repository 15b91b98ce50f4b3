"""An item's prices as a person reads them: in a region each price with its source, and what else is to be said.

Not here: which prices those are, the table over all regions (`price_regions`), and the document for machines
(`price_document`).
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from itertools import groupby
from typing import Final, TextIO

from outlay.prices.names import place_of
from outlay.prices.query import Grade
from outlay.prices.term import YEAR_HOURS
from rich.console import Console
from rich.text import Text

from outlay_automation.prices.answers import LayerAnswer, Standing, Unanswered
from outlay_automation.render import figures
from outlay_automation.render.counted import in_units, pieces, to_the_cent
from outlay_automation.render.price_cells import ESTIMATE_MARK, Sources, estimated, unit_price
from outlay_automation.render.price_grid import Column, Grid, Side, fitting
from outlay_automation.render.price_page import Elsewhere, PricePage
from outlay_automation.render.price_regions import over_regions
from outlay_automation.render.sections import print_page, singular

_MOST_ELSEWHERE: Final = 8
_IN_ALL: Final = "  in all"
_LESS_THAN_A_CENT: Final = Decimal("0.001")
_SIDES: Final[Mapping[str, Side]] = {
    "Dimension": Side.LEFT,
    "Term": Side.LEFT,
    "Layer": Side.LEFT,
    "Grade": Side.MIDDLE,
    "Source": Side.MIDDLE,
}


def print_prices(page: PricePage, stream: TextIO) -> None:
    """Print the item's prices in a region, or over all of them."""
    print_page(stream, lambda console: _draw(console, page))


def _draw(console: Console, page: PricePage) -> None:
    where = f" in {place_of(page.region)}" if page.region else ""
    console.print(Text(f"{page.service} ").append(page.item, style="bold").append(where))
    layers = " over ".join(f"{layer.name} of {layer.as_of.isoformat()}" for layer in page.book.layers)
    console.print(Text(f"prices: {layers} · {page.currency}", style="dim"))
    sources = Sources(with_grades=not page.region)
    if page.answers.prices:
        console.print()
        (_in_region if page.region else over_regions)(console, page, sources).print(console)
    sources.print(console)
    notes = list(_notes(page))
    if notes:
        console.print()
    for note in notes:
        console.print(note)


def _in_region(console: Console, page: PricePage, sources: Sources) -> Grid:
    """A line a price and tier; where there is no room, dimensions and then terms become headings."""
    dimensions = [each.query.dimension for each in page.answers.prices]
    layouts = (_Layout.HEADINGS, _Layout.STACKED)
    if len(set(dimensions)) == len(dimensions) or not any(dimensions):
        layouts = (_Layout.PLAIN, *(layouts if any(dimensions) else (_Layout.STACKED,)))
    return fitting(console, (_grid(page, sources, layout) for layout in layouts))


class _Layout(Enum):
    """How much of a price's name stands above its line."""

    PLAIN = "nothing"
    HEADINGS = "the dimension"
    STACKED = "dimension, term, grade, layer and source"


def _grid(page: PricePage, sources: Sources, layout: _Layout) -> Grid:
    prices = page.answers.prices
    is_stacked = layout is _Layout.STACKED
    has_commitments = any(each.hourly is not None for each in prices)
    units = {singular(each.price.unit) for each in prices}
    per_unit = f"Per {units.pop()}" if len(units) == 1 else ""
    columns = {
        "Dimension": layout is _Layout.PLAIN and any(each.query.dimension for each in prices),
        "Term": not is_stacked,
        "From": any(len(each.price.tiers) > 1 for each in prices),
        per_unit or "Price": True,
        "Upfront": has_commitments,
        "Effective": has_commitments,
        "Quantity": page.quantity is not None,
        "Cost": page.quantity is not None,
        "Grade": not is_stacked,
        "Layer": not is_stacked and _has_layers(page),
        "Source": not is_stacked,
    }
    shown = [name for name, is_shown in columns.items() if is_shown]
    grid = Grid([Column(name, _SIDES.get(name, Side.RIGHT)) for name in shown], indent=2 if is_stacked else 0)
    for dimension, group in groupby(prices, lambda each: each.query.dimension):
        if dimension and layout is _Layout.HEADINGS:
            grid.add_heading(Text(dimension, style="bold"))
        for each in group:
            style = "" if each.standing is Standing.ANSWERS else "dim"
            if is_stacked:
                grid.add_heading(_stacked(each, page, sources))
            for cells in _lines(each, page, sources, per_unit):
                if is_stacked and "Cost" in cells and cells["Term"] == _IN_ALL:
                    cells["From"] = _IN_ALL.strip()
                grid.add(*(cells.get(name, "") for name in shown), style=style)
    return grid


def _stacked(each: LayerAnswer, page: PricePage, sources: Sources) -> Text:
    """What stands above the lines of a price: its name, and where it is from."""
    name = ", ".join(part for part in (each.query.dimension, each.query.term) if part)
    layer = f"{each.price.layer}{_mark(each.standing)}, " if _has_layers(page) else ""
    of = f"  {layer}grade {each.price.grade.value}, source {sources.number(each.price)}"
    return Text(name, style="bold").append(of, style="not bold dim")


def _lines(each: LayerAnswer, page: PricePage, sources: Sources, per_unit: str) -> Iterator[dict[str, str]]:
    """The cells of a price: a line a tier, and the sum where a quantity goes over several."""
    price, currency = each.price, page.currency
    unit = singular(price.unit)
    parts = [part for _, part in price.slices(page.quantity)] if page.quantity is not None else []
    for number, (tier, cost) in enumerate(zip(price.tiers, _costs(each, parts, currency), strict=True)):
        amount = f"{estimated(price)}{unit_price(tier.unit_price, currency)}"
        line = {"Term": "", per_unit or "Price": amount if per_unit else f"{amount} per {unit}"}
        if len(price.tiers) > 1:
            line["From"] = f"{tier.start:,f}"
        if parts:
            line |= {"Quantity": f"{parts[number]:,f}", "Cost": cost}
        if number == 0:
            line |= {
                "Dimension": each.query.dimension,
                "Term": each.query.term,
                "Grade": price.grade.value,
                "Layer": price.layer + _mark(each.standing),
                "Source": str(sources.number(price)),
            }
            if each.hourly is not None:
                line["Upfront"] = figures.money(price.upfront, currency) if price.upfront else figures.NOTHING
                line["Effective"] = unit_price(each.hourly, currency)
        yield line
    if len(parts) > 1 and page.quantity is not None:
        total = figures.money(each.cost(page.quantity), currency)
        yield {"Term": _IN_ALL, "Quantity": f"{page.quantity:,f}", "Cost": total}


def _costs(each: LayerAnswer, parts: Sequence[Decimal], currency: str) -> Sequence[str]:
    """What the part of a quantity in each tier costs, in cents that add up to the whole."""
    tiers = each.price.tiers
    if not parts:
        return [""] * len(tiers)
    if len(tiers) == 1:
        return [figures.money(each.cost(parts[0]), currency)]
    exact = [tier.unit_price * part for tier, part in zip(tiers, parts, strict=True)]
    # what rounds to nothing but is something reads `<$0.01`
    rounded = zip(exact, to_the_cent(exact), strict=True)
    return [figures.money(shown or min(amount, _LESS_THAN_A_CENT), currency) for amount, shown in rounded]


def _has_layers(page: PricePage) -> bool:
    return len({each.price.layer for each in page.answers.prices}) > 1


def _mark(standing: Standing) -> str:
    return "" if standing is Standing.ANSWERS else f" ({standing.value})"


def _notes(page: PricePage) -> Iterator[Text]:
    """What the table does not say by itself."""
    prices = page.answers.prices
    if any(each.hourly is not None and each.price.upfront for each in prices):
        what = "Effective is" if page.region else "A commitment's price is"
        yield Text(f"{what} an hour with the amount upfront spread over the term, {YEAR_HOURS:,} hours a year.")
    if page.quantity is not None and not page.region:
        yield Text("Amounts are what that quantity costs, over all tiers.")
    for unit in dict.fromkeys(each.price.unit for each in prices if page.quantity is not None):
        if page.quantity is not None and (counted := pieces(page.quantity, unit)):
            yield Text(f"{in_units(f'{page.quantity:,f}', unit)} = {counted}.")
    if not page.region and page.quantity is None and any(len(each.price.tiers) > 1 for each in prices):
        yield Text("… other tiers follow; --region shows them, --quantity adds them up.")
    estimates = [each for each in prices if each.price.grade is Grade.D]
    if estimates:
        allowed = (
            "finops.yaml allows it, and each is named as an assumption"
            if page.allow_stand_ins
            else "it is used only where finops.yaml says `prices: {stand_ins: allow}`"
        )
        yield Text(f"{ESTIMATE_MARK} grade D is a stand-in, which nobody published; {allowed}.")
    if any(each.standing is Standing.OVERRULED for each in prices) and page.region:
        yield Text("(overruled) a layer above has the price that counts.")
    for each in page.answers.unanswered:
        yield Text(f"{_unanswered(each)}.")
    for conversion in page.answers.conversions:
        yield Text(f"{conversion[0].upper()}{conversion[1:]}.")
    if page.region:
        yield from _elsewhere(page)
    for notice in page.notices:
        yield Text(f"Note: {notice}.")


def _unanswered(each: Unanswered) -> str:
    named = _named(each.query.dimension, each.query.term)
    if not each.listed:
        return each.reason
    prices = " and ".join(each.listed)
    said = "under this name and its source does not say which is which, so none of them counts"
    return f"{named} in {each.query.region}: {each.layer} lists {prices} {said}"


def _elsewhere(page: PricePage) -> Iterator[Text]:
    left_out = [each for each in page.elsewhere if each.is_here]
    others = [each for each in page.elsewhere if not each.is_here]
    if left_out:
        by_dimension = groupby(left_out, lambda each: each.dimension)
        said = [f"{dimension or page.item} ({_terms(list(group))})" for dimension, group in by_dimension]
        yield Text(f"Also here: {_some(said)}.", style="dim")
    if others:
        said = [f"{_named(each.dimension, each.term)} ({_regions(each.regions)})" for each in others]
        yield Text(f"In other regions only: {_some(said)}.", style="dim")
    if not page.elsewhere and len(page.answers.prices) == 1:
        yield Text(f"The book has no other term or dimension of {page.item}.", style="dim")


def _terms(group: Sequence[Elsewhere]) -> str:
    return group[0].term if len(group) == 1 else f"{len(group)} terms"


def _regions(regions: Sequence[str]) -> str:
    return regions[0] if len(regions) == 1 else f"{len(regions)} regions"


def _some(parts: Sequence[str]) -> str:
    more = f" … and {len(parts) - _MOST_ELSEWHERE} more" if len(parts) > _MOST_ELSEWHERE else ""
    return "; ".join(parts[:_MOST_ELSEWHERE]) + more


def _named(dimension: str, term: str) -> str:
    return " ".join(part for part in (dimension, term) if part)
