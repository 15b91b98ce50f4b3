"""The form of a baseline's file, `outlay/baseline/1`: from and to the sides of a difference.

Amounts are strings, exact to the last digit. The published schema is docs/schemas/baseline-1.json. Not here: reading
and writing files, and what a baseline is for (`outlay.baseline`).
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from outlay.charge_diff import Counted, CountedGap, Side
from outlay.estimate.amount import written
from outlay.estimate.charge import Range
from outlay.money import Cost, Gap, GapKind
from outlay.resource import Urn

SCHEMA: Final = "outlay/baseline/1"
_Amount = Annotated[str, Field(pattern=r"^[0-9]{1,50}(\.[0-9]{1,100})?$")]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Figures(_Part):
    """A figure as a range."""

    low: _Amount
    expected: _Amount
    high: _Amount

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not Decimal(self.low) <= Decimal(self.expected) <= Decimal(self.high):
            raise ValueError("low, expected and high are out of order")
        return self

    def range(self) -> Range:
        """The figures as a value of the domain."""
        return Range(Decimal(self.low), Decimal(self.expected), Decimal(self.high))


class Monthly(_Part):
    """A total, whose high end is null where a gap leaves it open."""

    low: _Amount
    expected: _Amount
    high: _Amount | None


class ChargeFigures(Figures):
    """A charge with its monthly figures."""

    name: str


class Counts(_Part):
    """What a charge without a figure counts."""

    quantity: Figures | None
    unit_price: _Amount | None
    item: str = ""

    def counted(self) -> Counted:
        """What is counted, as a value of the domain."""
        return Counted(
            None if self.quantity is None else self.quantity.range(),
            None if self.unit_price is None else Decimal(self.unit_price),
            self.item,
        )


class GapPart(_Part):
    """A gap with what its charges count."""

    kind: GapKind
    charge: str
    reason: str
    counts: tuple[Counts, ...]


class ResourcePart(_Part):
    """A resource that costs something, or may."""

    urn: str = Field(min_length=1)
    charges: tuple[ChargeFigures, ...]
    gaps: tuple[GapPart, ...]
    fingerprint: _Digest | None

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({each.name for each in self.charges}) < len(self.charges):
            raise ValueError("two charges have one name")
        return self

    def side(self) -> Side:
        """The resource as a side of a difference."""
        return Side(
            {each.name: each.range() for each in self.charges},
            tuple(
                CountedGap(
                    Gap(each.kind, self.urn, each.charge, each.reason),
                    tuple(counts.counted() for counts in each.counts),
                )
                for each in self.gaps
            ),
        )


class BookPart(_Part):
    """Which prices were used."""

    as_of: date
    digest: _Digest


class BaselineDocument(_Part):
    """The whole document."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    schema_: Literal["outlay/baseline/1"] = Field(alias="schema")
    project: str
    stack: str
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")]
    book: BookPart | None
    monthly: Monthly
    resources: tuple[ResourcePart, ...]

    @model_validator(mode="after")
    def _once(self) -> Self:
        if len({each.urn for each in self.resources}) < len(self.resources):
            raise ValueError("two resources have one URN")
        return self


def monthly_document(cost: Cost) -> dict[str, str | None]:
    """A total as JSON."""
    high = None if cost.high is None else written(cost.high)
    return {"low": written(cost.low), "expected": written(cost.expected), "high": high}


def resource_document(urn: Urn, side: Side, fingerprint: str) -> dict[str, Any]:
    """A resource as JSON."""
    return {
        "urn": urn,
        "charges": [{"name": label, **_range(side.figures[label])} for label in sorted(side.figures)],
        "gaps": [_gap(each) for each in side.gaps],
        "fingerprint": fingerprint or None,
    }


def _gap(of: CountedGap) -> Mapping[str, Any]:
    return {
        "kind": of.gap.kind.value,
        "charge": of.gap.charge,
        "reason": of.gap.reason,
        "counts": [
            {
                "quantity": None if each.quantity is None else _range(each.quantity),
                "unit_price": None if each.unit_price is None else written(each.unit_price),
                **({"item": each.item} if each.item else {}),
            }
            for each in of.counted
        ],
    }


def _range(of: Range) -> dict[str, str]:
    return {"low": written(of.low), "expected": written(of.expected), "high": written(of.high)}
