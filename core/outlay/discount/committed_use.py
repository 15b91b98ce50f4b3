"""Committed use of Google Cloud's resources: vCPUs, memory, GPUs and local SSD of one machine family in one region.

A machine is charged by its type here and by its vCPUs and memory there, so that a commitment covers the two apart; the
type's price is divided between its parts in the ratio of their prices (`outlay.discount.machine_rates`). Commitments
with the highest discount are applied first, to lines in the order of their URNs.

Source: Google Cloud, "Resource-based committed use discounts"
(docs.cloud.google.com/compute/docs/instances/signing-up-committed-use-discounts): the discount applies to the
aggregate of a region; shared-core machine types and spot are left out.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from outlay.discount.alike import Alike, portions_in_order
from outlay.discount.line import Line, Portion, hours_of, money
from outlay.discount.machine_rates import (
    COMPUTE,
    DISK,
    GPU,
    MACHINE,
    MEMORY,
    STORAGE,
    VCPU,
    MachineRates,
    machine_rates,
    parts_beside,
)
from outlay.discount.machine_type import SHARED_CORE, family_of
from outlay.discount.pool import Draw, Pool, not_applied, use_of
from outlay.discount.stated import CommittedUse
from outlay.estimate.amount import written
from outlay.estimate.charge import DiscountKind
from outlay.estimate.gcp.machine_shapes import MachineShape, local_ssd_of, shapes_by_name
from outlay.estimate.resource_cost import CommitmentUse
from outlay.prices.book import CONTRACT, PriceBook
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import ON_DEMAND, committed_use


@dataclass(frozen=True, slots=True)
class _Part:
    """GPUs of one kind, or local SSD: what an hour of one costs on demand, and which share of it is left."""

    query: PriceQuery
    amount: Fraction
    price: Fraction
    kept: Fraction
    note: str = ""
    is_agreed: bool = False
    """Whether a contract sets what it costs under the commitment."""


@dataclass(frozen=True, slots=True)
class _Terms:
    """What a commitment is worth: prices of vCPUs and memory, where it has some, and its other parts."""

    rates: MachineRates | None
    parts: tuple[_Part, ...]
    notes: tuple[str, ...]

    @property
    def discount(self) -> Fraction:
        """The share that it takes off: that off machines, else the highest off its parts."""
        return self.rates.discount if self.rates else max(1 - part.kept for part in self.parts)


def draw_down(commitments: Iterable[CommittedUse], groups: Sequence[Alike], book: PriceBook) -> Iterator[CommitmentUse]:
    """Let the lines draw on the commitments, and say what became of each."""
    known: list[tuple[CommittedUse, _Terms]] = []
    for each in commitments:
        terms = _terms(each, book)
        if isinstance(terms, _Terms):
            known.append((each, terms))
        else:
            yield not_applied(DiscountKind.COMMITTED_USE, each.name, terms)
    for it, terms in sorted(known, key=lambda pair: (-pair[1].discount, pair[0].name)):
        here = [group for group in groups if group.region == it.region and group.item not in SHARED_CORE]
        machines = [group for group in here if group.query.service == COMPUTE and family_of(group.item) == it.family]
        whole: dict[str, None] = {}
        for group in machines:
            for line in group.lines:
                if terms.rates and not _split(line, terms.rates, book):
                    whole[line.item] = None
        notes = [*terms.notes, *(f"{name} is not covered: what its GPUs or disks cost is not known" for name in whole)]
        yield use_of(DiscountKind.COMMITTED_USE, it.name, list(_pools(it, terms, here, machines)), "; ".join(notes))


def _terms(of: CommittedUse, book: PriceBook) -> _Terms | str:
    """What the commitment's parts cost; or why none of them has a price."""
    rates = machine_rates(of, book)
    known: list[_Part] = []
    refused: list[str] = []
    for query, amount in _queries(of):
        part = _part(of, query, Fraction(amount), rates, book)
        if isinstance(part, _Part):
            known.append(part)
        else:
            refused.append(part)
    if (of.vcpus or of.memory) and isinstance(rates, str):
        refused.insert(0, rates)
    is_of_machines = bool(of.vcpus or of.memory) and isinstance(rates, MachineRates)
    if not known and not is_of_machines:
        return "; ".join(refused) or "it states no amount of anything"
    notes = [part.note for part in known if part.note]
    if isinstance(rates, MachineRates) and is_of_machines and not rates.is_ratio_known:
        notes.append(f"what vCPU and memory of {of.family} cost apart is taken from n1")
    notes += [f"not applied: {reason}" for reason in refused]
    return _Terms(rates if isinstance(rates, MachineRates) else None, tuple(known), tuple(notes))


