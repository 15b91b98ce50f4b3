"""What the storage of a database instance costs, by its type.

Not here: the instance's hours and backups (`outlay.estimate.aws.rds`), and Aurora's cluster storage.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import GB_MONTH, IOPS_MONTH, MIBPS_MONTH, MILLION_REQUESTS, Amount
from outlay.estimate.charge import Charge
from outlay.estimate.properties import Properties
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.rds import InstanceUsage

_PROVISIONED_IOPS: Final = ("io1", "io2")
COPIES: Final = ("snapshotIdentifier", "restoreToPointInTime", "replicateSourceDb")
"""What says that an instance is a copy of another one, and has its size where it sets none."""
LEAST_GB: Final = 20
LEAST_PROVISIONED_GB: Final = 100
LEAST_PROVISIONED_IOPS: Final = 1000


@dataclass(frozen=True, slots=True)
class Included:
    """What gp3 storage includes: IOPS, and MiB/s."""

    iops: int
    mibps: int


_SINGLE_VOLUME: Final = Included(3000, 125)
_STRIPED: Final = Included(12_000, 500)
_STRIPED_FROM_GB: Final = 400
_ORACLE_STRIPED_FROM_GB: Final = 200


def storage_charges(
    inputs: Properties,
    region: str | Unknown | None,
    engine: str | Unknown,
    deployment: str | Unknown,
    usage: InstanceUsage,
) -> Iterator[Charge]:
    """Each GB that is allocated, and IOPS, throughput or I/O requests as the storage type charges them.

    Source: Amazon RDS pricing, database storage.
    """
    kind = inputs.item("storageType", "io1" if inputs.has("iops") else "gp2")
    item = deployment if isinstance(deployment, Unknown) else kind
    provisioned = kind in _PROVISIONED_IOPS
    least = LEAST_PROVISIONED_GB if provisioned else LEAST_GB
    size = _size(inputs, least)
    if provisioned:
        size = size.at_least(least)

    def query(what: str) -> PriceQuery:
        return PriceQuery("AmazonRDS", region, item, f"{what}/{deployment}")

    yield Charge("Storage", GB_MONTH * size, query("storage"))
    if provisioned:
        iops = inputs.number("iops", LEAST_PROVISIONED_IOPS, "the least that can be provisioned")
        yield Charge("Provisioned IOPS", IOPS_MONTH * iops.at_least(LEAST_PROVISIONED_IOPS), query("iops"))
    elif kind == "gp3":
        yield from _above_included(inputs, query, engine, size)
    elif kind == "standard":
        requests = MILLION_REQUESTS * (usage.monthly_standard_io_requests / 1_000_000)
        yield Charge("I/O requests", requests, PriceQuery("AmazonRDS", region, "standard", "io-requests"))


def _size(inputs: Properties, least: int) -> Amount:
    """The GB allocated; where nobody says it the least possible, but for a copy, which has its source's size."""
    copied = next((key for key in COPIES if inputs.has(key)), "")
    if copied and not inputs.has("allocatedStorage"):
        return Amount.unknown(
            "allocatedStorage", f"allocatedStorage is not set, and the size behind {copied} is not known"
        )
    return inputs.number("allocatedStorage", least, "the least that can be allocated")


def _above_included(
    inputs: Properties, query: Callable[[str], PriceQuery], engine: str | Unknown, size: Amount
) -> Iterator[Charge]:
    """What gp3 storage provisions above what its size includes; nothing where nothing is provisioned."""
    for key, name, unit, what in (
        ("iops", "Provisioned IOPS", IOPS_MONTH, "iops"),
        ("storageThroughput", "Provisioned throughput", MIBPS_MONTH, "throughput"),
    ):
        if not inputs.has(key):
            continue
        included = included_with_gp3(engine, size)
        free = included.iops if what == "iops" else included.mibps
        above = inputs.number(key).above(free)
        if above.open or above.high:
            yield Charge(name, unit * above, query(what))


def included_with_gp3(engine: str | Unknown, size: Amount) -> Included:
    """What gp3 storage includes: from a size on it is striped over four volumes, for SQL Server never.

    Source: Amazon RDS User Guide, gp3 storage.
    """
    name = "" if isinstance(engine, Unknown) else engine
    if name.startswith("sqlserver"):
        return _SINGLE_VOLUME
    striped_from = _ORACLE_STRIPED_FROM_GB if name.startswith("oracle") else _STRIPED_FROM_GB
    return _STRIPED if size.low >= striped_from else _SINGLE_VOLUME
