"""`outlay prices refresh`: brings prices up to date from the providers' own interfaces, and says what that changes.

Not here: the interfaces (`outlay_automation.prices`), and pinning what came (`update`).
"""

import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from outlay.errors import WrongUse
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import Figure
from outlay.prices.lookup_file import LookupFile
from outlay.prices.names import no_such_region, region_named, service_named
from outlay.prices.overlay_store import OverlayStore, store_folder
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.prices.region_names import known_regions

from outlay_automation.cli.clock import today
from outlay_automation.prices.figure_changes import FigureChange
from outlay_automation.prices.refresh.aws.usage_types import OFFERS
from outlay_automation.prices.refresh.failure import RefreshFailed, UnknownPriceList, without_extra
from outlay_automation.prices.refresh.google.products import CATALOGUE_SERVICES
from outlay_automation.prices.refresh.refreshing import OnProgress, Refreshed, Scope, use_figures

if TYPE_CHECKING:
    from google.cloud.billing_v1.services.cloud_catalog.transports import CloudCatalogTransport

_CLOUDS: Final = ("aws", "gcp")
_KEY: Final = "GOOGLE_API_KEY"
_MOST_NOTES: Final = 20
_MOST_KINDS: Final = 5


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a refresh is to bring: services and regions of the book, or what a stack asks for.

    Args:
        services: as a person writes them; none: all of `cloud`.
        regions: codes or places; none: all, which only Google's catalogue is asked for.
        cloud: `aws` or `gcp`; both where a stack says what is needed.
        stack_directory: the folder of a Pulumi project whose stack says it.
        stack: the stack's name.
        is_offline: preview it without a cloud.
        address: where the price list is fetched from instead of the provider's own address.
    """

    services: Sequence[str] = ()
    regions: Sequence[str] = ()
    cloud: str = ""
    stack_directory: Path | None = None
    stack: str = ""
    is_offline: bool = False
    address: str = ""


def refresh_prices(wanted: Wanted) -> None:
    """Refresh prices, and print what came and what it changes.

    Raises:
        WrongUse: nothing or something impossible is asked for, or credentials are missing.
        RefreshFailed: a provider's interface does not give the prices. The ones in use stay.
        StoreUnwritable: the disk is full, or the folder cannot be written. The prices in use stay.
    """
    if wanted.cloud and wanted.cloud not in _CLOUDS:
        raise WrongUse(f"there is no cloud {wanted.cloud}", f"There are {' and '.join(_CLOUDS)}.")
    store = OverlayStore(store_folder(), _say_waiting)
    done: list[Refreshed] = []
    try:
        with _progress() as on_progress:
            done.extend(_refresh(store, wanted, on_progress))
    except ImportError as missing:  # each cloud's client is imported when it is needed
        raise without_extra(missing) from missing
    finally:
        for refreshed in done:
            _print(refreshed)
    if not done:
        raise WrongUse("the stack asks for no price of this cloud", "Leave --cloud out.")
    sys.stdout.write(f"In use from now on: {done[-1].path}\n`outlay prices update` pins it for a repository.\n")


def _refresh(store: OverlayStore, wanted: Wanted, on_progress: OnProgress) -> Iterator[Refreshed]:
    published = embedded_prices()
    if wanted.stack_directory is not None:
        yield from _for_stack(store, wanted, published, on_progress)
        return
    aws, google = _services(wanted)
    regions = tuple(_region(text) for text in wanted.regions)
    if aws:
        if not regions:
            raise WrongUse(
                "AWS publishes a price list a region, and none is named", "Add --region CODE, as often as you need."
            )
        _of_provider(regions, "aws")
        from outlay_automation.prices.refresh.aws.services import refresh_aws

        yield refresh_aws(store, aws, regions, published, root=wanted.address, on_progress=on_progress)
    if google:
        _of_provider(regions, "gcp")
        yield _google(store, google, regions, wanted.address, published, on_progress)


def _services(wanted: Wanted) -> tuple[list[str], list[str]]:
    """The services of AWS and of Google Cloud to refresh."""
    if wanted.services:
        named = [service_named(text, (*OFFERS, *CATALOGUE_SERVICES)) for text in wanted.services]
    elif wanted.cloud:
        named = list(OFFERS if wanted.cloud == "aws" else CATALOGUE_SERVICES)
    else:
        raise WrongUse(
            "nothing is named to refresh", "Name services (--service), a cloud (--cloud), or a stack (--for-stack)."
        )
    return [each for each in named if each in OFFERS], [each for each in named if each in CATALOGUE_SERVICES]


def _region(text: str) -> str:
    found = region_named(text, known_regions())
    if found is None:
        raise no_such_region("the book", text, known_regions())
    return found


def _of_provider(regions: Iterable[str], provider: str) -> None:
    for region in regions:
        if known_regions()[region].provider != provider:
            raise WrongUse(f"{region} is no region of {provider}", "Refresh one cloud at a time.")


def _google(
    store: OverlayStore,
    services: Sequence[str],
    regions: Sequence[str],
    address: str,
    published: LookupFile,
    on_progress: OnProgress,
) -> Refreshed:
    from outlay_automation.prices.refresh.google.catalogue import catalogue_figures

    left_out: list[str] = []
    figures = tuple(
        catalogue_figures(
            services,
            regions,
            api_key=os.environ.get(_KEY, ""),
            today=today(),
            transport=_transport(address),
            on_progress=lambda service, count: on_progress(f"reading {service}", count, None),
            on_skipped=left_out.append,
        )
    )
    scopes = _listed(figures, services, regions, left_out)
    with store.workshop() as workshop:
        return use_figures(store, workshop, figures, scopes, published, left_out)


def _listed(
    figures: Iterable[Figure], services: Iterable[str], regions: Sequence[str], left_out: list[str]
) -> set[Scope]:
    """What these figures replace: of a service only where there are some, so that one that got lost is not forgotten.

    Raises:
        UnknownPriceList: there is none at all.
    """
    places: dict[str, set[str]] = {service: set() for service in services}
    for figure in figures:
        places[figure.name.service].add(figure.region)
    if not any(places.values()):
        raise UnknownPriceList("Google's price catalogue", "it has nothing that these services are made of")
    for service, found in places.items():
        lacking = [region for region in regions if region not in found] if found != {GLOBAL} else []
        if not found:
            left_out.append(f"{service}: Google's price catalogue has nothing of it, so its prices stay as they were")
        elif lacking:
            left_out.append(f"{service} in {', '.join(lacking)}: Google's price catalogue has nothing of it there")
    if regions:
        return {Scope(service, region) for service, found in places.items() for region in found}
    return {Scope(service) for service, found in places.items() if found}


def _transport(address: str) -> "CloudCatalogTransport | None":
    """The way to another address than Google's own; None for that."""
    if not address:
        return None
    from outlay_automation.prices.refresh.google.client import catalogue_transport

    if "@" in address:
        raise WrongUse(
            "Google's price catalogue knows no name and password in an address",
            f"Its key stands in {_KEY}: leave out what stands before the @ of --from.",
        )
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise WrongUse(f"{address} is no address", "Write it with its scheme: --from https://HOST.")
    return catalogue_transport(os.environ.get(_KEY, ""), parts.netloc, parts.scheme)


