"""Runs a program in this process and says what it costs: the way into cost tests.

Not here: the engine (`engine.embedded`), and the estimate and the rules (`stack_preview`).
"""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from outlay.errors import OutlayError, StackNotFound, WrongUse
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay.standard.offline import Offline
from outlay.step import Assumption
from pydantic import ValidationError

from outlay_automation.engine.embedded.baseline import Baseline, read_baseline
from outlay_automation.engine.embedded.configuration import configuration_of
from outlay_automation.engine.embedded.program import Run, run_function
from outlay_automation.engine.embedded.stack_references import StackReferences
from outlay_automation.engine.embedded.stack_run import StackRun
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.failure import is_the_users
from outlay_automation.engine.placeholder import PLACEHOLDER
from outlay_automation.engine.project import Project
from outlay_automation.engine.seam import Program
from outlay_automation.judging import opened_standard, pricing_of
from outlay_automation.stack_preview import judge
from outlay_automation.testing.collection import collection_paused
from outlay_automation.testing.program_cost import ProgramCost
from outlay_automation.testing.source import ProgramSource, at_home, source_of

_TIME_LIMIT: Final = 60.0
_STACK: Final = "test"


def estimate_program(
    program: Program | str | Path,
    *,
    stack: str = _STACK,
    project: str = "",
    config: Mapping[str, Any] | None = None,
    standard: Standard | Path | str | None = None,
    baseline: ProgramCost | Path | str | None = None,
    answers: Mapping[str, Mapping[str, Any]] | None = None,
    stack_references: Mapping[str, Mapping[str, Any] | Path | str] | None = None,
    as_of: date | None = None,
    time_limit: float = _TIME_LIMIT,
) -> ProgramCost:
    """What a program costs a month. It runs in this process; no engine, no cloud and no network is asked.

    No region, zone or project of this machine's environment enters, as AWS_REGION would: what the program is to know
    is in its configuration.

    Args:
        program: a function that declares resources; the folder of a Pulumi project in Python, or its `__main__.py`.
            A project runs as Pulumi runs it, from its own folder; functions may run side by side, projects do not.
        stack: the stack's name. A project has to have a file `Pulumi.STACK.yaml` for it, but for the default.
        project: the project's name where there is no Pulumi.yaml.
        config: configuration values, laid over those of the project and the stack: `{"aws:region": "eu-west-1"}`.
        standard: the standard, or its file; by default the file that OUTLAY_STANDARD names, else the nearest
            `finops.yaml` from the program upwards, else an empty standard.
        baseline: what the program is held against: the cost of another program, or a file of `pulumi stack export`
            or `pulumi preview --json`. Without one the stack is looked at as it is, and nothing of it counts as new.
        answers: what functions of providers answer, by token, such as `aws:ec2/getAmi:getAmi`, laid over those of the
            standard and over what is invented.
        stack_references: the outputs of other stacks, by the name that the program uses, or a file with them.
        as_of: the day to judge by; without one no price grows old and no exemption expires.
        time_limit: how long the program may take, in seconds.

    Raises:
        PreviewFailed: the program failed, did not end in time, or asked for what it may not; what it raised itself is
            the cause (`__cause__`).
        WrongUse: no such program, stack or file, or one that is not what it should be.
    """
    __tracebackhide__ = True
    with TemporaryDirectory(prefix="outlay-test-") as folder, collection_paused:
        scratch = Path(folder).resolve()
        source = source_of(program, project, stack, scratch)
        judged_by, opened = _opened(standard, source)
        offline = _offline(judged_by.offline, answers, stack_references, scratch)
        configuration = configuration_of(_with_stack(source, stack), stack, config or {}, scratch)
        namespace = Namespace(stack, source.project.name)
        run = StackRun(
            namespace,
            configuration.values,
            _baseline(baseline, namespace),
            StackReferences(offline.stack_references, source.project.directory),
            answers=offline.answers,
            elsewhere={},
            directory=source.directory,
        )
        with at_home(source):
            _run(source.run, Run(namespace, configuration, source.directory, time_limit), run)
        stand_ins = (
            Assumption(f"config {key}", f"{PLACEHOLDER!r} stands in for the secret") for key in configuration.replaced
        )
        preview = run.preview(stand_ins)
        is_state = baseline is None
        result = judge(preview, judged_by, opened.book, as_of=as_of, notices=opened.notices, is_state=is_state)
        pricing = pricing_of(judged_by, opened.book, preview.configuration, as_of)
        return ProgramCost(result, pricing, run.export(), has_baseline=not is_state)


