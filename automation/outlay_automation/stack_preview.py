"""The library's front door: preview a stack and know what the change costs.

    from outlay_automation import preview, PreviewOptions
    result = preview("infra", stack="prod", options=PreviewOptions(offline=True))
    print(result.diff.delta.expected)

It joins an engine, the estimate, the diff and the rules. Not here: any of these, and how a result is printed.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from outlay.diff import CostDiff, cost_diff
from outlay.errors import EngineUnavailable, ExitCode
from outlay.estimate.registry import REGISTRY
from outlay.finding import Finding, Verdict
from outlay.prices.book import PriceBook
from outlay.prices.opened_book import open_book
from outlay.standard.budgets import StackBudget
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay.standard.reading import read_standard
from outlay.step import PolicyViolation, Preview
from outlay_policy_pack.evaluation import Outcome
from outlay_policy_pack.stack_view import Growth

from outlay_automation.engine.pulumi_cli import CLI_VARIABLE, find_cli
from outlay_automation.engine.pulumi_engine import PulumiEngine
from outlay_automation.engine.seam import Engine, EngineOptions, Program, Progress, StackSource
from outlay_automation.judging import NO_STANDARD, Judgement, judgement_of, passed_over, pricing_of, said_besides

NO_CLI: Final = "no Pulumi CLI was found, so the embedded engine previewed: docs/reference/embedded-engine.md"


class EngineName(StrEnum):
    """Which engine previews."""

    AUTO = "auto"
    """The genuine one where a CLI is found, else the embedded one."""
    PULUMI = "pulumi"
    """The genuine Pulumi engine, through its CLI."""
    EMBEDDED = "embedded"
    """An engine of our own for Python programs, which needs no CLI and asks no cloud."""


@dataclass(frozen=True, slots=True)
class PreviewOptions:
    """How to preview and what to judge by.

    Args:
        engine: which engine previews.
        offline: serve the providers from here: no cloud, no credentials, no network.
        baseline: a `pulumi stack export` file to preview against instead of the stack's own state. The user's backend
            is not touched then.
        standard: the financial standard, or the path of its file; by default the file that OUTLAY_STANDARD names,
            else the nearest `finops.yaml` from the project upwards, else an empty standard.
        policy_packs: folders or executables of policy packs that run inside the engine.
        config: configuration values laid over the stack's own.
        environment: environment variables laid over this process's.
        as_of: the day to judge by; without one no price grows old and no exemption expires.
        on_progress: called now and then while the engine works.
        time_limit: how long the program may take, in seconds; by default ten minutes with the embedded engine, and as
            long as it likes with the genuine one.
        save_state: a file to write the stack into as if what the program declares had been deployed and exported,
            secrets masked: the `baseline` of a later preview. The embedded engine alone writes it, once its preview
            has succeeded.
    """

    engine: EngineName = EngineName.AUTO
    offline: bool = False
    baseline: Path | str | None = None
    standard: Standard | Path | str | None = None
    policy_packs: tuple[Path | str, ...] = ()
    config: Mapping[str, str] = field(default_factory=dict)
    environment: Mapping[str, str] = field(default_factory=dict)
    as_of: date | None = None
    on_progress: Callable[[Progress], None] | None = None
    time_limit: float | None = None
    save_state: Path | str | None = None


@dataclass(frozen=True, slots=True)
class PreviewResult:
    """A previewed change in money.

    `preview` is what the engine found, `diff` what that costs a month before and after, `judgement` what the rules say
    of it. `notices` name what could not be done or was passed over.
    """

    preview: Preview
    diff: CostDiff
    standard: Standard
    judgement: Judgement
    notices: tuple[str, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """What the rules say: their findings, and which did not apply."""
        return self.judgement.outcome

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What the rules found, exempted findings among them."""
        return self.judgement.findings

    @property
    def verdict(self) -> Verdict:
        """What follows from the findings."""
        return self.judgement.verdict

    @property
    def violations(self) -> tuple[PolicyViolation, ...]:
        """What policy packs inside the engine said that no finding says."""
        return tuple(said_besides(self.preview.violations, self.outcome))

    @property
    def project(self) -> str:
        """The project's name."""
        return self.preview.after.project

    @property
    def stack(self) -> str:
        """The stack's name, without organisation."""
        return self.preview.after.stack

    @property
    def budget(self) -> StackBudget | None:
        """The budget that the standard sets for the stack."""
        return self.standard.budgets.of_stack(self.project, self.stack)

    @property
    def exit_code(self) -> ExitCode:
        """The exit code of a command with this result: the verdict's, or blocked where a policy pack blocks."""
        if any(violation.is_mandatory for violation in self.violations):
            return ExitCode.BLOCKED
        return self.verdict.exit_code

    def to_json(self) -> dict[str, Any]:
        """The result as a document under the published schema `outlay/preview/1` (docs/schemas/preview-1.json).

        Amounts are strings, so that no digit is lost.
        """
        from outlay_automation.render.preview_document import preview_document

        return preview_document(self)


