"""From what a person types to the names that the price book uses: services, items, regions, dimensions, terms.

Case, blanks and hyphens do not matter, a service may be called by its provider's display name or abbreviation, and a
region by its place or a part of it. What fits nothing is an error with the nearest names or all of them, what fits
several is an error that names those; it is never a guess.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.missing import nearest_regions
from outlay.prices.query import GLOBAL
from outlay.prices.region_names import Region, known_regions

_MOST_NAMED: Final = 5
_CUTOFF: Final = 0.5
_LIKE_A_SERVICE: Final = 0.6
"""Services have short names too, which much is half like."""
_LIKE_A_PLACE: Final = 0.7
_SHORTEST_PART: Final = 3
"""Letters from which on a part of a name stands for it."""
_IN_BRACKETS: Final = re.compile(r".*\((.+)\)")
_IN_MODULES: Final = "module"
_KINDS_OF_RESOURCE: Final = ("aws_", "google_", _IN_MODULES)
"""How services begin whose figures are known from estimates of one kind of resource."""
_DISPLAY_NAMES: Final[Mapping[str, str]] = {
    "Amazon CloudWatch": "AmazonCloudWatch",
    "Amazon Elastic Block Store": "AmazonEBS",
    "Amazon Elastic Compute Cloud": "AmazonEC2",
    "Amazon Elastic Container Service": "AmazonECS",
    "Amazon OpenSearch Service": "AmazonES",
    "Amazon Relational Database Service": "AmazonRDS",
    "Amazon Simple Queue Service": "AWSQueueService",
    "Amazon Simple Storage Service": "AmazonS3",
    "Amazon SQS": "AWSQueueService",
    "ALB": "AWSELB",
    "EKS": "aws_eks_cluster",
    "Elastic Load Balancing": "AWSELB",
    "Elasticsearch": "AmazonES",
    "Fargate": "AmazonECS",
    "GCE": "ComputeEngine",
    "GCS": "CloudStorage",
    "Google Cloud Storage": "CloudStorage",
    "Google Compute Engine": "ComputeEngine",
    "NLB": "AWSELB",
    "OpenSearch": "AmazonES",
    "Pub/Sub": "CloudPubSub",
    "SQS": "AWSQueueService",
}
"""Display names and abbreviations that are not the book's name spelled with blanks."""
_BRANDS: Final = ("amazon", "aws", "cloud")


def service_named(text: str, services: Iterable[str]) -> str:
    """The service that `text` names: `AmazonEC2`, `amazonec2`, `Amazon EC2`, `EC2`, `Compute Engine`.

    Raises:
        WrongUse: no service is called so, or more than one.
    """
    known = set(services)
    if text in known:
        return text
    wanted = _plain(text)
    displayed = {_plain(name): service for name, service in _DISPLAY_NAMES.items() if service in known}
    named = [(_plain(service), service) for service in known] + list(displayed.items())
    found = {service for name, service in named if name == wanted}
    found = found or {service for name, service in named if _unbranded(name) == wanted}
    if len(found) > 1:
        raise WrongUse(f"{text!r} may be {' or '.join(sorted(found))}", "Write the one that you mean.")
    if not found:
        by_name = dict(sorted([*named, *((_unbranded(name), service) for name, service in named)]))
        close = get_close_matches(wanted, by_name, _MOST_NAMED, _LIKE_A_SERVICE)
        nearest = _nearest(dict.fromkeys(by_name[each] for each in close))
        whole = f"It has {', '.join(sorted(each for each in known if not is_kind_of_resource(each)))}."
        raise WrongUse(f"the book has no service {text!r}", nearest or whole)
    return found.pop()


def one_of(subject: str, what: str, text: str, known: Iterable[str], hint: str = "") -> str:
    """The one of `known` that `text` names.

    Args:
        subject: what has them, for the error: "AmazonEC2 m5.large".
        what: what they are, for the error: "dimension".
        text: what a person typed.
        known: what there is.
        hint: what to do where nothing is near.

    Raises:
        WrongUse: there is none; the message names the nearest, or all where they are few.
    """
    names = sorted(set(known))
    if text in names:
        return text
    found = [name for name in names if _plain(name) == _plain(text)]
    if len(found) == 1:
        return found[0]
    by_plain = {_plain(name): name for name in names}
    close = [by_plain[each] for each in get_close_matches(_plain(text), by_plain, _MOST_NAMED, _CUTOFF)]
    if not close and len(_plain(text)) >= _SHORTEST_PART:
        close = [name for plain, name in by_plain.items() if _plain(text) in plain][:_MOST_NAMED]
    shown = close or (names if len(names) <= _MOST_NAMED else [])
    raise WrongUse(f"{subject} has no {what} {text!r}", _nearest(each or "(none)" for each in shown) or hint)


