"""Values that arrive while a program is deployed: they are held to the standard when they resolve.

A value that turns out wrong raises within the registration that needs it, so that the resource is never made. Not
here: values that the program knows (`outlay.tagging.ownership`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import isawaitable
from typing import Any, TypeVar

import pulumi
from outlay.errors import OutlayError
from outlay.resource import Unknown

from outlay_components.errors import ProgramError

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Late(Unknown):
    """An open value of ownership with the output that it will come from."""

    output: Any = None


def is_late(value: object) -> bool:
    """Whether a value is there only once it resolves."""
    return isinstance(value, pulumi.Output) or isawaitable(value)


def when_known(value: Any, then: Callable[[Any, bool], T]) -> pulumi.Output[T]:
    """What `then` makes of a value once it is known; of a secret one the result is secret, too.

    Args:
        value: a value, or one that is late at any depth.
        then: takes the value, and whether it may be shown. Errors that it raises are the program's.
    """
    output = pulumi.Output.from_input(value)

    def run(resolved: list[Any]) -> T:
        known, is_secret = resolved
        try:
            return then(known, not is_secret)
        except OutlayError as error:
            raise ProgramError(str(error)) from None

    return pulumi.Output.all(output, output.is_secret()).apply(run)
