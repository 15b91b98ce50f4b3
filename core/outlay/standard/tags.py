"""The section `tags`: which tags (labels on Google Cloud) every taggable resource carries, and what they may say."""

import re
from typing import Self

from pydantic import Field, field_validator, model_validator

from outlay.standard.section import Section


class RequiredTag(Section):
    """A tag that every taggable resource must have.

    `key` is its name; `aws` and `gcp` are its spellings there, where they differ. Google Cloud takes labels in lower
    case only, so that there the key is in lower case unless `gcp` says otherwise.

    `values` are the only values it may have, `pattern` a regular expression that a value has to match as a whole.
    `gcp_values` is how a value is written on Google Cloud, where that takes no such value; without it, a value that
    would lose something there is an error.
    """

    key: str = Field(min_length=1)
    aws: str = ""
    gcp: str = ""
    values: tuple[str, ...] = ()
    pattern: str = ""
    gcp_values: dict[str, str] = Field(default_factory=dict)

    @field_validator("values", mode="before")
    @classmethod
    def _texts(cls, values: object) -> object:
        """Cost centres are often written as numbers: `4000` is the text "4000"."""
        if not isinstance(values, list | tuple):
            return values
        return [str(value) if isinstance(value, int) and not isinstance(value, bool) else value for value in values]

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        try:
            found = re.compile(self.pattern) if self.pattern else None
        except re.error as error:
            raise ValueError(f"{self.pattern!r} is no regular expression: {error}") from None
        wrong = next((value for value in self.values if found and not found.fullmatch(value)), None)
        if wrong is not None:
            raise ValueError(f"the value {wrong!r} does not match the pattern {self.pattern!r}")
        return self

    def spelling(self, package: str) -> str:
        """The key as the provider package `aws` or `gcp` spells it."""
        if package == "gcp":
            return self.gcp or self.key.lower()
        return self.aws if package == "aws" and self.aws else self.key


class Tags(Section):
    """Rules for tags."""

    required: tuple[RequiredTag, ...] = ()

    @field_validator("required", mode="before")
    @classmethod
    def _plain_names(cls, value: object) -> object:
        """A plain text in the list is a tag that is spelled the same everywhere."""
        if not isinstance(value, list | tuple):
            return value
        return [{"key": entry} if isinstance(entry, str) else entry for entry in value]
