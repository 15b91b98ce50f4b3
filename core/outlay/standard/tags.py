"""The section `tags`: which tags (labels on Google Cloud) every taggable resource carries."""

from pydantic import Field, field_validator

from outlay.standard.section import Section


class RequiredTag(Section):
    """A tag that every taggable resource must have.

    `key` is its name; `aws` and `gcp` are its spellings there, where they differ. Google Cloud takes labels in lower
    case only, so that there the key is in lower case unless `gcp` says otherwise.
    """

    key: str = Field(min_length=1)
    aws: str = ""
    gcp: str = ""

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
