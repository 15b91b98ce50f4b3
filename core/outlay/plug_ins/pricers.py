"""What plug-ins say of a type, as pricers: their own with their name on what fails, and what is free.

Not here: which plug-in is asked (`outlay.plug_ins.installed`).
"""

from collections.abc import Iterator
from typing import Any

from outlay.errors import OutlayError
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue
from outlay.estimate.registry import Pricer
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.model import InvalidUsage, NoUsage


class PlugInFailed(Exception):
    """A plug-in raised while it priced a resource; the message names it. Never leaves the estimate."""


def named(pricer: Pricer[Any], label: str) -> Pricer[Any]:
    """The pricer of the plug-in that outputs call `label`: a failure names it."""

    def charges(resource: Subject, usage: Any, near: Neighbours) -> Iterator[Charge | Free]:
        try:
            yield from pricer.charges(resource, usage, near)
        except (OpenValue, InvalidUsage, OutlayError):
            raise
        except Exception as error:  # other people's code may raise anything; whose it was is said
            raise PlugInFailed(f"{label} raised {type(error).__name__}: {error}") from error

    return Pricer(pricer.token, charges, pricer.usage_model)


def free(type_: str, reason: str) -> Pricer[NoUsage]:
    """A pricer that says why a type is free."""

    def charges(_resource: Subject, _usage: NoUsage, _near: Neighbours) -> Iterator[Charge | Free]:
        yield Free(reason)

    return Pricer(type_, charges, NoUsage)


def raising(type_: str, message: str) -> Pricer[NoUsage]:
    """A pricer that says why nobody is asked, so that there is a gap and no guess."""

    def charges(_resource: Subject, _usage: NoUsage, _near: Neighbours) -> Iterator[Charge | Free]:
        raise PlugInFailed(message)

    return Pricer(type_, charges, NoUsage)
