"""Committed use of Google Cloud's resources: vCPUs, memory, GPUs and local SSD of one machine family in one region.

A machine is charged by its type here and by its vCPUs and memory there, so that a commitment covers the two apart; the
type's price is divided between them in the ratio of the family's prices for each. Commitments with the highest
discount are applied first, to lines in the order of their URNs.

Source: Google Cloud, "Resource-based committed use discounts"
(docs.cloud.google.com/compute/docs/instances/signing-up-committed-use-discounts): the discount applies to the
aggregate of a region; shared-core machine types and spot are left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from outlay.discount.line import Line, Portion, hours_of
from outlay.discount.machine_type import SHARED_CORE, MachineType, family_of, machine_type
from outlay.discount.pool import Draw, Pool, not_applied, use_of
from outlay.discount.stated import CommittedUse
from outlay.estimate.charge import DiscountKind
from outlay.estimate.resource_cost import CommitmentUse
from outlay.prices.book import PriceBook
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import ON_DEMAND, committed_use

_COMPUTE: Final = "ComputeEngine"
_DISK: Final = "PersistentDisk"
_VCPU: Final = "vcpu"
_MEMORY: Final = "memory"
_MACHINE: Final = "linux"
_GPU: Final = "gpu"
_LOCAL_SSD: Final = "local-ssd"
_REFERENCE_SIZES: Final = (2, 4, 8, 1, 16, 30, 60)
_MEMORY_TO_VCPU: Final = Fraction("0.004237") / Fraction("0.031611")
"""What a GB costs of what a vCPU costs (n1 and n2 in us-central1), where the book has no such prices of the family."""


@dataclass(frozen=True, slots=True)
class _Rates:
    """The on-demand prices of a family's vCPU-hour and GB-hour, and the share that the commitment takes off."""

    vcpu: Fraction
    memory: Fraction
    discount: Fraction
    is_ratio_known: bool


def draw_down(commitments: Iterable[CommittedUse], lines: Sequence[Line], book: PriceBook) -> Iterator[CommitmentUse]:
    """Let the lines draw on the commitments, and say what became of each."""
    priced: list[tuple[CommittedUse, _Rates]] = []
    for each in commitments:
        rates = _rates(each, book)
        if isinstance(rates, _Rates):
            priced.append((each, rates))
        else:
            yield not_applied(DiscountKind.COMMITTED_USE, each.name, rates)
    for it, rates in sorted(priced, key=lambda pair: (-pair[1].discount, pair[0].name)):
        here = sorted((line for line in lines if _is_eligible(line, it)), key=lambda line: line.order)
        for line in here:
            if family_of(line.item) == it.family:
                _split(line, rates)
        pools = list(_pools(it, rates, here, book))
        note = "" if rates.is_ratio_known else f"what vCPU and memory of {it.family} cost apart is taken from n1"
        yield use_of(DiscountKind.COMMITTED_USE, it.name, pools, note)


def _is_eligible(line: Line, of: CommittedUse) -> bool:
    return line.region == of.region and line.is_on_demand and line.item not in SHARED_CORE


def _pools(of: CommittedUse, rates: _Rates, lines: Sequence[Line], book: PriceBook) -> Iterator[Pool]:
    """The commitment's amounts, each drawn down."""
    kept = 1 - rates.discount
    for what, amount, price in ((_VCPU, of.vcpus, rates.vcpu), (_MEMORY, of.memory, rates.memory)):
        draws = [
            Draw(portion, Fraction(1), portion.unit_price * kept)
            for line in lines
            if line.query.service == _COMPUTE and family_of(line.item) == of.family
            for portion in line.portions
            if portion.what == what
        ]
        yield _drawn(of, Fraction(amount), price * kept, draws)
    for kind, count in of.gpus:
        query = PriceQuery(_COMPUTE, of.region, kind, _GPU, ON_DEMAND)
        yield _by_item(of, Fraction(count), query, lines, kept, book)
    if of.local_ssd:
        query = PriceQuery(_DISK, of.region, _LOCAL_SSD, "storage", ON_DEMAND)
        yield _by_item(of, Fraction(of.local_ssd), query, lines, kept, book)


