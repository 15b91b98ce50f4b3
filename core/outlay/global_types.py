"""Which resource types live in no region: identities, networks of Google Cloud, DNS, budgets.

The table is generated from the SDKs (`generate_global_types`). Not here: where a resource of the others lives
(`outlay.region`).
"""

from functools import cache
from importlib.resources import files


def is_global(type_: str) -> bool:
    """Whether resources of a type live in no region; of types nobody knows that is not said."""
    return type_ in _table()


@cache
def _table() -> frozenset[str]:
    text = files("outlay").joinpath("global_types.csv").read_text(encoding="utf-8")
    return frozenset(text.splitlines()[1:])
