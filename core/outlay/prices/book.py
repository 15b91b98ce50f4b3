"""The price book: layers asked in order, each answer remembered.

The first layer that has the figure answers: a team's contract over a refreshed overlay over the embedded figures. An
estimated figure (grade D) answers only where the standard allows it, and every answer is in the book's one currency.
Not here: the figures themselves, how a layer is read, and which layers there are.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Protocol, runtime_checkable

from outlay.money import Money
from outlay.prices.currency import NO_RATES, Rates, no_rate
from outlay.prices.query import Grade, Missing, Price, PriceQuery, PriceSource

CONTRACT: Final = "contract"
OVERLAY: Final = "overlay"
EMBEDDED: Final = "embedded"
"""The layers' names, as they stand beside each figure."""
PLUG_IN: Final = "plugin-"
"""How the names of layers begin that plug-ins bring; the plug-in's name follows."""
NO_OVERLAY: Final = "none"
"""What `prices.overlay` of a standard says where no overlay counts."""
STAND_INS_KEY: Final = "prices.stand_ins"


@dataclass(frozen=True, slots=True)
class LayerIdentity:
    """Which figures a layer holds: its name, the date of its youngest figure, and a digest over all of them."""

    name: str
    as_of: date
    digest: str


@dataclass(frozen=True, slots=True)
class BookIdentity:
    """Which prices an estimate used: the date of the youngest published figure, and a digest over all figures.

    `services` has a digest a service, so that two books can be told apart service by service; `layers` says what a
    book is made of, the first asked first. Both may be empty where nobody needs them.
    """

    as_of: date
    digest: str
    services: Mapping[str, str] = field(default_factory=dict, hash=False)
    layers: tuple[LayerIdentity, ...] = ()

    @classmethod
    def over(cls, layers: Iterable[LayerIdentity], rates: str = "") -> "BookIdentity":
        """The identity of a book with these layers: one layer's own, or a digest over the layers' names and digests.

        Args:
            layers: the first asked first.
            rates: the digest of the currency rates that figures are converted by; empty where none are.

        Raises:
            ValueError: when there is no layer.
        """
        import hashlib  # takes longer to load than the first price takes to find

        held = tuple(layers)
        if not held:
            raise ValueError("a book needs a layer")
        said = [f"{layer.name} {layer.digest}" for layer in held] + ([f"rates {rates}"] if rates else [])
        digest = held[0].digest if len(said) == 1 else hashlib.sha256("\n".join(said).encode()).hexdigest()
        published = [layer for layer in held if layer.name != CONTRACT] or held
        return cls(max(layer.as_of for layer in published), digest, layers=held)


@runtime_checkable
class Agreement(PriceSource, Protocol):
    """A layer whose patterns may name figures of several units, so that it has to be told which one is meant."""

    def find_per(self, query: PriceQuery, unit: str) -> Price | Missing:
        """The figure that the query names, from this layer alone, if it is the price of one `unit`."""
        ...


@runtime_checkable
class Listing(Protocol):
    """A layer that tells what it has."""

    def items(self, service: str) -> Iterable[str]:
        """The items of a service."""
        ...


