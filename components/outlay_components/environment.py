"""The environment that a component is made for: it decides how frugal its defaults are.

Not here: which stack belongs to which environment (`outlay.standard.environments`).
"""

import re
from dataclasses import dataclass
from typing import Final, TypeVar

T = TypeVar("T")

_PRODUCTION: Final = re.compile(r"(?:.*[^a-z])?(prod|production|prd|live)(?:[^a-z].*)?", re.IGNORECASE)
_STAGING: Final = re.compile(r"(?:.*[^a-z])?(staging|stage|stg|preprod|uat)(?:[^a-z].*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Environment:
    """An environment by its name, None while that is open until deployment.

    Production is what is called so (`prod`, `production`, `prd`, `live`, alone or as a word within), and what nobody
    can name yet: then what is safe comes before what is frugal.
    """

    name: str | None

    @property
    def is_production(self) -> bool:
        """Whether people outside depend on it."""
        return self.name is None or _PRODUCTION.fullmatch(self.name) is not None

    @property
    def is_staging(self) -> bool:
        """Whether production is rehearsed in it (`staging`, `stage`, `stg`, `preprod`, `uat`)."""
        return self.name is not None and not self.is_production and _STAGING.fullmatch(self.name) is not None

    def choose(self, *, production: T, otherwise: T) -> T:
        """The default for production, or that for everything else."""
        return production if self.is_production else otherwise
