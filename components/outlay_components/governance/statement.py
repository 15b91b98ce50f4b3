"""What a program states of ownership, in a component's arguments and in `govern(...)`, and what comes of all sources.

Not here: where else it is stated (`outlay.tagging.ownership`), and how it gets onto resources (`enforcement`).
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from outlay.errors import OutlayError
from outlay.resource import Unknown, Value
from outlay.tagging.ownership import (
    ENVIRONMENT,
    KNOWN_KEYS,
    Ownership,
    Stated,
    environment_by,
    faults,
    from_config,
    resolve,
    where_to_set,
)

from outlay_components.errors import ProgramError
from outlay_components.governance.late import Late, is_late
from outlay_components.governance.program import Program

_ARGUMENTS: Final = {key.replace("-", "_"): key for key in KNOWN_KEYS}
"""The arguments that state ownership, and the logical key that each states."""


def stated(origin: str, arguments: Mapping[str, Any]) -> tuple[Stated, ...]:
    """What arguments state: those of their own name first, then those among `tags`.

    Args:
        origin: what the arguments are of, as an error calls it; `{key}` stands for the argument.
        arguments: by name; those that say nothing of ownership are passed over.
    """
    named = {name: _value(arguments[name]) for name in _ARGUMENTS if arguments.get(name) is not None}
    tags = {key: _value(value) for key, value in (arguments.get("tags") or {}).items()}
    return Stated(origin, named), Stated(origin.replace("{key}", "tags"), tags)


def resolved(program: Program, sources: tuple[Stated, ...]) -> Ownership:
    """The ownership that comes of what the program states, the configuration, and the standard's environments.

    Args:
        program: the program.
        sources: what it states, the most specific first.

    Raises:
        ProgramError: a source states a key twice, with two values.
    """
    standard = program.standard
    last = (from_config(program.config, standard.tags), environment_by(standard, program.project, program.stack))
    try:
        return resolve(standard.tags, (*sources, *last))
    except OutlayError as error:
        raise ProgramError(str(error)) from None


def check(ownership: Ownership, program: Program, whose: str, left: Collection[str] = ()) -> None:
    """Whether ownership is as the standard requires.

    Args:
        ownership: what is stated.
        program: the program.
        whose: what an error calls the thing that is owned.
        left: keys that may be missing here, since others state them.

    Raises:
        ProgramError: a required key is missing or says what it may not; each is named.
    """
    found = list(_lines(ownership, program, left))
    if found:
        raise ProgramError("\n".join((f"{whose} is not owned as the financial standard requires:", *found)))


def completed(ownership: Ownership, by: Ownership, program: Program) -> Ownership:
    """Ownership with the required keys that it lacks as another has them."""
    lacking = [tag.key for tag in program.standard.tags.required if tag.key not in ownership.values]
    found = [key for key in lacking if key in by.values]
    return Ownership(
        {**ownership.values, **{key: by.values[key] for key in found}},
        {**ownership.origins, **{key: by.origins[key] for key in found}},
    )


def environment_name(program: Program, ownership: Ownership) -> str | None:
    """The environment's name; None where it is open until deployment."""
    value = ownership.values.get(ENVIRONMENT)
    if isinstance(value, str):
        return value
    if isinstance(value, Unknown):
        return None
    return program.standard.environment(program.project, program.stack)


def _lines(ownership: Ownership, program: Program, left: Collection[str]) -> Iterator[str]:
    for fault in faults(ownership, program.standard):
        if fault.key in left and fault.key not in ownership.values:
            continue
        yield f"  {fault}"
        yield f"    → {where_to_set(fault.key)}"


def _value(value: Any) -> Value:
    return Late(output=value) if is_late(value) else value
