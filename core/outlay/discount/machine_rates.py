"""What a vCPU and a GB of one family of Google Cloud's machines cost, worked out of the prices of its machine types.

The book's own prices by part come first; where it has none, two machine types with different amounts of memory tell
the two apart, and where a family has but one kind, n1's ratio does. Not here: what draws on a commitment.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from outlay.discount.line import hours_of
from outlay.discount.machine_type import SHARED_CORE, family_of
from outlay.discount.stated import CommittedUse
from outlay.estimate.gcp.machine_shapes import MachineShape, shapes_by_name
from outlay.prices.book import CONTRACT, PriceBook
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import ON_DEMAND, committed_use

COMPUTE: Final = "ComputeEngine"
DISK: Final = "PersistentDisk"
VCPU: Final = "vcpu"
MEMORY: Final = "memory"
MACHINE: Final = "linux"
GPU: Final = "gpu"
STORAGE: Final = "storage"
_MEMORY_TO_VCPU: Final = Fraction("0.004237") / Fraction("0.031611")
"""What a GB costs of what a vCPU costs (n1 and n2 in us-central1)."""


@dataclass(frozen=True, slots=True)
class MachineRates:
    """The on-demand prices of a family's vCPU-hour and GB-hour, and the share that the commitment takes off.

    `is_agreed` says whether that share follows from a committed price that a contract sets.
    """

    vcpu: Fraction
    memory: Fraction
    discount: Fraction
    is_ratio_known: bool
    is_agreed: bool = False


@dataclass(frozen=True, slots=True)
class _Reference:
    """A machine type with its price, less what comes with it beside vCPUs and memory."""

    shape: MachineShape
    rest: Fraction


def machine_rates(of: CommittedUse, book: PriceBook) -> MachineRates | str:
    """The family's prices in the region, and what a commitment takes off them; or why they are not known."""
    shapes = [shape for name, shape in shapes_by_name().items() if _is_usual(name, of.family)]
    if not shapes:
        return f"what machines of {of.family} consist of is not known"
    found_discount = _discount(of, shapes, book)
    if found_discount is None:
        return f"the price book has no committed price of {of.family} in {of.region} to go by; state `percent`"
    discount, is_agreed = found_discount
    vcpu, memory = (_price(PriceQuery(COMPUTE, of.region, of.family, part, ON_DEMAND), book) for part in (VCPU, MEMORY))
    if vcpu and memory:
        return MachineRates(vcpu, memory, discount, is_ratio_known=True, is_agreed=is_agreed)
    references = _references(of, shapes, book)
    first = next(references, None)
    if first is None:
        return f"the price book has no price that tells what vCPU and memory of {of.family} cost in {of.region}"
    for other in references:
        found = _solved(first, other)
        if found is not None:
            return MachineRates(*found, discount, is_ratio_known=True, is_agreed=is_agreed)
    per_vcpu = first.rest / (Fraction(first.shape.vcpus) + Fraction(first.shape.memory) * _MEMORY_TO_VCPU)
    return MachineRates(per_vcpu, per_vcpu * _MEMORY_TO_VCPU, discount, is_ratio_known=False, is_agreed=is_agreed)


def parts_beside(shape: MachineShape, region: str, book: PriceBook) -> list[tuple[str, Fraction, Fraction]] | None:
    """GPUs and local SSD that a machine type's price holds: (what, amount, price an hour); None where it is unknown."""
    found: list[tuple[str, Fraction, Fraction]] = []
    asked = (
        (shape.gpu, Fraction(shape.gpus), PriceQuery(COMPUTE, region, shape.gpu, GPU, ON_DEMAND)),
        (
            shape.local_ssd,
            Fraction(shape.local_ssd_size),
            PriceQuery(DISK, region, shape.local_ssd, STORAGE, ON_DEMAND),
        ),
    )
    for what, amount, query in asked:
        if what:
            price = _price(query, book)
            if not price:
                return None
            found.append((what, amount, price))
    return found


def _is_usual(name: str, family: str) -> bool:
    return family_of(name) == family and name not in SHARED_CORE


def _price(query: PriceQuery, book: PriceBook) -> Fraction | None:
    """What an hour of a unit costs."""
    price = book.find(query)
    return Fraction(price.unit_price) / hours_of(price.unit) if isinstance(price, Price) else None


def _discount(of: CommittedUse, shapes: list[MachineShape], book: PriceBook) -> tuple[Fraction, bool] | None:
    """The share that the commitment takes off, and whether a contract sets the price that it follows from.

    The share is as stated, else off the first machine type that has both prices.
    """
    if of.percent is not None:
        return Fraction(of.percent) / 100, False
    for shape in shapes:
        query = PriceQuery(COMPUTE, of.region, shape.machine_type, MACHINE, ON_DEMAND)
        listed = _price(query, book)
        committed = book.find(PriceQuery(COMPUTE, of.region, shape.machine_type, MACHINE, committed_use(of.years)))
        if listed and isinstance(committed, Price):
            return 1 - Fraction(committed.unit_price) / hours_of(committed.unit) / listed, committed.layer == CONTRACT
    return None


def _references(of: CommittedUse, shapes: list[MachineShape], book: PriceBook) -> Iterator[_Reference]:
    """The machine types whose vCPUs and memory have a known price, those without anything else first."""
    for shape in sorted(shapes, key=lambda shape: bool(shape.gpu or shape.local_ssd)):
        listed = _price(PriceQuery(COMPUTE, of.region, shape.machine_type, MACHINE, ON_DEMAND), book)
        beside = parts_beside(shape, of.region, book) if listed else None
        if listed and beside is not None:
            rest = listed - sum((amount * price for _, amount, price in beside), Fraction(0))
            if rest > 0:
                yield _Reference(shape, rest)


def _solved(one: _Reference, other: _Reference) -> tuple[Fraction, Fraction] | None:
    """vCPU and GB out of two machine types of one family; None where they do not tell them apart."""
    cpus, memory = Fraction(one.shape.vcpus), Fraction(one.shape.memory)
    other_cpus, other_memory = Fraction(other.shape.vcpus), Fraction(other.shape.memory)
    divisor = cpus * other_memory - other_cpus * memory
    if not divisor:
        return None
    vcpu = (one.rest * other_memory - other.rest * memory) / divisor
    gigabyte = (other.rest * cpus - one.rest * other_cpus) / divisor
    return (vcpu, gigabyte) if vcpu > 0 and gigabyte > 0 else None
