"""The arguments that every component takes, and whether those of a call are what its component knows.

Not here: what they mean (`outlay_components.governance`), and a component's own arguments.
"""

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any, Final, NotRequired, TypedDict, Union, get_args, get_origin

import pulumi

from outlay_components.errors import ProgramError
from outlay_components.governance.budget import MonthlyBudget
from outlay_components.governance.late import is_late

if TYPE_CHECKING:
    from outlay_components.component import Component

_WORDS: Final[Mapping[Any, str]] = {
    str: "a text",
    int: "a whole number",
    float: "a number",
    bool: "True or False",
    list: "a list",
    dict: "a mapping",
}
"""The types that arguments are held to, as an error calls them."""


class GovernedArgs(TypedDict, total=False):
    """What every component takes: whose it is, its budget, and what is otherwise than the component decides."""

    owner: pulumi.Input[str]
    """Who answers for it; that of `govern` or of the configuration `outlay:owner` by default."""
    cost_centre: pulumi.Input[str]
    """Who pays for it; `outlay:cost-centre` by default."""
    environment: pulumi.Input[str]
    """What it is for, `dev` or `prod` say: it decides the defaults; `outlay:environment` by default."""
    application: pulumi.Input[str]
    """The application that it is a part of; `outlay:application` by default."""
    tags: dict[str, pulumi.Input[str]]
    """Further tags (labels on Google Cloud) of everything in it, those that the standard requires among them."""
    budget: MonthlyBudget
    """A budget of its own. Without one it counts to the stack's."""
    overrides: dict[str, Any]
    """By resource within it, properties of that resource that are to be otherwise; null takes one away."""
    adopt: dict[str, str]
    """By resource within it, the name (or URN) of a raw resource of the stack that it takes over as it is."""


@cache
def arguments_class(component: type) -> Any:
    """The TypedDict of a component's arguments."""
    return inspect.get_annotations(component.__init__)["args"]  # type: ignore[misc]  # of the class, not an instance


def checked_arguments(component: "type[Component]", args: Mapping[str, Any] | None, whose: str) -> Mapping[str, Any]:
    """The arguments of a call, without those that are None.

    Raises:
        ProgramError: one is unknown to the component or not what it may be, or one that it needs is missing.
    """
    known = arguments_class(component)  # type: ignore[arg-type]  # a class has the hash of classes
    given = {key: value for key, value in (args or {}).items() if value is not None}
    for key in given:
        if key not in known.__annotations__:
            close = get_close_matches(key, known.__annotations__, 1)
            meant = f"Did you mean {close[0]!r}? " if close else ""
            raise ProgramError(
                f"{whose} has no argument {key!r}\n{meant}There are: {', '.join(sorted(known.__annotations__))}."
            )
    missing = sorted(key for key in known.__required_keys__ if key not in given)
    if missing:
        raise ProgramError(f"{whose} needs {', '.join(missing)}")
    for key, value in given.items():
        _checked_value(value, known.__annotations__[key], f"{whose}: {key}")
        if key in component.CHOICES:
            _checked_choice(value, component.CHOICES[key], f"{whose}: {key}")
    return given


def _checked_value(value: Any, annotation: Any, argument: str) -> None:
    """Hold a value to an argument's annotation, as far as it is known by now.

    Raises:
        ProgramError: it is of another type; it is shown only where it cannot be a secret that stands for a text.
    """
    wanted = _known_type(annotation)
    kind = get_origin(wanted) or wanted
    if is_late(value) or kind not in _WORDS:
        return
    if not _is_of(value, kind):
        shown = repr(value) if kind in (int, float, bool) else f"of type {type(value).__name__}"
        raise ProgramError(f"{argument} is {shown}\nIt may be {_WORDS[kind]}.")
    if kind is list:
        for number, each in enumerate(value):
            _checked_value(each, get_args(wanted)[0], f"{argument}[{number}]")
    elif kind is dict:
        for key, each in value.items():
            _checked_value(each, get_args(wanted)[1], f"{argument}[{key!r}]")


def _known_type(annotation: Any) -> Any:
    """What an argument holds once it is known: its annotation without `NotRequired` and `Input`."""
    while get_origin(annotation) in (NotRequired, Union):
        annotation = get_args(annotation)[0]  # of an Input, what may be late
    return annotation


def _is_of(value: Any, kind: type) -> bool:
    if kind in (int, float):  # a number of another language comes as a float
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return is_number and (kind is float or isinstance(value, int) or value.is_integer())
    if kind in (list, dict):
        return isinstance(value, list | tuple if kind is list else Mapping)
    return isinstance(value, kind)


def _checked_choice(value: Any, choices: tuple[str, ...], argument: str) -> None:
    """Hold a value to the words that it may be, if it is known by now.

    Raises:
        ProgramError: it is none of them.
    """
    if is_late(value):
        return
    if not any(value == each or (each.endswith("…") and value.startswith(each[:-1])) for each in choices):
        raise ProgramError(f"{argument} is {value!r}\nIt may be {', '.join(choices[:-1])} or {choices[-1]}.")