def is_kind_of_resource(service: str) -> bool:
    """Whether the figures of a service are known from single estimates, under a kind of resource."""
    return service.startswith(_KINDS_OF_RESOURCE)


def kind_name(service: str) -> str:
    """What a service is called where a person reads it: resources that stand in modules have no service's name."""
    return "resources in modules" if service == _IN_MODULES else service


def region_named(text: str, known: Iterable[str]) -> str | None:
    """The one of the regions in `known` that `text` names; None where there is none.

    It may be the code, the place (`EU (Frankfurt)`), or a part of the place that only one region of their provider has
    (`frankfurt`), whether or not that region is in `known`: what is asked for is never another region.

    Raises:
        WrongUse: several regions are called so.
    """
    regions = set(known)
    if text in regions:
        return text
    found = _regions_called(text, regions)
    if len(found) > 1:
        named = [place_of(each) for each in found]
        more = f" and {len(named) - _MOST_NAMED} more" if len(named) > _MOST_NAMED else ""
        raise WrongUse(
            f"{text!r} may be any of {len(named)} regions: {'; '.join(named[:_MOST_NAMED])}{more}",
            "Write the code of the one that you mean.",
        )
    return next((each for each in found if each in regions), None)


def no_such_region(subject: str, text: str, known: Iterable[str]) -> WrongUse:
    """The error for a region that has no figure: it names the nearest that have one, and never takes one of them."""
    regions = sorted(set(known) - {GLOBAL})
    called = _regions_called(text, regions) or (text,)
    is_region = called[0] in known_regions()
    what = f"{subject} has no price in {called[0]}" if is_region else f"{text!r} is no region with a price of {subject}"
    nearest = ", ".join([*_misspelt_places(text, regions)] or nearest_regions(called[0], regions))
    return WrongUse(what, f"The nearest of {len(regions)} that have one: {nearest}." if nearest else "")


def _regions_called(text: str, like: Iterable[str]) -> tuple[str, ...]:
    """The regions that a text names best, of the providers that those in `like` are of."""
    table = known_regions()
    providers = {table[code].provider for code in like if code in table}
    candidates = [region for region in table.values() if region.provider in providers]
    # newer price lists say Europe where the book's names say EU
    wanted = _folded(text).replace("europe (", "eu (", 1)
    if not wanted:
        return ()
    ways: tuple[Callable[[Region], bool], ...] = (
        lambda region: region.code.casefold() == wanted,
        lambda region: wanted in (_place(region), _city(region)),
        lambda region: len(wanted) >= _SHORTEST_PART and wanted in _place(region),
    )
    found = (tuple(region.code for region in candidates if is_meant(region)) for is_meant in ways)
    return next((codes for codes in found if codes), ())


def _misspelt_places(text: str, known: Iterable[str]) -> Iterator[str]:
    """Regions whose place is nearly what was typed: `frankfrut`."""
    table = known_regions()
    by_city = {_city(table[code]): code for code in known if code in table}
    for city in get_close_matches(_folded(text), by_city, _MOST_NAMED, _LIKE_A_PLACE):
        yield place_of(by_city[city])


def _place(region: Region) -> str:
    return _folded(region.name).replace("europe (", "eu (", 1)


def _city(region: Region) -> str:
    """The place without the part of the world: `frankfurt`."""
    found = _IN_BRACKETS.fullmatch(_place(region))
    return found[1] if found and region.provider == "aws" else _place(region)


def _folded(text: str) -> str:
    """Without case and accents."""
    return "".join(each for each in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(each))


def place_of(region: str) -> str:
    """A region with its place: `eu-central-1, EU (Frankfurt)`; just the code where that says as much."""
    if region == GLOBAL:
        return "every region"
    known = known_regions().get(region)
    return f"{region}, {known.name}" if known is not None and known.name not in ("", region) else region


def _nearest(names: Iterable[str]) -> str:
    listed = ", ".join(names)
    return f"The nearest: {listed}." if listed else ""


def _plain(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def _unbranded(text: str) -> str:
    brand = next((each for each in _BRANDS if text.startswith(each)), "")
    return text.removeprefix(brand)