def preview(
    source: str | Path | Program = ".",
    *,
    stack: str = "",
    project: str = "",
    options: PreviewOptions = PreviewOptions(),
) -> PreviewResult:
    """Preview a stack and say what the change costs. Nothing is deployed, nothing of the user's is written.

    Args:
        source: the folder of a Pulumi project, or a function that declares resources (an inline program). Offline, an
            inline program is held against `options.baseline`, or against nothing: no backend is asked for its state.
        stack: the stack's name; the selected or only one of the project by default.
        project: the project's name, for an inline program.
        options: how to preview.

    Raises:
        WrongUse: no such project, stack or file, or a file that is not what it should be.
        DamagedPrices: an overlay of prices is missing, cut or altered.
        EngineUnavailable: the engine that is asked for, or that the policy packs need, is not there.
        PreviewFailed: the program or the engine failed; the message is theirs.
    """
    is_inline = callable(source)
    directory = Path.cwd() if callable(source) else Path(source)
    standard, standard_path = _standard(options, directory)
    # before the engine runs, which takes long: prices that are not what they should be are told at once
    opened = open_book(standard, standard_path)
    engine, chosen = _engine(options)
    found = engine.preview(
        StackSource(
            directory=directory,
            stack=stack,
            program=source if callable(source) else None,
            project=project if is_inline else "",
            config=options.config,
        ),
        EngineOptions(
            offline=options.offline,
            baseline=Path(options.baseline) if options.baseline is not None else None,
            answers=standard.offline,
            policy_packs=tuple(Path(pack) for pack in options.policy_packs),
            environment=options.environment,
            on_progress=_ready_meanwhile(options.on_progress),
            time_limit=options.time_limit,
            save_state=Path(options.save_state) if options.save_state is not None else None,
        ),
    )
    is_none_given = standard_path is None and not isinstance(options.standard, Standard)
    notices = (*chosen, *opened.notices, *((NO_STANDARD,) if is_none_given else ()))
    return judge(found, standard, opened.book, as_of=options.as_of, notices=notices)


def judge(
    found: Preview,
    standard: Standard,
    book: PriceBook,
    *,
    as_of: date | None = None,
    notices: tuple[str, ...] = (),
    is_state: bool = False,
) -> PreviewResult:
    """What a preview costs and what the rules say of it: the pure part of `preview`.

    Args:
        found: what the engine found.
        standard: what to judge by.
        book: the prices.
        as_of: the day to judge by; without one no price grows old, and neither exemption nor resource expires.
        notices: what else is to be said, such as of the book.
        is_state: whether the stack is looked at as it is after the change, so that nothing grows.
    """
    pricing = pricing_of(standard, book, found.configuration, as_of)
    diff = cost_diff(pricing.estimate(found.before), pricing.estimate(found.after), found.steps)
    judgement = judgement_of(
        found.after,
        diff.after,
        standard,
        pricing,
        configuration=found.configuration,
        growth=None if is_state else Growth.of(diff),
        is_state=is_state,
        as_of=as_of,
    )
    said = (*found.notices, *notices, *passed_over((*found.before, *found.after), standard))
    return PreviewResult(found, diff, standard, judgement, said)


def _ready_meanwhile(on_progress: Callable[[Progress], None] | None) -> Callable[[Progress], None]:
    """Progress passed on; at its first sign the pricers are loaded, since from then on the driver only waits."""

    def hear(progress: Progress) -> None:
        if progress.resources == 1:
            REGISTRY.types()
        if on_progress is not None:
            on_progress(progress)

    return hear


def _engine(options: PreviewOptions) -> tuple[Engine, tuple[str, ...]]:
    """The engine that is asked for, or that is there; with what has to be said of the choice."""
    environment = {**os.environ, **options.environment}
    # a CLI that somebody names and that is not there is a mistake, which the genuine engine tells
    is_there = bool(environment.get(CLI_VARIABLE)) or find_cli(environment) is not None
    asked = EngineName(options.engine)  # a program may say it as text
    if asked is EngineName.PULUMI or (asked is EngineName.AUTO and is_there):
        return PulumiEngine(), ()
    if asked is EngineName.AUTO and options.policy_packs:
        raise EngineUnavailable(
            "policy packs run inside the Pulumi engine, and no Pulumi CLI was found",
            "Install it, or run `make pulumi`. Without the packs the rules of finops.yaml are judged all the same.",
        )
    from outlay_automation.engine.embedded.engine import EmbeddedEngine

    return EmbeddedEngine(), (NO_CLI,) if asked is EngineName.AUTO else ()


def _standard(options: PreviewOptions, directory: Path) -> tuple[Standard, Path | None]:
    """The standard and its file; no file where a program handed the standard over, or where there is none."""
    if isinstance(options.standard, Standard):
        return options.standard, None
    given = Path(options.standard) if options.standard is not None else None
    path = standard_path(directory, given, {**os.environ, **options.environment})
    return (read_standard(path), path) if path is not None else (Standard(), None)
