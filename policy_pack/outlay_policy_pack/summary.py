"""One summary of a stack: what it costs, what it grows by, what is left of its budget, what blocks it and would save.

A value and its text, for the policy pack and for reports. Not here: the findings' own texts (`message`).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.assumptions import grouped, of_stack
from outlay.estimate.resource_cost import StackCost
from outlay.figures import money, signed, span
from outlay.finding import Finding
from outlay.money import ZERO, Comparison, Cost, GapKind, Money
from outlay.resource import name_of
from outlay.standard.limits import UsagePolicy
from outlay.standard.model import Standard

from outlay_policy_pack.stack_view import Growth, StackView

_MOST_NAMES: Final = 3
_GAPS: Final = {
    GapKind.UNSUPPORTED: "without a pricer",
    GapKind.NOT_SEEN: "not seen",
    GapKind.UNPRICED: "unpriced",
    GapKind.UNKNOWN: "unknown until deployment",
    GapKind.USAGE: "without the use that nobody stated",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """What one rule has against a stack, or would save of it.

    `names` are the resources it concerns, `is_undecided` says that it stands for lack of knowledge alone.
    """

    rule: str
    policy: str
    names: tuple[str, ...]
    saving: Money = ZERO
    is_undecided: bool = False


@dataclass(frozen=True, slots=True)
class Summary:
    """What there is to say of a stack as a whole, in the currency of `total`.

    `limit` is the standard's monthly budget of the stack; with `usage_must_be_given` a cost without its use is never
    below it. `blocked` are the rules that stop it, `savings` those whose
    findings would save something, the greatest first. `exempted` are the findings that an exemption covers.
    `assumptions` are what the figures rest on, by the names of the resources that share them.
    """

    total: Cost
    growth: Growth | None = None
    limit: Money | None = None
    usage_must_be_given: bool = False
    blocked: tuple[Reason, ...] = ()
    savings: tuple[Reason, ...] = ()
    exempted: tuple[Finding, ...] = ()
    assumptions: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = ()

    @classmethod
    def of(cls, view: StackView, standard: Standard, findings: Iterable[Finding]) -> "Summary":
        """The summary of a stack and of all that rules found in it."""
        listed = tuple(findings)
        budget = standard.budgets.of_stack(view.project, view.stack)
        return cls(
            total=view.cost.total,
            growth=view.growth,
            limit=budget.monthly if budget is not None else None,
            usage_must_be_given=standard.limits.usage is UsagePolicy.MUST_BE_GIVEN,
            blocked=tuple(_reasons(each for each in listed if each.blocks)),
            savings=tuple(_savings(listed, view)),
            exempted=tuple(each for each in listed if each.exemption),
            assumptions=tuple(_assumptions(view.cost)),
        )

    @property
    def saving(self) -> Money:
        """What mending everything would save a month."""
        return sum((each.saving for each in self.savings), ZERO)

    @property
    def text(self) -> str:
        """The summary for people, a few lines."""
        return "\n".join(_lines(self))


def spoken(cost: Cost) -> str:
    """A total in words: `$1,240.10 a month`, `at least $1,240.10 a month; 3 resources unpriced`."""
    if not cost.gaps:
        return f"{span(cost.low, cost.expected, cost.high, cost.currency)} a month"
    missing = [
        f"{_count(len({gap.urn for gap in found}), 'resource')} {word}"
        for kind, word in _GAPS.items()
        if (found := cost.gaps_of(kind))
    ]
    return f"at least {money(cost.low, cost.currency)} a month; {', '.join(missing)}"


def _lines(summary: Summary) -> Iterator[str]:
    currency = summary.total.currency
    yield f"this stack: {spoken(summary.total)}"
    if summary.growth is not None:
        yield f"grows by: {signed(summary.growth.delta)} a month since {summary.growth.since}"
    if summary.limit is not None:
        yield f"budget: {_headroom(summary, summary.limit)}"
    if summary.blocked:
        yield f"blocked because: {'; '.join(map(_said, summary.blocked))}"
    if summary.savings:
        parts = "; ".join(f"{money(each.saving, currency)} by {_said(each)}" for each in summary.savings)
        yield f"would have saved {money(summary.saving, currency)} a month: {parts}"
    yield from dict.fromkeys(map(_exempted, summary.exempted))
    for names, texts in summary.assumptions:
        yield f"rests on, for {_some(names)}: {'; '.join(texts)}"


def _exempted(finding: Finding) -> str:
    name = f" {name_of(finding.urn)}" if finding.urn else ""
    return f"exempted: {finding.rule} {finding.policy}{name}: {finding.exemption}"


def _headroom(summary: Summary, limit: Money) -> str:
    total, currency = summary.total, summary.total.currency
    said = money(limit, currency)
    answer = total.compare(limit, usage_must_be_given=summary.usage_must_be_given)
    if answer is Comparison.ABOVE:
        return f"{said} a month, exceeded by at least {money(total.low - limit, currency)}"
    if answer is Comparison.UNDECIDED or total.high is None:
        return f"{said} a month, headroom undecided"
    left = limit - total.high
    share = f" ({left / limit * 100:.0f} %)" if limit else ""
    return f"{said} a month, headroom {money(left, currency)}{share}"


def _reasons(findings: Iterable[Finding]) -> Iterator[Reason]:
    """One reason a rule, in the order of rules; it is undecided only where all of its findings are."""
    by_rule: dict[str, list[Finding]] = {}
    for each in findings:
        by_rule.setdefault(each.rule, []).append(each)
    for rule, found in sorted(by_rule.items()):
        yield Reason(rule, found[0].policy, _names(found), is_undecided=all(each.is_undecided for each in found))


def _savings(findings: Iterable[Finding], view: StackView) -> Iterator[Reason]:
    """What each rule would save, the greatest first. Two rules never save more of a resource than it costs."""
    left: dict[str, Decimal] = {}
    by_rule: dict[str, list[Finding]] = {}
    amounts: dict[str, Decimal] = {}
    for each in sorted(findings, key=lambda finding: (-(finding.saving or ZERO), finding.rule, finding.urn)):
        if not each.saving or each.exemption:
            continue
        cost = view.cost.resources.get(each.urn)
        there = left.setdefault(each.urn, cost.cost.expected if cost is not None else each.saving)
        saved = min(each.saving, there)
        left[each.urn] = there - saved
        by_rule.setdefault(each.rule, []).append(each)
        amounts[each.rule] = amounts.get(each.rule, ZERO) + saved
    for rule in sorted(by_rule, key=lambda rule: (-amounts[rule], rule)):
        yield Reason(rule, by_rule[rule][0].policy, _names(by_rule[rule]), amounts[rule])


def _assumptions(cost: StackCost) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """What the figures rest on, by names: resources of a kind share all of it."""
    by_names: dict[tuple[str, ...], list[str]] = {}
    for text, subjects in grouped(of_stack(cost)):
        by_names.setdefault(tuple(map(name_of, subjects)), []).append(text)
    yield from ((names, tuple(texts)) for names, texts in sorted(by_names.items()))


def _names(findings: Iterable[Finding]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name_of(each.urn) for each in findings if each.urn))


def _said(reason: Reason) -> str:
    names = f" ({_some(reason.names)})" if reason.names else ""
    doubt = ", undecided" if reason.is_undecided else ""
    return f"{reason.rule} {reason.policy}{doubt}{names}"


def _some(names: Iterable[str]) -> str:
    """The first few names, and how many more there are."""
    found = list(dict.fromkeys(names))
    more = f", {len(found) - _MOST_NAMES} more" if len(found) > _MOST_NAMES else ""
    return ", ".join(found[:_MOST_NAMES]) + more


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
