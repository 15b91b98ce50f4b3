"""The price book: layers asked in order, each answer remembered.

The first layer that has the figure answers (contract over overlay over embedded). Not here: the figures themselves
and how a layer is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from outlay.prices.query import Missing, Price, PriceQuery, PriceSource


@dataclass(frozen=True, slots=True)
class BookIdentity:
    """Which prices an estimate used: the date of the book's youngest figure, and a digest over all figures."""

    as_of: date
    digest: str


class PriceBook:
    """Prices by query, through layers.

    Equal queries get the same answer object for the life of the book, so that pricing thousands of resources asks
    each layer once a distinct figure.
    """

    def __init__(self, layers: Sequence[PriceSource], identity: BookIdentity) -> None:
        self.layers = tuple(layers)
        self.identity = identity
        self._answers: dict[PriceQuery, Price | Missing] = {}

    def find(self, query: PriceQuery) -> Price | Missing:
        """The figure from the first layer that has it, else the last layer's account of what is missing."""
        answer = self._answers.get(query)
        if answer is None:
            answer = self._answers[query] = self._ask(query)
        return answer

    def _ask(self, query: PriceQuery) -> Price | Missing:
        answer: Price | Missing = Missing(query, "the book has no layers")
        for layer in self.layers:
            answer = layer.find(query)
            if isinstance(answer, Price):
                return answer
        return answer