def _for_stack(
    store: OverlayStore, wanted: Wanted, published: LookupFile, on_progress: OnProgress
) -> Iterator[Refreshed]:
    """Just the prices that a stack asks the book for, from each cloud that it has resources of."""
    asked = _queries(wanted)
    if not asked:
        raise WrongUse("the stack asks for no price", "There is nothing to refresh for it.")
    aws = [query for query in asked if query.service.startswith(("AWS", "Amazon"))]
    google = [query for query in asked if not query.service.startswith(("AWS", "Amazon"))]
    if aws and wanted.cloud != "gcp":
        from outlay_automation.prices.refresh.aws.query import pricing_client, stack_prices

        found = stack_prices(aws, pricing_client(wanted.address or None), on_progress)
        yield _used(store, found.figures, found.scopes, found.left_out, published)
    if any(query.service in CATALOGUE_SERVICES for query in google) and wanted.cloud != "aws":
        from outlay_automation.prices.refresh.google.catalogue import stack_figures

        left_out: list[str] = []
        figures = tuple(
            stack_figures(
                google,
                api_key=os.environ.get(_KEY, ""),
                today=today(),
                transport=_transport(wanted.address),
                on_progress=lambda service, count: on_progress(f"reading {service}", count, None),
                on_skipped=left_out.append,
            )
        )
        scopes = frozenset(Scope(each.name.service, each.region, each.name.item) for each in figures)
        yield _used(store, figures, scopes, left_out, published)


