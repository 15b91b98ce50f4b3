"""What a program asks of the engine, as plain values: a resource to register, one to read, a function to call.

Property bags are as on the wire (`offline.values`), with markers where a value is open or secret. Not here: the
messages that they come in (`monitor`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from outlay.resource import Urn

from outlay_automation.engine.offline.values import Properties


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name of a resource: a whole URN, or what of it was otherwise; empty parts are as they are now."""

    urn: Urn = ""
    name: str = ""
    type: str = ""
    stack: str = ""
    project: str = ""
    parent: Urn = ""
    no_parent: bool = False


@dataclass(frozen=True, slots=True)
class Registration:
    """A resource that the program declares, with its options as Pulumi names them.

    `provider` is a reference to a provider instance, `URN::id`, empty for the default one of `version` and
    `download_url`. `positions` say where the program declared it, the innermost first.
    """

    type: str
    name: str
    custom: bool
    inputs: Properties
    parent: Urn = ""
    remote: bool = False
    provider: str = ""
    version: str = ""
    download_url: str = ""
    dependencies: tuple[Urn, ...] = ()
    property_dependencies: Mapping[str, tuple[Urn, ...]] = field(default_factory=dict)
    aliases: tuple[Alias, ...] = ()
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    replace_with: tuple[Urn, ...] = ()
    replacement_trigger: object = None
    delete_before_replace: bool | None = None
    additional_secret_outputs: tuple[str, ...] = ()
    protect: bool = False
    retain_on_delete: bool = False
    import_id: str = ""
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A resource that the program reads: it exists already, and another stack or person manages it."""

    type: str
    name: str
    id: str
    inputs: Properties
    parent: Urn = ""
    provider: str = ""
    version: str = ""
    download_url: str = ""
    dependencies: tuple[Urn, ...] = ()
    additional_secret_outputs: tuple[str, ...] = ()
    positions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Registered:
    """What the program gets back: the URN, the id where it is known before deployment, and the outputs.

    `provider` is the reference of the instance that serves it; empty for what none does.
    """

    urn: Urn
    id: str
    outputs: Properties
    provider: str = ""


class Refused(Exception):
    """The engine refuses what the program asks; the message is for the user."""


class Gone(Refused):
    """The program has ended while something of it was under way: why it ended is told elsewhere."""
