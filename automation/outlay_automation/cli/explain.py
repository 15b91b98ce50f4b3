"""`outlay explain`: how each charge of one resource came about, and what would be cheaper."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias

from outlay.errors import WrongUse
from outlay.estimate.resource_cost import CommitmentUse, ResourceCost
from outlay.finding import Finding
from outlay.prices.book import BookIdentity

if TYPE_CHECKING:
    from outlay.alternatives import Alternative

_MOST_NAMED: Final = 10
"""How many resources are named to whoever named none: all of a small stack, the closest of a large one."""
_Cheaper: TypeAlias = "Callable[[ResourceCost], tuple[Alternative, ...]]"


@dataclass(frozen=True, slots=True)
class _Priced:
    """What was priced, by which book, what would be cheaper, and what is to be said of the book."""

    costs: Mapping[str, ResourceCost]
    commitments: tuple[CommitmentUse, ...]
    book: BookIdentity | None
    of_age: tuple[Finding, ...]
    cheaper: _Cheaper
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
    usage: Path | None = None,
) -> None:
    """Print every charge of the resources that `wanted` names (formula, price, source, date, grade) and what is less.

    What is to be said of the book's age is said, and that it blocks other commands; it blocks no explanation, which
    decides nothing and is how one finds out which prices are old.
    """
    from outlay_automation.cli.price_age import age_notice, blocking_reasons
    from outlay_automation.render.explanation import print_explanation
    from outlay_automation.render.sections import book_line

    if usage is not None and not file:
        raise WrongUse("--usage goes with --file", "For a preview, name the file in finops.yaml: `usage: {file: …}`.")
    priced = _of_file(file, standard, usage) if file else _of_preview(directory, stack, offline, baseline, standard)
    for number, cost in enumerate(matching(wanted, priced.costs.values())):
        if number:
            sys.stdout.write("\n\n")
        print_explanation(cost, sys.stdout, priced.commitments, priced.cheaper(cost))
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
        WrongUse: there is none; the message names all there are, or of many the closest.
    """
    known = [cost for cost in costs if not cost.is_structural]
    found = [cost for cost in known if cost.urn == wanted] or [cost for cost in known if wanted in _names(cost)]
    if found:
        return found
    names = sorted({cost.name for cost in known})
    close = get_close_matches(wanted, names, _MOST_NAMED, cutoff=0.4)
    others = [name for name in names if name not in close]
    said = ", ".join((close + others)[:_MOST_NAMED])
    more = " …" if len(names) > _MOST_NAMED else ""
    raise WrongUse(f"no resource {wanted!r}", f"There are: {said}{more}." if said else "There are none.")


def _names(cost: ResourceCost) -> tuple[str, ...]:
    from outlay_automation.render.sections import short_type

    return cost.name, f"{cost.type}::{cost.name}", f"{short_type(cost.type)} {cost.name}"


def _of_file(file: str, standard: Path | None, usage: Path | None) -> _Priced:
    from outlay_automation.cheaper import cheaper
    from outlay_automation.cli.file_costs import costs_in
    from outlay_automation.cli.price_age import age_findings

    found = costs_in(file, standard, usage)
    stack, terms = found.stack, found.terms
    keys = {id(cost): key for key, cost in stack.resources.items()}

    def of(cost: ResourceCost) -> "tuple[Alternative, ...]":
        line = found.resources[keys[id(cost)]]
        return cheaper(
            line.resource,
            terms.opened.book,
            among=found.snapshot,
            stated=terms.of_line(line),
            hours=terms.hours,
            discounts=terms.discounts,
            standard=terms.standard,
        )

    findings = age_findings(terms.opened, stack.resources.values())
    return _Priced(stack.resources, stack.commitments, stack.book, findings, of, terms.opened.notices)


def _of_preview(directory: Path, stack: str, offline: bool, baseline: Path | None, standard: Path | None) -> _Priced:
    """What the change leads to; a resource that it deletes as it was."""
    from outlay.discount.of_standard import discounts_of
    from outlay.prices.opened_book import open_book
    from outlay.prices.staleness import RULE
    from outlay.standard.location import standard_path
    from outlay.standard.running_hours import hours_of

    from outlay_automation.cheaper import cheaper
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
    after = result.preview.after
    book = open_book(result.standard, standard_path(directory, standard)).book

    def of(cost: ResourceCost) -> "tuple[Alternative, ...]":
        resource = after.resources.get(cost.urn)
        if resource is None:
            return ()  # what is deleted has nothing to be replaced by
        return cheaper(
            resource,
            book,
            among=after,
            stated=result.standard.usage.of(resource),
            hours=hours_of(result.standard, today()),
            discounts=discounts_of(result.standard, book),
            standard=result.standard,
        )

    # after the change, a commitment has the price that it had before
    costs = {**diff.before.resources, **diff.after.resources}
    return _Priced(costs, diff.after.commitments, diff.after.book, of_age, of)
