"""What costs nothing by itself, with the reason.

A type is here only when its provider bills nothing for its existence, whatever its properties; what is billed by use
or by configuration has a pricer. Where something that it switches on is billed by another service, the reason names
that service. A type in neither place is unsupported, by name.
"""

import re
from functools import cache
from importlib.resources import files
from typing import Final

_WHOLE_MODULE: Final = "*"
_ACCESS_TYPE: Final = re.compile(r"gcp:.*(?:IAM|Iam)(?:Member|Binding|Policy|AuditConfig)")
"""How the types end with which Google Cloud grants access to something, in whatever service: there are hundreds."""
ACCESS_RULES: Final = "the service bills nothing for access rules"


def free_reason(type_: str) -> str:
    """Why a resource of this type costs nothing; empty when nothing is known of that."""
    table = _table()
    listed = table.get(type_) or table.get(f"{type_.partition('/')[0]}/{_WHOLE_MODULE}", "")
    return listed or (ACCESS_RULES if _ACCESS_TYPE.fullmatch(type_) else "")


def free_types() -> dict[str, str]:
    """The whole table: type token, or module with `*`, to reason. Google Cloud's access types are not in it."""
    return dict(_table())


@cache
def _table() -> dict[str, str]:
    """The table in `free.csv`: lines of `token,reason`; a token may end in `/*` for a whole module."""
    text = files("outlay.estimate").joinpath("free.csv").read_text(encoding="utf-8")
    rows = (line.partition(",") for line in text.splitlines()[1:] if line)
    return {token: reason for token, _, reason in rows}
