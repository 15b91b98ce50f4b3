"""Lines of JSON in, priced lines of JSON out, one at a time; what is known of before is printed as it was.

What prices is imported at the first line that is not known: to load it takes longer than to look up thousands. Not
here: where priced lines are kept (`outlay_automation.priced_lines`), and what a line is priced by (`cli.file_costs`).
"""

import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outlay.plug_ins.installed import installed
from outlay.prices.book import PriceBook

from outlay_automation.cli.clock import today
from outlay_automation.estimate_files import line_of, numbered_lines
from outlay_automation.priced_lines import LEAST_LINES, PricedLine, PricedLines

if TYPE_CHECKING:
    from outlay_automation.cli.file_costs import EstimateTerms
    from outlay_automation.estimate_files import ResourceLine

_LINES_AT_ONCE: Final = 500


def print_lines(
    name: str, text: str, book: PriceBook, files: Sequence[Path], terms: "Callable[[], EstimateTerms]"
) -> frozenset[str]:
    """Price and print line by line.

    Args:
        name: what errors call the text.
        text: the lines.
        book: the prices.
        files: the standard and the usage file, where there are any.
        terms: what the lines are priced by, of that book and these files; asked for where a line is not known.

    Returns:
        The layers that priced anything.

    Raises:
        InvalidFile: a line is none; those before it are printed.
    """
    layers: set[str] = set()
    lines = numbered_lines(text)
    price: Callable[[ResourceLine], PricedLine] | None = None
    with _known_lines(text, book, files) as known:
        while part := tuple(islice(lines, _LINES_AT_ONCE)):
            found = known.found([line for _, line in part])
            for number, line in part:
                priced = found.get(line)
                if priced is None:
                    price = price or _pricing(terms())
                    read = line_of(name, number, line)
                    priced = price(read)
                    if str(number) not in read.resource.name:  # a line without a name is called by its number
                        known.keep(line, priced)
                sys.stdout.write(priced.printed)
                layers |= priced.layers
    return frozenset(layers)


def _known_lines(text: str, book: PriceBook, files: Sequence[Path]) -> AbstractContextManager[PricedLines]:
    """The lines that were priced before by the same terms; none where there are too few to be worth it."""
    # what a plug-in reads besides its inputs nobody knows
    if text.count("\n") < LEAST_LINES or installed().loaded or installed().failed:
        return nullcontext(PricedLines(None, b""))
    from outlay_automation.estimate_context import context_of

    return PricedLines.opened(context_of(book, files, today()))


def _pricing(terms: "EstimateTerms") -> "Callable[[ResourceLine], PricedLine]":
    """What prices a line by these terms."""
    from outlay_automation.cli.file_costs import line_cost
    from outlay_automation.render.cost_line import cost_line

    def priced(line: "ResourceLine") -> PricedLine:
        cost = line_cost(line, terms, terms.discounts)
        layers = frozenset(each.price.layer for each in cost.charges if each.price is not None)
        return PricedLine(f"{cost_line(cost)}\n", layers)

    return priced
