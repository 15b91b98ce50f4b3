"""The section `usage`: what resources consume a month, stated by type and by URN.

Figures are given under the keys of the usage models (`outlay.usage`); more specific ones win, key by key and within
nested keys: a URN over a glob over the type, and of two globs the later one.
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
        exact = self.resources.get(resource.urn, {})
        globs = (
            stated
            for pattern, stated in self.resources.items()
            if pattern != resource.urn and fnmatchcase(resource.urn, pattern)
        )
        figures: Mapping[str, object] = self.types.get(resource.type, {})
        for stated in (*globs, exact):
            figures = _over(figures, stated) if stated else figures
        return figures


def _over(below: Mapping[str, object], above: Mapping[str, object]) -> Mapping[str, object]:
    """The figures of both, nested keys likewise; where both have one, the upper one."""
    merged = {**below, **above}
    for key, figure in above.items():
        under = below.get(key)
        if isinstance(under, Mapping) and isinstance(figure, Mapping):
            merged[key] = _over(under, figure)
    return merged
