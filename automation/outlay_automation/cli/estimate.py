"""`outlay estimate`: prices resources that stand in a file, without an engine."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer
from outlay.discount.effective import Fleet, discounted_fleet
from outlay.discount.of_standard import discounts_of
from outlay.discount.stated import NO_DISCOUNTS, Discounts
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.estimate.stack import UNSTATED, UsageLookup, estimate, estimate_resource, nothing_stated
from outlay.estimate.subject import HoursLookup, SnapshotIndex, all_hours
from outlay.finding import EnforcementLevel, Finding, Verdict, verdict
from outlay.money import Cost
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.prices.staleness import dates_of
from outlay.resource import Resource, Snapshot
from outlay.standard.location import standard_path
from outlay.usage.stated import laid_over

from outlay_automation.cli.clock import today
from outlay_automation.estimate_files import (
    STANDARD_INPUT,
    ResourceDocument,
    ResourceLine,
    document_in,
    line_of,
    lines_in,
    nothing_in,
    numbered_lines,
    read_text,
)
from outlay_automation.priced_lines import LEAST_LINES, PricedLine, PricedLines
from outlay_automation.render.cost_line import cost_line

if TYPE_CHECKING:
    from outlay.standard.model import Standard


_LINES_AT_ONCE: Final = 500


def nothing_to_say(_resources: Iterable[Resource]) -> tuple[str, ...]:
    """The notices of someone who has no usage file."""
    return ()


@dataclass(frozen=True, slots=True)
class EstimateTerms:
    """What a file is priced by: the opened price book, and the use, hours and discounts that a standard states.

    `notices` say of resources what of a usage file was matched to them; `files` are those that the terms were read
    from.
    """

    usage: UsageLookup
    opened: OpenedBook
    discounts: Discounts = UNSTATED
    standard: "Standard | None" = None
    hours: HoursLookup = all_hours
    notices: Callable[[Iterable[Resource]], tuple[str, ...]] = nothing_to_say
    files: tuple[Path, ...] = ()

    def of_line(self, line: ResourceLine) -> Mapping[str, object]:
        """What is stated of the use of a line's resource; what the line says itself goes first."""
        return laid_over(self.usage(line.resource), line.usage)


@dataclass(frozen=True, slots=True)
class FileCosts:
    """What everything in a file costs, with the resources by the keys of their costs.

    Lines know nothing of each other; the resources of a document are neighbours in `snapshot`.
    """

    stack: StackCost
    terms: EstimateTerms
    resources: Mapping[str, ResourceLine]
    snapshot: Snapshot | None


