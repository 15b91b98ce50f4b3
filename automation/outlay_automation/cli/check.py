"""`outlay check`: the rules of the standard over stored stacks, without an engine."""

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from outlay.errors import WrongUse
from outlay.prices.opened_book import OpenedBook
from outlay.standard.model import Standard

from outlay_automation.cli.clock import today
from outlay_automation.judging import NO_STANDARD, opened_standard
from outlay_automation.render.notes import say_note
from outlay_automation.stack_check import CheckResult, check_stack, exit_code_of
from outlay_automation.stored_stack import StoredStack, read_stack, standard_of_file

if TYPE_CHECKING:
    from outlay.baseline import Baseline


def show_check(
    files: Sequence[str],
    *,
    standard: Path | None,
    project: str,
    stack: str,
    baselines: Sequence[Path],
    as_json: bool,
) -> None:
    """Check all files, print what was found, and end with the exit code of the worst.

    Raises:
        InvalidFile: a file is not what it should be.
        WrongUse: a file does not say its stack, or a baseline is of none of them.
    """
    stored = [read_stack(file, project=project, stack=stack) for file in files]
    results = list(_checked(stored, files, _read(baselines), standard))
    code = exit_code_of(results)
    if as_json:
        from outlay_automation.render.check_document import check_document

        sys.stdout.write(json.dumps(check_document(results, code), indent=2, ensure_ascii=False) + "\n")
    else:
        from outlay_automation.render.check_table import print_check

        print_check(results, sys.stdout)
        for result in results:
            for notice in result.notices:
                say_note(notice if len(results) == 1 else f"{result.stored.name}: {notice}")
    raise typer.Exit(code)


def _read(paths: Sequence[Path]) -> "list[Baseline]":
    if not paths:
        return []
    from outlay.baseline import read_baseline

    return [read_baseline(path) for path in paths]


def _checked(
    stored: Sequence[StoredStack], files: Sequence[str], baselines: "Sequence[Baseline]", standard: Path | None
) -> Iterator[CheckResult]:
    """Each stack by the standard of its file, which is read once for all that have it in common."""
    opened: dict[Path | None, tuple[Standard, OpenedBook]] = {}
    of_stack = _by_stack(stored, baselines)
    for each, file in zip(stored, files, strict=True):
        path = standard_of_file(file, standard)
        if path not in opened:
            opened[path] = opened_standard(path)
        stated, prices = opened[path]
        notices = (*prices.notices, *((NO_STANDARD,) if path is None else ()))
        baseline = of_stack.get((each.resources.project, each.resources.stack))
        yield check_stack(each, stated, prices.book, baseline=baseline, as_of=today(), notices=notices)


def _by_stack(stored: Iterable[StoredStack], baselines: "Iterable[Baseline]") -> "dict[tuple[str, str], Baseline]":
    """Each baseline by its stack, which has to be among those that are checked."""
    stacks = {(each.resources.project, each.resources.stack) for each in stored}
    found: dict[tuple[str, str], Baseline] = {}
    for each in baselines:
        key = (each.project, each.stack)
        if key not in stacks:
            listed = ", ".join("/".join(one) for one in sorted(stacks))
            raise WrongUse(f"{each.path} is the baseline of {'/'.join(key)}, and what is checked is {listed}")
        if key in found:
            raise WrongUse(f"{found[key].path} and {each.path} are baselines of one stack, {'/'.join(key)}")
        found[key] = each
    return found
