"""Which figures the terms of AWS's products make, and which of several products with one name holds: pure functions.

What a product is listed at in a term is an answer, and an answer holds as a whole: a tier without its neighbours, or
hours without the amount upfront, is a tariff that nobody offers. Not here: what products are called (`products`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import Any, Final

from outlay.prices.figure import UPFRONT, Figure, FigureName, Source
from outlay.prices.query import Grade
from outlay.prices.term import ON_DEMAND, Offering, Payment, reserved

from outlay_automation.prices.refresh.aws.products import BookName, InvalidProduct
from outlay_automation.prices.refresh.aws.usage_types import UNITS

LICENCE: Final = "published by AWS"
_PAYMENTS: Final = {
    "No Upfront": Payment.NO_UPFRONT,
    "Partial Upfront": Payment.PARTIAL_UPFRONT,
    "All Upfront": Payment.ALL_UPFRONT,
}
_OFFERINGS: Final = {"standard": Offering.STANDARD, "convertible": Offering.CONVERTIBLE}
_UPFRONT_UNITS: Final = frozenset({"quantity"})
_START: Final = Decimal(0)
_ENDLESS: Final = "Inf"


@dataclass(frozen=True, slots=True)
class Answer:
    """What AWS lists one product at in one term: all its tiers, and the amount upfront. Never without a figure."""

    name: BookName
    term: str
    figures: tuple[Figure, ...]

    @property
    def what(self) -> str:
        """What it answers, for a sentence; products that are tiers of each other answer the same."""
        return f"{self.name}, {self.term}"

    @property
    def tariff(self) -> tuple[tuple[str, Decimal, Decimal, str], ...]:
        """Unit, beginning, price and currency of each figure: what has to be equal for two answers to be one."""
        return tuple((each.name.unit, each.name.tier_from, each.price, each.currency) for each in self.figures)

    @property
    def is_free(self) -> bool:
        """Whether nothing of it costs anything."""
        return not any(figure.price for figure in self.figures)


def source_of(interface: str, offer: str, version: str, published: date) -> Source:
    """Where figures of an offer come from: the interface, the offer, its version, and the day AWS published it."""
    return Source(f"AWS price list {interface} {offer} {version}".strip(), published, LICENCE)


def on_demand_answers(
    name: BookName, terms: Iterable[Mapping[str, Any]], source: Source, left_out: list[str]
) -> list[Answer]:
    """What a product costs on demand; of several terms the newest that the day of publication has reached.

    Args:
        name: the product's.
        terms: all its terms of this kind.
        source: where they come from, with the day of publication.
        left_out: is told in a sentence where no term holds yet.

    Raises:
        InvalidProduct: a price or a date that is none, tiers that do not follow each other, a unit that is not the
            book's, or compute at a price of 0.
    """
    listed = ((ON_DEMAND, term) for term in terms)
    return [
        Answer(name, ON_DEMAND, _on_demand(name, term, source)) for _, term in _holding(name, listed, source, left_out)
    ]


def reserved_answers(
    name: BookName, terms: Iterable[Mapping[str, Any]], source: Source, left_out: list[str]
) -> list[Answer]:
    """What reservations of a product cost: their hours, and the amount upfront. Kinds no longer sold have no answer.

    Arguments as of `on_demand_answers`.

    Raises:
        InvalidProduct: a price or a date that is none, other parts than one price by the hour and at most one amount,
            two currencies, or compute that costs nothing, neither now nor by the hour.
    """
    listed = ((kind, term) for term in terms if (kind := _reservation_of(term)))
    return [
        Answer(name, kind, _reservation_figures(name, kind, term, source))
        for kind, term in _holding(name, listed, source, left_out)
    ]


def settled(answers: Iterable[Answer]) -> tuple[list[Figure], list[str]]:
    """The figures of the answers that hold, and in a sentence each those that do not.

    Products with one name in one term have to be listed at one tariff, complete and equal in every part; where AWS
    lists tiers as products of their own, one tier in doubt puts all of them in doubt. What is not compute and yet
    costs nothing is no figure either: it would answer for what is paid.
    """
    kept: list[Figure] = []
    left_out: list[str] = []
    for tiers in _grouped(list(answers)):
        figures, doubt = _agreed(tiers)
        kept += figures
        left_out += doubt
    return kept, left_out


def _grouped(answers: list[Answer]) -> Iterable[dict[Decimal, list[Answer]]]:
    """By name and term, the answers by where their product's price begins."""
    if len({answer.term for answer in answers}) == len(answers):  # one product's, as nearly all are
        return [{answer.name.tier_from or _START: [answer]} for answer in answers]
    groups: dict[tuple[BookName, str], dict[Decimal, list[Answer]]] = {}
    for answer in answers:
        begins = answer.name.tier_from or _START
        groups.setdefault((answer.name.whole, answer.term), {}).setdefault(begins, []).append(answer)
    return groups.values()


