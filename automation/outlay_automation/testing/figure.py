"""An amount of money a month that a test compares: it answers only what is certain, and says why where nothing is.

Not here: where the amount comes from (`program_cost`), and what a failed comparison prints (`failed_comparison`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final, TypeAlias, Union

from outlay import figures
from outlay.money import Gap, GapKind, Money
from outlay.resource import name_of

from outlay_automation.testing.unstated import note

if TYPE_CHECKING:
    from outlay_automation.testing.program_cost import Selection

Amount: TypeAlias = Union[int, float, str, Decimal, "Figure"]
"""What a figure is compared with, in its currency; a float counts as what it is written as."""

_CENT: Final = Decimal("0.01")
_MOST_GAPS: Final = 8
_REMEDIES: Final = {
    GapKind.UNSUPPORTED: "no pricer knows the type: compare the others (cost['NAME'], cost.of('TYPE')), or bring a "
    "pricer as a plug-in",
    GapKind.NOT_SEEN: "a remote component is not opened in process: compare the others, or preview with the Pulumi CLI",
    GapKind.UNPRICED: "the prices have no figure for it: state one in a contract (prices.contract in finops.yaml), or "
    "compare the others (cost['NAME'], cost.of('TYPE'))",
    GapKind.UNKNOWN: "make it known: config={…}, answers={'FUNCTION': {…}}, or choices in finops.yaml",
    GapKind.USAGE: "say how much is used, under usage in finops.yaml; limits.usage: must_be_given asks for it",
}
"""What to do about a gap, by its kind."""


_RANGE: Final = (
    "say which it is, under choices or usage in finops.yaml; or compare an end of it: .low or .high of the amount"
)


class Undecided(AssertionError):
    """A comparison that nobody can answer: a part of the amount has no figure, or it is a range about the limit.

    The message names each part.
    """


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Figure:
    """An amount a month: `low` ≤ `expected` ≤ `high`; an end that gaps leave open is None.

    It compares with numbers, texts of numbers and other figures. What holds for the whole of a range is answered: it is
    below a limit if its high end is, and not if its low end is not. `==` compares by the cent, as amounts are printed;
    ranges with the same ends are equal. Where the answer differs over the range, or a gap leaves it open, comparing
    raises `Undecided`, an AssertionError that names the gaps. Another currency, or a text that is no number, is a
    TypeError.

    `gaps` are those that leave an end open. `without` is use that nobody stated and that leaves no end open, since the
    standard does not ask for it. `text` is the amount as it is printed, and `selection` what it is the sum of.
    """

    what: str
    low: Money | None
    expected: Money
    high: Money | None
    text: str
    currency: str = "USD"
    gaps: tuple[Gap, ...] = ()
    without: tuple[Gap, ...] = ()
    selection: "Selection | None" = None

    def __repr__(self) -> str:
        """The amount as it is printed: `$30.37 + use a month`."""
        return f"{self.text} a month" if self.selection is not None else self.text

    def __lt__(self, other: Amount) -> bool:
        __tracebackhide__ = True
        limit = as_figure(other, self.currency)
        return NotImplemented if limit is None else _is_below(self, limit, "<", or_equal=False)

    def __le__(self, other: Amount) -> bool:
        __tracebackhide__ = True
        limit = as_figure(other, self.currency)
        return NotImplemented if limit is None else _is_below(self, limit, "<=", or_equal=True)

    def __gt__(self, other: Amount) -> bool:
        __tracebackhide__ = True
        limit = as_figure(other, self.currency)
        return NotImplemented if limit is None else _is_below(limit, self, "<", or_equal=False)

    def __ge__(self, other: Amount) -> bool:
        __tracebackhide__ = True
        limit = as_figure(other, self.currency)
        return NotImplemented if limit is None else _is_below(limit, self, "<=", or_equal=True)

    def __eq__(self, other: object) -> bool:
        __tracebackhide__ = True
        limit = as_figure(other, self.currency)
        if limit is None:
            if isinstance(other, int | float | str | Decimal):
                raise TypeError(f"cannot compare an amount of money with {other!r}: write it as 500 or '499.99'")
            return NotImplemented
        _check_currency(self, limit)
        _note(self, limit)
        low, high, other_low, other_high = map(_to_the_cent, (self.low, self.high, limit.low, limit.high))
        if None not in (low, high) and (low, high) == (other_low, other_high):
            return True
        if _is_surely_below(high, other_low) or _is_surely_below(other_high, low):
            return False
        raise _undecided(self, "==", limit)

    __hash__ = None  # type: ignore[assignment]  # equal by the cent is equal to no single number


def as_figure(amount: object, currency: str) -> Figure | None:
    """A number or a text of one as a figure; None of anything else."""
    if isinstance(amount, Figure):
        return amount
    if isinstance(amount, bool) or not isinstance(amount, int | float | str | Decimal):
        return None
    try:
        number = Decimal(str(amount))
    except InvalidOperation:
        return None
    return Figure("", number, number, number, figures.money(number, currency), currency) if number.is_finite() else None


def _is_below(one: Figure, other: Figure, sign: str, *, or_equal: bool) -> bool:
    __tracebackhide__ = True
    _check_currency(one, other)
    _note(one, other)
    ends = (one.low, one.high)
    if None not in ends and ends == (other.low, other.high):
        return or_equal  # one amount, or the same range
    if one.high is not None and other.low is not None and (one.high <= other.low if or_equal else one.high < other.low):
        return True
    if one.low is not None and other.high is not None and (one.low > other.high if or_equal else one.low >= other.high):
        return False
    raise _undecided(one, sign, other)


def _check_currency(one: Figure, other: Figure) -> None:
    if one.currency != other.currency:
        raise TypeError(f"cannot compare an amount in {one.currency} with one in {other.currency}")


def _note(*figures_: Figure) -> None:
    for each in figures_:
        note(each.what, each.without)


def _is_surely_below(high: Money | None, low: Money | None) -> bool:
    return high is not None and low is not None and high < low


def _undecided(one: Figure, sign: str, other: Figure) -> Undecided:
    gaps = (*one.gaps, *other.gaps)
    lines = list(gap_lines(gaps))
    selection = one.selection if one.selection is not None else other.selection
    if selection is not None and any(each.kind is GapKind.UNKNOWN for each in gaps):
        # a function that nobody answered is why a value is open
        lines += [f"  {each}" for each in selection.program.result.preview.notices]
    of = one.what or other.what
    if not gaps:
        return Undecided(f"whether {one} {sign} {other} holds for a part of the range alone\n  → {_RANGE}")
    head = f"whether {one} {sign} {other} cannot be said, since a part of {of} has no figure:"
    return Undecided("\n".join((head, *lines)))


def gap_lines(gaps: tuple[Gap, ...]) -> Iterator[str]:
    """What has no figure and why, by kind, and what to do about each kind."""
    for kind in GapKind:
        found = [each for each in gaps if each.kind is kind]
        for gap in found[:_MOST_GAPS]:
            yield f"  {': '.join(filter(None, (name_of(gap.urn), gap.charge, gap.reason)))}"
        if len(found) > _MOST_GAPS:
            yield f"  … and {len(found) - _MOST_GAPS} more that are {kind.replace('_', ' ')}"
        if found:
            yield f"  → {_REMEDIES[kind]}"


def _to_the_cent(amount: Money | None) -> Money | None:
    return None if amount is None else amount.quantize(_CENT, ROUND_HALF_UP)
