"""One preview of a stack: what becomes of each resource that the program declares, held against what was there before.

The rules are the genuine engine's, as far as a preview needs them; checks, differences and planned outputs come from
the offline provider, called as functions. Not here: how the program's requests arrive (`monitor`), and what the steps
become (`engine`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain
from typing import Final

from outlay.provider import PROVIDER_TYPE
from outlay.resource import STACK_TYPE, Urn, name_of
from outlay.step import Diagnostic, DiagnosticSeverity
from outlay.wire import NOT_SEEN

from outlay_automation.engine.digest import source_of
from outlay_automation.engine.embedded.autonaming import Autonaming
from outlay_automation.engine.embedded.baseline import Baseline, OldState
from outlay_automation.engine.embedded.dependents import Dependents
from outlay_automation.engine.embedded.former import Former
from outlay_automation.engine.embedded.planned import Planned, declared, marked, state, state_read
from outlay_automation.engine.embedded.property_paths import matches, with_ignored
from outlay_automation.engine.embedded.providers import Providers
from outlay_automation.engine.embedded.registration import Reading, Refused, Registered, Registration
from outlay_automation.engine.embedded.stack_references import STACK_REFERENCE, StackReferences
from outlay_automation.engine.embedded.urns import Namespace
from outlay_automation.engine.offline.answers import answer
from outlay_automation.engine.offline.check import check
from outlay_automation.engine.offline.difference import Difference, changes, difference, same
from outlay_automation.engine.offline.outputs import Subject, found, planned, updated
from outlay_automation.engine.offline.recorder import Recorder
from outlay_automation.engine.offline.report import AnswerSource
from outlay_automation.engine.offline.tables import resource_table
from outlay_automation.engine.offline.values import UNKNOWN, Properties, holds_unknown, revealed_all

_BUILT_IN: Final = "pulumi:"
_GET_RESOURCE: Final = "pulumi:pulumi:getResource"
_READ_STACK_OUTPUTS: Final = "pulumi:pulumi:readStackOutputs"

_OPEN_PROVIDER: Final = (
    "The provider for this resource has inputs that are not known during preview.\n"
    "This preview may not correctly represent the changes that will be applied during an update."
)
"""What the genuine engine says of a resource whose provider is not configured before deployment."""


class Deployment:
    """A stack while its program runs. Not thread-safe: one call at a time.

    Args:
        namespace: the stack.
        baseline: the stack before.
        providers: the instances that serve it.
        references: the outputs of other stacks.
        names: how resources get the names that the program leaves open.
        answers: what provider functions answer by the standard, by token.
        recorder: hears what was made up on the way.
    """

    def __init__(
        self,
        namespace: Namespace,
        baseline: Baseline,
        providers: Providers,
        references: StackReferences,
        names: Autonaming,
        answers: Mapping[str, object],
        recorder: Recorder,
    ) -> None:
        self._namespace = namespace
        self._baseline = baseline
        self._providers = providers
        self._references = references
        self._names = names
        self._answers = answers
        self._recorder = recorder
        self._steps: dict[Urn, Planned] = {}
        self._pending: set[Urn] = set()
        """What is still to be created, and the components that have something of that below them."""
        self._dependents = Dependents(baseline.states.values())
        self._former = Former(dict(baseline.states), namespace)
        self._condemned: set[Urn] = set()
        """Old states that are deleted because something which they rest on has to be deleted first."""
        self.notices: dict[str, None] = {}
        """What this engine could not do, each once, in order."""
        self.remarks: list[Diagnostic] = []
        """What is to be said of single resources."""

    def __len__(self) -> int:
        """The number of resources taken up so far."""
        return len(self._steps)

    def urns(self) -> list[Urn]:
        """The resources taken up so far, in order."""
        return list(self._steps)

    def names(self, start: int = 0) -> list[str]:
        """The names of the resources taken up, from the position on."""
        return [name_of(urn) for urn in list(self._steps)[start:]]

    def register(self, asked: Registration) -> Registered:
        """Take up a resource that the program declares.

        Raises:
            Refused: its URN is taken, or it may not be replaced.
        """
        urn = self._urn(asked)
        old = self._former.of(urn, self._steps, asked)
        self._recorder.notice_secrets(asked.inputs)
        if asked.type.startswith(PROVIDER_TYPE):
            step = self._provider(urn, asked, old)
        elif asked.custom:
            step = self._resource(urn, asked, old)
        else:
            step = self._component(urn, asked, old)
        self._steps[urn] = step
        assert step.new is not None
        if asked.custom and not step.new.get("id"):
            self._is_awaited(step)
        return Registered(urn, str(step.new.get("id") or ""), step.new["outputs"], step.new["provider"])

    def read(self, asked: Reading) -> Registered:
        """Take up a resource that exists already, and invent what its cloud would tell.

        Raises:
            Refused: its URN is taken, or it is a stack that nobody knows.
        """
        urn = self._urn(asked)
        old = self._former.of(urn, self._steps)
        reference = self._providers.reference(asked.type, asked.provider, asked.version, asked.download_url)
        if asked.type == STACK_REFERENCE:
            outputs = self._references.outputs(asked.id)
        elif self._providers.is_open(reference):
            outputs = {}
        else:
            subject = self._subject(asked.type, asked.name, urn, reference)
            outputs = found(subject, asked.id)
            self._recorder.answered(asked.type, {"id": asked.id}, outputs, AnswerSource.INVENTED)
        outputs = marked(outputs, asked.additional_secret_outputs)
        # what this stack managed under another id is deleted, now that the program no longer means it
        is_another = old is not None and not old.is_("external") and old.id != asked.id
        op = "replace" if is_another else "read"
        self._steps[urn] = Planned(op, urn, old, state_read(urn, asked, outputs, reference))
        return Registered(urn, asked.id, outputs)

    def is_pending(self, urns: Iterable[Urn]) -> bool:
        """Whether any of the resources, or what is below a component among them, is still to be created."""
        return not self._pending.isdisjoint(urns)

    def invoke(self, token: str, args: Properties, provider: str, version: str, download_url: str) -> Properties:
        """What a provider's function answers.

        Raises:
            Refused: the engine's own function is asked for what nobody registered.
        """
        if token.startswith(_BUILT_IN):
            return self._built_in(token, args)
        self._recorder.notice_secrets(args)
        reference = self._providers.reference(token, provider, version, download_url)
        if self._providers.is_open(reference):
            return {}
        given = answer(token, args, self._providers.configuration(reference, token), self._answers)
        self._recorder.answered(token, args, given.properties, given.source)
        return given.properties

    def call(self, token: str, args: Properties) -> Properties:
        """What a method of a resource answers: nothing, since only its plugin knows."""
        self._recorder.answered(token, args, {}, AnswerSource.UNKNOWN)
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

    def not_fetched(self, address: str) -> None:
        """A file that lies elsewhere: whether it changed is not known."""
        self._notice(f"{address} was not fetched: whether its content changed is not known")

    def finished(self) -> list[Planned]:
        """All that becomes of the stack, deletions among it.

        Raises:
            Refused: a resource that is protected would be deleted.
        """
        return [*self._steps.values(), *self._deletions()]

    def _deletions(self) -> Iterator[Planned]:
        for old in self._former.left():
            if old.is_("protect"):
                raise Refused(
                    f"{name_of(old.urn)} ({old.document['type']}) is protected, and the program no longer declares it\n"
                    f"Declare it again, or unprotect it: pulumi state unprotect '{old.urn}'"
                )
            yield Planned("discard" if old.is_("external") else "delete", old.urn, old, None)

    def _is_awaited(self, step: Planned | None) -> None:
        """Mark what is still to be created, and the components above it."""
        while step is not None and step.new is not None and step.urn not in self._pending:
            self._pending.add(step.urn)
            above = self._steps.get(step.new["parent"])
            step = above if above is not None and above.new is not None and not above.new["custom"] else None

    def _urn(self, asked: Registration | Reading) -> Urn:
        if asked.parent and asked.parent not in self._steps:
            raise Refused(
                f"{asked.name} ({asked.type}) has an unknown parent: nobody registered {asked.parent} in this run"
            )
        urn = self._namespace.urn(asked.type, asked.name, asked.parent)
        if urn in self._steps:
            place = source_of(declared(asked.positions))
            where = f", the second at {place.file}:{place.line}" if place is not None else ""
            raise Refused(f"two resources have the URN {urn}{where}: give one of them another name")
        return urn

    def _subject(self, type_: str, name: str, urn: Urn, reference: str) -> Subject:
        return Subject(type_, name, urn, resource_table(type_), self._providers.configuration(reference, type_))

    def _provider(self, urn: Urn, asked: Registration, old: OldState | None) -> Planned:
        package = asked.type.removeprefix(PROVIDER_TYPE)
        versioned: Properties = {"__internal": {}} if asked.version or asked.download_url else {}
        inputs = self._providers.checked(package, {**versioned, **asked.inputs}, asked.version)
        self._providers.configure(urn, inputs)
        told = {key: value for key, value in inputs.items() if key != "__internal"}
        if old is None:
            return Planned("create", urn, None, state(urn, asked, inputs, told, id_=UNKNOWN))
        before = {key: value for key, value in old.inputs.items() if key != "__internal"}
        found = changes(before, told, frozenset())
        return Planned("update" if found else "same", urn, old, state(urn, asked, inputs, told, id_=old.id), found)

    def _component(self, urn: Urn, asked: Registration, old: OldState | None) -> Planned:
        inputs = asked.inputs
        if asked.remote:
            # rules see the component, and have to see that it is empty for want of knowledge
            inputs = {**inputs, NOT_SEEN: True}
            self._recorder.not_seen(asked.type, asked.name, urn)
        op = "create"
        if old is not None:
            # what the genuine engine compares of the stack itself are its outputs, which are no inputs of anything
            op = "same" if asked.type == STACK_TYPE or same(old.inputs, inputs) else "update"
        outputs = {} if asked.remote else inputs
        return Planned(op, urn, old, state(urn, asked, inputs, outputs))

    def _resource(self, urn: Urn, asked: Registration, old: OldState | None) -> Planned:
        reference = self._providers.reference(asked.type, asked.provider, asked.version, asked.download_url)
        subject = self._subject(asked.type, asked.name, urn, reference)
        if old is None or old.is_("external"):
            return self._created(asked, subject, reference, old)
        if urn in self._condemned:
            return self._created(asked, subject, reference, old)
        kept = with_ignored(asked.inputs, old.inputs, asked.ignore_changes)
        if kept.impossible:
            self.remarks.append(Diagnostic(DiagnosticSeverity.INFO, _impossible(kept.impossible), urn))
        is_open = self._providers.is_open(reference)
        checked = kept.inputs if is_open else self._checked(subject, old.inputs, kept.inputs)
        blamed = self._blamed(asked, old)
        if is_open:
            self.remarks.append(Diagnostic(DiagnosticSeverity.WARNING, _OPEN_PROVIDER, urn))
        if is_open or blamed is not None:
            compared = Difference([], delete_first=False)
        else:
            compared = difference(subject.table, old.inputs, old.outputs, checked)
        forced = tuple(each.path for each in compared.changes if matches(each.path, asked.replace_on_changes))
        if blamed is not None or compared.replaces or forced or urn in self._baseline.deleted:
            if asked.protect and old.is_("protect"):
                raise Refused(
                    f"{asked.name} ({asked.type}) is protected, and the change would replace it\n"
                    f"Undo the change, or unprotect it: pulumi state unprotect '{urn}'"
                )
            patterns = asked.replace_on_changes
            tops = {each.top for each in compared.changes if each.replaces or matches(each.top, patterns)}
            is_first = compared.delete_first if asked.delete_before_replace is None else asked.delete_before_replace
            if is_first or self._names.of(urn).delete_first:
                self._condemn(old)
            # a new resource gets a new name, and nothing of the old one: no change of it is ignored
            step = self._created(asked, subject, reference, old)
            return replace(step, changes=compared.changes, forced=forced, reasons=blamed or tuple(sorted(tops)))
        if is_open:
            op, outputs = "update", {}
        elif compared.changes:
            op, outputs = "update", updated(subject, checked, old.inputs, old.outputs)
        else:
            op, outputs = "same", old.outputs
        return Planned(op, urn, old, state(urn, asked, checked, outputs, reference, old.id), compared.changes)

    def _blamed(self, asked: Registration, old: OldState) -> tuple[str, ...] | None:
        """What an option of the program blames a replacement on, whatever changed; None where none does."""
        before, now = revealed_all(old.document.get("replacementTrigger")), revealed_all(asked.replacement_trigger)
        is_set = before is not None and now is not None
        if holds_unknown(before) or holds_unknown(now) or (is_set and before != now):
            return ()
        replaced = (self._steps.get(each) for each in asked.replace_with)
        return ("replaceWith",) if any(each is not None and each.op == "replace" for each in replaced) else None

    def _condemn(self, old: OldState) -> None:
        """Have everything deleted that cannot stay when this is deleted first.

        Raises:
            Refused: something of that is protected.
        """

        def is_replaced(other: OldState, inputs: Properties) -> bool:
            table = resource_table(str(other.document["type"]))
            return difference(table, other.inputs, other.outputs, inputs).replaces

        taken = self._former.taken
        falling = self._dependents.falling(old.urn, taken, is_replaced)
        for each in chain(falling, self._dependents.replaced_with(old.urn, taken)):
            if each.is_("protect"):
                raise Refused(
                    f"{name_of(each.urn)} ({each.document['type']}) is protected, and would be replaced with "
                    f"{name_of(old.urn)}, on which it rests\nUnprotect it: pulumi state unprotect '{each.urn}'"
                )
            self._condemned.add(each.urn)

    def _created(
        self,
        asked: Registration,
        subject: Subject,
        reference: str,
        old: OldState | None,
    ) -> Planned:
        """A new resource, in the place of the old one where there is any."""
        is_open = self._providers.is_open(reference)
        inputs = asked.inputs if is_open else self._checked(subject, {}, asked.inputs)
        op = "create" if old is None else "replace"
        if asked.import_id and old is None:
            op = "import"
            self._notice(
                f"{asked.name} ({asked.type}) is imported and was not read: it is taken to be as the program says"
            )
        outputs = {} if is_open else planned(subject, inputs)
        new = state(subject.urn, asked, inputs, outputs, reference, asked.import_id)
        return Planned(op, subject.urn, old, new)

    def _checked(self, subject: Subject, old: Properties, new: Properties) -> Properties:
        checked = check(old, new, subject.table, self._names.of(subject.urn).naming, subject.configuration)
        if checked.missing_name:
            raise Refused(
                f"{subject.name} ({subject.type}) needs {checked.missing_name}: autonaming is off\n"
                f"Give it one, or change pulumi:autonaming."
            )
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


def _impossible(paths: tuple[str, ...]) -> str:
    """What the genuine engine says of paths that it cannot ignore."""
    return f'cannot ignore changes in added or removed elements of the path: "{", ".join(paths)}"\n'