def _agreed(tiers: Mapping[Decimal, list[Answer]]) -> tuple[list[Figure], list[str]]:
    """The figures of all products that make one price, by where they begin; none, and why, where they differ."""
    alone = tiers.get(_START, []) if len(tiers) == 1 else []
    if len(alone) == 1 and not alone[0].is_free:
        return [*alone[0].figures], []
    for rivals in tiers.values():
        if len({rival.tariff for rival in rivals}) > 1:
            listed = ", ".join(_told(tariff) for tariff in sorted({rival.tariff for rival in rivals}, key=_prices))
            return [], [f"{rivals[0].what}: AWS lists it at {listed}"]
    chosen = [tiers[begins][0] for begins in sorted(tiers)]
    figures = [figure for answer in chosen for figure in answer.figures]
    what = chosen[0].what
    if 0 not in tiers:
        return [], [f"{what}: AWS lists its further tiers, and not the first"]
    if len(chosen) > 1 and not _fit_together(figures):
        return [], [f"{what}: the tiers that AWS lists do not fit together"]
    if any(answer.is_free for answer in chosen):
        return [], [f"{what}: AWS lists it at 0"]
    return figures, []


def _fit_together(figures: list[Figure]) -> bool:
    """Whether figures of several products are tiers of one price: no two begin alike, and all are in one currency."""
    return len({each.name for each in figures}) == len(figures) and len({each.currency for each in figures}) == 1


def _prices(tariff: tuple[tuple[str, Decimal, Decimal, str], ...]) -> tuple[tuple[Decimal, Decimal, str], ...]:
    """What tariffs are put in order by."""
    return tuple((price, begins, currency) for _, begins, price, currency in tariff)


def _told(tariff: tuple[tuple[str, Decimal, Decimal, str], ...]) -> str:
    """A tariff in words: `0.023 and 0.022 from 51200`, `0.0345 and 302 upfront`."""
    parts = []
    for unit, begins, price, currency in tariff:
        money = f"{price}" if currency == "USD" else f"{price} {currency}"
        parts.append(f"{money} upfront" if unit == UPFRONT else f"{money} from {begins:f}" if begins else money)
    return " and ".join(parts)


