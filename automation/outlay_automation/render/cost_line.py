"""A resource's cost as a line of JSON: what `outlay estimate --format jsonl` prints, and what larger documents hold.

Amounts are texts, exact to the last digit. The line is put together as text, since a hundred thousand of them are: to
build mappings first and have them encoded took a fourth of the whole command. Not here: which document it stands in
(`cost_document`).
"""

from collections.abc import Iterable
from decimal import Decimal
from functools import lru_cache
from json.encoder import encode_basestring as quoted  # what JSONEncoder(ensure_ascii=False) writes a text with
from typing import Final

from outlay.estimate.amount import written
from outlay.estimate.charge import AppliedDiscount, PricedCharge, Range
from outlay.estimate.resource_cost import ResourceCost
from outlay.money import Cost, Gap
from outlay.prices.currency import USD
from outlay.prices.query import Price

_NULL: Final = "null"


def cost_line(cost: ResourceCost) -> str:
    """One line of `--format jsonl`, which stands alone: what the resource costs, and in which currency if not USD."""
    return f"{{{figures(cost)}{_unless_usd(cost.cost.currency)}}}"


def figures(cost: ResourceCost) -> str:
    """The members of a resource's document: name, type, status, monthly figures, gaps, charges and assumptions."""
    monthly, costs = _sums(cost) if _has_priced_part(cost) else (_NULL, _three(_NULL, _NULL, _NULL))
    return (
        f'"name":{quoted(cost.name)},"type":{quoted(cost.type)},"status":"{cost.status.value}",'
        f'"monthly":{monthly},"costs":{costs},"gaps":{_list(map(_gap, cost.cost.gaps))},'
        f'"charges":{_list(map(_charge, cost.charges))},"assumptions":{_list(map(quoted, cost.assumptions))}'
    )


def _has_priced_part(cost: ResourceCost) -> bool:
    """Whether there are figures: a gap alone is not zero."""
    return not cost.cost.gaps or any(each.cost is not None for each in cost.charges)


def _sums(cost: ResourceCost) -> tuple[str, str]:
    """The monthly figures, and the three costs of FOCUS; where nothing is taken off these are one and the same."""
    effective, listed, contracted = cost.cost, cost.list_cost, cost.contracted_cost
    shown = _monthly(effective)
    return shown, _three(
        shown if listed is effective else _monthly(listed),
        shown if contracted is effective else _monthly(contracted),
        shown,
    )


def _monthly(cost: Cost) -> str:
    """The figures of a cost; `high` is null where a gap leaves it open."""
    if cost.high is None:
        return f'{{"low":"{written(cost.low)}","expected":"{written(cost.expected)}","high":null}}'
    return _ends(cost.low, cost.expected, cost.high)


def _three(listed: str, contracted: str, effective: str) -> str:
    return f'{{"list":{listed},"contracted":{contracted},"effective":{effective}}}'


def _gap(of: Gap) -> str:
    """A gap within the resource that the line is about."""
    return f'{{"kind":"{of.kind.value}","charge":{quoted(of.charge)},"reason":{quoted(of.reason)}}}'


def _charge(of: PricedCharge) -> str:
    """One line of a resource's cost; `monthly` is null where a gap stands in its place."""
    effective = _range(of.cost)
    costs = _three(
        effective if of.list_cost is of.cost else _range(of.list_cost),
        effective if of.contracted_cost is of.cost else _range(of.contracted_cost),
        effective,
    )
    unit_price = _NULL if of.unit_price is None else f'"{written(of.unit_price)}"'
    return (
        f'{{"name":{quoted(of.label)},"unit":{quoted(of.unit)},"quantity":{_range(of.quantity)},'
        f'"unit_price":{unit_price},"monthly":{effective},"costs":{costs},'
        f'"discounts":{_list(map(_discount, of.discounts))},"price":{_NULL if of.price is None else _price(of.price)}}}'
    )


def _discount(of: AppliedDiscount) -> str:
    return f'{{"kind":"{of.kind.value}","name":{quoted(of.name)},"amount":"{written(of.amount)}"}}'


def _price(of: Price) -> str:
    return _origin(of.source, of.as_of.isoformat(), of.grade.value, of.layer, of.currency)


@lru_cache(maxsize=1024)
def _origin(source: str, as_of: str, grade: str, layer: str, currency: str) -> str:
    """Where a price is from; thousands of charges share it."""
    return (
        f'{{"source":{quoted(source)},"as_of":"{as_of}","grade":"{grade}","layer":{quoted(layer)}'
        f"{_unless_usd(currency)}}}"
    )


def _unless_usd(currency: str) -> str:
    """The member that names a currency. The form of a line is older than other currencies and means USD without it."""
    return "" if currency == USD else f',"currency":{quoted(currency)}'


def _range(of: Range | None) -> str:
    return _NULL if of is None else _ends(of.low, of.expected, of.high)


def _ends(low: Decimal, expected: Decimal, high: Decimal) -> str:
    middle = written(expected)
    if low == high:
        return f'{{"low":"{middle}","expected":"{middle}","high":"{middle}"}}'
    return f'{{"low":"{written(low)}","expected":"{middle}","high":"{written(high)}"}}'


def _list(members: Iterable[str]) -> str:
    return f"[{','.join(members)}]"
