"""What the embedded engine does otherwise than the genuine one, and why: the only list of it.

The table in docs/reference/embedded-engine.md is written from it, and the parity suite holds the two engines to it: a
difference without an entry fails, and so does an entry that no longer differs.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KnownDifference:
    """One difference: what it is, why it stays, and what a person does who needs the genuine engine's way."""

    id: str
    what: str
    why: str
    remedy: str


_GENUINE: Final = "Preview with `--engine pulumi`."

KNOWN_DIFFERENCES: Final = (
    KnownDifference(
        "imports",
        "A resource with the option `import` is taken to be as the program says; a notice names it.",
        "What it is like only its cloud knows.",
        _GENUINE,
    ),
)
