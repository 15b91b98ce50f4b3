"""Engines of Amazon RDS under their several names: which one prices, and which one a reservation is bought for.

Not here: prices, and what a deployment or a licence adds to an engine's name.
"""

from typing import Final

OWN_LICENCE: Final = "-byol"
"""What stands behind an engine's name where the customer brings the licence."""
ALWAYS_OWN_LICENCE: Final = frozenset({"oracle-ee", "oracle-se"})
"""Engines that RDS runs under the customer's licence alone."""
_KNOWN_AS: Final = {"aurora": "aurora-mysql", "oracle-ee-cdb": "oracle-ee", "oracle-se2-cdb": "oracle-se2"}
"""Older and longer names: Aurora's first engine is that of MySQL, a container database is its edition."""
_PRICED_AS: Final = {"mariadb": "mysql"}
"""Engines that cost what another one does, though a reservation of the one is none of the other."""


def known_as(engine: str) -> str:
    """The engine's usual name, by which its reservations go: `aurora-mysql` of `aurora`; most are their own."""
    return _KNOWN_AS.get(engine, engine)


def priced_as(engine: str) -> str:
    """The engine whose prices hold: `mysql` of `mariadb`; most are their own."""
    known = known_as(engine)
    return _PRICED_AS.get(known, known)


def reserved_as(engine: str) -> str:
    """The engine of a reservation with its licence as RDS sells it: `oracle-ee-byol` of `oracle-ee-cdb`."""
    bare = known_as(engine.removesuffix(OWN_LICENCE))
    is_own_licence = engine.endswith(OWN_LICENCE) or bare in ALWAYS_OWN_LICENCE
    return f"{bare}{OWN_LICENCE}" if is_own_licence else bare
