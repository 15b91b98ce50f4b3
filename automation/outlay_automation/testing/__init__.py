"""What a Pulumi program costs, asserted in a unit test: in this process, with no engine, no cloud and no network.

    from outlay_automation.testing import estimate_program

    def test_the_stack_stays_below_its_limit():
        cost = estimate_program("infra", config={"size": "large"})
        assert cost.monthly < 500

The public names are those in `__all__`; they are imported when first used, so that the plug-in for pytest (`plugin`)
costs a session that has no such test next to nothing. pytest itself is needed for the plug-in alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlay_automation.testing.estimating import estimate_program
    from outlay_automation.testing.figure import Figure, Undecided
    from outlay_automation.testing.program_cost import ProgramCost, Selection
    from outlay_automation.testing.snapshot import assert_cost_snapshot
    from outlay_automation.testing.standing import assert_within_standard
    from outlay_automation.testing.tagged import assert_tagged

__all__ = [
    "Figure",
    "ProgramCost",
    "Selection",
    "Undecided",
    "assert_cost_snapshot",
    "assert_tagged",
    "assert_within_standard",
    "estimate_program",
]

_MODULES: Final = {
    "Figure": "figure",
    "ProgramCost": "program_cost",
    "Selection": "program_cost",
    "Undecided": "figure",
    "assert_cost_snapshot": "snapshot",
    "assert_tagged": "tagged",
    "assert_within_standard": "standing",
    "estimate_program": "estimating",
}


def __getattr__(name: str) -> Any:
    if name in _MODULES:
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
