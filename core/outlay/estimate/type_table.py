"""Tables of resource types that lie beside the code: a type token or a whole module (`aws:iam/*`), and a text.

Not here: what the tables say (`outlay.estimate.free`, `outlay.estimate.usage_based`).
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from outlay.estimate.type_aliases import current_type

_WHOLE_MODULE = "*"


@dataclass(frozen=True, slots=True)
class TypeTable:
    """Texts by type token or module, as `{"aws:iam/*": …, "aws:ec2/vpc:Vpc": …}`."""

    rows: Mapping[str, str]

    @classmethod
    def read(cls, name: str) -> "TypeTable":
        """The table of that file name beside the pricers: a header, then two columns."""
        text = files("outlay.estimate").joinpath(name).read_text(encoding="utf-8")
        return cls(dict(list(csv.reader(text.splitlines()))[1:]))

    def find(self, type_: str) -> str:
        """What stands at a type, at the one that it is called today, or at its module; empty where nothing does."""
        found = self._listed(type_)
        if not found and (current := current_type(type_)) != type_:
            found = self._listed(current)
        return found

    def _listed(self, type_: str) -> str:
        return self.rows.get(type_) or self.rows.get(f"{type_.partition('/')[0]}/{_WHOLE_MODULE}", "")
