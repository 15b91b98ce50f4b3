"""Money and differences as people read them, by the name that renderers know: `outlay.figures`."""

from outlay.figures import NOTHING, cost, money, signed, span, unit_price

__all__ = ["NOTHING", "cost", "money", "signed", "span", "unit_price"]
