"""How many virtual CPUs an AWS instance type or database class has, by the rule of its size name.

Prices per virtual CPU need it: CPU credits, Performance Insights, Extended Support. Not here: the prices, and sizes
that follow no rule (metal, mac, hpc, u-…): those are open by name.
"""

import re
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import Amount
from outlay.resource import Unknown

BURSTABLE: Final = frozenset({"t2", "t3", "t3a", "t4g"})
"""Families that earn and spend CPU credits."""

_SIZES: Final = {"medium": 1, "large": 2, "xlarge": 4}
_BURSTABLE_SIZES: Final = {"nano": 2, "micro": 2, "small": 2, "medium": 2}
_T2_SIZES: Final = {"nano": 1, "micro": 1, "small": 1}
_IRREGULAR: Final = {
    "c1.medium": 2,
    "c1.xlarge": 8,
    "c4.8xlarge": 36,
    "d2.8xlarge": 36,
    "g3s.xlarge": 4,
    "m1.small": 1,
    "m2.xlarge": 2,
    "m2.2xlarge": 4,
    "m2.4xlarge": 8,
    "t1.micro": 1,
}
_WITHOUT_A_RULE: Final = re.compile(r"(mac|hpc|u-|u7|cc|cr|hs|trn|inf|dl|vt|p\d)")


def family_of(instance_type: str) -> str:
    """The family: `m5` of `m5.large` and of `db.m5.large`."""
    return instance_type.removeprefix("db.").partition(".")[0]


def virtual_cpus(instance_type: str | Unknown) -> Amount:
    """The virtual CPUs of an instance type or database class, open where the name follows no rule.

    Source: Amazon EC2 instance types: a `large` has 2, an `xlarge` 4, an `Nxlarge` 4 × N.
    """
    if isinstance(instance_type, Unknown):
        return Amount.unknown("vCPUs", "the instance type is open until deployment")
    count = _count(instance_type.removeprefix("db."))
    if count is None:
        return Amount.unknown("vCPUs", f"how many vCPUs {instance_type or 'it'} has is not known")
    return Amount.exactly(Decimal(count), "vCPUs")


def _count(instance_type: str) -> int | None:
    if instance_type in _IRREGULAR:
        return _IRREGULAR[instance_type]
    family, _, size = instance_type.partition(".")
    if family == "t2" and size in _T2_SIZES:
        return _T2_SIZES[size]
    if family in BURSTABLE and size in _BURSTABLE_SIZES:
        return _BURSTABLE_SIZES[size]
    if _WITHOUT_A_RULE.match(family):
        return None
    multiple = re.fullmatch(r"(\d+)xlarge", size)
    return 4 * int(multiple[1]) if multiple else _SIZES.get(size)
