"""What becomes of one resource: its step, and its state as the documents of the engine have it.

Not here: how it is decided (`deployment`).
"""

from dataclasses import dataclass, field
from typing import Any

from outlay.resource import Urn

from outlay_automation.engine.embedded.baseline import OldState
from outlay_automation.engine.embedded.registration import Reading, Registration
from outlay_automation.engine.offline.difference import Change
from outlay_automation.engine.offline.values import Properties, is_secret, secret


@dataclass(slots=True)
class Planned:
    """What becomes of one resource: the step, and its state before and after.

    `forced` are the paths of changes that replace because the program says so, `reasons` the properties (or options)
    that a replacement is blamed on.
    """

    op: str
    urn: Urn
    old: OldState | None
    new: dict[str, Any] | None
    changes: list[Change] = field(default_factory=list)
    forced: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()


def state(
    urn: Urn, asked: Registration, inputs: Properties, outputs: Properties, reference: str = "", id_: str = ""
) -> dict[str, Any]:
    """The state of a resource that the program registers."""
    return {
        "urn": urn,
        "custom": asked.custom,
        "type": asked.type,
        "id": id_,
        "inputs": inputs,
        "outputs": marked(outputs, asked.additional_secret_outputs),
        "parent": asked.parent,
        "dependencies": list(asked.dependencies),
        "provider": reference,
        "propertyDependencies": {key: list(urns) for key, urns in asked.property_dependencies.items()},
        "protect": asked.protect,
        "retainOnDelete": asked.retain_on_delete,
        **declared(asked.positions),
    }


def state_read(urn: Urn, asked: Reading, outputs: Properties, reference: str) -> dict[str, Any]:
    """The state of a resource that the program reads."""
    return {
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
        **declared(asked.positions),
    }


def marked(outputs: Properties, secrets: tuple[str, ...]) -> Properties:
    """The outputs with those wrapped that are said to be secret."""
    wrapped = {key: secret(outputs[key]) for key in secrets if key in outputs and not is_secret(outputs[key])}
    return {**outputs, **wrapped} if wrapped else outputs


def declared(positions: tuple[str, ...]) -> dict[str, Any]:
    """Where the program declared a resource, as it stands in its state."""
    first, *frames = positions or ("",)
    return {"sourcePosition": first, "stackTrace": [{"sourcePosition": each} for each in frames]}
