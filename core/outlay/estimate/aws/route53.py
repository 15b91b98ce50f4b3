"""Pricers of `aws:route53/…`: hosted zones, records and policy records, health checks, resolver endpoints."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MONTH, MONTH_HOURS, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.aws.route53 import HealthCheckUsage, RecordUsage, ResolverEndpointUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonRoute53"
_RECORD: Final = "aws:route53/record:Record"
_MILLION: Final = 10**6
_MILLION_QUERIES: Final = Unit("1M queries")
_FAST_INTERVAL_SECONDS: Final = 10
_COMPUTED: Final = frozenset({"CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"})
"""Types of health check that watch no endpoint themselves."""


@prices("aws:route53/zone:Zone")
def zone(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A hosted zone: each month, as one of an account's first 25.

    Source: Amazon Route 53 pricing, hosted zones.
    """
    resource.inputs.assume("the hosted zone is one of the account's first 25; further ones cost less")
    yield Charge("Hosted zone", MONTH * 1, PriceQuery(_SERVICE, GLOBAL, "HostedZone"))


@prices(_RECORD, usage=RecordUsage)
def record(resource: Subject, usage: RecordUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A record: each million queries that it answers, by how they are routed.

    An alias of another AWS resource answers for nothing; an alias of a record is charged as that record is.
    Source: Amazon Route 53 pricing, queries.
    """
    if resource.inputs.blocks("aliases") and near.target("aliases", _RECORD) is None:
        yield Free("queries of an alias of an AWS resource cost nothing")
        return
    for name, queries, dimension in (
        ("Standard queries", usage.monthly_standard_queries, "standard"),
        ("Latency-based routing queries", usage.monthly_latency_based_queries, "latency"),
        ("Geo DNS queries", usage.monthly_geo_queries, "geo"),
    ):
        query = PriceQuery(_SERVICE, GLOBAL, "Queries", dimension)
        yield Charge(name, _MILLION_QUERIES * (queries / _MILLION), query)


@prices("aws:route53/trafficPolicyInstance:TrafficPolicyInstance")
def traffic_policy_instance(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A policy record: each month that a traffic policy answers for a name.

    Source: Amazon Route 53 pricing, traffic flow.
    """
    yield Charge("Policy record", MONTH * 1, PriceQuery(_SERVICE, GLOBAL, "PolicyRecord"))


@prices("aws:route53/healthCheck:HealthCheck", usage=HealthCheckUsage)
def health_check(resource: Subject, usage: HealthCheckUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A health check: each month, and each optional feature, by where the endpoint runs.

    Features are HTTPS, matching of a string, an interval of 10 seconds, and measuring latency.
    Source: Amazon Route 53 pricing, health checks.
    """
    place = usage.endpoint_type.lower().replace("_", "-")
    if place not in ("", "aws", "non-aws"):
        raise OpenValue("usage endpoint_type", f"is {usage.endpoint_type}, neither aws nor non_aws")
    kind = resource.inputs.item("type")
    is_computed = kind in _COMPUTED
    if not place and not is_computed:
        resource.inputs.assume("the endpoint runs at AWS (set usage endpoint_type to change it)")
    place = place or "aws"
    yield Charge("Health check", MONTH * 1, PriceQuery(_SERVICE, GLOBAL, "HealthCheck", place))
    if not is_computed:
        yield from _features(resource, place)


def _features(resource: Subject, place: str) -> Iterator[Charge | Free]:
    inputs = resource.inputs
    kind = inputs.text("type")
    interval = inputs.number("requestInterval", 30)
    measures = inputs.has("measureLatency") and inputs.flag("measureLatency")
    switched_on = [kind.startswith("HTTPS"), kind.endswith("STR_MATCH"), measures]
    features = Amount.exactly(sum(switched_on), "features")
    if interval.open:
        features = features + interval
    elif interval.expected == _FAST_INTERVAL_SECONDS:
        features = features + 1
    if features.open or features.expected:
        query = PriceQuery(_SERVICE, GLOBAL, "HealthCheckOption", place)
        yield Charge("Optional features", MONTH * features, query)


@prices("aws:route53/resolverEndpoint:ResolverEndpoint", usage=ResolverEndpointUsage)
def resolver_endpoint(resource: Subject, usage: ResolverEndpointUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A resolver endpoint: each hour of each of its network interfaces, one an IP address, and each million queries.

    Source: Amazon Route 53 pricing, Resolver endpoints.
    """
    region = resource.region
    queries = _MILLION_QUERIES * (usage.monthly_queries / _MILLION)
    yield from independently(
        iter([Charge("DNS queries", queries, PriceQuery(_SERVICE, region, "ResolverQueries"))]),
        _interfaces(resource),
    )


def _interfaces(endpoint: Subject) -> Iterator[Charge | Free]:
    addresses = endpoint.inputs.blocks("ipAddresses")
    if not addresses:
        raise OpenValue("ipAddresses", "is not set")
    hours = Amount.exactly(len(addresses), "network interfaces") * MONTH_HOURS
    query = PriceQuery(_SERVICE, endpoint.region, "ResolverNetworkInterface", "hours")
    yield Charge("Resolver endpoints", HOUR * hours, query)