def _used(
    store: OverlayStore,
    figures: Collection[Figure],
    scopes: Collection[Scope],
    left_out: Sequence[str],
    published: LookupFile,
) -> Refreshed:
    """Use what came for a stack.

    Raises:
        RefreshFailed: nothing did.
    """
    if not figures:
        raise RefreshFailed("nothing that the stack asks for is listed", "\n".join(left_out[:_MOST_NOTES]))
    with store.workshop() as workshop:
        return use_figures(store, workshop, figures, scopes, published, list(left_out))


def _queries(wanted: Wanted) -> list[PriceQuery]:
    """What a preview of the stack asked the book for, before and after the change."""
    from outlay_automation.stack_preview import PreviewOptions, preview

    assert wanted.stack_directory is not None
    options = PreviewOptions(offline=wanted.is_offline)
    diff = preview(wanted.stack_directory, stack=wanted.stack, options=options).diff
    resources = (*diff.before.resources.values(), *diff.after.resources.values())
    return list(dict.fromkeys(charge.query for resource in resources for charge in resource.charges))


def _print(refreshed: Refreshed) -> None:
    as_of = refreshed.identity.as_of.isoformat()
    counts = f"{refreshed.new:,} new, {refreshed.changed:,} changed, {refreshed.gone:,} gone"
    sys.stdout.write(f"{refreshed.figures:,} figures as of {as_of}: {counts}\n")
    for change in refreshed.largest:
        sys.stdout.write(f"  {_told(change)}\n")
    if refreshed.kept:
        sys.stdout.write(
            f"{refreshed.kept:,} figures not in the price list stay as they travel with Outlay: "
            "`outlay prices export -s SERVICE -r REGION` names the layer of each\n"
        )
    for note in refreshed.left_out[:_MOST_NOTES]:
        sys.stderr.write(f"note: left out: {note}\n")
    if len(refreshed.left_out) > _MOST_NOTES:
        sys.stderr.write(f"note: left out: {len(refreshed.left_out) - _MOST_NOTES} more\n")
    if refreshed.unknown:
        sys.stderr.write(f"note: {_unknown(Counter(refreshed.unknown))}\n")


def _unknown(kinds: Counter[str]) -> str:
    """In one line how much of the price list the book has nothing of: a list that grows is a mapping that grows old."""
    most = ", ".join(f"{kind} {count:,}" for kind, count in kinds.most_common(_MOST_KINDS))
    more = f" and {len(kinds) - _MOST_KINDS} more families" if len(kinds) > _MOST_KINDS else ""
    return f"{kinds.total():,} products are of kinds that the book has no figures of: {most}{more}"


def _told(change: FigureChange) -> str:
    name = change.figure.name
    what = " ".join(part for part in (name.service, name.item, name.dimension) if part)
    before, after = (f"{price.normalize():f}" for price in (change.before, change.after) if price is not None)
    prices = f"{before} → {after} {change.currency}"
    return f"{change.share * 100:+.1f} %  {what} in {change.figure.region}: {prices} per unit of {name.unit}"


def _say_waiting() -> None:
    sys.stderr.write("another refresh is running: waiting for it\n")


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """Bars on a terminal; a line as each thing begins where there is none."""
    if not sys.stderr.isatty():
        begun: set[str] = set()

        def say(what: str, _done: int, _total: int | None) -> None:
            if what not in begun:
                begun.add(what)
                sys.stderr.write(f"{what}\n")

        yield say
        return
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[said]}"), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=sys.stderr), transient=True) as bars:
        tasks: dict[str, TaskID] = {}

        def move(what: str, done: int, total: int | None) -> None:
            if what not in tasks:
                tasks[what] = bars.add_task(what, total=total, said="")
            said = f"{done:,}" if total is None else f"{done:,} of {total:,}"
            bars.update(tasks[what], completed=done, total=total, said=said)

        yield move
