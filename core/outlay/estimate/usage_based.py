"""What is charged by its use alone and has no pricer yet, with what it is charged by.

A type is here only when all of its charge goes by how much it handles or holds, whatever its properties. In an estimate
it depends on use that nobody stated: it has a gap by name, never a zero. What is charged for existing and has no pricer
is unsupported, and what is not charged at all is in `outlay.estimate.free`.
"""

from functools import cache

from outlay.estimate.type_table import TypeTable


def charged_by(type_: str) -> str:
    """By what the provider charges a resource of this type; empty when nothing is known of that."""
    return _table().find(type_)


def usage_based_types() -> dict[str, str]:
    """The whole table: type token to what it is charged by."""
    return dict(_table().rows)


@cache
def _table() -> TypeTable:
    return TypeTable.read("usage_based.csv")
