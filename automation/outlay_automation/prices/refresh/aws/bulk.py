"""Reads AWS's bulk price list: an index of offers, an index of each offer's regions, and one file a region.

A region file is read as a stream in one pass, since the largest has half a gigabyte: products come first, and of the
terms that follow only those of wanted products are decoded. Not here: the transport (`refresh.download`), and what
products are called in the book (`products`).
"""

import json
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from io import TextIOWrapper
from json.decoder import JSONDecodeError
from pathlib import Path
from typing import Any, Final
from urllib.parse import urljoin

from outlay.errors import WrongUse
from outlay.prices.figure import Figure, Source

from outlay_automation.prices.refresh.aws.products import (
    BookName,
    InvalidProduct,
    book_name,
    unknown_kind,
)
from outlay_automation.prices.refresh.aws.terms import Answer, on_demand_answers, reserved_answers, settled, source_of
from outlay_automation.prices.refresh.aws.usage_types import OFFERS
from outlay_automation.prices.refresh.failure import UnknownPriceList
from outlay_automation.prices.refresh.json_members import JsonMembers

ROOT: Final = "https://pricing.us-east-1.amazonaws.com"
CHINA_ROOT: Final = "https://pricing.cn-north-1.amazonaws.com.cn"
_OFFERS_FOLDER: Final = "/offers/"
_FORMAT: Final = "v1.0"
_TELL_EVERY: Final = 1000
"""Products or terms after which progress is told."""
_NEVER_WANTED: Final[Mapping[str, tuple[str, ...]]] = {
    "AmazonEC2": (
        *('"AllocatedCapacityReservation"', '"UnusedCapacityReservation"', '"Host"'),
        *('"SQL Std"', '"SQL Ent"', '"SQL Web"', '"Bring your own license"'),
    )
}
"""By offer, attribute values that no wanted product has: nine of ten products are passed over without decoding them."""


@dataclass(slots=True)
class OfferReading:
    """What reading a region file found, beside its figures; filled while they are taken.

    `left_out` says by name what was not taken over although the book has such a figure, and why; `unknown` counts
    products by kind that the book has no figures of.
    """

    offer: str = ""
    version: str = ""
    published: date | None = None
    products: int = 0
    left_out: list[str] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)


def root_of(region: str) -> tuple[str, str]:
    """Where a region's price lists are published, and the name of its partition there: China has its own."""
    return (CHINA_ROOT, "cn") if region.startswith("cn-") else (ROOT, "aws")


def index_url(root: str, partition: str) -> str:
    """The address of the index of offers."""
    return f"{root}/offers/v1.0/{partition}/index.json"


def region_index_url(index: bytes, offer: str, address: str) -> str:
    """The address of an offer's index of regions, out of the index of offers that lay at `address`.

    Raises:
        UnknownPriceList: the index is none, or has no such offer.
    """
    offers = _listing(index, address, "offers")
    entry = offers.get(offer)
    if not isinstance(entry, dict) or not isinstance(entry.get("currentRegionIndexUrl"), str):
        raise UnknownPriceList(address, f"it has no index of the regions of {offer}")
    return _beside(address, str(entry["currentRegionIndexUrl"]))


def region_file_url(index: bytes, offer: str, region: str, address: str) -> str:
    """The address of an offer's price list of a region, out of its index of regions that lay at `address`.

    Raises:
        UnknownPriceList: the index is none.
        WrongUse: AWS does not sell the offer in this region.
    """
    regions = _listing(index, address, "regions")
    entry = regions.get(region)
    if not isinstance(entry, dict) or not isinstance(entry.get("currentVersionUrl"), str):
        close = get_close_matches(region, regions, 3, cutoff=0)
        raise WrongUse(f"AWS lists no prices of {offer} in {region}", f"The nearest it has: {', '.join(close)}.")
    return _beside(address, str(entry["currentVersionUrl"]))


def figures_in(
    path: Path,
    offer: str,
    region: str,
    services: Collection[str],
    reading: OfferReading,
    on_progress: Callable[[int, int | None], None] | None = None,
) -> Iterator[Figure]:
    """The book's figures of an offer's region file, in the order of the file.

    Two products with one name and different tariffs have no figure, nor has what is paid for and listed at 0; they are
    named in `reading.left_out`.

    Args:
        path: the file.
        offer: the offer's code, which the file has to say of itself.
        region: products of other regions are passed over.
        services: the services of the book whose figures are wanted.
        reading: is filled meanwhile.
        on_progress: is told now and then how many bytes of the file have been read, and of how many.

    Raises:
        UnknownPriceList: the file is cut, has a form that this version does not know, names a region that nobody
            knows, or has a price that cannot be.
    """
    size = path.stat().st_size
    with path.open("rb") as file, TextIOWrapper(file, encoding="utf-8", newline="") as text:

        def tell() -> None:
            if on_progress is not None:
                on_progress(file.tell(), size)

        document = _RegionFile(JsonMembers(text), offer, region, frozenset(services), reading, tell)
        try:
            yield from document.figures()
        except UnicodeDecodeError as error:
            raise UnknownPriceList(_named(offer, region), f"it is no text: {error}") from None
        except (ValueError, RecursionError, ArithmeticError) as error:
            raise UnknownPriceList(_named(offer, region), f"it is cut or no JSON: {error}") from None
        except (KeyError, TypeError, AttributeError) as error:
            raise UnknownPriceList(_named(offer, region), f"its parts are not where they belong: {error!r}") from None
        tell()


