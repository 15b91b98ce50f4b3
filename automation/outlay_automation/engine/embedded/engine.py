"""The engine `embedded`: a Python program, run against a monitor of our own, held against a baseline.

It needs neither CLI nor backend nor passphrase, and no cloud: providers answer from here. Not here: what becomes of a
resource (`deployment`), and running the program (`program`).
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile, WrongUse
from outlay.step import Assumption, Preview

from outlay_automation.engine.embedded.baseline import Baseline, read_baseline
from outlay_automation.engine.embedded.configuration import Configuration, configuration_of
from outlay_automation.engine.embedded.not_followed import not_followed
from outlay_automation.engine.embedded.program import TIME_LIMIT, Run, run_function, run_project
from outlay_automation.engine.embedded.server import served
from outlay_automation.engine.embedded.stack_references import StackReferences
from outlay_automation.engine.embedded.stack_run import EMBEDDED, StackRun
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.guarded import Ended, Guarded
from outlay_automation.engine.inline import inline_project
from outlay_automation.engine.offline.process import configuration_from
from outlay_automation.engine.placeholder import PLACEHOLDER
from outlay_automation.engine.project import Project, find_project
from outlay_automation.engine.scratch import secrets_in
from outlay_automation.engine.seam import EngineOptions, StackSource
from outlay_automation.engine.workspace import (
    NO_STATE,
    SECRETS_OF_STATE,
    baseline_of,
    not_found,
    of_another,
    own_environment,
    selected_stack,
)
from outlay_automation.replaced_file import replaced

NO_CLOUD: Final = "the embedded engine asked no cloud: providers answered from here, as with --offline"


class EmbeddedEngine:
    """Previews stacks of Python programs with nothing installed."""

    name = EMBEDDED

    def preview(self, source: StackSource, options: EngineOptions) -> Preview:
        """The stack's resources before and after, and the steps between.

        Raises:
            WrongUse: no such project or stack, a program in another language, or a file that cannot be read or written.
            PreviewFailed: the program failed, did not end in time, or asked for what it may not.
        """
        with Guarded() as guarded:
            is_inline = source.program is not None
            project = inline_project(source, guarded.scratch) if is_inline else find_project(source.directory)
            if project.runtime != "python":
                raise WrongUse(
                    f"{project.name} is a program in {project.runtime}, and the embedded engine runs Python alone",
                    "Install the Pulumi CLI, and preview with --engine pulumi.",
                )
            return _preview(project, source, options, guarded)


def _preview(project: Project, source: StackSource, options: EngineOptions, guarded: Guarded) -> Preview:
    environment = own_environment(options)
    stack = (source.stack or selected_stack(project, environment)).rpartition("/")[2]
    export = baseline_of(project, source, replace(options, offline=True))
    if project.stack_file(stack) is None and export is None and source.program is None:
        raise not_found(project, stack)
    document = read_baseline(export) if export is not None else {}
    namespace = Namespace(stack, project.name)
    configuration = configuration_of(project, stack, source.config, guarded.scratch)
    run = Run(namespace, configuration, project.directory, options.time_limit or TIME_LIMIT)
    stack_run = StackRun(
        namespace,
        configuration.values,
        _baseline(export, document, namespace),
        StackReferences(options.answers.stack_references, project.directory),
        answers=options.answers.answers,
        elsewhere=configuration_from(environment),
        directory=project.program,
    )
    listen = stack_run.listener(options.on_progress)
    if source.program is None:
        with served(stack_run.monitor, stack_run.engine) as addresses:
            ended = run_project(project, run, addresses, environment, guarded, stack_run, listen)
        _said(ended, stack_run)
    else:
        run_function(source.program, run, stack_run)
        listen()
    preview = stack_run.preview(
        _assumptions(configuration, export, document),
        (
            *(() if options.offline else (NO_CLOUD,)),
            *((NO_STATE,) if export is None else of_another(document, project.name, stack)),
            *not_followed(project, stack),
            *(f"the policy pack {pack} was not run: the embedded engine runs none" for pack in options.policy_packs),
        ),
    )
    if options.save_state is not None:
        _save(stack_run.export(), options.save_state)
    return preview


def _save(state: Mapping[str, Any], path: Path) -> None:
    with replaced(path) as file:
        # a decimal here was a number of the protocol, of which it is the shortest text
        file.write(json.dumps(state, default=float, indent=2) + "\n")


def _baseline(path: Path | None, document: object, namespace: Namespace) -> Baseline:
    if path is None:
        return Baseline()
    assert isinstance(document, dict)
    try:
        return Baseline.of(document, namespace.project, namespace.stack)
    except ValueError as error:
        raise InvalidFile(path, 1, f"holds {error}", "Write it anew: `pulumi stack export`.") from None


def _assumptions(configuration: Configuration, path: Path | None, document: object) -> Iterator[Assumption]:
    for key in configuration.replaced:
        yield Assumption(f"config {key}", f"{PLACEHOLDER!r} stands in for the secret")
    if path is not None:
        assert isinstance(document, dict)
        for urn in secrets_in(document):
            yield Assumption(urn, SECRETS_OF_STATE)


def _said(ended: Ended, stack_run: StackRun) -> None:
    """What the program printed becomes messages, as the genuine engine has it."""
    for text in (ended.output.decode("utf-8", errors="replace"), ended.errors):
        for line in text.splitlines():
            if line.strip():
                stack_run.engine.said(line)
