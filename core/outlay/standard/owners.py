"""The section `owners`: who answers for what, and how they are reached."""

import re
from typing import Final

from pydantic import Field, field_validator

from outlay.standard.section import Section

_ADDRESS: Final = re.compile(r"[^@\s,;]+@[^@\s,;.]+(\.[^@\s,;.]+)+")


def is_address(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return _ADDRESS.fullmatch(text) is not None


class Owner(Section):
    """One owner, by the value of the tag `owner`: the e-mail addresses that budget alerts go to."""

    contact: tuple[str, ...] = Field(min_length=1)

    @field_validator("contact")
    @classmethod
    def _addresses(cls, contact: tuple[str, ...]) -> tuple[str, ...]:
        for text in contact:
            if not is_address(text):
                raise ValueError(f"{text!r} is no e-mail address")
        return contact
