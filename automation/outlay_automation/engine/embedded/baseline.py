"""What the stack looked like before: the states in a baseline, by URN, in the engine's own form of values.

A baseline is an export of the stack, a state that this engine saved, or the document of an earlier preview. Not here:
what becomes of a state (`deployment`).
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from outlay.errors import InvalidFile
from outlay.resource import Urn

from outlay_automation.engine.embedded.urns import is_default_provider
from outlay_automation.engine.offline.values import MASK, Properties, is_secret, secret
from outlay_automation.engine.placeholder import PLACEHOLDER
from outlay_automation.engine.scratch import read_export, states_in
from outlay_automation.engine.stored_state import checked_state, unchanged_left_out

_PREVIEW: Final = "Write it anew: `pulumi preview --json --show-sames`."
_GONE: Final = frozenset({"delete", "discard", "delete-replaced", "discard-replaced", "remove-pending-replace"})
"""Steps of a preview after which there is no such resource."""


@dataclass(frozen=True, slots=True)
class OldState:
    """One resource as it was: its state document, with inputs and outputs in the engine's own form."""

    document: Mapping[str, Any]
    inputs: Properties
    outputs: Properties

    @property
    def urn(self) -> Urn:
        """Its URN at that time, in the stack of now."""
        return str(self.document["urn"])

    @property
    def id(self) -> str:
        """Its id, empty where it has none."""
        return str(self.document.get("id") or "")

    @property
    def provider(self) -> Urn:
        """The URN of the provider instance that served it, empty where none did."""
        return str(self.document.get("provider") or "").rpartition("::")[0]

    @property
    def property_dependencies(self) -> Mapping[str, Sequence[Urn]]:
        """The resources that each of its properties rests on."""
        return {key: urns or () for key, urns in (self.document.get("propertyDependencies") or {}).items()}

    def is_(self, mark: str) -> bool:
        """Whether a mark of the state is set: `custom`, `external`, `protect`, `retainOnDelete`."""
        return bool(self.document.get(mark))


@dataclass(frozen=True, slots=True)
class Baseline:
    """The stack before the preview.

    `states` are its resources by URN; `providers` the inputs of the instances that the engine had made by itself;
    `left_over` were replaced and not yet deleted, `deleted` deleted and not yet made again, both when a deployment was
    interrupted.
    """

    states: Mapping[Urn, OldState] = field(default_factory=dict)
    providers: Mapping[Urn, Properties] = field(default_factory=dict)
    left_over: tuple[Urn, ...] = ()
    deleted: frozenset[Urn] = frozenset()

    @classmethod
    def of(cls, document: Mapping[str, Any], project: str, stack: str) -> "Baseline":
        """The baseline in a document of `read_baseline`, its resources renamed to those of this project and stack.

        Raises:
            ValueError: a resource has no URN or no type.
        """
        states = list(map(_old_state, states_in(document, project, stack)))
        kept = [each for each in states if not each.is_("delete") and not is_default_provider(each.urn)]
        return cls(
            {each.urn: each for each in kept},
            {each.urn: each.inputs for each in states if is_default_provider(each.urn)},
            tuple(sorted(each.urn for each in states if each.is_("delete"))),
            frozenset(each.urn for each in kept if each.is_("pendingReplacement")),
        )


def read_baseline(path: Path) -> Mapping[str, Any]:
    """A stack export, or a state that this engine saved, or an earlier preview's document as if it had been deployed.

    Raises:
        InvalidFile: it cannot be read, is cut off, or is neither.
    """
    try:
        document = json.loads(path.read_bytes())
    except (OSError, ValueError):
        document = None  # said better below
    if isinstance(document, dict) and isinstance(document.get("steps"), list):
        resources = list(_previewed(path, document["steps"]))
        if missing := unchanged_left_out(document):
            raise InvalidFile(
                path, None, f"leaves out {missing} unchanged resources, which would count as new", _PREVIEW
            )
        return {"deployment": {"resources": resources}}
    return read_export(path, may_be_saved=True)


def _previewed(path: Path, steps: Iterable[Any]) -> Iterable[Mapping[str, Any]]:
    for step in steps:
        if not isinstance(step, dict) or not isinstance(step.get("op"), str):
            raise InvalidFile(path, 1, "has a step without an operation", _PREVIEW)
        if step.get("newState") and step["op"] not in _GONE:
            yield checked_state(path, step["newState"], _PREVIEW)


def _old_state(document: Mapping[str, Any]) -> OldState:
    if not document.get("urn") or not document.get("type"):
        raise ValueError("a resource without urn or type")
    return OldState(document, _bag(document.get("inputs")), _bag(document.get("outputs")))


def _bag(values: Any) -> Properties:
    return {str(key): _opened(value) for key, value in values.items()} if isinstance(values, dict) else {}


def _opened(value: Any) -> object:
    """A value of a document in the engine's own form; the placeholder stands for what is secret."""
    if value == MASK:
        return secret(PLACEHOLDER)
    if isinstance(value, dict):
        return secret(PLACEHOLDER) if is_secret(value) else {key: _opened(inner) for key, inner in value.items()}
    return [_opened(inner) for inner in value] if isinstance(value, list) else value
