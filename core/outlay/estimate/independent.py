"""Parts of a resource that are priced apart, so that an open value in one does not take the others along.

Not here: any rule of a service.
"""

from collections.abc import Iterator

from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue


def independently(*parts: Iterator[Charge | Free]) -> Iterator[Charge | Free]:
    """All charges that can be told, part by part; what a part cannot tell is raised at the end.

    Raises:
        OpenValue: when at least one part met a value that it could not go on without; it names all of them.
    """
    met: list[OpenValue] = []
    for part in parts:
        try:
            yield from part
        except OpenValue as open_value:
            met.append(open_value)
    if met:
        first, *others = met
        raise OpenValue(first.path, "; ".join([first.reason, *dict.fromkeys(str(other) for other in others)]))
