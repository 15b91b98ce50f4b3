"""Opens the book that a standard asks for: its contract over the overlay in use over the embedded prices over those
of plug-ins.

    opened = open_book(standard, path_of_finops_yaml)
    opened.book.find(query)

Where an `outlay.lock` lies beside finops.yaml, the book is exactly what it pins, or there is an error that says what
differs. Nothing heavy is imported before it is needed, since pricing a file has to start in a moment. Not here:
what the layers hold, and judging a change.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, Union

from outlay.errors import InvalidFile, OutlayError, WrongUse
from outlay.plug_ins.installed import installed
from outlay.prices.book import CONTRACT, NO_OVERLAY, OVERLAY, BookIdentity, LayerIdentity, PriceBook
from outlay.prices.currency import NO_RATES, RATES_HINT, USD, Rates, no_rate, read_rates
from outlay.prices.embedded import embedded_prices
from outlay.prices.lookup_file import LookupFile
from outlay.prices.overlay_store import OverlayStore, store_folder
from outlay.prices.staleness import AgeLimit, staleness

if TYPE_CHECKING:
    from outlay.estimate.resource_cost import ResourceCost
    from outlay.finding import Finding
    from outlay.prices.contract import Contract
    from outlay.prices.lock import Pin, PriceLock
    from outlay.standard.model import Standard

Layer: TypeAlias = Union[LookupFile, "Contract"]


@dataclass(frozen=True, slots=True)
class OpenedLayer:
    """A layer of the opened book, and the file it is read from."""

    source: Layer
    path: Path

    @property
    def identity(self) -> BookIdentity:
        """Which figures it holds."""
        return self.source.identity


@dataclass(frozen=True, slots=True)
class OpenedBook:
    """A book with what its outputs have to say of it.

    `layers` are the first asked first; `lock` is the lock that pins them, None without one; `notices` say what a
    reader would not expect; `rates` are those that published prices can be told in other currencies by.
    """

    book: PriceBook
    layers: tuple[OpenedLayer, ...]
    age_limit: AgeLimit = field(default_factory=AgeLimit)
    lock: Path | None = None
    notices: tuple[str, ...] = ()
    rates: Rates = NO_RATES

    @property
    def pins(self) -> "Mapping[str, Pin]":
        """What a lock of exactly this book holds."""
        return dict(_pins(self.layers, self.rates))

    def findings(
        self, today: date | None, used: Collection[str], costs: Collection["ResourceCost"] = ()
    ) -> "tuple[Finding, ...]":
        """A finding for each of the `used` layers that is older today than allowed; none without a day to judge by.

        With the `costs` that they priced it names what to refresh.
        """
        if today is None:
            return ()
        return tuple(staleness(self.book.identity.layers, self.age_limit, today, used, costs))


def open_book(standard: "Standard | None", standard_path: Path | None, *, is_pinned: bool = True) -> OpenedBook:
    """The book of a standard.

    Args:
        standard: what the organisation asks for; None for the defaults.
        standard_path: the standard's file, which its paths are relative to and beside which the lock lies; without
            it, paths are relative to the current folder and nothing is pinned.
        is_pinned: hold the book to the lock. Without it, it is what an update would pin.

    Raises:
        InvalidFile: the contract, the rates or the lock are not what they should be, or the lock pins other prices.
        DamagedPrices: an overlay is missing, cut or altered.
        WrongUse: amounts are in a currency that there is no rate for.
    """
    folder = standard_path.resolve().parent if standard_path is not None else Path.cwd()
    lock, pinned = _lock(standard_path) if is_pinned and standard_path is not None else (None, None)
    notices: list[str] = []
    published = _published(standard, folder, pinned, lock, notices)
    layers, rates, currency = list(published), NO_RATES, USD
    if standard is not None:
        currency, rates = standard.currency, _rates(standard, standard_path, folder)
        if standard.prices.contract:
            path = folder / standard.prices.contract
            layers.insert(0, OpenedLayer(_contract(path, currency, rates), path))
    if pinned is not None and lock is not None:
        from outlay.prices.lock import check_lock

        check_lock(lock, pinned, dict(_pins(layers, rates)))
    else:
        # what a lock pins was held to what is published when it was pinned
        _check_contract(layers, published)
    identity = BookIdentity.over(
        (LayerIdentity(each.source.name, each.identity.as_of, each.identity.digest) for each in layers),
        rates.digest,
    )
    book = PriceBook(
        [each.source for each in layers],
        identity,
        allow_stand_ins=standard is not None and standard.prices.stand_ins == "allow",
        currency=currency,
        rates=rates,
    )
    age_limit = standard.prices.age_limit if standard is not None else AgeLimit()
    return OpenedBook(book, tuple(layers), age_limit, lock if pinned is not None else None, tuple(notices), rates)


def _lock(standard_path: Path) -> "tuple[Path | None, PriceLock | None]":
    """Where the lock of a standard lies, and what it pins; nothing where there is none."""
    from outlay.prices.lock import lock_path, read_lock

    lock = lock_path(standard_path)
    return lock, read_lock(lock) if lock is not None and lock.exists() else None


def _published(
    standard: "Standard | None", folder: Path, pinned: "PriceLock | None", lock: Path | None, notices: list[str]
) -> list[OpenedLayer]:
    """The layers of published figures, the first asked first."""
    embedded = embedded_prices()
    overlay = _overlay(standard, folder, pinned, lock, notices)
    found = (overlay, embedded, *_of_plug_ins(notices))
    return [OpenedLayer(layer, layer.path) for layer in found if layer is not None]


def _of_plug_ins(notices: list[str]) -> Iterator[LookupFile]:
    """The prices of plug-ins; what is wrong with a plug-in is said, and the others go on."""
    plug_ins = installed()
    if not plug_ins.loaded and not plug_ins.failed:
        return
    from outlay.estimate.registry import OURS
    from outlay.plug_ins.price_layers import layer_of

    notices.extend(plug_ins.notices(OURS))
    for each in plug_ins.loaded:
        try:
            layer = layer_of(each)
        except OutlayError as error:
            notices.append(f"the prices of {each.label} are left out: {error.message}")
        else:
            if layer is not None:
                yield layer


def _overlay(
    standard: "Standard | None", folder: Path, pinned: "PriceLock | None", lock: Path | None, notices: list[str]
) -> LookupFile | None:
    """The overlay that the standard names, else the one that the lock pins, else the one this machine uses."""
    named = standard.prices.overlay if standard is not None else ""
    if named == NO_OVERLAY:
        return None
    store = OverlayStore(store_folder())
    if named:
        return store.named(folder / named)
    if pinned is None or lock is None:
        overlay = store.current()
        if overlay is not None:
            notices.append(
                f"prices of {overlay.identity.as_of.isoformat()} that this machine refreshed are in use; "
                "`outlay prices update` pins them, `prices.overlay: none` in finops.yaml leaves them out"
            )
        return overlay
    pin = pinned.pins.get(OVERLAY)
    if pin is None:
        if store.current_digest() is not None:
            notices.append(f"the prices that this machine refreshed are not in use: {lock.name} does not pin them")
        return None
    path = store.path_of(pin.digest)
    if not path.is_file():
        hint = (
            f"Copy it to {path} from where it was pinned, or keep it beside finops.yaml and name it under "
            "prices.overlay. `outlay prices update` pins what is here."
        )
        raise InvalidFile(lock, None, f"pins the overlay of {pin}, and it is not on this machine", hint)
    return store.by_digest(pin.digest)


def _rates(standard: "Standard", standard_path: Path | None, folder: Path) -> Rates:
    """The rates that the standard names; published prices can be told in its currency by them."""
    rates = read_rates(folder / standard.prices.rates) if standard.prices.rates else NO_RATES
    if not rates.covers(standard.currency):
        where = f"{standard_path}: " if standard_path is not None else ""
        message = f"{where}amounts are in {standard.currency}, and there is no rate from {USD} to it"
        raise WrongUse(message, RATES_HINT)
    return rates


def _contract(path: Path, currency: str, rates: Rates) -> "Contract":
    """The contract in a file, of which every price can be told in `currency`."""
    from outlay.prices.contract_file import read_contract

    contract = read_contract(path, currency)
    for offer in contract.offers:
        of_offer = offer.price().currency
        if of_offer != currency and not rates.covers(of_offer, currency):
            raise InvalidFile(path, offer.line, no_rate(of_offer, currency), RATES_HINT)
    return contract


def _check_contract(layers: list[OpenedLayer], published: list[OpenedLayer]) -> None:
    """Whether the contract, where there is one, names figures that are published."""
    if len(layers) == len(published):
        return
    from outlay.prices.contract import Contract
    from outlay.prices.contract_check import check_contract

    for layer in layers:
        if isinstance(layer.source, Contract):
            check_contract(layer.source, str(layer.path), [each.source for each in published])


def _pins(layers: Iterable[OpenedLayer], rates: Rates) -> "Iterator[tuple[str, Pin]]":
    from outlay.prices.lock import RATES, Pin, digests_by_service

    for layer in layers:
        identity = layer.identity
        # a contract is told apart as a whole: which services it prices is nobody's business but the company's
        services = {} if layer.source.name == CONTRACT else digests_by_service(identity.services)
        yield layer.source.name, Pin(identity.as_of, identity.digest, services)
    if rates.as_of is not None:
        yield RATES, Pin(rates.as_of, rates.digest)
