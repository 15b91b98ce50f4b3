"""Runs a program in this process and says what it costs: the way into cost tests.

Not here: the engine (`engine.embedded`), and the estimate and the rules (`stack_preview`).
"""

import inspect
import json
from collections.abc import Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from outlay.errors import OutlayError, StackNotFound, WrongUse
from outlay.prices.opened_book import OpenedBook, open_book
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay.standard.offline import Offline
from outlay.step import Assumption, Preview
from pydantic import ValidationError
from ruamel.yaml.representer import RepresenterError

from outlay_automation.engine.embedded.baseline import Baseline, read_baseline
from outlay_automation.engine.embedded.configuration import Configuration, configuration_of
from outlay_automation.engine.embedded.program import Run, run_function
from outlay_automation.engine.embedded.stack_references import StackReferences
from outlay_automation.engine.embedded.stack_run import StackRun
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.failure import is_the_users
from outlay_automation.engine.placeholder import PLACEHOLDER
from outlay_automation.engine.project import Project
from outlay_automation.engine.scratch import secrets_in
from outlay_automation.engine.seam import Program
from outlay_automation.engine.workspace import SECRETS_OF_STATE, of_another
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
        WrongUse: no such program, stack or file, or one that is not what it should be; the function declares only
            once it is called or gone through again; or a value of the configuration is of a type that none has.
    """
    __tracebackhide__ = True
    with TemporaryDirectory(prefix="outlay-test-") as folder, collection_paused:
        scratch = Path(folder).resolve()
        source = source_of(program, project, stack, scratch)
        judged_by, opened = _opened(standard, source)
        offline = _offline(judged_by.offline, answers, stack_references, scratch)
        configuration = _configuration(_with_stack(source, stack), stack, config or {}, scratch)
        namespace = Namespace(stack, source.project.name)
        document = _exported(baseline)
        run = StackRun(
            namespace,
            configuration.values,
            _baseline(document, namespace),
            StackReferences(offline.stack_references, source.project.directory),
            answers=offline.answers,
            elsewhere={},
            directory=source.directory,
        )
        with at_home(source):
            _run(source.run, Run(namespace, configuration, source.directory, time_limit), run)
        stand_ins = (
            *(
                Assumption(f"config {key}", f"{PLACEHOLDER!r} stands in for the secret")
                for key in configuration.replaced
            ),
            *(Assumption(urn, SECRETS_OF_STATE) for urn in (secrets_in(document) if document is not None else ())),
        )
        preview = run.preview(
            stand_ins, of_another(document, namespace.project, namespace.stack) if document is not None else ()
        )
        is_state = baseline is None
        notices = (*opened.notices, *_unasked(answers or {}, run), *_nothing_declared(preview))
        result = judge(preview, judged_by, opened.book, as_of=as_of, notices=notices, is_state=is_state)
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


def _configuration(project: Project, stack: str, config: Mapping[str, Any], scratch: Path) -> Configuration:
    try:
        return configuration_of(project, stack, config, scratch)
    except RepresenterError:
        raise WrongUse(
            "a value in config= is of a type that no configuration holds",
            "Give texts, numbers, truth values, and lists and dictionaries of these.",
        ) from None


def _exported(baseline: ProgramCost | Path | str | None) -> Mapping[str, Any] | None:
    if baseline is None or isinstance(baseline, ProgramCost):
        return baseline.state if baseline is not None else None
    return read_baseline(Path(baseline))


def _baseline(document: Mapping[str, Any] | None, namespace: Namespace) -> Baseline:
    if document is None:
        return Baseline()
    try:
        return Baseline.of(document, namespace.project, namespace.stack)
    except ValueError as error:
        raise WrongUse(f"the baseline holds {error}", "Write it anew: `pulumi stack export`.") from None


def _unasked(answers: Mapping[str, object], run: StackRun) -> Iterator[str]:
    """A notice of each answer that nobody wanted: its token may be misspelt."""
    for token in sorted(answers.keys() - run.asked):
        yield f"nobody asked for {token}, which answers= answers"


def _nothing_declared(preview: Preview) -> Iterator[str]:
    if all(each.package == "pulumi" for each in preview.after):
        yield "the program declared no resource"


def _run(program: Program, how: Run, run: StackRun) -> None:
    """Run the program to its end.

    Raises:
        PreviewFailed: it failed or did not end in time; what it raised is the cause.
        WrongUse: what it returns would have to be called or gone through to declare anything.
    """
    raised: list[BaseException] = []
    not_run: list[object] = []

    def remembering() -> object:
        try:
            returned = program()
            not_run.extend([returned] if _is_yet_to_run(returned) else [])
            return None if not_run else returned
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
    for each in not_run:
        raise WrongUse(
            f"the program did not run: it returned {_named(each)}, which nobody calls or goes through",
            "Call it in the program; a function that has a yield in it does nothing by being called.",
        )


def _named(returned: object) -> str:
    """Kind and name; a value within it may be a secret."""
    return " ".join(filter(None, ("a", type(returned).__name__, getattr(returned, "__qualname__", ""))))


def _is_yet_to_run(returned: object) -> bool:
    """Whether a function returned what would declare, instead of declaring: a generator, a function, a class."""
    kinds = (inspect.isgenerator, inspect.isasyncgen, inspect.isroutine, inspect.isclass)
    return isinstance(returned, partial) or any(is_one(returned) for is_one in kinds)


def _from_the_program(raised: BaseException) -> BaseException:
    """What was raised, with a traceback that begins in the program."""
    trace = raised.__traceback__
    while trace is not None and not is_the_users(trace.tb_frame.f_code.co_filename):
        trace = trace.tb_next
    return raised.with_traceback(trace or raised.__traceback__)
