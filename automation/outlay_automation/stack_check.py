"""Holds stored stacks against their standard, without an engine: what `outlay check` does.

Not here: reading the files (`stored_stack`), the rules, and how a result is printed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from outlay.diff import cost_diff
from outlay.errors import ExitCode
from outlay.estimate.resource_cost import StackCost
from outlay.finding import Verdict
from outlay.prices.book import PriceBook
from outlay.standard.model import Standard
from outlay_policy_pack.stack_view import Growth

from outlay_automation.judging import Judgement, judgement_of, passed_over, pricing_of
from outlay_automation.stored_stack import StoredStack

if TYPE_CHECKING:
    from outlay.baseline import Baseline


@dataclass(frozen=True, slots=True)
class CheckResult:
    """A stored stack with what it costs a month and what the rules say of it.

    `growth` is there where both sides are known: of a stored preview, or with a baseline.
    """

    stored: StoredStack
    cost: StackCost
    standard: Standard
    judgement: Judgement
    growth: Growth | None = None
    notices: tuple[str, ...] = ()

    @property
    def project(self) -> str:
        """The project's name."""
        return self.stored.resources.project

    @property
    def stack(self) -> str:
        """The stack's name."""
        return self.stored.resources.stack


def check_stack(
    stored: StoredStack,
    standard: Standard,
    book: PriceBook,
    *,
    baseline: "Baseline | None" = None,
    as_of: date | None = None,
    notices: tuple[str, ...] = (),
) -> CheckResult:
    """What a stored stack costs and what the rules say of it.

    Args:
        stored: the stack.
        standard: what to judge by.
        book: the prices.
        baseline: what growth is counted from, of the same stack; of a stored preview it is the state before the change
            by default, and of a state nothing grows without one.
        as_of: the day to judge by; without one no price grows old and no exemption expires.
        notices: what else is to be said, such as of the book.

    Raises:
        InvalidFile: the baseline is of another stack or currency; or the standard sets a rule wrongly.
    """
    pricing = pricing_of(standard, book, stored.configuration or {}, as_of)
    resources = stored.resources
    cost = pricing.estimate(resources)
    growth = None
    if baseline is not None:
        baseline.check_stack(resources.project, resources.stack)
        growth = Growth(*baseline.growth(cost, resources), since=f"the baseline {baseline.path}")
    elif stored.before is not None:
        growth = Growth.of(cost_diff(pricing.estimate(stored.before), cost, stored.steps))
    judgement = judgement_of(
        resources,
        cost,
        standard,
        pricing,
        configuration=stored.configuration or {},
        growth=growth,
        is_state=stored.is_state and growth is None,
        as_of=as_of,
    )
    said = (
        *stored.notices,
        *notices,
        *filter(None, [baseline.notice(cost) if baseline is not None else ""]),
        *passed_over(resources, standard),
    )
    return CheckResult(stored, cost, standard, judgement, growth, said)


def exit_code_of(results: Iterable[CheckResult]) -> ExitCode:
    """What follows from all of them: blocked where one is, undecided where none is but one cannot be decided."""
    verdicts = {each.judgement.verdict for each in results}
    worst = next((each for each in (Verdict.BLOCK, Verdict.UNDECIDED) if each in verdicts), Verdict.PASS)
    return worst.exit_code
