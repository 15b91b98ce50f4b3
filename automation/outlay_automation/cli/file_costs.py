"""What everything in a file costs: resources by themselves or in a stack, by what a standard states or by nothing.

Not here: reading the file (`outlay_automation.estimate_files`), and what is printed of it (`cli.estimate`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from outlay.discount.effective import Fleet, discounted_fleet
from outlay.discount.stated import NO_DISCOUNTS, Discounts
from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.estimate.stack import UNSTATED, UsageLookup, estimate, estimate_resource, nothing_stated
from outlay.estimate.subject import HoursLookup, SnapshotIndex, all_hours
from outlay.money import Cost
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.resource import Resource, Snapshot
from outlay.standard.location import standard_path
from outlay.usage.stated import laid_over

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

if TYPE_CHECKING:
    from outlay.standard.model import Standard


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


def costs_in(file: str, standard: Path | None, usage: Path | None = None) -> FileCosts:
    """What everything in a file costs, and what it was priced by.

    Raises:
        InvalidFile: the file is not what it should be, or is empty.
    """
    name, text = read_text(file)
    if not text.strip():
        raise nothing_in(name)
    terms = terms_of(standard_path(Path.cwd() if file == STANDARD_INPUT else Path(file).parent, standard), usage)
    document = known_choices(document_in(name, text), terms)
    if document is not None:
        lines = {resource.urn: ResourceLine(resource, {}) for resource in document.snapshot}
        return FileCosts(_document_cost(document, terms), terms, lines, document.snapshot)
    numbered = {str(number): line for number, line in enumerate(lines_in(name, text), start=1)}
    return FileCosts(_lines_cost(numbered.values(), terms), terms, numbered, None)


def terms_without_standard(opened: OpenedBook) -> EstimateTerms:
    """What a file is priced by where nothing is stated."""
    return EstimateTerms(nothing_stated, opened)


def terms_of(path: Path | None, usage: Path | None) -> EstimateTerms:
    """What a file is priced by: what the standard at `path` states, with another usage file where one is given."""
    if path is None and usage is None:
        return terms_without_standard(open_book(None, None))
    from outlay.discount.of_standard import discounts_of
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


def stack_cost(name: str, text: str, document: ResourceDocument | None, terms: EstimateTerms) -> StackCost:
    """What everything in a text costs: in the document that it is, or in its lines."""
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


def known_choices(document: ResourceDocument | None, terms: EstimateTerms) -> ResourceDocument | None:
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
    costs = (line_cost(line, terms, by_itself) for line in lines)
    stacks = tuple(StackCost({cost.urn: cost}, cost.cost) for cost in costs)
    if terms.discounts.is_sustained_use_at_most:
        return Fleet(stacks)
    return discounted_fleet(stacks, terms.discounts, terms.opened.book)


def _costs(fleet: Fleet) -> Iterator[ResourceCost]:
    return (cost for stack in fleet.stacks for cost in stack.resources.values())


def line_cost(line: ResourceLine, terms: EstimateTerms, discounts: Discounts) -> ResourceCost:
    """What the resource of a line costs with these discounts."""
    resource = _chosen(line.resource, terms)
    return estimate_resource(
        resource,
        SnapshotIndex(Snapshot.of(resource)),
        terms.opened.book,
        terms.of_line(line),
        hours=terms.hours,
        discounts=discounts,
    )
