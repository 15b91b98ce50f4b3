"""From what a person types to the names that the price book uses: services, items, regions, dimensions, terms.

Case, blanks and hyphens do not matter, a service may be called by its provider's display name, and a region by its
place. What fits nothing is an error with the nearest names, never a guess.
"""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Final

from outlay.errors import WrongUse
from outlay.prices.missing import nearest_regions
from outlay.prices.query import GLOBAL
from outlay.prices.region_names import known_regions

_MOST_NAMED: Final = 5
_CUTOFF: Final = 0.5
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
    "Elastic Load Balancing": "AWSELB",
    "OpenSearch": "AmazonES",
    "Pub/Sub": "CloudPubSub",
}
"""Display names that are not the book's name spelled with blanks."""
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
        by_name = dict(sorted(named))
        close = get_close_matches(wanted, by_name, _MOST_NAMED, _CUTOFF)
        nearest = _nearest(dict.fromkeys(by_name[each] for each in close))
        raise WrongUse(f"the book has no service {text!r}", nearest or "`outlay prices list` names them all.")
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
    shown = close or (names if len(names) <= _MOST_NAMED else [])
    raise WrongUse(f"{subject} has no {what} {text!r}", _nearest(each or "(none)" for each in shown) or hint)


def region_named(text: str, known: Iterable[str]) -> str | None:
    """The one of the regions in `known` that `text` names, by code or by place; None where there is none."""
    regions = set(known)
    if text in regions:
        return text
    lowered = text.casefold()
    # newer price lists say Europe where the book's names say EU
    place = lowered.replace("europe (", "eu (", 1)
    by_place = {region.name.casefold(): code for code, region in known_regions().items()}
    return next((each for each in (lowered, by_place.get(place)) if each in regions), None)


def no_such_region(subject: str, text: str, known: Iterable[str]) -> WrongUse:
    """The error for a region that has no figure: it names the nearest that have one, and never takes one of them."""
    regions = sorted(set(known) - {GLOBAL})
    nearest = ", ".join(nearest_regions(text, regions))
    is_region = text in known_regions()
    what = f"{subject} has no price in {text}" if is_region else f"{text!r} is no region with a price of {subject}"
    return WrongUse(what, f"The nearest of {len(regions)} that have one: {nearest}." if nearest else "")


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
