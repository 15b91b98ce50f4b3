"""Pricers of `aws:cloudfront/…`: distributions, and functions at the edge.

Prices are the same from wherever a distribution is declared, and differ by where its viewers are.
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, TEN_THOUSAND_REQUESTS, Amount, Quantity, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.aws.cloudfront import AreaUsage, DistributionUsage, FunctionUsage

_SERVICE: Final = "AmazonCloudFront"
_MILLION: Final = 10**6
_TEN_THOUSAND: Final = 10**4
_FREE_INVALIDATIONS: Final = 1000
_MILLION_LINES: Final = Unit("1M lines")
_MILLION_INVOCATIONS: Final = Unit("1M invocations")
_PATHS: Final = Unit("paths")
_CERTIFICATES: Final = Unit("certificates")
_AREAS: Final = {
    "us": ("United States", "US, Mexico, Canada"),
    "europe": ("Europe", "Europe, Israel"),
    "south_africa": ("South Africa", "South Africa, Kenya, Middle East"),
    "south_america": ("South America", "South America"),
    "japan": ("Japan", "Japan"),
    "australia": ("Australia", "Australia, New Zealand"),
    "asia_pacific": ("Asia Pacific", "Hong Kong, Philippines, Asia Pacific"),
    "india": ("India", "India"),
}
"""By usage key, the location that an area is priced by, and the area by name."""
_SHIELDS: Final = {
    "us": ("us-east-1", "us-east-2", "us-west-1", "us-west-2"),
    "europe": ("eu-central-1", "eu-north-1", "eu-south-1", "eu-west-1", "eu-west-2", "eu-west-3", "il-central-1"),
    "south_america": ("sa-east-1",),
    "japan": ("ap-northeast-1",),
    "australia": ("ap-southeast-2", "ap-southeast-4"),
    "singapore": ("ap-southeast-1",),
    "south_korea": ("ap-northeast-2",),
    "indonesia": ("ap-southeast-3",),
    "india": ("ap-south-1", "ap-south-2"),
}
"""By usage key, the regions that Origin Shield may be in."""


@prices("aws:cloudfront/distribution:Distribution", usage=DistributionUsage)
def distribution(resource: Subject, usage: DistributionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A distribution: data out and requests by the viewers' area, and what it switches on beside.

    The free tier of an account is not taken off. Source: Amazon CloudFront pricing.
    """
    inputs = resource.inputs
    yield from _by_area(usage)
    yield _charge("Invalidation requests", _PATHS * _paid(usage.monthly_invalidation_requests), "Invalidation")
    yield from independently(
        _encrypted(inputs, usage), _logged(inputs, usage), _dedicated(inputs, usage), _shielded(inputs, usage)
    )


def _by_area(usage: DistributionUsage) -> Iterator[Charge]:
    """What is charged by area: of the areas that something is stated of; else of the first, so that its prices show."""
    figures = (
        usage.monthly_data_transfer_to_internet_gb,
        usage.monthly_data_transfer_to_origin_gb,
        usage.monthly_http_requests,
        usage.monthly_https_requests,
    )
    stated = [key for key in _AREAS if any(not _of(each, key).open for each in figures)]
    for key in stated or ["us"]:
        location, area = _AREAS[key]
        internet, origin, http, https = (_of(each, key) for each in figures)
        yield _charge("Data transfer out to internet", GB * internet, location, "data-out", area)
        yield _charge("Data transfer out to origin", GB * origin, location, "data-out-to-origin", area)
        plain = TEN_THOUSAND_REQUESTS * (http / _TEN_THOUSAND)
        yield _charge("HTTP requests", plain, location, "http-requests", area)
        encrypted = TEN_THOUSAND_REQUESTS * (https / _TEN_THOUSAND)
        yield _charge("HTTPS requests", encrypted, location, "https-requests", area)


def _of(figures: AreaUsage, key: str) -> Amount:
    found = getattr(figures, key)
    assert isinstance(found, Amount)
    return found


def _paid(paths: Amount) -> Amount:
    return paths.above(_FREE_INVALIDATIONS)


def _encrypted(inputs: Properties, usage: DistributionUsage) -> Iterator[Charge | Free]:
    if any(behaviour.has("fieldLevelEncryptionId") for behaviour in _behaviours(inputs)):
        requests = TEN_THOUSAND_REQUESTS * (usage.monthly_encryption_requests / _TEN_THOUSAND)
        yield _charge("Field level encryption requests", requests, "FieldLevelEncryption")


def _logged(inputs: Properties, usage: DistributionUsage) -> Iterator[Charge | Free]:
    """Real-time logs; what `loggingConfig` asks for are standard logs, which are free but for their storage."""
    is_logged = any(behaviour.has("realtimeLogConfigArn") for behaviour in _behaviours(inputs))
    if is_logged or not usage.monthly_log_lines.open:
        yield _charge("Real-time log requests", _MILLION_LINES * (usage.monthly_log_lines / _MILLION), "RealTimeLog")


def _behaviours(inputs: Properties) -> tuple[Properties, ...]:
    return (inputs.block("defaultCacheBehavior"), *inputs.blocks("orderedCacheBehaviors"))


def _dedicated(inputs: Properties, usage: DistributionUsage) -> Iterator[Charge | Free]:
    if inputs.block("viewerCertificate").text("sslSupportMethod") == "vip":
        stated = usage.custom_ssl_certificates
        certificates = Amount.exactly(1, "certificates") if stated.open else stated
        yield _charge("Dedicated IP custom SSLs", _CERTIFICATES * certificates, "DedicatedIpSsl")


def _shielded(inputs: Properties, usage: DistributionUsage) -> Iterator[Charge | Free]:
    """Requests through Origin Shield, once for each place that origins have it in."""
    places: dict[str, None] = {}
    for origin in inputs.blocks("origins"):
        shield = origin.block("originShield")
        if shield.has("enabled") and shield.flag("enabled"):
            places[_place(shield)] = None
    for place in places:
        requests = getattr(usage.monthly_shield_requests, place) / _TEN_THOUSAND
        quantity = TEN_THOUSAND_REQUESTS * requests
        yield _charge("Origin shield HTTP requests", quantity, "OriginShield", place, place.replace("_", " "))


def _place(shield: Properties) -> str:
    region = shield.text("originShieldRegion")
    found = next((key for key, regions in _SHIELDS.items() if region in regions), None)
    if found is None:
        raise OpenValue(f"{shield.path}.originShieldRegion", "is no region that Origin Shield is known in")
    return found


def _charge(name: str, quantity: Quantity, item: str, dimension: str = "", component: str = "") -> Charge:
    return Charge(name, quantity, PriceQuery(_SERVICE, GLOBAL, item, dimension), component)


@prices("aws:cloudfront/function:Function", usage=FunctionUsage)
def function(resource: Subject, usage: FunctionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A function at the edge: each invocation.

    Source: Amazon CloudFront pricing, CloudFront Functions.
    """
    invocations = _MILLION_INVOCATIONS * (usage.monthly_requests / _MILLION)
    yield _charge("Invocations", invocations, "Function")
