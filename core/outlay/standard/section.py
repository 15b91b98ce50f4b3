"""What all sections of the standard share: frozen, strict about keys, and money read as exact decimals."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field


class Section(BaseModel):
    """A part of `finops.yaml`. A key that it does not know is an error, so that a misspelling never passes."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


def exact(value: object) -> object:
    """A YAML float as the decimal that was written: `0.1` is a tenth."""
    if isinstance(value, bool):
        raise ValueError("a number belongs here, not true or false")
    return Decimal(str(value)) if isinstance(value, float) else value


Amount = Annotated[Decimal, BeforeValidator(exact), Field(ge=0, allow_inf_nan=False)]
"""An amount of money of at least zero, in the standard's currency."""

Percent = Annotated[Decimal, BeforeValidator(exact), Field(ge=0, le=100, allow_inf_nan=False)]
"""A percentage between 0 and 100."""
