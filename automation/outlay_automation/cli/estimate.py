"""`outlay estimate`: prices resources that stand in a file, without an engine."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from outlay.estimate.resource_cost import ResourceCost, StackCost
from outlay.estimate.stack import UsageLookup, estimate, estimate_resource, nothing_stated
from outlay.estimate.subject import SnapshotIndex
from outlay.money import Cost
from outlay.prices.embedded import embedded_book
from outlay.resource import Snapshot

from outlay_automation.estimate_files import ResourceDocument, ResourceLine, document_in, lines_in, read_text
from outlay_automation.render.cost_document import cost_line


def show_estimate(file: str, *, standard: Path | None, output: str) -> None:
    """Price what a file holds and print it."""
    name, text = read_text(file)
    usage = _usage_of(standard, file)
    document = document_in(name, text)
    for notice in document.notices if document is not None else ():
        sys.stderr.write(f"note: {notice}\n")
    if output == "jsonl":
        _print_lines(_line_costs(lines_in(name, text), usage) if document is None else _listed(document, usage))
        return
    stack = _stack_cost(name, text, document, usage)
    if output == "json":
        from outlay_automation.render.estimate_document import estimate_document

        sys.stdout.write(json.dumps(estimate_document(stack), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.estimate_table import print_estimate

        print_estimate(stack, sys.stdout)


def costs_in(file: str, standard: Path | None) -> StackCost:
    """What everything in a file costs."""
    name, text = read_text(file)
    return _stack_cost(name, text, document_in(name, text), _usage_of(standard, file))


def _stack_cost(name: str, text: str, document: ResourceDocument | None, usage: UsageLookup) -> StackCost:
    book = embedded_book()
    if document is not None:
        return estimate(document.snapshot, book, usage=usage)
    costs = list(_line_costs(lines_in(name, text), usage))
    # by number: two lines may have one name
    numbered = {str(number): cost for number, cost in enumerate(costs, start=1)}
    return StackCost(numbered, Cost.total(cost.cost for cost in costs), book.identity)


def _listed(document: ResourceDocument, usage: UsageLookup) -> Iterable[ResourceCost]:
    costs = estimate(document.snapshot, embedded_book(), usage=usage).resources.values()
    return (cost for cost in costs if not cost.is_structural)


def _line_costs(lines: Iterable[ResourceLine], usage: UsageLookup) -> Iterable[ResourceCost]:
    """Each line's cost by itself: lines know nothing of each other."""
    book = embedded_book()
    for line in lines:
        stated = {**usage(line.resource), **line.usage}
        yield estimate_resource(line.resource, SnapshotIndex(Snapshot.of(line.resource)), book, stated)


def _print_lines(costs: Iterable[ResourceCost]) -> None:
    dumps: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
    for cost in costs:
        sys.stdout.write(dumps(cost_line(cost)) + "\n")


def _usage_of(standard: Path | None, file: str) -> UsageLookup:
    """The usage of the given standard, or of the nearest one; reading YAML is paid for only where there is one."""
    path = standard
    if path is None:
        start = Path.cwd() if file == "-" else Path(file).resolve().parent
        path = next(
            (each / "finops.yaml" for each in (start, *start.parents) if (each / "finops.yaml").is_file()), None
        )
    if path is None:
        return nothing_stated
    from outlay.standard.reading import read_standard

    return read_standard(path).usage.of
