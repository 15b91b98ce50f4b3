"""Refreshes prices from AWS: whole services of regions from the bulk price list, or just what a stack asks for.

Not here: Google Cloud (`refresh.google`), and what becomes of the figures (`refresh.refreshing`).
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outlay.errors import WrongUse
from outlay.prices.figure import Figure
from outlay.prices.lookup_file import LookupFile
from outlay.prices.overlay_store import OverlayStore

from outlay_automation.prices.refresh.aws.bulk import (
    OfferReading,
    figures_in,
    index_url,
    offers_of,
    region_file_url,
    region_index_url,
    root_of,
)
from outlay_automation.prices.refresh.download import Downloads, Patience, login_apart
from outlay_automation.prices.refresh.failure import UnknownPriceList
from outlay_automation.prices.refresh.refreshing import OnProgress, Refreshed, Scope, use_figures


def refresh_aws(
    store: OverlayStore,
    services: Iterable[str],
    regions: Sequence[str],
    published: LookupFile,
    *,
    root: str = "",
    patience: Patience | None = None,
    on_progress: OnProgress | None = None,
) -> Refreshed:
    """Refresh services of the book in regions from AWS's bulk price list.

    One region file lies on the disk at a time. What AWS does not sell in a region is named in the result.

    Args:
        store: where overlays are kept.
        services: services of the book (`AmazonEC2`, `AmazonEBS`).
        regions: codes of regions.
        published: the embedded book.
        root: another address than AWS's own; a name and password in it are given to its server and never shown.
        patience: how long servers are waited for.
        on_progress: is told of each file how many of its bytes have come, and have been read.

    Raises:
        WrongUse: a service or region that AWS's price list does not have.
        RefreshFailed: AWS does not give a file, or gives one that is no price list as known.
        StoreUnwritable: the disk is full, or the folder cannot be written.
    """
    offers = offers_of(services)
    root, login = login_apart(root)
    left_out: list[str] = []
    unknown: Counter[str] = Counter()
    with Downloads(patience, login) as downloads, store.workshop() as workshop:
        files = list(_files(downloads, offers, regions, root, left_out))
        if not files:
            raise WrongUse(f"nothing to refresh: {'; '.join(left_out)}")
        scopes = {Scope(service, file.region) for file in files for service in file.services}
        figures = _figures(downloads, files, workshop, left_out, unknown, on_progress)
        return replace(use_figures(store, workshop, figures, scopes, published, left_out), unknown=unknown)


@dataclass(frozen=True, slots=True)
class _RegionFile:
    offer: str
    region: str
    services: tuple[str, ...]
    url: str

    def __str__(self) -> str:
        return f"{self.offer} in {self.region}"


def _files(
    downloads: Downloads, offers: dict[str, tuple[str, ...]], regions: Sequence[str], root: str, left_out: list[str]
) -> Iterator[_RegionFile]:
    """Where each wanted region file lies."""
    indexes: dict[str, bytes] = {}

    def content(url: str) -> bytes:
        if url not in indexes:
            indexes[url] = downloads.content(url)
        return indexes[url]

    for region in regions:
        address, partition = root_of(region)
        index = index_url(root.rstrip("/") or address, partition)
        for offer, services in offers.items():
            of_regions = region_index_url(content(index), offer, index)
            try:
                url = region_file_url(content(of_regions), offer, region, of_regions)
            except WrongUse as error:
                if len(regions) == 1 and len(offers) == 1:
                    raise
                left_out.append(error.message)
                continue
            yield _RegionFile(offer, region, services, url)


def _figures(
    downloads: Downloads,
    files: Sequence[_RegionFile],
    workshop: Path,
    left_out: list[str],
    unknown: Counter[str],
    on_progress: OnProgress | None,
) -> Iterator[Figure]:
    """The figures of one file after the other, each fetched when its turn comes and deleted when it is read."""
    found: Counter[tuple[str, str]] = Counter()
    path = workshop / "region.json"
    for file in files:
        downloads.file(file.url, path, _about(f"fetching {file}", on_progress))
        reading = OfferReading()
        tell = _about(f"reading {file}", on_progress)
        for figure in figures_in(path, file.offer, file.region, file.services, reading, tell):
            found[figure.name.service, file.region] += 1
            yield figure
        path.unlink()
        left_out += reading.left_out
        unknown.update(reading.unknown)
    for file in files:
        for service in file.services:
            if not found[service, file.region]:
                raise UnknownPriceList(f"AWS's price list of {file}", f"it has nothing that {service} is made of")


def _about(what: str, on_progress: OnProgress | None) -> Callable[[int, int | None], None]:
    def tell(done: int, total: int | None) -> None:
        if on_progress is not None:
            on_progress(what, done, total)

    return tell
