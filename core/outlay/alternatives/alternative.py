"""What an alternative is: the same resource in a cheaper form, with what it saves a month.

Values only. Not here: how one is found and priced (`outlay.alternatives.offers`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from outlay.money import Cost, Money
from outlay.resource import Urn, Value

Path: TypeAlias = tuple[str | int, ...]
"""Where an input stands: keys, and indices within lists (`("ebsBlockDevices", 0, "volumeType")`)."""


class AlternativeKind(StrEnum):
    """In what an alternative differs."""

    GENERATION = "generation"
    """A newer generation of the same machine, with processors of the same maker."""
    PROCESSOR = "processor"
    """The same machine, as new or newer, with processors of another maker and the same architecture."""
    ARCHITECTURE = "architecture"
    """The same machine with arm64 processors."""
    STORAGE = "storage"
    """A newer kind of disk (gp3 for gp2)."""
    REGION = "region"
    """The same in another region."""
    COMMITMENT = "commitment"
    """The same under a commitment."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same resource in a cheaper form.

    `changes` are the inputs to set, by path (`("rootBlockDevice", "volumeType")`); none where the program stays as it
    is, as under a commitment. `title` says them in words (`gp3 instead of gp2`), `before` and `after` are the deciding
    values. `cost` is what it then costs a month, `saving` what that is less, of the expected costs. `condition` is
    what has to hold for it to be an equivalent (`the image runs on arm64`).

    `urn` names the resource whose inputs change where that is another one, such as the launch template of an instance;
    it may serve others, and `saving` is of the one resource alone. It is empty where the resource itself changes.
    """

    kind: AlternativeKind
    title: str
    before: str
    after: str
    changes: Mapping[Path, Value]
    cost: Cost
    saving: Money
    condition: str = ""
    urn: Urn = ""

    @property
    def to_set(self) -> str:
        """The changes as a person reads them: `rootBlockDevice.volumeType = gp3, rootBlockDevice.throughput = 150`."""
        return ", ".join(f"{_path(path)} = {_value(value)}" for path, value in self.changes.items())


def _path(path: Path) -> str:
    """`ebsBlockDevices[0].volumeType`."""
    return "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path).removeprefix(".")


def _value(value: Value) -> str:
    return f"[{', '.join(map(str, value))}]" if isinstance(value, list) else str(value)