def _queries(of: CommittedUse) -> Iterator[tuple[PriceQuery, Decimal]]:
    """What is charged by itself, with its amount."""
    for kind, count in of.gpus:
        yield PriceQuery(COMPUTE, of.region, kind, GPU, ON_DEMAND), count
    if of.local_ssd:
        yield PriceQuery(DISK, of.region, local_ssd_of(of.family), STORAGE, ON_DEMAND), of.local_ssd


def _part(
    of: CommittedUse, query: PriceQuery, amount: Fraction, rates: MachineRates | str, book: PriceBook
) -> _Part | str:
    """A part at its own committed price where the book has one, else at the machines' percentage, which is said."""
    listed = book.find(query)
    if not isinstance(listed, Price) or not listed.unit_price:
        return f"{query.item}, of which the price book has no price in {of.region}"
    price = Fraction(listed.unit_price) / hours_of(listed.unit)
    if of.percent is not None:
        return _Part(query, amount, price, 1 - Fraction(of.percent) / 100)
    committed = book.find(PriceQuery(query.service, query.region, query.item, query.dimension, committed_use(of.years)))
    if isinstance(committed, Price):
        kept = Fraction(committed.unit_price) / Fraction(listed.unit_price)
        return _Part(query, amount, price, kept, is_agreed=committed.layer == CONTRACT)
    if isinstance(rates, str):
        return f"{query.item}, of which the price book has no committed price in {of.region}; state `percent`"
    percent = written(round(money(rates.discount * 100), 1).normalize())
    note = (
        f"the price book has no committed price of {query.item}: {percent} % off is taken, as off {of.family} machines"
    )
    return _Part(query, amount, price, 1 - rates.discount, note, rates.is_agreed)


def _pools(of: CommittedUse, terms: _Terms, here: Sequence[Alike], machines: Sequence[Alike]) -> Iterator[Pool]:
    """The commitment's amounts, each drawn down."""
    rates = terms.rates
    if rates:
        kept = 1 - rates.discount
        for what, amount, price in ((VCPU, of.vcpus, rates.vcpu), (MEMORY, of.memory, rates.memory)):
            pool = Pool(DiscountKind.COMMITTED_USE, of.name, Fraction(amount), price * kept)
            pool.draw(_draws(machines, what, kept, rates.is_agreed))
            yield pool
    for part in terms.parts:
        by_itself = [group for group in here if group.query == part.query]
        pool = Pool(DiscountKind.COMMITTED_USE, of.name, part.amount, part.price * part.kept)
        pool.draw(_draws(by_itself, "", part.kept, part.is_agreed))
        pool.draw(_draws(machines, str(part.query.item), part.kept, part.is_agreed))
        yield pool


def _draws(groups: Sequence[Alike], what: str, kept: Fraction, is_agreed: bool) -> Iterator[Draw]:
    for portion in portions_in_order(groups):
        if portion.what == what:
            yield Draw(portion, Fraction(1), portion.unit_price * kept, is_agreed or portion.line.is_agreed)


def _split(line: Line, rates: MachineRates, book: PriceBook) -> bool:
    """Part a machine's charge into that of its vCPUs, memory, GPUs and local SSD; name the parts of a custom one.

    Returns:
        Whether it could be done; what is no machine needs no parting.
    """
    if line.query.dimension in (VCPU, MEMORY):
        for portion in line.portions:
            portion.what = line.query.dimension
    shape = shapes_by_name().get(line.item) if line.query.dimension == MACHINE else None
    if shape is None:
        return line.query.dimension != MACHINE
    if not line.portions[0].what:
        beside = parts_beside(shape, line.region, book)
        if beside is None:
            return False
        line.split(lambda portion: _parts(portion, shape, rates, beside))
    return True


def _parts(
    portion: Portion, shape: MachineShape, rates: MachineRates, beside: list[tuple[str, Fraction, Fraction]]
) -> Iterator[Portion]:
    """The parts of a machine; what they have been paid for so far stays with the first."""
    parts = [(VCPU, Fraction(shape.vcpus), rates.vcpu), (MEMORY, Fraction(shape.memory), rates.memory), *beside]
    scale = portion.unit_price / sum((units * price for _, units, price in parts), Fraction(0))
    for what, units, price in parts:
        low, expected, high = (rest.times(units) for rest in portion.rest)
        part = Portion(portion.line, price * scale, (low, expected, high), what)
        if what == VCPU:
            part.paid, part.agreed = portion.paid, portion.agreed
        yield part