def _by_item(
    of: CommittedUse,
    amount: Fraction,
    query: PriceQuery,
    lines: Sequence[Line],
    kept: Fraction,
    book: PriceBook,
) -> Pool:
    """An amount of something that is charged by itself: at its own committed price where the book has one."""
    listed, committed = (
        book.find(query),
        book.find(PriceQuery(query.service, query.region, query.item, query.dimension, committed_use(of.years))),
    )
    if of.percent is None and isinstance(listed, Price) and isinstance(committed, Price) and listed.unit_price:
        kept = Fraction(committed.unit_price) / Fraction(listed.unit_price)
    matching = [line for line in lines if line.query == query]
    draws = [Draw(portion, Fraction(1), portion.unit_price * kept) for line in matching for portion in line.portions]
    worth = Fraction(listed.unit_price) / hours_of(listed.unit) * kept if isinstance(listed, Price) else Fraction(0)
    return _drawn(of, amount, worth, draws)


def _drawn(of: CommittedUse, amount: Fraction, worth: Fraction, draws: Sequence[Draw]) -> Pool:
    pool = Pool(DiscountKind.COMMITTED_USE, of.name, amount, worth)
    pool.draw(draws)
    return pool


def _split(line: Line, rates: _Rates) -> None:
    """Part a machine's charge into that of its vCPUs and that of its memory; name the parts of a custom one."""
    if line.query.service != _COMPUTE:
        return
    if line.query.dimension in (_VCPU, _MEMORY):
        for portion in line.portions:
            portion.what = line.query.dimension
        return
    size = machine_type(line.item) if line.query.dimension == _MACHINE else None
    if size is not None and not line.portions[0].what:
        line.split(lambda portion: _parts(portion, size, rates))


def _parts(portion: Portion, size: MachineType, rates: _Rates) -> Iterator[Portion]:
    """The two parts of a machine; what they have been paid for so far stays with the first."""
    vcpus, memory = Fraction(size.vcpus), Fraction(size.memory)
    scale = portion.unit_price / (vcpus * rates.vcpu + memory * rates.memory)
    for what, units, price in ((_VCPU, vcpus, rates.vcpu), (_MEMORY, memory, rates.memory)):
        low, expected, high = (rest.times(units) for rest in portion.rest)
        part = Portion(portion.line, price * scale, (low, expected, high), what)
        if what == _VCPU:
            part.paid = portion.paid
        yield part


def _rates(of: CommittedUse, book: PriceBook) -> _Rates | str:
    """The family's prices in the region; or why there are none."""
    reference = next((found for size in _REFERENCE_SIZES if (found := _reference(of, size, book))), None)
    if of.percent is not None:
        discount: Fraction | None = Fraction(of.percent) / 100
    else:
        discount = reference[1] if reference else None
    if reference is None or discount is None:
        return (
            f"the price book has no committed price of {of.family} in {of.region} to go by; state `percent`"
            if of.percent is None
            else f"the price book has no machine type of {of.family} in {of.region}"
        )
    return _component_prices(of, reference[0], discount, book)


def _component_prices(
    of: CommittedUse, reference: tuple[MachineType, Fraction], discount: Fraction, book: PriceBook
) -> _Rates:
    vcpu, memory = (book.find(PriceQuery(_COMPUTE, of.region, of.family, what, ON_DEMAND)) for what in (_VCPU, _MEMORY))
    if isinstance(vcpu, Price) and isinstance(memory, Price) and vcpu.unit_price and memory.unit_price:
        return _Rates(Fraction(vcpu.unit_price), Fraction(memory.unit_price), discount, is_ratio_known=True)
    size, price = reference
    per_vcpu = price / (size.vcpus + Fraction(size.memory) * _MEMORY_TO_VCPU)
    return _Rates(per_vcpu, per_vcpu * _MEMORY_TO_VCPU, discount, is_ratio_known=False)


def _reference(
    of: CommittedUse, size: int, book: PriceBook
) -> tuple[tuple[MachineType, Fraction], Fraction | None] | None:
    """A machine type of the family with its on-demand price, and what the commitment takes off by the book."""
    name = f"{of.family}-standard-{size}"
    found = machine_type(name)
    listed = book.find(PriceQuery(_COMPUTE, of.region, name, _MACHINE, ON_DEMAND))
    if found is None or not isinstance(listed, Price) or not listed.unit_price:
        return None
    committed = book.find(PriceQuery(_COMPUTE, of.region, name, _MACHINE, committed_use(of.years)))
    if not isinstance(committed, Price):
        return ((found, Fraction(listed.unit_price)), None) if of.percent is not None else None
    discount = 1 - Fraction(committed.unit_price) / Fraction(listed.unit_price)
    return (found, Fraction(listed.unit_price)), discount