def show_estimate(
    file: str, *, standard: Path | None, output: str, costs: bool = False, usage: Path | None = None
) -> None:
    """Price what a file holds and print it; ends with the exit code of blocked where prices are too old to allow.

    Args:
        file: the file; `-` for the standard input.
        standard: the finops.yaml; by default the nearest one.
        output: `table`, `json` or `jsonl`.
        costs: whether list, contracted and effective cost are shown apart.
        usage: a usage file to use instead of the one that the standard names.

    Raises:
        InvalidFile: the file is not what it should be; or it is empty, unless lines are asked for, of which there are
            none then.
    """
    name, text = read_text(file)
    if not text.strip():
        if output != "jsonl":
            raise nothing_in(name)
        sys.stderr.write(f"note: {nothing_in(name).message}\n")
    terms = _terms(standard, file, usage)
    document = _known(document_in(name, text), terms)
    for notice in (*(document.notices if document is not None else ()), *terms.opened.notices):
        sys.stderr.write(f"note: {notice}\n")
    of_usage: tuple[str, ...] = ()
    if terms.notices is not nothing_to_say:
        of_lines = (line.resource for line in lines_in(name, text)) if document is None else document.snapshot
        of_usage = terms.notices(of_lines)
        for notice in of_usage:
            sys.stderr.write(f"note: {notice}\n")
    if output == "jsonl":
        if document is None and terms.discounts.is_sustained_use_at_most:
            layers = _print_lines(name, text, terms)
            _end_with(terms.opened.findings(today(), layers) if layers else ())
            return
        stack = _stack_cost(name, text, document, terms)
        listed = (cost for cost in stack.resources.values() if document is None or not cost.is_structural)
        findings = age_findings(terms.opened, _printed(listed))
        _note_discounts(stack)
        _end_with(findings)
        return
    stack = _stack_cost(name, text, document, terms)
    findings = age_findings(terms.opened, stack.resources.values())
    if output == "json":
        from outlay_automation.render.estimate_document import estimate_document

        notices = (*terms.opened.notices, *of_usage, *map(age_notice, findings))
        sys.stdout.write(json.dumps(estimate_document(stack, notices), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.estimate_table import print_estimate

        print_estimate(stack, sys.stdout, costs=costs)
    _end_with(findings)


def costs_in(file: str, standard: Path | None, usage: Path | None = None) -> FileCosts:
    """What everything in a file costs, and what it was priced by.

    Raises:
        InvalidFile: the file is not what it should be, or is empty.
    """
    name, text = read_text(file)
    if not text.strip():
        raise nothing_in(name)
    terms = _terms(standard, file, usage)
    document = _known(document_in(name, text), terms)
    if document is not None:
        lines = {resource.urn: ResourceLine(resource, {}) for resource in document.snapshot}
        return FileCosts(_document_cost(document, terms), terms, lines, document.snapshot)
    numbered = {str(number): line for number, line in enumerate(lines_in(name, text), start=1)}
    return FileCosts(_lines_cost(numbered.values(), terms), terms, numbered, None)


def age_findings(opened: OpenedBook, costs: Iterable[ResourceCost]) -> tuple[Finding, ...]:
    """What is to be said today of the age of the prices that these costs rest on."""
    priced = tuple(costs)
    dates = dates_of(priced)
    return opened.findings(today(), dates.layers, priced) if dates is not None else ()


def age_notice(finding: Finding) -> str:
    """A finding of old prices in a line."""
    return f"{finding.message}; {finding.remediation.removesuffix('.')}"


def blocking_reasons(findings: Iterable[Finding]) -> str:
    """The findings that block, with their rules, in a line; empty where none does."""
    blocking = (each for each in findings if each.level is EnforcementLevel.MANDATORY)
    return "; ".join(f"{each.rule} {each.message}" for each in blocking)


def _end_with(findings: tuple[Finding, ...]) -> None:
    """Say what was found, and end the command where it blocks."""
    for finding in findings:
        sys.stderr.write(f"note: {age_notice(finding)}\n")
    if verdict(findings) is Verdict.BLOCK:
        sys.stderr.write(f"Blocked: {blocking_reasons(findings)}\n")
        raise typer.Exit(Verdict.BLOCK.exit_code)


def _stack_cost(name: str, text: str, document: ResourceDocument | None, terms: EstimateTerms) -> StackCost:
    if document is not None:
        return _document_cost(document, terms)
    return _lines_cost(lines_in(name, text), terms)


def _lines_cost(lines: Iterable[ResourceLine], terms: EstimateTerms) -> StackCost:
    book = terms.opened.book
    fleet = _together(lines, terms)
    # by number: two lines may have one name
    numbered = {str(number): cost for number, cost in enumerate(_costs(fleet), start=1)}
    total = Cost.total((cost.cost for cost in numbered.values()), book.currency)
    return StackCost(numbered, total, book.identity, fleet.commitments, fleet.assumptions)


def _document_cost(document: ResourceDocument, terms: EstimateTerms) -> StackCost:
    return estimate(
        document.snapshot,
        terms.opened.book,
        usage=terms.usage,
        hours=terms.hours,
        discounts=terms.discounts,
    )


def _known(document: ResourceDocument | None, terms: EstimateTerms) -> ResourceDocument | None:
    """The document, whose open values know the choices that the standard states."""
    if document is None or terms.standard is None or not terms.standard.choices:
        return document
    from outlay.standard.choices import with_choices

    return replace(document, snapshot=with_choices(document.snapshot, terms.standard.choices))


def _chosen(resource: Resource, terms: EstimateTerms) -> Resource:
    """The resource of a line, likewise."""
    if terms.standard is None or not terms.standard.choices:
        return resource
    from outlay.standard.choices import resource_with_choices

    return resource_with_choices(resource, terms.standard.choices)


def _together(lines: Iterable[ResourceLine], terms: EstimateTerms) -> Fleet:
    """The lines, each a stack of its own, with what they share of commitments and allowances."""
    by_itself = terms.discounts if terms.discounts.is_sustained_use_at_most else NO_DISCOUNTS
    costs = (_line_cost(line, terms, by_itself) for line in lines)
    stacks = tuple(StackCost({cost.urn: cost}, cost.cost) for cost in costs)
    if terms.discounts.is_sustained_use_at_most:
        return Fleet(stacks)
    return discounted_fleet(stacks, terms.discounts, terms.opened.book)


def _note_discounts(stack: StackCost) -> None:
    """Say of the discounts what stands in no resource's line: what becomes of commitments, and what they rest on."""
    if stack.commitments:
        from outlay_automation.render.costs import use_of_commitment

        for each in stack.commitments:
            sys.stderr.write(f"note: {each.name}: {use_of_commitment(each, stack.total.currency)}\n")
    for assumption in stack.assumptions:
        sys.stderr.write(f"note: {assumption.subject}: {assumption.text}\n")


def _costs(fleet: Fleet) -> Iterator[ResourceCost]:
    return (cost for stack in fleet.stacks for cost in stack.resources.values())


def _line_cost(line: ResourceLine, terms: EstimateTerms, discounts: Discounts) -> ResourceCost:
    resource = _chosen(line.resource, terms)
    return estimate_resource(
        resource,
        SnapshotIndex(Snapshot.of(resource)),
        terms.opened.book,
        terms.of_line(line),
        hours=terms.hours,
        discounts=discounts,
    )


def _print_lines(name: str, text: str, terms: EstimateTerms) -> frozenset[str]:
    """Price and print line by line; what is known of before is printed as it was. The layers that priced anything."""
    layers: set[str] = set()
    lines = numbered_lines(text)
    with _known_lines(text, terms) as known:
        while part := tuple(islice(lines, _LINES_AT_ONCE)):
            found = known.found([line for _, line in part])
            for number, line in part:
                priced = found.get(line)
                if priced is None:
                    read = line_of(name, number, line)
                    priced = _priced_line(_line_cost(read, terms, terms.discounts))
                    if str(number) not in read.resource.name:  # a line without a name is called by its number
                        known.keep(line, priced)
                sys.stdout.write(priced.printed)
                layers |= priced.layers
    return frozenset(layers)


def _known_lines(text: str, terms: EstimateTerms) -> AbstractContextManager[PricedLines]:
    """The lines that were priced before by the same terms; none where there are too few to be worth it."""
    from outlay.plug_ins.installed import installed

    # what a plug-in reads besides its inputs nobody knows
    if text.count("\n") < LEAST_LINES or installed().loaded or installed().failed:
        return nullcontext(PricedLines(None, b""))
    from outlay_automation.estimate_context import context_of

    return PricedLines.opened(context_of(terms.opened.book, terms.files, today()))


def _priced_line(cost: ResourceCost) -> PricedLine:
    layers = frozenset(each.price.layer for each in cost.charges if each.price is not None)
    return PricedLine(f"{cost_line(cost)}\n", layers)


def _printed(costs: Iterable[ResourceCost]) -> Iterator[ResourceCost]:
    """Each cost, passed on when its line is printed."""
    for cost in costs:
        sys.stdout.write(f"{cost_line(cost)}\n")
        yield cost


def _terms(standard: Path | None, file: str, usage: Path | None) -> EstimateTerms:
    """What the given standard says, or the nearest one; reading YAML is paid for only where there is any."""
    path = standard_path(Path.cwd() if file == STANDARD_INPUT else Path(file).parent, standard)
    if path is None and usage is None:
        return EstimateTerms(nothing_stated, open_book(None, None))
    from outlay.standard.model import Standard
    from outlay.standard.reading import read_standard
    from outlay.standard.running_hours import hours_of

    stated = read_standard(path) if path is not None else Standard()
    if usage is not None:
        stated = stated.with_usage_file(usage)
    opened = open_book(stated, path)
    section = stated.usage
    return EstimateTerms(
        section.of,
        opened,
        discounts_of(stated, opened.book),
        stated,
        hours_of(stated, today()),
        section.notices if section.file else nothing_to_say,
        tuple(each for each in (path, Path(section.file) if section.file else None) if each is not None),
    )
