"""`outlay estimate`: prices resources that stand in a file, without an engine.

Nothing of pricing is imported here before it is needed, so that lines that were priced before are printed in a moment.
"""

import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from outlay.prices.opened_book import OpenedBook, open_book
from outlay.standard.location import standard_path

from outlay_automation.cli.clock import today
from outlay_automation.cli.price_age import age_findings, age_notice, end_with
from outlay_automation.estimate_files import (
    STANDARD_INPUT,
    ResourceDocument,
    document_in,
    lines_in,
    nothing_in,
    read_text,
)

if TYPE_CHECKING:
    from outlay.estimate.resource_cost import ResourceCost, StackCost

    from outlay_automation.cli.file_costs import EstimateTerms


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
    terms, opened, states_nothing = _terms(standard, file, usage)
    document = document_in(name, text)
    if not states_nothing:
        from outlay_automation.cli.file_costs import known_choices

        document = known_choices(document, terms())
    for notice in (*(document.notices if document is not None else ()), *opened.notices):
        sys.stderr.write(f"note: {notice}\n")
    of_usage = () if states_nothing else _notices_of_usage(name, text, document, terms())
    for notice in of_usage:
        sys.stderr.write(f"note: {notice}\n")
    if output == "jsonl" and document is None and (states_nothing or terms().discounts.is_sustained_use_at_most):
        from outlay_automation.cli.estimate_lines import print_lines

        layers = print_lines(name, text, opened.book, () if states_nothing else terms().files, terms)
        end_with(opened.findings(today(), layers) if layers else ())
        return
    from outlay_automation.cli.file_costs import stack_cost

    stack = stack_cost(name, text, document, terms())
    if output == "jsonl":
        listed = (cost for cost in stack.resources.values() if document is None or not cost.is_structural)
        findings = age_findings(opened, _printed(listed))
        _note_discounts(stack)
        end_with(findings)
        return
    findings = age_findings(opened, stack.resources.values())
    if output == "json":
        import json

        from outlay_automation.render.estimate_document import estimate_document

        notices = (*opened.notices, *of_usage, *map(age_notice, findings))
        sys.stdout.write(json.dumps(estimate_document(stack, notices), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.estimate_table import print_estimate

        print_estimate(stack, sys.stdout, costs=costs)
    end_with(findings)


def _terms(
    standard: Path | None, file: str, usage: Path | None
) -> "tuple[Callable[[], EstimateTerms], OpenedBook, bool]":
    """What the file is priced by, its book, and whether nothing is stated: then the rest waits till it is asked for."""
    path = standard_path(Path.cwd() if file == STANDARD_INPUT else Path(file).parent, standard)
    if path is not None or usage is not None:
        from outlay_automation.cli.file_costs import terms_of

        stated = terms_of(path, usage)
        return lambda: stated, stated.opened, False
    opened = open_book(None, None)

    @cache
    def terms() -> "EstimateTerms":
        from outlay_automation.cli.file_costs import terms_without_standard

        return terms_without_standard(opened)

    return terms, opened, True


def _notices_of_usage(
    name: str, text: str, document: ResourceDocument | None, terms: "EstimateTerms"
) -> tuple[str, ...]:
    """What is to be said of a usage file, once for all resources."""
    from outlay_automation.cli.file_costs import nothing_to_say

    if terms.notices is nothing_to_say:
        return ()
    return terms.notices((line.resource for line in lines_in(name, text)) if document is None else document.snapshot)


def _note_discounts(stack: "StackCost") -> None:
    """Say of the discounts what stands in no resource's line: what becomes of commitments, and what they rest on."""
    if stack.commitments:
        from outlay_automation.render.costs import use_of_commitment

        for each in stack.commitments:
            sys.stderr.write(f"note: {each.name}: {use_of_commitment(each, stack.total.currency)}\n")
    for assumption in stack.assumptions:
        sys.stderr.write(f"note: {assumption.subject}: {assumption.text}\n")


def _printed(costs: Iterable["ResourceCost"]) -> "Iterator[ResourceCost]":
    """Each cost, passed on when its line is printed."""
    from outlay_automation.render.cost_line import cost_line

    for cost in costs:
        sys.stdout.write(f"{cost_line(cost)}\n")
        yield cost
