"""Resource types with what an estimate says of each, for people: how many there are, and a line a type."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, TextIO

from outlay.estimate.resource_cost import Status
from outlay.estimate.type_verdicts import TypeVerdict
from rich.console import Console
from rich.text import Text

from outlay_automation.render.price_grid import Column, Grid, Side
from outlay_automation.render.sections import print_page

_VERDICTS: Final = {
    Status.PRICED: "it has a pricer",
    Status.FREE: "the provider bills nothing for it, or bills its parent",
    Status.USAGE: "charged by its use alone, which no pricer counts yet: a gap by name, never zero",
    Status.UNSUPPORTED: "nothing is known of its cost: a gap by name, never zero",
}
_HINT: Final = (
    "A text, --verdict or --cloud lists types: outlay types lambda, outlay types --verdict usage --cloud gcp."
)


def print_types(found: Sequence[TypeVerdict], stream: TextIO, *, are_listed: bool) -> None:
    """Print how many types there are of each verdict and cloud, below a line a type where they are to be listed."""
    print_page(stream, lambda console: _draw(console, found, are_listed=are_listed))


def _draw(console: Console, found: Sequence[TypeVerdict], *, are_listed: bool) -> None:
    if are_listed:
        types = Grid([Column("Type"), Column("Verdict"), Column("")])
        for each in found:
            types.add(each.token, each.status.value, Text(each.reason, style="dim"))
        types.print(console)
        console.print()
    clouds = sorted({each.cloud for each in found})
    counted = Counter((each.status, cloud) for each in found for cloud in (each.cloud, "all"))
    counts = Grid([Column("Verdict"), *(Column(each, Side.RIGHT) for each in (*clouds, "all")), Column("")])
    for status, meaning in _VERDICTS.items():
        if counted[status, "all"]:
            numbers = (f"{counted[status, cloud]:,}" for cloud in (*clouds, "all"))
            counts.add(status.value, *numbers, Text(meaning, style="dim"))
    totals = [sum(counted[status, cloud] for status in _VERDICTS) for cloud in (*clouds, "all")]
    counts.add("in all", *(f"{each:,}" for each in totals), "", style="bold")
    counts.print(console)
    if not are_listed:
        console.print()
        console.print(_HINT, soft_wrap=True)
