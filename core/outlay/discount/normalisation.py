"""Sizes of AWS instances in normalised units, in which a size-flexible reservation is counted.

Source: Amazon EC2 User Guide, "How Reserved Instance discounts are applied", table of normalization factors
(docs.aws.amazon.com/AWSEC2/latest/UserGuide/apply_ri.html); Amazon RDS User Guide, "Reserved DB instances" for the
same units of DB instance classes. Not here: which reservations are flexible (`outlay.discount.reservations`).
"""

import re
from decimal import Decimal
from fractions import Fraction
from typing import Final

_SIZES: Final = {
    "nano": Decimal("0.25"),
    "micro": Decimal("0.5"),
    "small": Decimal(1),
    "medium": Decimal(2),
    "large": Decimal(4),
    "xlarge": Decimal(8),
}
_MULTIPLE: Final = re.compile(r"([1-9]\d*)xlarge")
_METAL: Final = {
    **dict.fromkeys(("a1",), 32),
    **dict.fromkeys(("m5zn", "z1d"), 96),
    **dict.fromkeys(("c6g", "c6gd", "i3", "m6g", "m6gd", "r6g", "r6gd", "x2gd"), 128),
    **dict.fromkeys(("c5n",), 144),
    **dict.fromkeys(
        ("c5", "c5d", "i3en", "m5", "m5d", "m5dn", "m5n", "r5", "r5b", "r5d", "r5dn", "r5n"),
        192,
    ),
}
"""Families whose `metal` has the units of the largest virtualised size, as the table lists them."""


def family(instance_type: str) -> str:
    """The family of a type with its prefix: `m5` of `m5.large`, `db.r6g` of `db.r6g.xlarge`, `cache.t4g`."""
    return instance_type.rpartition(".")[0]


def normalised_units(instance_type: str) -> Fraction | None:
    """The units of a type (`m5.large` is 4, `db.r5.4xlarge` is 32); None where its size is none that is known."""
    size = instance_type.rpartition(".")[2]
    if size in _SIZES:
        return Fraction(_SIZES[size])
    if size == "metal":
        metal = _METAL.get(family(instance_type))
        return None if metal is None else Fraction(metal)
    multiple = _MULTIPLE.fullmatch(size)
    return Fraction(8 * int(multiple[1])) if multiple else None
