"""How rules of waste say an alternative: what costs less, by how much, and which inputs to set.

Not here: which alternatives there are (`outlay.alternatives`).
"""

from collections.abc import Iterable, Iterator, Mapping

from outlay.alternatives import Alternative, AlternativeKind
from outlay.resource import Secret, Unknown, Value, name_of

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Found


def offered(view: ResourceView, kind: AlternativeKind) -> Iterator[tuple[Alternative, Found]]:
    """The alternatives of a kind, each with the finding that it is there."""
    for each in view.alternatives:
        if each.kind is kind:
            condition = f", where {each.condition}" if each.condition else ""
            message = f"{each.title} costs less{condition}"
            yield each, Found(message, _instead(each), urn=view.resource.urn, saving=each.saving)


def open_within(inputs: Mapping[str, Value], keys: Iterable[str], path: str = "") -> Iterator[str]:
    """Where a property of one of these names is open or secret, at any depth, said as `Found.open` takes it."""
    wanted = frozenset(keys)
    for key, value in inputs.items():
        here = f"{path}{key}"
        if isinstance(value, Unknown | Secret):
            if key in wanted:
                yield f"{here} is {'secret' if isinstance(value, Secret) else 'open until deployment'}"
        elif isinstance(value, Mapping):
            yield from open_within(value, wanted, f"{here}.")
        elif isinstance(value, list | tuple):
            for index, inner in enumerate(value):
                if isinstance(inner, Unknown | Secret):
                    yield from open_within({key: inner}, wanted, path)
                elif isinstance(inner, Mapping):
                    yield from open_within(inner, wanted, f"{here}[{index}].")


def _instead(each: Alternative) -> str:
    where = f" of {name_of(each.urn)}" if each.urn else ""
    return f"Set {each.to_set}{where}." if each.changes else ""
