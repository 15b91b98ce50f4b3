"""Preview Pulumi stacks by program, and know what each change costs before it happens.

The public names of this package are those in `__all__`; they are imported when first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from outlay_automation.engine.seam import Progress
    from outlay_automation.stack_preview import EngineName, PreviewOptions, PreviewResult, preview

__all__ = ["EngineName", "PreviewOptions", "PreviewResult", "Progress", "preview"]

_ELSEWHERE: Final = {"Progress": "outlay_automation.engine.seam"}


def __getattr__(name: str) -> Any:
    # the module is imported late, so that `outlay --help` does not pay for an engine
    if name in __all__:
        return getattr(import_module(_ELSEWHERE.get(name, "outlay_automation.stack_preview")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
