"""Asks AWS's price list query interface for just the prices that a stack needs.

Right for tens of prices; for whole services there is the bulk price list (`bulk`). Needs AWS credentials with
`pricing:GetProducts`. Not here: what products are called in the book (`products`).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConfigParseError,
    CredentialRetrievalError,
    InvalidConfigError,
    MissingDependencyException,
    NoCredentialsError,
    PartialCredentialsError,
    ProfileNotFound,
    RefreshWithMFAUnsupportedError,
    SSOError,
    TokenRetrievalError,
)
from outlay.errors import WrongUse
from outlay.prices.figure import Figure
from outlay.prices.query import GLOBAL, PriceQuery

from outlay_automation.prices.refresh.aws.products import (
    BookName,
    InvalidProduct,
    book_name,
)
from outlay_automation.prices.refresh.aws.terms import Answer, on_demand_answers, reserved_answers, settled, source_of
from outlay_automation.prices.refresh.aws.usage_types import OFFERS
from outlay_automation.prices.refresh.failure import RefreshFailed, UnknownPriceList
from outlay_automation.prices.refresh.refreshing import Scope

REGION: Final = "us-east-1"
"""Where the interface is asked; it has the prices of all regions."""
_VERSION: Final = "aws_v1"
_TRIES: Final = 5
_SILENCE: Final = 30
_INSTANCES: Final = frozenset({"AmazonEC2", "AmazonRDS", "AmazonElastiCache", "AmazonES"})
_RDS_STORAGE: Final = ("Database Storage", "Provisioned IOPS", "Provisioned Throughput", "System Operation")
_FAMILIES: Final[Mapping[str, Mapping[str, tuple[str, ...]]]] = {
    "AmazonEBS": {"": ("Storage", "System Operation", "Provisioned Throughput")},
    "AmazonEC2": {"NatGateway": ("NAT Gateway",), "": ("CPU Credits",)},
    "AmazonRDS": {
        **dict.fromkeys(("gp2", "gp3", "io1", "standard"), _RDS_STORAGE),
        **dict.fromkeys(("Backup", "AuroraBackup"), ("Storage Snapshot",)),
        "": ("CPU Credits", "Performance Insights"),
    },
    "AmazonS3": {"": ("Storage", "API Request", "Fee")},
}
"""By service, the product families in which AWS lists an item, or all items not named; small offers are read whole."""
_ADDRESS: Final = "PublicIPv4Address"
_OF_ADDRESSES: Final = "AmazonVPC"
_CREDENTIALS: Final = (
    "Log in (`aws sso login`) or set AWS_PROFILE; the identity needs pricing:GetProducts and nothing else. Without "
    "any, `outlay prices refresh --service … --region …` reads the public price list."
)
_REFUSED: Final = frozenset(
    {
        *("AccessDenied", "AccessDeniedException", "ForbiddenException", "UnauthorizedException"),
        *("UnrecognizedClientException", "InvalidClientTokenId", "MissingAuthenticationTokenException"),
        *("ExpiredToken", "ExpiredTokenException", "InvalidSignatureException", "IncompleteSignature"),
    }
)
_WITHOUT_CREDENTIALS: Final = (
    *(NoCredentialsError, PartialCredentialsError, CredentialRetrievalError, RefreshWithMFAUnsupportedError),
    *(ProfileNotFound, ConfigParseError, InvalidConfigError, MissingDependencyException),
    *(SSOError, TokenRetrievalError),
)
"""What the client raises where there are no credentials, or where those that are named cannot be had."""


@dataclass(frozen=True, slots=True)
class StackPrices:
    """What the interface gave for the queries of a stack: figures, the scopes that they fill, and what it lacks."""

    figures: tuple[Figure, ...]
    scopes: frozenset[Scope]
    left_out: tuple[str, ...]


def pricing_client(endpoint_url: str | None = None, silence: float = _SILENCE, tries: int = _TRIES) -> Any:
    """The client of the price list query interface.

    Args:
        endpoint_url: another address than AWS's own.
        silence: for how many seconds an answer is waited for.
        tries: how often it is asked.

    Raises:
        WrongUse: the credentials that are named cannot be had, or the address is none.
    """
    if endpoint_url is not None and "@" in endpoint_url:
        raise WrongUse(
            "AWS's price list query knows no name and password in an address",
            "Its credentials are AWS's: leave out what stands before the @ of --from.",
        )
    config = Config(
        connect_timeout=silence, read_timeout=silence, retries={"total_max_attempts": tries, "mode": "standard"}
    )
    # a session of its own: the default one remembers the credentials of whoever asked first
    try:
        return boto3.Session().client("pricing", region_name=REGION, endpoint_url=endpoint_url, config=config)
    except _WITHOUT_CREDENTIALS as error:
        raise _needs_credentials(error) from None
    except ValueError:
        raise WrongUse(f"{endpoint_url} is no address", "Write it with its scheme: --from https://HOST.") from None


def stack_prices(
    queries: Iterable[PriceQuery], client: Any, on_progress: Callable[[str, int, int | None], None] | None = None
) -> StackPrices:
    """The figures of the items that these queries name, with all their dimensions and terms.

    Queries of services that AWS's price list is not read for, and those that are open until deployment, are named in
    the answer; so are those of Google Cloud not, since they are asked for elsewhere.

    Args:
        queries: what the stack asked the book for.
        client: from `pricing_client`.
        on_progress: is told how many of the questions have been answered.

    Raises:
        WrongUse: there are no credentials, or they may not ask.
        RefreshFailed: the interface does not answer.
        UnknownPriceList: its answer is no price list as known.
    """
    asked = tuple(queries)
    scopes, left_out = _scopes(asked)
    questions = sorted({question for scope in scopes for question in _questions(scope)})
    made: dict[tuple[Scope, str], _Made] = {}
    for number, question in enumerate(questions):
        if on_progress is not None:
            on_progress("asking AWS", number, len(questions))
        for entry in _answers(client, question):
            name = _name_of(question.offer, entry)
            scope = Scope(name.service, name.region, name.item) if name is not None else None
            if name is not None and scope in scopes:
                product = scope, _sku(question.offer, entry)
                found = _made(question.offer, name, entry)
                if product not in made or made[product].published <= found.published:
                    made[product] = found
    answers = [answer for each in made.values() for answer in each.answers]
    figures, doubtful = settled(answers)
    doubtful += (note for each in made.values() for note in each.left_out)
    listed = {scope for (scope, _), each in made.items() if each.answers or each.left_out}
    left_out += (f"{scope.service} {scope.item} in {scope.region}: AWS lists none" for scope in sorted(scopes - listed))
    left_out += _unanswered(asked, listed, answers)
    # an item without a figure stays as it was: emptying it would take away what is known of it
    filled = frozenset(Scope(figure.name.service, figure.region, figure.name.item) for figure in figures)
    return StackPrices(tuple(figures), filled, (*left_out, *doubtful))


@dataclass(frozen=True, slots=True)
class _Made:
    """What a product is listed at, and what of it is not taken over; AWS may list several versions of one product."""

    published: date
    answers: tuple[Answer, ...]
    left_out: tuple[str, ...]


@dataclass(frozen=True, slots=True, order=True)
class _Question:
    """What the interface is asked: products of an offer with these attributes."""

    offer: str
    attributes: tuple[tuple[str, str], ...]

    @property
    def filters(self) -> list[dict[str, str]]:
        return [{"Type": "TERM_MATCH", "Field": field, "Value": value} for field, value in self.attributes]


def _scopes(queries: Iterable[PriceQuery]) -> tuple[frozenset[Scope], list[str]]:
    """The items asked for, and in a sentence each what cannot be."""
    scopes: set[Scope] = set()
    left_out: set[str] = set()
    for query in queries:
        if query.service not in OFFERS:
            if query.service.startswith(("AWS", "Amazon")):
                left_out.add(f"{query}: {query.service} is not read from AWS's price list")
        elif not isinstance(query.region, str) or not isinstance(query.item, str):
            left_out.add(f"{query}: it is open until deployment")
        elif query.region != GLOBAL:
            scopes.add(Scope(query.service, query.region, query.item))
    return frozenset(scopes), sorted(left_out)


def _unanswered(queries: Iterable[PriceQuery], listed: Collection[Scope], answers: Iterable[Answer]) -> list[str]:
    """What was asked of items that AWS lists, but not in this dimension or term: spot prices never are."""
    names = {(answer.name.item, answer.name.dimension, answer.term, answer.name.region) for answer in answers}
    return [
        f"{query}: AWS lists none"
        for query in dict.fromkeys(queries)
        if Scope(query.service, str(query.region), str(query.item)) in listed
        and (query.item, query.dimension, query.term, query.region) not in names
    ]


def _questions(scope: Scope) -> Iterator[_Question]:
    """By which attributes an item is found. Several figures of one item may need several questions."""
    region = ("regionCode", scope.region)
    families = _FAMILIES.get(scope.service, {})
    for offer in OFFERS[scope.service]:
        if (offer == _OF_ADDRESSES) != (scope.item == _ADDRESS):
            continue
        if scope.service in _INSTANCES and "." in scope.item:
            yield _Question(offer, (("instanceType", scope.item), region))
        elif offer == "AWSDataTransfer":
            yield _Question(offer, (("fromRegionCode", scope.region), ("toLocation", "External")))
        elif families and offer != _OF_ADDRESSES:
            for family in families.get(scope.item, families.get("", ())):
                yield _Question(offer, (("productFamily", family), region))
        else:
            yield _Question(offer, (region,))


def _answers(client: Any, question: _Question) -> Iterator[Mapping[str, Any]]:
    """Every product that the interface has for a question, page by page. Each comes as JSON inside JSON."""
    asked = f"AWS's prices of {question.offer}"
    try:
        pages = client.get_paginator("get_products").paginate(
            ServiceCode=question.offer, Filters=question.filters, FormatVersion=_VERSION
        )
        for page in pages:
            for text in page["PriceList"]:
                yield json.loads(text)
    except _WITHOUT_CREDENTIALS as error:
        raise _needs_credentials(error) from None
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _REFUSED:
            raise WrongUse(f"{asked} may not be asked for: {error}", _CREDENTIALS) from None
        raise RefreshFailed(f"{asked} are not to be had: {error}", "Try again later.") from None
    except BotoCoreError as error:
        raise RefreshFailed(f"{asked} are not to be had: {error}", "Try again later, and look at the proxy.") from None
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise UnknownPriceList(asked, f"the answer is no price list as known: {error!r}") from None


def _needs_credentials(error: Exception) -> WrongUse:
    return WrongUse(f"AWS's price list query needs credentials: {error}", _CREDENTIALS)


def _name_of(offer: str, entry: Mapping[str, Any]) -> BookName | None:
    try:
        return book_name(offer, entry["product"])
    except (InvalidProduct, KeyError, TypeError, AttributeError) as error:
        raise _unknown(offer, entry, error) from None


def _sku(offer: str, entry: Mapping[str, Any]) -> str:
    sku = entry["product"].get("sku")
    if not isinstance(sku, str):
        raise _unknown(offer, entry, InvalidProduct("it has no number"))
    return sku


def _made(offer: str, name: BookName, entry: Mapping[str, Any]) -> _Made:
    """What the terms of an entry list its product at."""
    left_out: list[str] = []
    try:
        published = date.fromisoformat(entry["publicationDate"][:10])
        source = source_of("query", offer, str(entry.get("version", "")), published)
        terms = entry["terms"]
        on_demand = on_demand_answers(name, terms.get("OnDemand", {}).values(), source, left_out)
        reserved = reserved_answers(name, terms.get("Reserved", {}).values(), source, left_out)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError) as error:
        raise _unknown(offer, entry, error) from None
    return _Made(published, (*on_demand, *reserved), tuple(left_out))


def _unknown(offer: str, entry: Any, error: Exception) -> UnknownPriceList:
    product = entry.get("product", {}) if isinstance(entry, dict) else {}
    sku = product.get("sku", "without a number") if isinstance(product, dict) else "without a number"
    said = str(error) if isinstance(error, InvalidProduct) else f"its parts are not where they belong: {error!r}"
    return UnknownPriceList(f"AWS's prices of {offer}", f"product {sku}: {said}")
