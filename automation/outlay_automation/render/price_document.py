"""An item's prices for machines: the document `outlay/prices-show/1` (docs/schemas/prices-show-1.json)."""

from decimal import Decimal
from typing import Any, Final

from outlay.estimate.amount import written
from outlay.prices.book import BookIdentity
from outlay.prices.query import Grade, Price

from outlay_automation.prices.answers import LayerAnswer, Unanswered
from outlay_automation.render.price_page import PricePage

SCHEMA: Final = "outlay/prices-show/1"


def price_document(page: PricePage) -> dict[str, Any]:
    """The page as plain data; amounts are texts, exact to the last digit."""
    return {
        "schema": SCHEMA,
        "book": book_document(page.book),
        "service": page.service,
        "item": page.item,
        "region": page.region or None,
        "currency": page.currency,
        "quantity": _text(page.quantity),
        "stand_ins_allowed": page.allow_stand_ins,
        "prices": [_price(each, page.quantity) for each in page.answers.prices],
        "unanswered": [_unanswered(each) for each in page.answers.unanswered],
        "conversions": list(page.answers.conversions),
        "notices": list(page.notices),
    }


def book_document(book: BookIdentity) -> dict[str, Any]:
    """Which prices these are: date, digest, and the layers, the first asked first."""
    return {
        "as_of": book.as_of.isoformat(),
        "digest": book.digest,
        "layers": [
            {"name": layer.name, "as_of": layer.as_of.isoformat(), "digest": layer.digest} for layer in book.layers
        ],
    }


def _price(each: LayerAnswer, quantity: Decimal | None) -> dict[str, Any]:
    price = each.price
    return {
        "region": each.region,
        "dimension": each.query.dimension,
        "term": each.query.term,
        "unit": price.unit,
        "tiers": _tiers(price, quantity),
        "upfront": _text(price.upfront),
        "effective_hourly": _text(each.hourly),
        "cost": _text(each.cost(quantity)) if quantity is not None else None,
        "source": price.source,
        "as_of": price.as_of.isoformat(),
        "grade": price.grade.value,
        "is_stand_in": price.grade is Grade.D,
        "layer": price.layer,
        "standing": each.standing.value,
    }


def _tiers(price: Price, quantity: Decimal | None) -> list[dict[str, Any]]:
    parts = list(price.slices(quantity)) if quantity is not None else [(tier, None) for tier in price.tiers]
    return [
        {"from": _text(tier.start), "unit_price": _text(tier.unit_price), "quantity": _text(part)}
        for tier, part in parts
    ]


def _unanswered(each: Unanswered) -> dict[str, Any]:
    return {
        "region": str(each.query.region),
        "dimension": each.query.dimension,
        "term": each.query.term,
        "layer": each.layer,
        "reason": each.reason,
        "listed": list(each.listed),
    }


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else written(amount)
