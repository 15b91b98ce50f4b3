"""The section `usage`: what resources consume a month, stated by type and by URN, in a usage file, or by default.

Figures are given under the keys of the usage models (`outlay.usage`); more specific ones win, key by key and within
nested keys: a URN over a glob over the type, and of two globs the later one. What the section itself says goes before
the usage file, and that before defaults.
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PrivateAttr, field_validator

from outlay.resource import Resource
from outlay.standard.section import Section
from outlay.usage.defaults import defaults_of
from outlay.usage.stated import StatedUse, laid_over
from outlay.usage.terraform_file import UsageFile, read_usage_file


def _exact(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _exact(inner) for key, inner in value.items()}
    return Decimal(str(value)) if isinstance(value, float) else value


Figures = Annotated[dict[str, Any], BeforeValidator(_exact)]
"""Usage keys with a number, a text, a range (`low`, `expected`, `high`) or nested keys."""


class UsageDefaults(StrEnum):
    """Whether typical figures stand in for use that nobody states."""

    OFF = "off"
    """What depends on such use shows its unit price, and what it costs stays open."""
    ON = "on"
    """They count, each of them named as an assumption."""


def _switch(value: Any) -> Any:
    """`true` and `false` as what `on` and `off` are to other readers of YAML."""
    return {True: UsageDefaults.ON, False: UsageDefaults.OFF}.get(value, value) if isinstance(value, bool) else value


class UsageSection(Section):
    """Stated use: `types` by type token, `resources` by URN or glob over the URN.

    `file` is a usage file as Infracost reads it, relative to the standard's; what stands here goes before it.
    `defaults` says whether typical figures stand in for what nobody states; each is named as an assumption.
    """

    types: dict[str, Figures] = Field(default_factory=dict)
    resources: dict[str, Figures] = Field(default_factory=dict)
    file: str = ""
    defaults: Annotated[UsageDefaults, BeforeValidator(_switch)] = UsageDefaults.OFF

    _in_file: UsageFile | None = PrivateAttr(default=None)

    @field_validator("types")
    @classmethod
    def _tokens(cls, types: dict[str, Figures]) -> dict[str, Figures]:
        for token in types:
            if token.count(":") < 2:
                raise ValueError(f"{token!r} is no type token; one looks like aws:lambda/function:Function")
        return types

    def with_file(self, path: Path) -> "UsageSection":
        """The same section, with the usage file at a path read.

        Raises:
            InvalidFile: the file is not what it should be.
        """
        read = self.model_copy(update={"file": str(path)})
        read._in_file = read_usage_file(path)
        return read

    def of(self, resource: Resource) -> Mapping[str, object]:
        """What is known of one resource's use, empty where nothing is; with defaults where they are on."""
        exact = self.resources.get(resource.urn, {})
        globs = (
            stated
            for pattern, stated in self.resources.items()
            if pattern != resource.urn and fnmatchcase(resource.urn, pattern)
        )
        figures: Mapping[str, object] = self._in_file.of(resource) if self._in_file is not None else {}
        for stated in (self.types.get(resource.type, {}), *globs, exact):
            figures = laid_over(figures, stated) if stated else figures
        if self.defaults is UsageDefaults.OFF or not (defaults := defaults_of(resource.type)):
            return figures
        return laid_over(StatedUse({}, (), defaults), figures)

    def notices(self, resources: Iterable[Resource]) -> tuple[str, ...]:
        """What of the usage file was matched to which of these resources, and what was not."""
        return self._in_file.notices(resources) if self._in_file is not None else ()