class _RegionFile:
    """One pass over a region file."""

    def __init__(
        self,
        document: JsonMembers,
        offer: str,
        region: str,
        services: frozenset[str],
        reading: OfferReading,
        tell: Callable[[], None],
    ) -> None:
        self._document = document
        self._offer = offer
        self._region = region
        self._services = services
        self._reading = reading
        self._tell = tell
        self._names: dict[str, BookName] = {}
        self._contested: set[BookName] = set()
        self._rivals: list[Answer] = []

    def figures(self) -> Iterator[Figure]:
        head: dict[str, Any] = {}
        met: list[str] = []
        for key in self._document.members():
            met.append(key)
            if key == "products":
                self._read_head(head)
                self._read_products()
            elif key == "terms":
                if "products" not in met:
                    raise self._unknown("its terms come before its products")
                yield from self._terms()
            elif key == "attributesList":
                self._document.skip()
            else:
                head[key] = self._document.value()
        for key in ("products", "terms"):
            if key not in met:
                raise self._unknown(f"it has no {key}")
        self._document.end()
        yield from self._settled(self._rivals)

    def _read_head(self, head: Mapping[str, Any]) -> None:
        if head.get("formatVersion") != _FORMAT:
            raise self._unknown(f"its formatVersion is {head.get('formatVersion')}, and this version knows {_FORMAT}")
        if head.get("offerCode") != self._offer:
            raise self._unknown(f"it is the price list of {head.get('offerCode')}")
        try:
            published = date.fromisoformat(str(head.get("publicationDate"))[:10])
        except ValueError:
            raise self._unknown(f"its publicationDate is {head.get('publicationDate')}") from None
        self._reading.offer = self._offer
        self._reading.version = str(head.get("version", ""))
        self._reading.published = published

    def _read_products(self) -> None:
        """Which products are wanted, and under which name; names that several have are noted as contested."""
        never = _NEVER_WANTED.get(self._offer, ())
        first: dict[BookName, str] = {}
        for sku in self._document.members():
            self._reading.products += 1
            if self._reading.products % _TELL_EVERY == 0:
                self._tell()
            text = self._document.text()
            if any(value in text for value in never):
                continue
            try:
                product = json.loads(text)
            except JSONDecodeError:
                product = self._document.value_again()
            try:
                name = book_name(self._offer, product)
            except InvalidProduct as error:
                raise self._unknown(f"product {sku}: {error}") from None
            if name is None and (kind := unknown_kind(self._offer, product)):
                self._reading.unknown[kind] += 1
            if name is None or name.service not in self._services or name.region != self._region:
                continue
            self._names[sku] = name
            if first.setdefault(name.whole, sku) != sku:
                self._contested.add(name.whole)

    def _terms(self) -> Iterator[Figure]:
        source = self._source()
        makers = {"OnDemand": on_demand_answers, "Reserved": reserved_answers}
        for kind in self._document.members():
            make = makers.get(kind)
            if make is None:
                self._document.skip()
                continue
            for number, sku in enumerate(self._document.members(), start=1):
                if number % _TELL_EVERY == 0:
                    self._tell()
                name = self._names.get(sku)
                if name is None:
                    self._document.skip()
                    continue
                try:
                    made = make(name, self._document.value().values(), source, self._reading.left_out)
                except InvalidProduct as error:
                    raise self._unknown(f"{name} (product {sku}): {error}") from None
                if name.whole in self._contested:
                    self._rivals += made
                else:
                    yield from self._settled(made)

    def _settled(self, answers: list[Answer]) -> Iterator[Figure]:
        """The figures of all answers with these names."""
        kept, left_out = settled(answers)
        self._reading.left_out += left_out
        yield from kept

    def _source(self) -> Source:
        published = self._reading.published
        assert published is not None, "products come first, and the head before them"
        return source_of("bulk", self._offer, self._reading.version, published)

    def _unknown(self, message: str) -> UnknownPriceList:
        return UnknownPriceList(_named(self._offer, self._region), message)


def offers_of(services: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """By offer of AWS, which of these services of the book have figures in it.

    Raises:
        WrongUse: a service of the book that AWS's price list does not have, or that is none.
    """
    found: dict[str, tuple[str, ...]] = {}
    for service in services:
        if service not in OFFERS:
            raise WrongUse(f"{service} cannot be refreshed from AWS's price list", f"These can: {', '.join(OFFERS)}.")
        for offer in OFFERS[service]:
            found[offer] = (*found.get(offer, ()), service)
    return found


def _beside(address: str, path: str) -> str:
    """The address of a document that another one at `address` names: under the root of both, which may have a path."""
    root, found, _ = address.rpartition(_OFFERS_FOLDER)
    return f"{root}{path}" if found and path.startswith(_OFFERS_FOLDER) else urljoin(address, path)


def _listing(content: bytes, address: str, key: str) -> Mapping[str, Any]:
    """What an index lists."""
    try:
        document = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnknownPriceList(address, f"it is cut or no JSON: {error}") from None
    if not isinstance(document, dict) or document.get("formatVersion") != _FORMAT:
        found = document.get("formatVersion") if isinstance(document, dict) else None
        raise UnknownPriceList(address, f"its formatVersion is {found}, and this version knows {_FORMAT}")
    listed = document.get(key)
    if not isinstance(listed, dict):
        raise UnknownPriceList(address, f"it has no {key}")
    return listed


def _named(offer: str, region: str) -> str:
    return f"AWS's price list of {offer} in {region}"
