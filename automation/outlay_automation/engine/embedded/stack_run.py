"""One run of a program against the embedded engine's monitor, and the preview that comes of it.

The program may run anywhere: in another process, to which the monitor is served, or in this one. Not here: how it is
run (`program`), and where project, configuration and baseline come from (`engine`).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from outlay.errors import OutlayError, PreviewFailed
from outlay.resource import STACK_TYPE, Urn, Value, type_of
from outlay.step import Assumption, DiagnosticSeverity, Preview
from outlay.wire import values_of

from outlay_automation.engine.assembly import assembled, fallbacks
from outlay_automation.engine.digest import Besides
from outlay_automation.engine.embedded.autonaming import Autonaming
from outlay_automation.engine.embedded.baseline import Baseline
from outlay_automation.engine.embedded.deployment import Deployment
from outlay_automation.engine.embedded.monitor import EngineService, Monitor, Transcript
from outlay_automation.engine.embedded.planned import Planned
from outlay_automation.engine.embedded.providers import Providers
from outlay_automation.engine.embedded.registration import Refused
from outlay_automation.engine.embedded.stack_references import ReadOutputs, StackReferences
from outlay_automation.engine.embedded.urns import Namespace, is_default_provider
from outlay_automation.engine.failure import users_part
from outlay_automation.engine.offline.difference import Kind
from outlay_automation.engine.offline.recorder import Recorder
from outlay_automation.engine.offline.report import AnswerSource
from outlay_automation.engine.offline.values import MASK, Properties, is_reference, is_secret, is_unknown
from outlay_automation.engine.scratch import SAVED_BY
from outlay_automation.engine.seam import Progress

EMBEDDED: Final = "embedded"
"""The engine's name."""
_KINDS: Final = {Kind.ADD: "add", Kind.DELETE: "delete", Kind.UPDATE: "update"}


