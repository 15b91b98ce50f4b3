"""The section `usage`: what resources consume a month, stated by type and by URN.

Figures are given under the keys of the usage models (`outlay.usage`); more specific ones win, key by key: a URN over
a glob over the type.
"""

from collections.abc import Mapping
from decimal import Decimal
from fnmatch import fnmatchcase
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, field_validator

from outlay.resource import Resource
from outlay.standard.section import Section


def _exact(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _exact(inner) for key, inner in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


Figures = Annotated[dict[str, Any], BeforeValidator(_exact)]
"""Usage keys with a number, a text, a range (`low`, `expected`, `high`) or nested keys."""


class UsageSection(Section):
    """Stated use: `types` by type token, `resources` by URN or glob over the URN."""

    types: dict[str, Figures] = Field(default_factory=dict)
    resources: dict[str, Figures] = Field(default_factory=dict)

    @field_validator("types")
    @classmethod
    def _tokens(cls, types: dict[str, Figures]) -> dict[str, Figures]:
        for token in types:
            if token.count(":") < 2:
                raise ValueError(f"{token!r} is no type token; one looks like aws:lambda/function:Function")
        return types

    def of(self, resource: Resource) -> Mapping[str, object]:
        """What is stated of one resource's use, empty where nothing is."""
        figures: dict[str, object] = dict(self.types.get(resource.type, {}))
        exact: dict[str, object] = {}
        for pattern, stated in self.resources.items():
            if pattern == resource.urn:
                exact.update(stated)
            elif fnmatchcase(resource.urn, pattern):
                figures.update(stated)
        return {**figures, **exact}
