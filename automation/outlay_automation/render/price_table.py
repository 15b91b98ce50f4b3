"""An item's prices as a person reads them: in a region each price with its source, else a table over regions.

Not here: which prices those are, and the document for machines (`price_document`).
"""

from collections.abc import Iterator, Sequence
from decimal import Context, Decimal
from itertools import groupby
from typing import Final, TextIO

from outlay.prices.query import GLOBAL, Grade, Price
from outlay.prices.term import YEAR_HOURS
from rich.console import Console
from rich.table import Table
from rich.text import Text

from outlay_automation.prices.answers import LayerAnswer, Standing, Unanswered, term_order
from outlay_automation.prices.names import place_of
from outlay_automation.render import figures
from outlay_automation.render.price_page import Elsewhere, PricePage
from outlay_automation.render.sections import print_page, singular

_MOST_DIGITS: Final = 12
_DIVIDED: Final = Context(prec=6)
"""An amount with more digits than anybody publishes comes of a division, and is shown with these."""
_MOST_COLUMNS: Final = 6
"""Prices side by side in a table over regions; beyond it, a line each with its range."""
_MOST_ELSEWHERE: Final = 8
ESTIMATE_MARK: Final = "~"


def print_prices(page: PricePage, stream: TextIO) -> None:
    """Print the item's prices in a region, or over all of them."""
    print_page(stream, lambda console: _draw(console, page))


def _draw(console: Console, page: PricePage) -> None:
    where = f" in {place_of(page.region)}" if page.region else ""
    console.print(Text(f"{page.service} ").append(page.item, style="bold").append(where))
    layers = " over ".join(f"{layer.name} of {layer.as_of.isoformat()}" for layer in page.book.layers)
    console.print(Text(f"prices: {layers} · {page.currency}", style="dim"))
    sources = _Sources()
    if page.answers.prices:
        console.print()
        console.print(_in_region(page, sources) if page.region else _over_regions(page, sources))
    for section in (list(sources.lines()), list(_notes(page))):
        if section:
            console.print()
        for line in section:
            console.print(line)


class _Sources:
    """The sources of what is shown, numbered in the order in which they come up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, price: Price) -> str:
        """The number under which a price's source is listed."""
        said = f"{price.layer}: {price.source}, {price.as_of.isoformat()}"
        return str(self._numbers.setdefault(said, len(self._numbers) + 1))

    def lines(self) -> Iterator[Text]:
        """The sources by number."""
        if self._numbers:
            yield Text("Sources", style="bold")
        for said, number in self._numbers.items():
            yield Text(f"  {number}  {said}")


def _in_region(page: PricePage, sources: _Sources) -> Table:
    """A line a price and tier, the dimensions as headings."""
    prices = page.answers.prices
    has_commitments = any(each.hourly is not None for each in prices)
    has_tiers = any(len(each.price.tiers) > 1 for each in prices)
    has_layers = len({each.price.layer for each in prices}) > 1
    units = {singular(each.price.unit) for each in prices}
    per_unit = f"Per {units.pop()}" if len(units) == 1 else ""
    dimensions = [each.query.dimension for each in prices]
    has_headings = len(set(dimensions)) < len(dimensions)
    columns: dict[str, bool] = {
        "Dimension": any(dimensions) and not has_headings,
        "Term": True,
        "From": has_tiers,
        per_unit or "Price": True,
        "Upfront": has_commitments,
        "Effective": has_commitments,
        "Quantity": page.quantity is not None,
        "Cost": page.quantity is not None,
        "Grade": True,
        "Layer": has_layers,
        "Source": True,
    }
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name, is_shown in columns.items():
        if is_shown:
            if name in ("Grade", "Source"):
                table.add_column(name, justify="center")
            elif name in ("Dimension", "Term", "Layer"):
                table.add_column(name, overflow="fold")
            else:
                table.add_column(name, justify="right", no_wrap=True)
    for dimension, group in groupby(prices, lambda each: each.query.dimension):
        if dimension and has_headings:
            table.add_row(Text(dimension, style="bold"))
        for each in group:
            for cells in _lines(each, page, sources, per_unit):
                style = "" if each.standing is Standing.ANSWERS else "dim"
                shown = [cells.get(name, "") for name, is_shown in columns.items() if is_shown]
                table.add_row(*shown, style=style)
    return table


