"""Who owns and pays for what: the values of the organisation's tags, where each comes from, and whether they hold.

Not here: how a cloud spells them (`outlay.tagging.spelling`), and how a program states them (`outlay_components`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outlay.resource import Value


@dataclass(frozen=True, slots=True)
class Ownership:
    """Values by logical key (`owner`, `cost-centre`, `environment`, `application`, what else the standard requires).

    A value may be open until deployment. `origins` says where each was stated (`config outlay:owner`).
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
