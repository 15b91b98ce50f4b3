"""Opens the book that a standard asks for: its contract over the overlay in use over the embedded prices.

    opened = open_book(standard, path_of_finops_yaml)
    opened.book.find(query)

Where an `outlay.lock` lies beside finops.yaml, the book is exactly what it pins, or there is an error that says what
differs. Nothing heavy is imported before it is needed, since pricing a file has to start in a moment. Not here:
what the layers hold, and judging a change.
"""

import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeAlias, Union

from outlay.errors import DamagedPrices, InvalidFile, WrongUse
from outlay.finding import Finding
from outlay.prices.book import CONTRACT, OVERLAY, BookIdentity, LayerIdentity, PriceBook
from outlay.prices.currency import NO_RATES, USD, Rates, read_rates
from outlay.prices.embedded import embedded_prices
from outlay.prices.lookup_file import LookupFile
from outlay.prices.staleness import AgeLimit, staleness

from outlay_automation.prices.lock import RATES, Pin, PriceLock, check_lock, lock_path, read_lock

if TYPE_CHECKING:
    from outlay.prices.contract import Contract
    from outlay.standard.model import Standard

Layer: TypeAlias = Union[LookupFile, "Contract"]

_STORE_VARIABLE: Final = "OUTLAY_PRICES"
_NONE: Final = "none"


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
    reader would not expect; `pins` is what a lock of exactly this book holds.
    """

    book: PriceBook
    layers: tuple[OpenedLayer, ...]
    age_limit: AgeLimit = field(default_factory=AgeLimit)
    lock: Path | None = None
    notices: tuple[str, ...] = ()
    pins: Mapping[str, Pin] = field(default_factory=dict)

    def findings(self, today: date | None, used: Collection[str]) -> tuple[Finding, ...]:
        """A finding for each of the `used` layers that is older today than allowed; none without a day to judge by."""
        if today is None:
            return ()
        return tuple(staleness(self.book.identity.layers, self.age_limit, today, used))


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
    lock = lock_path(standard_path) if is_pinned else None
    pinned = read_lock(lock) if lock is not None and lock.exists() else None
    notices: list[str] = []
    embedded = embedded_prices()
    layers = [OpenedLayer(embedded, embedded.path)]
    overlay = _overlay(standard, folder, pinned, lock, notices)
    if overlay is not None:
        layers.insert(0, OpenedLayer(overlay, overlay.path))
    rates = NO_RATES
    currency = USD
    if standard is not None:
        currency = standard.currency
        rates = _rates(standard, folder)
        _check_currency(standard, standard_path, rates)
        if standard.prices.contract:
            contract = _contract(standard, folder, rates, [overlay] if overlay else [], embedded)
            layers.insert(0, OpenedLayer(contract, folder / standard.prices.contract))
    identity = BookIdentity.over(
        (LayerIdentity(each.source.name, each.identity.as_of, each.identity.digest) for each in layers),
        rates.digest,
    )
    pins = dict(_pins(layers, rates))
    if pinned is not None and lock is not None:
        check_lock(lock, pinned, pins)
    book = PriceBook(
        [each.source for each in layers],
        identity,
        allow_stand_ins=standard is not None and standard.prices.stand_ins == "allow",
        currency=currency,
        rates=rates,
    )
    age_limit = standard.prices.age_limit if standard is not None else AgeLimit()
    return OpenedBook(book, tuple(layers), age_limit, lock if pinned is not None else None, tuple(notices), pins)


def _overlay(
    standard: "Standard | None", folder: Path, pinned: PriceLock | None, lock: Path | None, notices: list[str]
) -> LookupFile | None:
    """The overlay that the standard names, else the one that the lock pins, else the one this machine uses."""
    named = standard.prices.overlay if standard is not None else ""
    if named == _NONE:
        return None
    if named:
        return LookupFile(folder / named, OVERLAY)
    current = _current_overlay()
    if pinned is None or lock is None:
        if current is None:
            return None
        overlay = stored_overlay(current)
        notices.append(
            f"prices of {overlay.identity.as_of.isoformat()} that this machine refreshed are in use; "
            "`outlay prices update` pins them, `prices.overlay: none` in finops.yaml leaves them out"
        )
        return overlay
    pin = pinned.pins.get(OVERLAY)
    if pin is None:
        if current is not None:
            notices.append(f"the prices that this machine refreshed are not in use: {lock.name} does not pin them")
        return None
    if not _file_of(pin.digest).is_file():
        raise InvalidFile(
            lock,
            None,
            f"pins the overlay of {pin}, and it is not on this machine",
            f"Copy it to {_file_of(pin.digest)} from where it was pinned, or keep it beside finops.yaml and name it "
            "under prices.overlay. `outlay prices update` pins what is here.",
        )
    return stored_overlay(pin.digest)


def _rates(standard: "Standard", folder: Path) -> Rates:
    return read_rates(folder / standard.prices.rates) if standard.prices.rates else NO_RATES


def _contract(
    standard: "Standard", folder: Path, rates: Rates, overlays: list[LookupFile], embedded: LookupFile
) -> "Contract":
    from outlay.prices.contract_check import check_contract
    from outlay.prices.contract_file import read_contract

    path = folder / standard.prices.contract
    contract = read_contract(path, standard.currency)
    for offer in contract.offers:
        currency = offer.price().currency
        if currency != standard.currency and not rates.covers(currency, standard.currency):
            message = f"is priced in {currency}, and there is no rate to {standard.currency}"
            raise InvalidFile(path, offer.line, message, _NO_RATE)
    check_contract(contract, str(path), (*overlays, embedded))
    return contract


_NO_RATE: Final = "Add the rate to the file that `prices.rates` of finops.yaml names."


def _check_currency(standard: "Standard", standard_path: Path | None, rates: Rates) -> None:
    """Whether published prices can be told in the standard's currency."""
    if not rates.covers(USD, standard.currency):
        where = f"{standard_path}: " if standard_path is not None else ""
        message = f"{where}amounts are in {standard.currency}, and there is no rate from {USD} to it"
        raise WrongUse(message, _NO_RATE)


def _pins(layers: list[OpenedLayer], rates: Rates) -> Iterator[tuple[str, Pin]]:
    for layer in layers:
        identity = layer.identity
        # a contract is told apart as a whole: which services it prices is nobody's business but the company's
        services = {} if layer.source.name == CONTRACT else identity.services
        yield layer.source.name, Pin(identity.as_of, identity.digest, services)
    if rates.as_of is not None:
        yield RATES, Pin(rates.as_of, rates.digest)


def _current_overlay() -> str | None:
    """The digest of the overlay that this machine uses; None where it uses none."""
    try:
        return (_store() / "current").read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def stored_overlay(digest: str) -> LookupFile:
    """The overlay of a digest, out of those that this machine keeps.

    Raises:
        DamagedPrices: it is not there, is cut, or holds other figures by its own account.
    """
    overlay = LookupFile(_file_of(digest), OVERLAY)
    if overlay.identity.digest != digest:
        raise DamagedPrices(
            f"{overlay.path} was altered: it holds other figures than those it is called by",
            "Delete it and run `outlay prices refresh` again; the embedded prices hold meanwhile.",
        )
    return overlay


def _file_of(digest: str) -> Path:
    return _store() / f"{digest}.sqlite"


def _store() -> Path:
    """The folder of the overlays."""
    given = os.environ.get(_STORE_VARIABLE)
    if given:
        return Path(given)
    from platformdirs import user_data_path

    return user_data_path("outlay") / "prices"