class StackRun:
    """A stack that waits for its program.

    Args:
        namespace: the stack.
        config: its configuration, by full key.
        baseline: what was there before.
        references: the outputs of other stacks.
        answers: what provider functions answer by the standard.
        elsewhere: by package, what providers take from the environment.
        directory: the project's folder.

    Attributes:
        monitor: takes the program's resources.
        engine: takes its messages.
    """

    def __init__(
        self,
        namespace: Namespace,
        config: Mapping[str, str],
        baseline: Baseline,
        references: StackReferences,
        *,
        answers: Mapping[str, object],
        elsewhere: Mapping[str, Mapping[str, str]],
        directory: Path,
    ) -> None:
        self._namespace = namespace
        self._config = config
        self._baseline = baseline
        self._elsewhere = elsewhere
        self._recorder = Recorder()
        self._references = references
        self._transcript = Transcript()
        self._providers = Providers(namespace, config, elsewhere, self._recorder)
        self._deployment = Deployment(
            namespace, baseline, self._providers, references, Autonaming(config, namespace), answers, self._recorder
        )
        self.monitor = Monitor(self._deployment, self._transcript, directory)
        self.engine = EngineService(self._transcript)

    def listener(self, on_progress: Callable[[Progress], None] | None) -> Callable[[], None]:
        """A function that tells `on_progress` of each resource taken up since it was last called."""
        told = 0

        def listen() -> None:
            nonlocal told
            for name in self._deployment.names(told) if on_progress is not None else ():
                told += 1
                assert on_progress is not None
                on_progress(Progress(told, name))

        return listen

    @property
    def registered(self) -> tuple[Urn, ...]:
        """The resources taken up so far, in order, but for the stack's own."""
        return tuple(urn for urn in self._deployment.urns() if type_of(urn) != STACK_TYPE)

    @property
    def read_outputs(self) -> Mapping[str, ReadOutputs]:
        """The outputs of other stacks that the program was told, by the name that it used."""
        return dict(self._references.read)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the program warned of, in order."""
        said = list(self._transcript.diagnostics)
        return tuple(each.message for each in said if each.severity is DiagnosticSeverity.WARNING)

    @property
    def errors(self) -> tuple[str, ...]:
        """What went wrong in the words of the program, each once; what the engine refused comes first."""
        refused = [_words(each) for each in self._transcript.refusals]
        said = [
            users_part(each.message)
            for each in self._transcript.diagnostics
            if each.severity is DiagnosticSeverity.ERROR
        ]
        # a program that did not catch a refusal repeats it below its traceback
        kept = [each for each in said if not any(first.partition("\n")[0] in each for first in refused)]
        return tuple(filter(None, dict.fromkeys((*refused, *kept))))

    def failure(self) -> OutlayError | None:
        """The errors as one; None without any. What is wrong with a file or a call goes before the rest.

        Raises:
            Exception: an error of the engine's own.
        """
        for fault in self._transcript.faults:
            raise fault
        wrong = (each for each in self._transcript.refusals if isinstance(each, OutlayError))
        return next(wrong, PreviewFailed("\n".join(self.errors)) if self.errors else None)

    @property
    def asked(self) -> frozenset[str]:
        """The tokens of all functions that the program asked so far."""
        return frozenset(each.token for each in self._recorder.report().answers)

    @property
    def unanswered(self) -> tuple[str, ...]:
        """The tokens of the functions that nobody could answer so far, sorted."""
        answers = self._recorder.report().answers
        return tuple(sorted({each.token for each in answers if each.source is AnswerSource.UNKNOWN}))

    def preview(self, assumptions: Iterable[Assumption] = (), notices: Iterable[str] = ()) -> Preview:
        """What comes of the run, once the program has ended.

        Args:
            assumptions: further ones, told first.
            notices: further ones, told first.

        Raises:
            PreviewFailed: the program or the engine reported an error, or something may not be deleted.
            InvalidFile: the program asked for a stack whose file is not what it should be.
        """
        if failure := self.failure():
            raise failure
        try:
            steps = self._deployment.finished()
        except Refused as refusal:
            raise PreviewFailed(*str(refusal).split("\n", 1)) from None
        digest = {"config": dict(self._config), "steps": [_step(each) for each in steps]}
        instances = ((urn, inputs) for urn, inputs in self._providers.inputs.items())
        besides = Besides(
            {urn: _told(inputs) for urn, inputs in self._baseline.providers.items()},
            {urn: _told(inputs) for urn, inputs in instances if is_default_provider(urn)},
            fallbacks(self._elsewhere, offline=True),
            deleted=self._baseline.deleted,
            left_over=self._baseline.left_over,
        )
        return assembled(
            digest,
            self._namespace.project,
            self._namespace.stack,
            besides,
            self._recorder.report(),
            engine=EMBEDDED,
            assumptions=assumptions,
            diagnostics=(*self._deployment.remarks, *self._transcript.diagnostics),
            notices=(*notices, *self._deployment.notices),
        )

    def export(self) -> dict[str, Any]:
        """The stack as if what the program declares had been deployed and exported: a baseline for another run.

        Secrets are masked.
        """
        states = (each.new for each in self._deployment.finished())
        resources = [_masked(state) for state in states if state is not None]
        return {"version": 3, SAVED_BY: "outlay", "deployment": {"resources": resources}}


def _words(refusal: OutlayError | Refused) -> str:
    return refusal.message if isinstance(refusal, OutlayError) else str(refusal)


def _step(planned: Planned) -> dict[str, Any]:
    """One step as the digest has it."""
    old = planned.old
    return {
        "op": planned.op,
        "urn": planned.urn,
        "oldState": {**old.document, **_masked({"inputs": old.inputs, "outputs": old.outputs})} if old else None,
        "newState": _masked(planned.new) if planned.new is not None else None,
        "replaceReasons": list(planned.reasons),
        "detailedDiff": dict(_changes(planned)),
    }


def _changes(planned: Planned) -> Iterator[tuple[str, dict[str, Any]]]:
    for change in planned.changes:
        replaces = change.replaces or change.path in planned.forced
        yield change.path, {"kind": _KINDS[change.kind] + ("-replace" if replaces else ""), "inputDiff": True}


def _told(inputs: Properties) -> Mapping[str, Value]:
    return values_of(_masked(inputs))


def _masked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as a document of the engine has them: secrets masked, and whole numbers without a fraction."""
    return {key: _masked_value(value) for key, value in values.items()}


def _masked_value(value: object) -> Any:
    if is_secret(value):
        return MASK
    if is_reference(value):
        assert isinstance(value, dict)
        known = {"id": "" if is_unknown(value["id"]) else value["id"]} if "id" in value else {}
        return {"packageVersion": "", **value, **known}
    if isinstance(value, dict):
        return _masked(value)
    if isinstance(value, list):
        return [_masked_value(one) for one in value]
    if isinstance(value, float):
        # as Go writes it: by its shortest digits, and from 1e21 on with an exponent, which is read as no whole number
        shortest = Decimal(repr(value))
        return int(shortest) if value.is_integer() and abs(value) < 1e21 else shortest
    return value
