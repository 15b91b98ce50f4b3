"""`outlay explain`: how each charge of one resource came about."""

import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from outlay.errors import WrongUse
from outlay.estimate.resource_cost import CommitmentUse, ResourceCost
from outlay.finding import Finding
from outlay.prices.book import BookIdentity

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class _Priced:
    """What was priced, by which book, and what is to be said of that book."""

    costs: Mapping[str, ResourceCost]
    commitments: tuple[CommitmentUse, ...]
    book: BookIdentity | None
    of_age: tuple[Finding, ...]
    notices: tuple[str, ...] = ()


def show_explanation(
    wanted: str,
    directory: Path,
    *,
    stack: str,
    offline: bool,
    baseline: Path | None,
    standard: Path | None,
    file: str,
) -> None:
    """Print every charge of the resources that `wanted` names: formula, price, source, date and grade.

    What is to be said of the book's age is said, and that it blocks other commands; it blocks no explanation, which
    decides nothing and is how one finds out which prices are old.
    """
    from outlay_automation.cli.estimate import age_notice, blocking_reasons
    from outlay_automation.render.explanation import print_explanation
    from outlay_automation.render.sections import book_line

    priced = _of_file(file, standard) if file else _of_preview(directory, stack, offline, baseline, standard)
    for number, cost in enumerate(matching(wanted, priced.costs.values())):
        if number:
            sys.stdout.write("\n\n")
        print_explanation(cost, sys.stdout, priced.commitments)
    if priced.book is not None:
        sys.stdout.write(f"\n{book_line(priced.book)}\n")
    for notice in (*priced.notices, *map(age_notice, priced.of_age)):
        sys.stderr.write(f"note: {notice}\n")
    if reasons := blocking_reasons(priced.of_age):
        sys.stderr.write(f"note: `outlay preview` and `outlay estimate` are blocked: {reasons}\n")


def matching(wanted: str, costs: Iterable[ResourceCost]) -> list[ResourceCost]:
    """The resources with this URN, or else all that `wanted` names otherwise.

    That is by name, or by type and name as URNs or as tables write them: `aws:ebs/volume:Volume::disk`,
    `aws:ebs:Volume disk`.

    Raises:
        WrongUse: there is none; the message names close ones.
    """
    known = [cost for cost in costs if not cost.is_structural]
    found = [cost for cost in known if cost.urn == wanted] or [cost for cost in known if wanted in _names(cost)]
    if found:
        return found
    names = sorted({cost.name for cost in known})
    close = get_close_matches(wanted, names, _MOST_NAMED, cutoff=0.4) or names[:_MOST_NAMED]
    more = " …" if len(names) > len(close) else ""
    raise WrongUse(f"no resource {wanted!r}", f"There are: {', '.join(close)}{more}." if close else "There are none.")


def _names(cost: ResourceCost) -> tuple[str, ...]:
    from outlay_automation.render.sections import short_type

    return cost.name, f"{cost.type}::{cost.name}", f"{short_type(cost.type)} {cost.name}"


def _of_file(file: str, standard: Path | None) -> _Priced:
    from outlay_automation.cli.estimate import age_findings, costs_in

    stack, opened = costs_in(file, standard)
    findings = age_findings(opened, stack.resources.values())
    return _Priced(stack.resources, stack.commitments, stack.book, findings, opened.notices)


def _of_preview(directory: Path, stack: str, offline: bool, baseline: Path | None, standard: Path | None) -> _Priced:
    """What the change leads to; a resource that it deletes as it was."""
    from outlay.prices.staleness import RULE

    from outlay_automation.cli.clock import today
    from outlay_automation.render.progress import progress_on
    from outlay_automation.stack_preview import PreviewOptions, preview

    with progress_on(sys.stderr) as on_progress:
        options = PreviewOptions(
            offline=offline, baseline=baseline, standard=standard, as_of=today(), on_progress=on_progress
        )
        result = preview(directory, stack=stack, options=options)
    diff = result.diff
    of_age = tuple(finding for finding in result.findings if finding.rule == RULE)
    # after the change, a commitment has the price that it had before
    return _Priced({**diff.before.resources, **diff.after.resources}, diff.after.commitments, diff.after.book, of_age)
