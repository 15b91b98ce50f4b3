"""Pricers of `aws:apigateway/…`: REST APIs. HTTP and WebSocket APIs are `aws:apigatewayv2/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR, MILLION_REQUESTS, MONTH_HOURS
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN
from outlay.usage.aws.apigateway import RestApiUsage
from outlay.usage.model import NoUsage

SERVICE: Final = "AmazonApiGateway"
MILLION: Final = 10**6


@prices("aws:apigateway/restApi:RestApi", usage=RestApiUsage)
def rest_api(resource: Subject, usage: RestApiUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A REST API: each request.

    Source: Amazon API Gateway pricing, REST APIs.
    """
    query = PriceQuery(SERVICE, resource.region, "RestApi", "requests")
    yield Charge("Requests", MILLION_REQUESTS * (usage.monthly_requests / MILLION), query)


@prices("aws:apigateway/stage:Stage")
def stage(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A stage: each hour of its cache, by size; without one nothing.

    Source: Amazon API Gateway pricing, caching.
    """
    inputs = resource.inputs
    if not (inputs.has("cacheClusterEnabled") and inputs.flag("cacheClusterEnabled")):
        yield Free("the stage has no cache, and calls are charged with the API")
        return
    size = inputs.item("cacheClusterSize") or UNKNOWN
    query = PriceQuery(SERVICE, resource.region, size, "cache-hours")
    yield Charge("Cache memory", HOUR * MONTH_HOURS, query)
