"""One preview of a stack: what becomes of each resource that the program declares, held against what was there before.

The rules are the genuine engine's, as far as a preview needs them; checks, differences and planned outputs come from
the offline provider, called as functions. Not here: how the program's requests arrive (`monitor`), and what the steps
become (`engine`).
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from outlay.provider import PROVIDER_TYPE
from outlay.resource import STACK_TYPE, Urn, name_of
from outlay.wire import NOT_SEEN

from outlay_automation.engine.embedded.baseline import Baseline, OldState
from outlay_automation.engine.embedded.property_paths import matches, with_ignored
from outlay_automation.engine.embedded.providers import Providers
from outlay_automation.engine.embedded.registration import Reading, Refused, Registered, Registration
from outlay_automation.engine.embedded.stack_references import STACK_REFERENCE, StackReferences
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.offline.answers import answer
from outlay_automation.engine.offline.check import Naming, check
from outlay_automation.engine.offline.difference import Change, changes, difference, same
from outlay_automation.engine.offline.outputs import Subject, found, planned, updated
from outlay_automation.engine.offline.recorder import Recorder
from outlay_automation.engine.offline.report import AnswerSource
from outlay_automation.engine.offline.tables import resource_table
from outlay_automation.engine.offline.values import Properties, is_secret, secret

_BUILT_IN: Final = "pulumi:"
_GET_RESOURCE: Final = "pulumi:pulumi:getResource"
_READ_STACK_OUTPUTS: Final = "pulumi:pulumi:readStackOutputs"


@dataclass(slots=True)
class Planned:
    """What becomes of one resource: the step, and its state before and after."""

    op: str
    urn: Urn
    old: OldState | None
    new: dict[str, Any] | None
    changes: list[Change] = field(default_factory=list)
    forced: tuple[str, ...] = ()
    """Changes that replace because the program says so."""


class Deployment:
    """A stack while its program runs. Not thread-safe: one call at a time.

    Args:
        namespace: the stack.
        baseline: the stack before.
        providers: the instances that serve it.
        references: the outputs of other stacks.
        answers: what provider functions answer by the standard, by token.
        recorder: hears what was made up on the way.
    """

    def __init__(
        self,
        namespace: Namespace,
        baseline: Baseline,
        providers: Providers,
        references: StackReferences,
        answers: Mapping[str, object],
        recorder: Recorder,
    ) -> None:
        self._namespace = namespace
        self._baseline = baseline
        self._providers = providers
        self._references = references
        self._answers = answers
        self._recorder = recorder
        self._steps: dict[Urn, Planned] = {}
        self._taken: set[Urn] = set()
        self._aliases: dict[Urn, tuple[Urn, ...]] = {}
        self.notices: dict[str, None] = {}
        """What this engine could not do, each once, in order."""

    def __len__(self) -> int:
        """The number of resources taken up so far."""
        return len(self._steps)

    def names(self, start: int = 0) -> list[str]:
        """The names of the resources taken up, from the position on."""
        return [name_of(urn) for urn in list(self._steps)[start:]]

    def register(self, asked: Registration) -> Registered:
        """Take up a resource that the program declares.

        Raises:
            Refused: its URN is taken, or it may not be replaced.
        """
        urn = self._urn(asked.type, asked.name, asked.parent)
        aliases = self._namespace.aliases(
            asked.type, asked.name, asked.parent, asked.aliases, self._aliases.get(asked.parent, ())
        )
        self._aliases[urn] = aliases
        old = self._old(urn, aliases)
        self._recorder.notice_secrets(asked.inputs)
        if asked.type.startswith(PROVIDER_TYPE):
            step = self._provider(urn, asked, old)
        elif asked.custom:
            step = self._resource(urn, asked, old)
        else:
            step = self._component(urn, asked, old)
        self._steps[urn] = step
        assert step.new is not None
        return Registered(urn, str(step.new.get("id") or ""), step.new["outputs"])

    def read(self, asked: Reading) -> Registered:
        """Take up a resource that exists already, and invent what its cloud would tell.

        Raises:
            Refused: its URN is taken, or it is a stack that nobody knows.
        """
        urn = self._urn(asked.type, asked.name, asked.parent)
        old = self._old(urn, ())
        reference = ""
        if asked.type == STACK_REFERENCE:
            outputs = self._references.outputs(asked.id)
        else:
            reference = self._providers.reference(asked.type, asked.provider, asked.version, asked.download_url)
            subject = self._subject(asked.type, asked.name, urn, reference)
            outputs = found(subject, asked.id)
            self._recorder.answered(asked.type, {"id": asked.id}, outputs, AnswerSource.INVENTED)
        outputs = _marked(outputs, asked.additional_secret_outputs)
        state = {
            "urn": urn,
            "custom": True,
            "external": True,
            "type": asked.type,
            "id": asked.id,
            "inputs": asked.inputs,
            "outputs": outputs,
            "parent": asked.parent,
            "dependencies": list(asked.dependencies),
            "provider": reference,
            **_declared(asked.positions),
        }
        self._steps[urn] = Planned("read", urn, old, state)
        return Registered(urn, asked.id, outputs)

    def invoke(self, token: str, args: Properties, provider: str, version: str, download_url: str) -> Properties:
        """What a provider's function answers.

        Raises:
            Refused: the engine's own function is asked for what nobody registered.
        """
        if token.startswith(_BUILT_IN):
            return self._built_in(token, args)
        self._recorder.notice_secrets(args)
        reference = self._providers.reference(token, provider, version, download_url)
        given = answer(token, args, self._providers.configuration(reference, token), self._answers)
        self._recorder.answered(token, args, given.properties, given.source)
        return given.properties

    def call(self, token: str, args: Properties) -> Properties:
        """What a method of a resource answers: nothing, since only its plugin knows."""
        self._recorder.answered(token, args, {}, AnswerSource.UNKNOWN)
        self._notice(f"the method {token} was not called: its plugin does not run in the embedded engine")
        return {}

    def outputs(self, urn: Urn, outputs: Properties) -> None:
        """Take up what a component or the stack says that it puts out.

        Raises:
            Refused: nobody registered it.
        """
        step = self._steps.get(urn)
        if step is None or step.new is None:
            raise Refused(f"outputs of {urn}, which was not registered")
        self._recorder.notice_secrets(outputs)
        step.new["outputs"] = outputs

    def not_run(self, what: str) -> None:
        """Something that the program asked for and this engine does not do."""
        self._notice(f"{what}: the embedded engine does not run them")

    def finished(self) -> list[Planned]:
        """All that becomes of the stack, deletions among it.

        Raises:
            Refused: a resource that is protected would be deleted.
        """
        return [*self._steps.values(), *self._deletions()]

    def _deletions(self) -> Iterator[Planned]:
        for urn, old in self._baseline.states.items():
            if urn in self._taken:
                continue
            if old.is_("protect"):
                raise Refused(
                    f"{name_of(urn)} ({old.document['type']}) is protected, and the program no longer declares it\n"
                    f"Declare it again, or unprotect it: pulumi state unprotect '{urn}'"
                )
            yield Planned("discard" if old.is_("external") else "delete", urn, old, None)

    def _urn(self, type_: str, name: str, parent: Urn) -> Urn:
        urn = self._namespace.urn(type_, name, parent)
        if urn in self._steps:
            raise Refused(f"two resources have the URN {urn}: give one of them another name")
        return urn

    def _old(self, urn: Urn, aliases: tuple[Urn, ...]) -> OldState | None:
        """The state that a resource had, under its own or another name; each state belongs to one resource."""
        for each in (urn, *aliases):
            if each in self._baseline.states and each not in self._taken:
                self._taken.add(each)
                return self._baseline.states[each]
        return None

    def _subject(self, type_: str, name: str, urn: Urn, reference: str) -> Subject:
        return Subject(type_, name, urn, resource_table(type_), self._providers.configuration(reference, type_))

    def _provider(self, urn: Urn, asked: Registration, old: OldState | None) -> Planned:
        package = asked.type.removeprefix(PROVIDER_TYPE)
        inputs = self._providers.checked(package, {"__internal": {}, **asked.inputs}, asked.version)
        self._providers.configure(urn, inputs)
        told = {key: value for key, value in inputs.items() if key != "__internal"}
        if old is None:
            return Planned("create", urn, None, _state(urn, asked, inputs, told))
        before = {key: value for key, value in old.inputs.items() if key != "__internal"}
        found = changes(before, told, frozenset())
        return Planned("update" if found else "same", urn, old, _state(urn, asked, inputs, told, id_=old.id), found)

    def _component(self, urn: Urn, asked: Registration, old: OldState | None) -> Planned:
        inputs = asked.inputs
        if asked.remote:
            # rules see the component, and have to see that it is empty for want of knowledge
            inputs = {NOT_SEEN: True}
            self._recorder.not_seen(asked.type, asked.name, urn)
        op = "create"
        if old is not None:
            # what the genuine engine compares of the stack itself are its outputs, which are no inputs of anything
            op = "same" if asked.type == STACK_TYPE or same(old.inputs, inputs) else "update"
        outputs = {} if asked.remote else inputs
        return Planned(op, urn, old, _state(urn, asked, inputs, outputs))

    def _resource(self, urn: Urn, asked: Registration, old: OldState | None) -> Planned:
        reference = self._providers.reference(asked.type, asked.provider, asked.version, asked.download_url)
        subject = self._subject(asked.type, asked.name, urn, reference)
        if old is None or old.is_("external"):
            return self._created(asked, subject, reference, old)
        inputs = with_ignored(asked.inputs, old.inputs, asked.ignore_changes)
        checked = self._checked(subject, old.inputs, inputs)
        compared = difference(subject.table, old.inputs, old.outputs, checked)
        forced = tuple(each.path for each in compared.changes if matches(each.path, asked.replace_on_changes))
        if compared.replaces or forced or urn in self._baseline.deleted:
            if asked.protect and old.is_("protect"):
                raise Refused(
                    f"{asked.name} ({asked.type}) is protected, and the change would replace it\n"
                    f"Undo the change, or unprotect it: pulumi state unprotect '{urn}'"
                )
            # a new resource gets a new name
            step = self._created(asked, subject, reference, old, inputs)
            return replace(step, changes=compared.changes, forced=forced)
        if compared.changes:
            op, outputs = "update", updated(subject, checked, old.inputs, old.outputs)
        else:
            op, outputs = "same", old.outputs
        return Planned(op, urn, old, _state(urn, asked, checked, outputs, reference, old.id), compared.changes)

    def _created(
        self,
        asked: Registration,
        subject: Subject,
        reference: str,
        old: OldState | None,
        given: Properties | None = None,
    ) -> Planned:
        """A new resource, in the place of the old one where there is any."""
        inputs = self._checked(subject, {}, asked.inputs if given is None else given)
        op = "create" if old is None else "replace"
        if asked.import_id and old is None:
            op = "import"
            self._notice(
                f"{asked.name} ({asked.type}) is imported and was not read: it is taken to be as the program says"
            )
        state = _state(subject.urn, asked, inputs, planned(subject, inputs), reference, asked.import_id)
        return Planned(op, subject.urn, old, state)

    def _checked(self, subject: Subject, old: Properties, new: Properties) -> Properties:
        # the genuine engine's seed is random; this one makes the same name twice
        seed = hashlib.sha256(subject.urn.encode()).digest()
        checked = check(old, new, subject.table, Naming(subject.name, seed), subject.configuration)
        for property_, value in checked.filled.items():
            self._recorder.filled(subject.type, property_, value)
        return checked.inputs

    def _built_in(self, token: str, args: Properties) -> Properties:
        if token == _READ_STACK_OUTPUTS:
            return self._references.outputs(str(args.get("name")))
        step = self._steps.get(str(args.get("urn")))
        if token != _GET_RESOURCE or step is None or step.new is None:
            raise Refused(f"{token} cannot be answered for {args.get('urn') or args}")
        return {"urn": step.urn, "id": step.new.get("id") or "", "state": step.new["outputs"]}

    def _notice(self, text: str) -> None:
        self.notices[text] = None


def _state(
    urn: Urn, asked: Registration, inputs: Properties, outputs: Properties, reference: str = "", id_: str = ""
) -> dict[str, Any]:
    """A resource's state as the documents of the engine have it."""
    return {
        "urn": urn,
        "custom": asked.custom,
        "type": asked.type,
        "id": id_,
        "inputs": inputs,
        "outputs": _marked(outputs, asked.additional_secret_outputs),
        "parent": asked.parent,
        "dependencies": list(asked.dependencies),
        "provider": reference,
        "propertyDependencies": {key: list(urns) for key, urns in asked.property_dependencies.items()},
        "protect": asked.protect,
        "retainOnDelete": asked.retain_on_delete,
        **_declared(asked.positions),
    }


def _declared(positions: tuple[str, ...]) -> dict[str, Any]:
    """Where the program declared a resource."""
    first, *frames = positions or ("",)
    return {"sourcePosition": first, "stackTrace": [{"sourcePosition": each} for each in frames]}


def _marked(outputs: Properties, secrets: tuple[str, ...]) -> Properties:
    """The outputs with those wrapped that the resource's SDK says are secret."""
    wrapped = {key: secret(outputs[key]) for key in secrets if key in outputs and not is_secret(outputs[key])}
    return {**outputs, **wrapped} if wrapped else outputs
