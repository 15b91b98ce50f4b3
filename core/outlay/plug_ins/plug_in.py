"""What a plug-in brings: pricers, what is free, price sheets, and cheaper equivalents.

A package names an object of it, or a module that has one called `plug_in`, under the entry point group
`outlay.pricers`:

    [project.entry-points."outlay.pricers"]
    datadog = "outlay_datadog:plug_in"

Not here: how plug-ins are found (`outlay.plug_ins.discovery`) and what counts where several say something
(`outlay.plug_ins.installed`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from outlay.estimate.registry import Registry

if TYPE_CHECKING:
    from outlay.alternatives.candidate import Finder


@dataclass(frozen=True, slots=True)
class PlugIn:
    """What a package adds to an estimate.

    `pricers` has its pricers; they go before Outlay's own where both price a type. `free` says of types that cost
    nothing why they do; a token may end in `/*` for a whole module (`datadog:index/*`). `sheets` is a folder of price
    sheets in the form of the price book, with a `sources.csv`; they are asked last, so that a plug-in adds figures and
    changes none. `finders` have, by type, the candidates for what would be cheaper.
    """

    pricers: Registry = field(default_factory=Registry)
    free: Mapping[str, str] = field(default_factory=dict)
    sheets: Path | None = None
    finders: Mapping[str, "Sequence[Finder]"] = field(default_factory=dict)