class PriceBook:
    """Prices by query, through layers.

    What is agreed counts only per the unit that is published: a contract's pattern may match more than was meant, and
    a price of another unit would leave what it matches without any.

    Equal queries get the same answer object for the life of the book, so that pricing thousands of resources asks
    each layer once a distinct figure.

    Args:
        layers: where figures come from, the first asked first.
        identity: which figures these are.
        allow_stand_ins: whether an estimated figure (grade D) may answer where there is no other.
        currency: the currency of every answer (ISO 4217).
        rates: by what figures in other currencies are converted; without a rate they are missing.
    """

    def __init__(
        self,
        layers: Sequence[PriceSource],
        identity: BookIdentity,
        *,
        allow_stand_ins: bool = False,
        currency: str = "USD",
        rates: Rates = NO_RATES,
    ) -> None:
        self.layers = tuple(layers)
        self.identity = identity
        self.currency = currency
        self._allow_stand_ins = allow_stand_ins
        self._rates = rates
        self._converted: dict[PriceQuery, str] = {}
        self._answers: dict[PriceQuery, Price | Missing] = {}
        self._listed: dict[PriceQuery, Price | Missing] = {}
        self._items: dict[str, frozenset[str]] = {}
        self._published = tuple(layer for layer in self.layers if layer.name != CONTRACT)

    def find(self, query: PriceQuery) -> Price | Missing:
        """The figure from the first layer that has it, else what is missing of it and what is nearest."""
        answer = self._answers.get(query)
        if answer is None:
            found = self._ask(query, self.layers)
            answer = self._answers[query] = self._in_currency(query, found)
            if isinstance(found, Price) and isinstance(answer, Price) and found.currency != self.currency:
                self._converted[query] = self._rates.assumption(found.currency, self.currency)
        return answer

    def list_price(self, query: PriceQuery) -> Price | Missing:
        """The provider's published price: what `find` would answer without the contract."""
        if len(self._published) == len(self.layers):
            return self.find(query)
        answer = self._listed.get(query)
        if answer is None:
            answer = self._listed[query] = self._in_currency(query, self._ask(query, self._published))
        return answer

    def may_have(self, service: str, item: str) -> bool:
        """Whether a published layer has any figure of an item, or does not tell what it has.

        For whoever tries several items of which some need not exist: to say what is nearest to one takes long.
        """
        known = self._items.get(service)
        if known is None:
            lists = [layer.items(service) for layer in self._published if isinstance(layer, Listing)]
            known = frozenset(each for items in lists for each in items)
            self._items[service] = known
        return item in known or not all(isinstance(layer, Listing) for layer in self._published)

    def conversion(self, query: PriceQuery) -> str:
        """By which rates the answer to a query was converted, with their dates and sources; empty where it was not."""
        return self._converted.get(query, "") if self._converted else ""

    def _ask(self, query: PriceQuery, layers: Sequence[PriceSource]) -> Price | Missing:
        answer: Missing | None = None
        stand_in: Price | None = None
        for layer in layers:
            found = self._agreed(query, layer) if isinstance(layer, Agreement) else layer.find(query)
            if isinstance(found, Missing):
                # the last layer knows most, but one without a word of what is nearest says less than one before it,
                # and one that has nothing of the service, as most plug-ins, says least
                is_at_home = not isinstance(layer, Listing) or bool(layer.items(query.service))
                if answer is None or (is_at_home and (found.nearest or not answer.nearest)):
                    answer = found
            elif found.grade is Grade.D and not self._allow_stand_ins:
                stand_in = stand_in or found
            else:
                return found
        if stand_in is not None:
            told = self._in_currency(query, stand_in)
            return _refused(query, told if isinstance(told, Price) else stand_in)
        return answer or Missing(query, "the book has no layers")

    def _agreed(self, query: PriceQuery, layer: Agreement) -> Price | Missing:
        found = layer.find(query)
        published = self.list_price(query) if isinstance(found, Price) else None
        if isinstance(found, Missing) or not isinstance(published, Price) or published.unit == found.unit:
            return found
        return layer.find_per(query, published.unit)

    def told(self, amount: Money, currency: str) -> Money | None:
        """An amount of another currency in that of the book, as its prices are; None where there is no rate."""
        if not self._rates.covers(currency, self.currency):
            return amount if currency == self.currency else None
        return self._rates.amount(amount, currency, self.currency)

    def _in_currency(self, query: PriceQuery, found: Price | Missing) -> Price | Missing:
        if isinstance(found, Missing) or found.currency == self.currency:
            return found
        if not self._rates.covers(found.currency, self.currency):
            return Missing(query, f"{query} {no_rate(found.currency, self.currency)}")
        return self._rates.convert(found, self.currency)


def _refused(query: PriceQuery, stand_in: Price) -> Missing:
    """What is said in the place of an estimated figure that the standard does not allow."""
    reason = f"only an estimate of {query} is known; `{STAND_INS_KEY}: allow` in finops.yaml takes it"
    return Missing(
        query,
        reason,
        (f"{stand_in.unit_price.normalize():f} {stand_in.currency} per unit of {stand_in.unit}, grade D",),
    )
