"""What a provider does to a program's inputs before anything is compared: names, regions and defaults are filled in.

Done as the real, bridged providers do it, including the list `__defaults` of what the program did not write itself; so
that a state of theirs previews as unchanged. Nothing is compared here.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from outlay_automation.engine.offline.configuration import Configuration
from outlay_automation.engine.offline.difference import DEFAULTS_KEY
from outlay_automation.engine.offline.tables import ResourceTable
from outlay_automation.engine.offline.values import Properties, is_marked

_NAME_DIGITS = 7


class NamingMode(Enum):
    """What the engine's autonaming configuration asks for."""

    PROPOSED = "proposed"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Naming:
    """What a name is made of: the logical name, a seed, and the name that the engine may have proposed."""

    name: str
    seed: bytes
    proposed: str = ""
    mode: NamingMode = NamingMode.PROPOSED


@dataclass(slots=True)
class Checked:
    """The inputs after the check, and which documented defaults were put there."""

    inputs: Properties
    filled: dict[str, object] = field(default_factory=dict)
    missing_name: str | None = None
    """The property that must be given because autonaming is off."""


def check(
    old: Mapping[str, object],
    new: Mapping[str, object],
    table: ResourceTable,
    naming: Naming,
    configuration: Configuration,
) -> Checked:
    """Fill in what the program left out: from the old inputs where there are any, else from what is documented."""
    inputs = _with_old_defaults(old, new)
    listed = set(_listed(inputs))
    checked = Checked(inputs)
    property_ = table.autoname
    if property_ and inputs.get(f"{property_}Prefix") is not None and property_ in listed:
        inputs.pop(property_)
        listed.discard(property_)
    elif property_ and inputs.get(property_) is None and inputs.get(f"{property_}Prefix") is None:
        if old.get(property_) is not None:
            inputs[property_] = old[property_]
            listed.add(property_)
        elif naming.mode is NamingMode.DISABLED:
            checked.missing_name = property_
        else:
            inputs[property_] = autoname(naming, table, fifo=_is_true(inputs.get("fifoQueue", inputs.get("fifoTopic"))))
            listed.add(property_)
    if configuration.package == "aws" and "region" in table.scope and configuration.given_region:
        _place(inputs, listed, new, old, configuration.given_region)
    _fill_documented(inputs, table.defaults, old, listed, checked.filled)
    if table.known or DEFAULTS_KEY in old:
        inputs[DEFAULTS_KEY] = sorted(listed)
    return checked


def autoname(naming: Naming, table: ResourceTable, *, fifo: bool = False) -> str:
    """A name as the bridged providers make it: the logical name and seven digits of a hash of the engine's seed."""
    if naming.proposed:
        return naming.proposed
    suffix = ".fifo" if fifo else ""
    digits = hashlib.sha256(naming.seed + naming.name.encode()).hexdigest()[:_NAME_DIGITS]
    room = table.name_length - len(digits) - len(suffix) - 1
    name = naming.name.lower() if table.lower_case_name else naming.name
    return f"{name[:room]}-{digits}{suffix}"


def _place(
    inputs: Properties, listed: set[str], new: Mapping[str, object], old: Mapping[str, object], region: str
) -> None:
    """Put the provider's region on a resource that names none; not on one whose old state knows of none."""
    if new.get("region") is None and (not old or "region" in old):
        inputs["region"] = region
        listed.add("region")


def _listed(properties: Mapping[str, object]) -> list[str]:
    names = properties.get(DEFAULTS_KEY)
    return [str(name) for name in names] if isinstance(names, list) else []


def _with_old_defaults(old: Mapping[str, object], new: Mapping[str, object]) -> Properties:
    """The new inputs with every default that the old ones list and the program still leaves out, at every depth."""
    result = {key: _merged(old.get(key), value) for key, value in new.items()}
    if DEFAULTS_KEY in old:
        kept = [name for name in _listed(old) if name in old and new.get(name) is None]
        result |= {name: old[name] for name in kept}
        result[DEFAULTS_KEY] = sorted(kept)
    return result


def _merged(old: object, new: object) -> object:
    if isinstance(old, dict) and isinstance(new, dict) and not is_marked(old) and not is_marked(new):
        return _with_old_defaults(old, new)
    if isinstance(old, list) and isinstance(new, list):
        return [_merged(old[index] if index < len(old) else None, one) for index, one in enumerate(new)]
    return new


def _fill_documented(
    inputs: Properties,
    defaults: Mapping[str, object],
    old: Mapping[str, object],
    listed: set[str],
    filled: dict[str, object],
    prefix: str = "",
) -> None:
    for name, value in defaults.items():
        if isinstance(value, Mapping):
            inside = inputs.get(name)
            before = old.get(name)
            for index, one in enumerate(inside if isinstance(inside, list) else [inside]):
                if isinstance(one, dict) and not is_marked(one):
                    previous = before[index : index + 1] if isinstance(before, list) else [before]
                    nested_old = previous[0] if previous and isinstance(previous[0], dict) else {}
                    nested = set(_listed(one))
                    _fill_documented(one, value, nested_old, nested, filled, f"{prefix}{name}.")
                    if nested or DEFAULTS_KEY in one:
                        one[DEFAULTS_KEY] = sorted(nested)
        elif inputs.get(name) is None and (not old or name in old):
            inputs[name] = value
            listed.add(name)
            filled[prefix + name] = value


def _is_true(value: object) -> bool:
    return value is True or value == "true"