def _lines(each: LayerAnswer, page: PricePage, sources: _Sources, per_unit: str) -> Iterator[dict[str, str]]:
    """The cells of a price: a line a tier, and the sum where a quantity goes over several."""
    price, currency = each.price, page.currency
    unit = singular(price.unit)
    in_tiers = list(price.slices(page.quantity)) if page.quantity is not None else []
    for number, tier in enumerate(price.tiers):
        amount = f"{_estimated(price)}{_amount(tier.unit_price, currency)}"
        line = {per_unit: amount} if per_unit else {"Price": f"{amount} per {unit}"}
        if len(price.tiers) > 1:
            line["From"] = f"{tier.start:,f}"
        if in_tiers:
            part = in_tiers[number][1]
            line["Quantity"] = f"{part:,f}"
            share = each.cost(part) if len(price.tiers) == 1 else tier.unit_price * part
            line["Cost"] = _amount(share, currency)
        if number == 0:
            line |= {
                "Dimension": each.query.dimension,
                "Term": each.query.term,
                "Grade": price.grade.value,
                "Layer": price.layer + _mark(each.standing),
                "Source": sources.number(price),
            }
            if each.hourly is not None:
                line["Upfront"] = figures.unit_price(price.upfront, currency) if price.upfront else figures.NOTHING
                line["Effective"] = _amount(each.hourly, currency)
        yield line
    if len(in_tiers) > 1 and page.quantity is not None:
        yield {
            "Term": "  in all",
            "Quantity": f"{page.quantity:,f}",
            "Cost": figures.unit_price(each.cost(page.quantity), currency),
        }


def _mark(standing: Standing) -> str:
    return "" if standing is Standing.ANSWERS else f" ({standing.value})"


def _estimated(price: Price) -> str:
    return ESTIMATE_MARK if price.grade is Grade.D else ""


def _amount(amount: Decimal, currency: str) -> str:
    """A unit price in full, one that a division gave rounded."""
    is_published = len(amount.as_tuple().digits) <= _MOST_DIGITS
    return figures.unit_price(amount if is_published else _DIVIDED.plus(amount), currency)


def _over_regions(page: PricePage, sources: _Sources) -> Table:
    """The answering prices by region, side by side while they are few, else the range of each."""
    shown = [each for each in page.answers.prices if each.standing is not Standing.OVERRULED]
    for each in shown:
        sources.number(each.price)
    kinds = sorted({_kind(each) for each in shown}, key=_kind_order)
    if len(kinds) > _MOST_COLUMNS:
        return _ranges(page, shown, kinds)
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Region", no_wrap=True)
    for dimension, term, unit in kinds:
        per = f"per {singular(unit)}" if page.quantity is None else f"{page.quantity:,f} {unit}"
        heading = [part for part in (dimension, term, per) if part]
        table.add_column("\n".join(heading), justify="right", no_wrap=True)
    by_region = {
        region: {_kind(each): each for each in group}
        for region, group in groupby(sorted(shown, key=lambda each: each.region), lambda each: each.region)
    }
    for region, prices in by_region.items():
        cells = [_cell(prices[kind], page) if kind in prices else figures.NOTHING for kind in kinds]
        table.add_row(place_of(region) if region == GLOBAL else region, *cells)
    return table


def _ranges(page: PricePage, shown: Sequence[LayerAnswer], kinds: Sequence[tuple[str, str, str]]) -> Table:
    """A line a term with its lowest and highest price, the dimensions as headings."""
    units = {singular(unit) for _, _, unit in kinds}
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column("Term", overflow="fold")
    for name in ("Regions", "Lowest", "Highest"):
        table.add_column(
            f"{name} per {next(iter(units))}" if name != "Regions" and len(units) == 1 else name, justify="right"
        )
    if len(units) > 1:
        table.add_column("Per", no_wrap=True)
    for dimension, group in groupby(kinds, lambda kind: kind[0]):
        if dimension:
            table.add_row(Text(dimension, style="bold"))
        for _, term, unit in group:
            of_kind = [each for each in shown if _kind(each) == (dimension, term, unit)]
            low = min(of_kind, key=lambda each: (_compared(each), each.region))
            high = max(of_kind, key=lambda each: (_compared(each), each.region))
            per = [singular(unit)] if len(units) > 1 else []
            table.add_row(term, str(len(of_kind)), _cell(low, page), _cell(high, page), *per)
    return table


def _compared(each: LayerAnswer) -> Decimal:
    return each.price.unit_price if each.hourly is None else each.hourly


def _cell(each: LayerAnswer, page: PricePage) -> str:
    """A price in one cell: the effective one of a commitment, the first tier's with `…` where others follow."""
    if page.quantity is not None:
        return _estimated(each.price) + _amount(each.cost(page.quantity), page.currency)
    more = " …" if len(each.price.tiers) > 1 else ""
    return f"{_estimated(each.price)}{_amount(_compared(each), page.currency)}{more}"


def _kind(each: LayerAnswer) -> tuple[str, str, str]:
    return each.query.dimension, each.query.term, each.price.unit


def _kind_order(kind: tuple[str, str, str]) -> tuple[bool, str, tuple[int, str], str]:
    dimension, term, unit = kind
    return dimension != "linux", dimension, term_order(term), unit


def _notes(page: PricePage) -> Iterator[Text]:
    """What the table does not say by itself."""
    prices = page.answers.prices
    if any(each.hourly is not None and each.price.upfront for each in prices):
        what = "Effective is" if page.region else "A commitment's price is"
        yield Text(f"{what} an hour with the amount upfront spread over the term, {YEAR_HOURS:,} hours a year.")
    if page.quantity is not None and not page.region:
        yield Text("Amounts are what that quantity costs, over all tiers.")
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