def _opened(standard: Standard | Path | str | None, source: ProgramSource) -> tuple[Standard, OpenedBook]:
    if isinstance(standard, Standard):
        return standard, open_book(standard, None)
    return opened_standard(standard_path(source.directory, Path(standard) if standard is not None else None))


def _with_stack(source: ProgramSource, stack: str) -> Project:
    """The project, in which the stack has to be known: a misspelt one would be another without its configuration.

    Raises:
        StackNotFound: it is not.
    """
    project = source.project
    if source.has_stacks and stack != _STACK and project.stack_file(stack) is None:
        known = ", ".join(project.stacks) or "none"
        raise StackNotFound(
            f"{project.name} has no file Pulumi.{stack}.yaml",
            f"It configures: {known}. Without a file there is the stack {_STACK!r}, with what config= gives it.",
        )
    return project


def _offline(
    standing: Offline,
    answers: Mapping[str, Mapping[str, Any]] | None,
    references: Mapping[str, Mapping[str, Any] | Path | str] | None,
    scratch: Path,
) -> Offline:
    """What the standard answers offline, with what the test says laid over it."""
    files = dict(standing.stack_references)
    for number, (name, outputs) in enumerate((references or {}).items()):
        if isinstance(outputs, Mapping):
            file = scratch / f"outputs-{number}.json"
            file.write_text(json.dumps(dict(outputs)), encoding="utf-8")
        else:
            file = Path(outputs).resolve()
        files[name] = str(file)
    given = {token: dict(answer) for token, answer in (answers or {}).items()}
    try:
        return Offline(answers={**standing.answers, **given}, stack_references=files)
    except ValidationError as error:
        raise WrongUse("; ".join(each["msg"].removeprefix("Value error, ") for each in error.errors())) from None


def _baseline(given: ProgramCost | Path | str | None, namespace: Namespace) -> Baseline:
    if given is None:
        return Baseline()
    document = given.state if isinstance(given, ProgramCost) else read_baseline(Path(given))
    try:
        return Baseline.of(document, namespace.project, namespace.stack)
    except ValueError as error:
        raise WrongUse(f"the baseline holds {error}", "Write it anew: `pulumi stack export`.") from None


def _run(program: Program, how: Run, run: StackRun) -> None:
    """Run the program to its end.

    Raises:
        PreviewFailed: it failed or did not end in time; what it raised is the cause.
    """
    raised: list[BaseException] = []

    def remembering() -> object:
        try:
            return program()
        except BaseException as error:
            raised.append(error)
            raise

    try:
        run_function(remembering, how, run)
    except OutlayError as failed:
        # what could not be answered may be why
        hints = (
            f"Nobody here can answer {token}: give answers={{{token!r}: {{…}}}}, or offline.answers in finops.yaml."
            for token in run.unanswered
        )
        failed.hint = "\n".join(filter(None, (failed.hint, *hints)))
        raise failed from (_from_the_program(raised[0]) if raised else None)


def _from_the_program(raised: BaseException) -> BaseException:
    """What was raised, with a traceback that begins in the program."""
    trace = raised.__traceback__
    while trace is not None and not is_the_users(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return raised.with_traceback(trace or raised.__traceback__)
