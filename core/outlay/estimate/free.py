"""What costs nothing by itself, with the reason.

A type is here only when its provider bills nothing for its existence, whatever its properties; what is billed by use
is in `outlay.estimate.usage_based`, and what is billed by configuration has a pricer. Where something that it switches
on is billed by another service, the reason names that service. A type in none of these is unsupported, by name.
"""

import re
from functools import cache
from typing import Final

from outlay.estimate.type_table import TypeTable

_ACCESS_TYPE: Final = re.compile(r"gcp:.*(?:IAM|Iam)(?:Member|Binding|Policy|AuditConfig)")
"""How the types end with which Google Cloud grants access to something, in whatever service: there are hundreds."""
ACCESS_RULES: Final = "the service bills nothing for access rules"


def free_reason(type_: str) -> str:
    """Why a resource of this type costs nothing; empty when nothing is known of that."""
    return _table().find(type_) or (ACCESS_RULES if _ACCESS_TYPE.fullmatch(type_) else "")


def free_types() -> dict[str, str]:
    """The whole table: type token, or module with `*`, to reason. Google Cloud's access types are not in it."""
    return dict(_table().rows)


@cache
def _table() -> TypeTable:
    return TypeTable.read("free.csv")
