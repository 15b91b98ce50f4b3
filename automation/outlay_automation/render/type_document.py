"""Resource types with what an estimate says of each, as a document for machines."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from outlay.estimate.type_verdicts import TypeVerdict

TYPES_SCHEMA: Final = "outlay/types/1"


def types_document(found: Sequence[TypeVerdict]) -> dict[str, Any]:
    """The types for machines (docs/schemas/types-1.json)."""
    counts = Counter((each.cloud, each.status.value) for each in found)
    return {
        "schema": TYPES_SCHEMA,
        "counts": [{"cloud": cloud, "verdict": verdict, "types": n} for (cloud, verdict), n in sorted(counts.items())],
        "types": [
            {
                "type": each.token,
                "cloud": each.cloud,
                "service": each.service,
                "verdict": each.status.value,
                "reason": each.reason or None,
            }
            for each in found
        ],
    }
