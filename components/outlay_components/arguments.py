"""The arguments that every component takes, and whether those of a call are what its component knows.

Not here: what they mean (`outlay_components.governance`), and a component's own arguments.
"""

import inspect
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from typing import Any, TypedDict

import pulumi

from outlay_components.errors import ProgramError
from outlay_components.governance.budget import MonthlyBudget


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


def checked_arguments(component: type, args: Mapping[str, Any] | None, whose: str) -> Mapping[str, Any]:
    """The arguments of a call, without those that are None.

    Raises:
        ProgramError: one is unknown to the component, or one that it needs is missing.
    """
    known = arguments_class(component)
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
    return given


def chosen(args: Mapping[str, Any], key: str, choices: tuple[str, ...], default: str, whose: str) -> str:
    """The choice that an argument makes among words.

    Raises:
        ProgramError: it is none of them.
    """
    found = args.get(key, default)
    if not isinstance(found, str) or found not in choices:
        raise ProgramError(f"{whose}: {key} is {found!r}\nIt may be {', '.join(choices[:-1])} or {choices[-1]}.")
    return found
