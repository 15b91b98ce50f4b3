"""AWS Savings Plans: a commitment of so much an hour, spent on eligible use at the plan's rates.

EC2 Instance plans are applied before Compute plans, and each to the use with the highest savings percentage first;
where percentages are equal, to the lowest rate first; then by URN.
Source: Savings Plans User Guide, "Understanding how Savings Plans apply to your AWS usage"
(docs.aws.amazon.com/savingsplans/latest/userguide/sp-applying.html).
"""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, TypeAlias

from outlay.discount.alike import Alike, portions_in_order
from outlay.discount.line import Line, hours_of
from outlay.discount.normalisation import family
from outlay.discount.pool import Draw, Pool, use_of
from outlay.discount.stated import Plan, SavingsPlan
from outlay.estimate.charge import DiscountKind
from outlay.estimate.resource_cost import CommitmentUse
from outlay.prices.book import CONTRACT, PriceBook
from outlay.prices.query import Price, PriceQuery
from outlay.prices.term import savings_plan

_EC2: Final = "AmazonEC2"
_FARGATE: Final = ("AmazonECS", "AmazonEKS")
_LAMBDA: Final = "AWSLambda"
_LAMBDA_ITEMS: Final = ("Duration", "ProvisionedDuration", "ProvisionedConcurrency")
_NO_INSTANCES: Final = frozenset({"ebs-optimized"})
_STORAGE: Final = "storage"
_Rated: TypeAlias = tuple[Fraction, Fraction, bool]
_NO_RATE: Final = "it covers nothing: no rate is stated, and the price book has none"


def draw_down(plans: Iterable[SavingsPlan], groups: Sequence[Alike], book: PriceBook) -> Iterator[CommitmentUse]:
    """Let the lines draw on the plans, and say what became of each."""
    for plan in sorted(plans, key=lambda plan: (plan.plan is Plan.COMPUTE, plan.name)):
        rated = _rated(plan, groups, book)
        pool = Pool(DiscountKind.SAVINGS_PLAN, plan.name, Fraction(plan.commitment), Fraction(1))
        pool.draw(_draws(rated))
        is_unknown = not rated and not plan.rates
        yield use_of(DiscountKind.SAVINGS_PLAN, plan.name, [pool], _NO_RATE if is_unknown else "")


def _rated(plan: SavingsPlan, groups: Sequence[Alike], book: PriceBook) -> dict[_Rated, list[Alike]]:
    """What the plan covers, by the share that it saves, by its rate, and by whether a contract sets that."""
    is_by_resource = any(rate.selector.resources for rate in plan.rates)
    found: dict[_Rated, list[Alike]] = {}
    for group in groups:
        if _covers(plan, group.first):
            for each in group.apart() if is_by_resource else (group,):
                unit_price = each.first.portions[0].unit_price
                rate = _rate(plan, each.first, unit_price, book)
                if rate is not None:
                    found.setdefault((1 - rate[0] / unit_price, *rate), []).append(each)
    return found


def _draws(rated: dict[_Rated, list[Alike]]) -> Iterator[Draw]:
    for kind in sorted(rated, key=lambda each: (-each[0], each[1])):
        _, rate, is_agreed = kind
        for portion in portions_in_order(rated[kind]):
            yield Draw(portion, rate, rate, is_agreed)


def _covers(plan: SavingsPlan, line: Line) -> bool:
    """Whether the plan is for what the line charges: EC2 instances, and with a Compute plan Fargate and Lambda."""
    query = line.query
    if not line.is_on_demand or not line.unit_price:
        return False
    is_instance = query.service == _EC2 and "." in line.item and query.dimension not in _NO_INSTANCES
    if plan.plan is Plan.EC2_INSTANCE:
        return is_instance and family(line.item) == plan.family and line.region == plan.region
    if query.service in _FARGATE:
        return line.item == "Fargate" and _STORAGE not in query.dimension
    return is_instance or (query.service == _LAMBDA and line.item in _LAMBDA_ITEMS)


def _rate(plan: SavingsPlan, line: Line, unit_price: Fraction, book: PriceBook) -> tuple[Fraction, bool] | None:
    """What a unit costs under the plan, and whether a contract sets it.

    It is worked out by the percentage stated for it, else by the price book.
    """
    percent = _stated(plan, line)
    if percent is not None:
        return unit_price * (1 - Fraction(percent) / 100), line.is_agreed
    query = line.query
    term = savings_plan(plan.plan.value, plan.years, plan.payment)
    price = book.find(PriceQuery(query.service, query.region, query.item, query.dimension, term))
    if not isinstance(price, Price):
        return None
    return Fraction(price.unit_price) / hours_of(line.charge.unit), price.layer == CONTRACT


def _stated(plan: SavingsPlan, line: Line) -> Decimal | None:
    return next((rate.percent for rate in plan.rates if line.is_selected(rate.selector)), None)
