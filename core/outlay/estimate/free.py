"""What costs nothing by itself, with the reason.

A type is here only when its provider bills nothing for its existence, whatever its properties; what is billed by use
or by configuration has a pricer. A type in neither place is unsupported, by name.
"""

from functools import cache
from importlib.resources import files
from typing import Final

_WHOLE_MODULE: Final = "*"


def free_reason(type_: str) -> str:
    """Why a resource of this type costs nothing; empty when nothing is known of that."""
    table = _table()
    return table.get(type_) or table.get(f"{type_.partition('/')[0]}/{_WHOLE_MODULE}", "")


def free_types() -> dict[str, str]:
    """The whole table: type token, or module with `*`, to reason."""
    return dict(_table())


@cache
def _table() -> dict[str, str]:
    """The table in `free.csv`: lines of `token,reason`; a token may end in `/*` for a whole module."""
    text = files("outlay.estimate").joinpath("free.csv").read_text(encoding="utf-8")
    rows = (line.partition(",") for line in text.splitlines()[1:] if line)
    return {token: reason for token, _, reason in rows}
