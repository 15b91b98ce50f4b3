"""Families of Google Cloud's machine types, and which types committed use leaves out.

Not here: what a machine type consists of (`outlay.estimate.gcp.machine_shapes`), and custom machine types, which are
charged by vCPU and GB anyway (`outlay.estimate.gcp.machine`).
"""

from typing import Final

SHARED_CORE: Final = frozenset({"f1-micro", "g1-small", "e2-micro", "e2-small", "e2-medium"})
"""Machine types that committed use discounts leave out."""


def family_of(item: str) -> str:
    """The family of a machine type, or of a custom machine's part: `n2` of `n2-standard-4`, of `n2` itself."""
    return item.partition("-")[0]
