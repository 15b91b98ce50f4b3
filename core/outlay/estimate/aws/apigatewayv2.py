"""Pricers of `aws:apigatewayv2/…`: HTTP and WebSocket APIs."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MILLION_REQUESTS, Amount, Unit
from outlay.estimate.aws.apigateway import MILLION, SERVICE
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.apigateway import ApiUsage

_MILLION_MESSAGES: Final = Unit("1M messages")
_MILLION_MINUTES: Final = Unit("1M minutes")
_REQUEST_KB: Final = 512
_MESSAGE_KB: Final = 32


@prices("aws:apigatewayv2/api:Api", usage=ApiUsage)
def api(resource: Subject, usage: ApiUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An HTTP API: each request; a WebSocket API: each message, and the minutes of its connections.

    Source: Amazon API Gateway pricing, HTTP APIs and WebSocket APIs.
    """
    protocol = resource.inputs.text("protocolType").upper()

    def query(item: str, dimension: str) -> PriceQuery:
        return PriceQuery(SERVICE, resource.region, item, dimension)

    if protocol == "HTTP":
        counted = usage.monthly_requests * _pieces(resource.inputs, usage.request_size_kb, "request", _REQUEST_KB)
        yield Charge("Requests", MILLION_REQUESTS * (counted / MILLION), query("HttpApi", "requests"))
    elif protocol == "WEBSOCKET":
        counted = usage.monthly_messages * _pieces(resource.inputs, usage.message_size_kb, "message", _MESSAGE_KB)
        yield Charge("Messages", _MILLION_MESSAGES * (counted / MILLION), query("WebSocketApi", "messages"))
        minutes = _MILLION_MINUTES * (usage.monthly_connection_mins / MILLION)
        yield Charge("Connection duration", minutes, query("WebSocketApi", "connection-minutes"))
    else:
        raise OpenValue("protocolType", "is neither HTTP nor WEBSOCKET")


def _pieces(inputs: Properties, size: Amount, what: str, step: int) -> Amount:
    """As how many a request or message counts: one for each step of KB that it begins."""
    if size.open:
        inputs.assume(f"a {what} has at most {step} KB (set usage {what}_size_kb to change it)")
        return Amount.exactly(1)
    return (size / step).rounded_up().at_least(1)
