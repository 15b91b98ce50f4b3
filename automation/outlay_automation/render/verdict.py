"""What follows from all findings, in the line that a page ends with."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from outlay.finding import EnforcementLevel, Verdict
from outlay.step import PolicyViolation
from outlay_policy_pack.summary import Reason
from rich.text import Text

if TYPE_CHECKING:
    from outlay_automation.judging import Judgement

_MOST_NAMES: Final = 3


def verdict_line(judgement: "Judgement", violations: Iterable[PolicyViolation] = ()) -> Text:
    """Whether the stack passes, else which rules or policy packs stop it, those that cannot decide last.

    Args:
        judgement: what the rules say.
        violations: what policy packs inside the engine said besides.
    """
    stopping = [each for each in violations if each.is_mandatory]
    blocked = judgement.summary.blocked
    decided = [each for each in blocked if not each.is_undecided]
    undecided = "; ".join(_said(each) for each in blocked if each.is_undecided)
    reasons = [*map(_said, decided), *dict.fromkeys(f"policy pack {each.pack}: {each.policy}" for each in stopping)]
    if judgement.verdict is Verdict.BLOCK or stopping:
        besides = f"; and, since it cannot be decided, by {undecided}" if undecided else ""
        return Text(f"Blocked by {'; '.join(reasons)}{besides}.", style="bold red")
    if judgement.verdict is Verdict.UNDECIDED:
        return Text(f"Blocked, since it cannot be decided: {undecided}.", style="bold yellow")
    to_see = sum(each.level is EnforcementLevel.ADVISORY and not each.exemption for each in judgement.findings)
    if to_see:
        return Text(f"Passes, with {to_see} finding{'' if to_see == 1 else 's'} to look at.", style="yellow")
    return Text("Passes.", style="green")


def _said(reason: Reason) -> str:
    """A rule, with the first of the resources that it concerns."""
    if not reason.names:
        return f"{reason.rule} {reason.policy}"
    more = f" and {len(reason.names) - _MOST_NAMES} more" if len(reason.names) > _MOST_NAMES else ""
    return f"{reason.rule} {reason.policy} ({', '.join(reason.names[:_MOST_NAMES])}{more})"
