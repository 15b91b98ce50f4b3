"""What a stack's budget could be: its estimate and the standard's headroom, rounded up to a figure that people set.

Not here: where the estimate comes from, and writing it into the standard (`standard_editing`).
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from outlay.money import Cost, Money

_DIGITS: Final = 2
"""How many digits of a suggested limit are not zero: $1,169.32 becomes $1,200."""


@dataclass(frozen=True, slots=True)
class BudgetSuggestion:
    """A monthly limit for a stack, with the estimate that it rests on.

    `headroom` is the percentage that was laid over `base`: the high end of the estimate, or the expected one where a
    gap leaves the high end open. With gaps the limit is only what is known, and the standard's owner has to add to it.
    """

    stack: str
    monthly: Money
    base: Money
    headroom: Decimal
    estimate: Cost

    @classmethod
    def of(cls, stack: str, estimate: Cost, headroom: Decimal) -> "BudgetSuggestion | None":
        """The suggestion for a stack (`project/stack`); None where nothing that it costs has a figure."""
        base = estimate.expected if estimate.high is None else estimate.high
        if not base:
            return None
        return cls(stack, rounded_up(base * (1 + headroom / 100)), base, headroom, estimate)

    @property
    def is_incomplete(self) -> bool:
        """Whether the estimate does not hold everything that the stack costs."""
        return bool(self.estimate.gaps)


def rounded_up(amount: Money) -> Money:
    """The next amount with two digits that are not zero: 1169.32 → 1200, 57.3 → 58, 3.2 → 4. Never below one."""
    exponent = max(amount.adjusted() - _DIGITS + 1, 0)
    step = Decimal(10) ** exponent
    return (amount / step).to_integral_value(ROUND_CEILING) * step