def _holding(
    name: BookName, terms: Iterable[tuple[str, Mapping[str, Any]]], source: Source, left_out: list[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Of the terms of each kind the newest in force on the day of publication; more than one only of the same day."""
    by_kind: dict[str, list[tuple[date, Mapping[str, Any]]]] = {}
    for kind, term in terms:
        by_kind.setdefault(kind, []).append((_day(term["effectiveDate"]), term))
    for kind, dated in by_kind.items():
        if len(dated) == 1 and dated[0][0] <= source.as_of:
            yield kind, dated[0][1]
            continue
        in_force = [day for day, _ in dated if day <= source.as_of]
        if not in_force:
            first = min(day for day, _ in dated)
            left_out.append(f"{name}, {kind}: AWS's price holds from {first} on, and its list is of {source.as_of}")
            continue
        newest = max(in_force)
        yield from ((kind, term) for day, term in dated if day == newest)


@cache
def _day(text: str) -> date:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        raise InvalidProduct(f"its effectiveDate is {text}") from None


def _on_demand(name: BookName, term: Mapping[str, Any], source: Source) -> tuple[Figure, ...]:
    """One figure a tier. A free first tier is left out: the book prices from the first unit."""
    tiers = _tiers(name, term)
    while len(tiers) > 1 and tiers[0][1] == 0:
        free, first = tiers.pop(0), tiers[0]
        tiers[0] = (free[0], *first[1:])
    figures = []
    for start, price, currency in tiers:
        if price == 0 and name.is_compute:
            raise InvalidProduct("it costs 0, and compute is never free")
        tier_from = start if name.tier_from is None else name.tier_from
        figure = FigureName(name.service, name.item, name.dimension, ON_DEMAND, name.unit, tier_from)
        figures.append(Figure(figure, name.region, price, source, Grade.A, currency))
    return tuple(figures)


def _reservation_figures(name: BookName, kind: str, term: Mapping[str, Any], source: Source) -> tuple[Figure, ...]:
    hourly: list[Decimal] = []
    upfront: list[Decimal] = []
    currencies: set[str] = set()
    for dimension in term["priceDimensions"].values():
        price, currency = _price(dimension)
        currencies.add(currency)
        if dimension["unit"].lower() in _UPFRONT_UNITS:
            upfront.append(price)
        else:
            count = _count(name, dimension)
            hourly.append(price if count == 1 else _plain(price * count))
    if len(hourly) != 1 or len(upfront) > 1:
        raise InvalidProduct(f"{kind} it has {len(hourly)} prices by the hour and {len(upfront)} amounts upfront")
    if len(currencies) > 1:
        raise InvalidProduct(f"{kind} it is priced in {' and '.join(sorted(currencies))}")
    if name.is_compute and not any((*hourly, *upfront)):
        raise InvalidProduct(f"{kind} it costs 0, and compute is never free")
    (currency,) = currencies
    figure = FigureName(name.service, name.item, name.dimension, kind, name.unit)
    figures = [Figure(figure, name.region, hourly[0], source, Grade.A, currency)]
    if any(upfront):
        figure = FigureName(name.service, name.item, name.dimension, kind, UPFRONT)
        figures.append(Figure(figure, name.region, upfront[0], source, Grade.A, currency))
    return tuple(figures)


def _tiers(name: BookName, term: Mapping[str, Any]) -> list[tuple[Decimal, Decimal, str]]:
    """Where each tier begins, its price in the book's unit, and the currency; from 0 on and without a gap."""
    listed = []
    for dimension in term["priceDimensions"].values():
        count = _count(name, dimension)
        price, currency = _price(dimension)
        start = _number(dimension.get("beginRange", "0"))
        listed.append((start, dimension.get("endRange", _ENDLESS), count, price, currency))
    if not listed:
        raise InvalidProduct("it has no price")
    listed.sort(key=lambda tier: tier[0])
    ends = [end if end == _ENDLESS else _number(end) for _, end, *_ in listed]
    starts = [start for start, *_ in listed]
    if ends != [*starts[1:], _ENDLESS] or len(set(starts)) < len(starts):
        told = ", ".join(f"{start:f} to {end}" for start, end, *_ in listed)
        raise InvalidProduct(f"its tiers do not follow each other: {told}")
    if listed[0][0] and name.tier_from is None:
        raise InvalidProduct(f"its first tier begins at {listed[0][0]:f}")
    if name.tier_from is not None and len(listed) > 1:
        raise InvalidProduct("it has tiers, and is a tier itself")
    if len({currency for *_, currency in listed}) > 1:
        raise InvalidProduct("its tiers are priced in several currencies")
    return [(_plain(start / count), _plain(price * count), currency) for start, _, count, price, currency in listed]


def _count(name: BookName, dimension: Mapping[str, Any]) -> Decimal:
    """How many of the units that it is charged per make one of the book's."""
    unit = dimension["unit"]
    count = UNITS[name.unit].get(unit.lower())
    if count is None:
        raise InvalidProduct(f"it is charged per {unit}, and the book counts {name.unit}")
    return count


def _price(dimension: Mapping[str, Any]) -> tuple[Decimal, str]:
    prices = dimension["pricePerUnit"]
    if len(prices) != 1:
        raise InvalidProduct(f"it is priced in {', '.join(prices) or 'no currency'}")
    ((currency, text),) = prices.items()
    price = _number(text)
    if price < 0:
        raise InvalidProduct(f"it costs {text}")
    return price, currency


def _number(text: str) -> Decimal:
    """A number without the zeros that AWS fills its prices with."""
    whole, _, fraction = text.partition(".")
    try:
        number = Decimal(f"{whole}.{fraction.rstrip('0')}" if fraction.isdecimal() else text)
    except InvalidOperation:
        raise InvalidProduct(f"{text!r} is no number") from None
    if not number.is_finite():
        raise InvalidProduct(f"{text!r} is no number")
    return number


def _plain(number: Decimal) -> Decimal:
    """A number without zeros at its end, and without an exponent."""
    return Decimal(format(number.normalize(), "f"))


def _reservation_of(term: Mapping[str, Any]) -> str:
    attributes = term.get("termAttributes", {})
    return _reservation(
        attributes.get("LeaseContractLength"), attributes.get("OfferingClass"), attributes.get("PurchaseOption")
    )


@cache
def _reservation(length: str | None, offering: str | None, payment: str | None) -> str:
    """The term of a reservation, empty for a kind that is no longer sold (heavy utilisation)."""
    years = {"1yr": 1, "1 yr": 1, "3yr": 3, "3 yr": 3}.get(length or "")
    paid, exchanged = _PAYMENTS.get(payment or ""), _OFFERINGS.get(offering or "standard")
    if years is None or paid is None or exchanged is None:
        return ""
    return reserved(1 if years == 1 else 3, paid, exchanged)
