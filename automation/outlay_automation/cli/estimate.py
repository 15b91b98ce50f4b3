"""`outlay estimate`: prices resources that stand in a file, without an engine."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer
from outlay.discount.effective import Fleet, discounted_fleet
from outlay.discount.of_standard import discounts_of
from outlay.discount.stated import NO_DISCOUNTS, Discounts
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.estimate.stack import UNSTATED, UsageLookup, estimate, estimate_resource, nothing_stated
from outlay.estimate.subject import SnapshotIndex
from outlay.finding import EnforcementLevel, Finding, Verdict, verdict
from outlay.money import Cost
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.prices.staleness import dates_of
from outlay.resource import Snapshot
from outlay.standard.location import standard_path

from outlay_automation.cli.clock import today
from outlay_automation.estimate_files import (
    STANDARD_INPUT,
    ResourceDocument,
    ResourceLine,
    document_in,
    lines_in,
    nothing_in,
    read_text,
)
from outlay_automation.render.cost_document import cost_line

if TYPE_CHECKING:
    from outlay.standard.model import Standard


@dataclass(frozen=True, slots=True)
class EstimateTerms:
    """What a file is priced by: stated use, the opened price book, and discounts, of the standard if there is one."""

    usage: UsageLookup
    opened: OpenedBook
    discounts: Discounts = UNSTATED
    standard: "Standard | None" = None


@dataclass(frozen=True, slots=True)
class FileCosts:
    """What everything in a file costs, with the resources by the keys of their costs.

    Lines know nothing of each other; the resources of a document are neighbours in `snapshot`.
    """

    stack: StackCost
    terms: EstimateTerms
    resources: Mapping[str, ResourceLine]
    snapshot: Snapshot | None


def show_estimate(file: str, *, standard: Path | None, output: str, costs: bool = False) -> None:
    """Price what a file holds and print it; ends with the exit code of blocked where prices are too old to allow.

    Raises:
        InvalidFile: the file is not what it should be; or it is empty, unless lines are asked for, of which there are
            none then.
    """
    name, text = read_text(file)
    if not text.strip():
        if output != "jsonl":
            raise nothing_in(name)
        sys.stderr.write(f"note: {nothing_in(name).message}\n")
    terms = _terms(standard, file)
    document = document_in(name, text)
    for notice in (*(document.notices if document is not None else ()), *terms.opened.notices):
        sys.stderr.write(f"note: {notice}\n")
    if output == "jsonl":
        if document is None and terms.discounts.is_sustained_use_at_most:
            costs_by_line = (_line_cost(line, terms, terms.discounts) for line in lines_in(name, text))
            _end_with(age_findings(terms.opened, _printed(costs_by_line)))
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

        notices = (*terms.opened.notices, *map(age_notice, findings))
        sys.stdout.write(json.dumps(estimate_document(stack, notices), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.estimate_table import print_estimate

        print_estimate(stack, sys.stdout, costs=costs)
    _end_with(findings)


def costs_in(file: str, standard: Path | None) -> FileCosts:
    """What everything in a file costs, and what it was priced by.

    Raises:
        InvalidFile: the file is not what it should be, or is empty.
    """
    name, text = read_text(file)
    if not text.strip():
        raise nothing_in(name)
    terms = _terms(standard, file)
    document = document_in(name, text)
    if document is not None:
        lines = {resource.urn: ResourceLine(resource, {}) for resource in document.snapshot}
        return FileCosts(_document_cost(document, terms), terms, lines, document.snapshot)
    numbered = {str(number): line for number, line in enumerate(lines_in(name, text), start=1)}
    return FileCosts(_lines_cost(numbered.values(), terms), terms, numbered, None)


def age_findings(opened: OpenedBook, costs: Iterable[ResourceCost]) -> tuple[Finding, ...]:
    """What is to be said today of the age of the prices that these costs rest on."""
    dates = dates_of(costs)
    return opened.findings(today(), dates.layers) if dates is not None else ()


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
        discounts=terms.discounts,
    )


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
    return estimate_resource(
        line.resource,
        SnapshotIndex(Snapshot.of(line.resource)),
        terms.opened.book,
        {**terms.usage(line.resource), **line.usage},
        discounts=discounts,
    )


def _printed(costs: Iterable[ResourceCost]) -> Iterator[ResourceCost]:
    """Each cost, passed on when its line is printed."""
    dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for cost in costs:
        sys.stdout.write(dumps(cost_line(cost)) + "\n")
        yield cost


def _terms(standard: Path | None, file: str) -> EstimateTerms:
    """What the given standard says, or the nearest one; reading YAML is paid for only where there is one."""
    path = standard_path(Path.cwd() if file == STANDARD_INPUT else Path(file).parent, standard)
    if path is None:
        return EstimateTerms(nothing_stated, open_book(None, None))
    from outlay.standard.reading import read_standard

    stated = read_standard(path)
    opened = open_book(stated, path)
    return EstimateTerms(stated.usage.of, opened, discounts_of(stated, opened.book), stated)
