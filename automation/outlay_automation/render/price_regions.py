"""An item's prices over all regions: side by side while there is room, else the lowest and highest of each term.

Not here: a single region (`price_table`).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TypeAlias

from outlay.prices.names import place_of
from outlay.prices.query import GLOBAL, Grade
from rich.console import Console
from rich.text import Text

from outlay_automation.prices.answers import LayerAnswer, Standing, term_order
from outlay_automation.render import figures
from outlay_automation.render.counted import in_units
from outlay_automation.render.price_cells import Sources, estimated, unit_price
from outlay_automation.render.price_grid import Column, Grid, Side, fitting
from outlay_automation.render.price_page import PricePage
from outlay_automation.render.sections import singular

_Kind: TypeAlias = tuple[str, str, str]
"""Dimension, term, unit."""


def over_regions(console: Console, page: PricePage, sources: Sources) -> Grid:
    """The prices that count, by region."""
    shown = [each for each in page.answers.prices if each.standing is not Standing.OVERRULED]
    for each in shown:
        sources.number(each.price)
    by_kind: dict[_Kind, list[LayerAnswer]] = defaultdict(list)
    for each in shown:
        by_kind[each.query.dimension, each.query.term, each.price.unit].append(each)
    kinds = {kind: by_kind[kind] for kind in sorted(by_kind, key=_order)}
    regions = _Regions(page, sources, kinds)
    stacked = (regions.stacked_ranges(is_narrow=False), regions.stacked_ranges(is_narrow=True))
    return fitting(console, (regions.side_by_side(), regions.ranges(), *stacked))


@dataclass(frozen=True, slots=True)
class _Regions:
    """The layouts of a table over regions."""

    page: PricePage
    sources: Sources
    kinds: dict[_Kind, list[LayerAnswer]]

    def side_by_side(self) -> Grid:
        """A line a region, a column a term."""
        grid = Grid([Column("Region"), *(Column(self._heading(kind), Side.RIGHT) for kind in self.kinds)])
        cells: dict[str, dict[_Kind, str]] = defaultdict(dict)
        for kind, prices in self.kinds.items():
            for each in prices:
                mark = f" [{self._numbers([each])}]" if self.sources.several else ""
                cells[each.region][kind] = self._cell(each) + mark
        for region in sorted(cells):
            name = place_of(region) if region == GLOBAL else region
            grid.add(name, *(cells[region].get(kind, figures.NOTHING) for kind in self.kinds))
        return grid

    def ranges(self) -> Grid:
        """A line a term with its lowest and highest price, the dimensions as headings."""
        units = {unit for _, _, unit in self.kinds}
        per = self._per(next(iter(units))) if len(units) == 1 else ""
        columns = [Column("Term"), Column("Regions", Side.RIGHT)]
        for name in ("Lowest", "Highest"):
            columns += [Column(f"{name}\n{per}" if per else name, Side.RIGHT), Column("in")]
        columns += [] if per else [Column("")]
        columns += [Column("Source")] if self.sources.several else []
        grid = Grid(columns)
        for dimension, group in groupby(self.kinds.items(), lambda item: item[0][0]):
            if dimension:
                grid.add_heading(Text(dimension, style="bold"))
            for (_, term, unit), prices in group:
                low, high = self._ends(prices)
                rest = [] if per else [self._per(unit)]
                rest += [self._numbers(prices)] if self.sources.several else []
                grid.add(term, str(len(prices)), *low, *high, *rest)
        return grid

    def stacked_ranges(self, *, is_narrow: bool) -> Grid:
        """The same with the terms as headings too; the narrow one has its lowest and highest on lines of their own."""
        ends = [Column("", Side.RIGHT), Column("")]
        if is_narrow:
            grid = Grid([Column(""), *ends], indent=2)
        else:
            names = ("Lowest", "in", "Highest", "in")
            grid = Grid([Column(name, ends[number % 2].side) for number, name in enumerate(names)], indent=2)
        for (dimension, term, unit), prices in self.kinds.items():
            name = ", ".join(part for part in (dimension, term) if part)
            regions = "1 region" if len(prices) == 1 else f"{len(prices)} regions"
            source = f", source {self._numbers(prices)}" if self.sources.several else ""
            of = f"  {self._per(unit)}, {regions}{source}"
            grid.add_heading(Text(name, style="bold").append(of, style="not bold dim"))
            low, high = self._ends(prices)
            if is_narrow:
                grid.add("lowest", *low)
                grid.add("highest", *high)
            else:
                grid.add(*low, *high)
        return grid

    def _per(self, unit: str) -> str:
        quantity = self.page.quantity
        return f"per {singular(unit)}" if quantity is None else f"for {in_units(f'{quantity:,f}', unit)}"

    def _heading(self, kind: _Kind) -> str:
        dimension, term, unit = kind
        return "\n".join(part for part in (dimension, term, self._per(unit).replace(" × ", " ×\n")) if part)

    def _ends(self, prices: Sequence[LayerAnswer]) -> Iterator[tuple[str, str]]:
        """The lowest and the highest price, each with a region that has it and how many more do."""
        compared = [self._compared(each) for each in prices]
        for end in (min(compared), max(compared)):
            at_end = [each for each, amount in zip(prices, compared, strict=True) if amount == end]
            # one that somebody published goes before a stand-in
            at_end.sort(key=lambda each: (each.price.grade is Grade.D, each.region))
            names = [place_of(each.region) if each.region == GLOBAL else each.region for each in at_end]
            yield self._cell(at_end[0]), names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1} more"

    def _numbers(self, prices: Sequence[LayerAnswer]) -> str:
        return ", ".join(map(str, sorted({self.sources.number(each.price) for each in prices})))

    def _compared(self, each: LayerAnswer) -> Decimal:
        if self.page.quantity is not None:
            return each.cost(self.page.quantity)
        return each.price.unit_price if each.hourly is None else each.hourly

    def _cell(self, each: LayerAnswer) -> str:
        """What a quantity costs, else a commitment's effective price or the first tier's, `…` where others follow."""
        amount, currency = self._compared(each), self.page.currency
        if self.page.quantity is not None:
            return estimated(each.price) + figures.money(amount, currency)
        more = " …" if len(each.price.tiers) > 1 else ""
        return f"{estimated(each.price)}{unit_price(amount, currency)}{more}"


def _order(kind: _Kind) -> tuple[bool, str, tuple[int, str], str]:
    dimension, term, unit = kind
    return dimension != "linux", dimension, term_order(term), unit
