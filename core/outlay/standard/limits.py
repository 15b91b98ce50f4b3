"""The section `limits`: what follows when something cannot be decided."""

from enum import StrEnum

from outlay.standard.section import Section


class OnUnknown(StrEnum):
    """What a rule does when it cannot be decided because something is unknown or unpriced."""

    BLOCK = "block"
    """Block the stack, and say that it is only for lack of knowledge."""
    WARN = "warn"
    """Say so, and let it pass."""
    ASSUME_HIGH = "assume_high"
    """Decide by the high end of what is known; gaps count as above every limit."""


class UsagePolicy(StrEnum):
    """Whether use must be stated before a cost counts as below a limit."""

    OPTIONAL = "optional"
    MUST_BE_GIVEN = "must_be_given"


class Limits(Section):
    """How limits are decided."""

    on_unknown: OnUnknown = OnUnknown.BLOCK
    usage: UsagePolicy = UsagePolicy.OPTIONAL
