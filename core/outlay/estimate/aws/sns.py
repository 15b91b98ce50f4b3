"""Pricers of `aws:sns/…`: topics with the deliveries to their subscribers, and subscriptions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from outlay.estimate.amount import GB, MILLION_REQUESTS, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.sns import TopicSubscriptionUsage, TopicUsage

_SERVICE: Final = "AmazonSNS"
_SUBSCRIPTION: Final = "aws:sns/topicSubscription:TopicSubscription"
_MILLION: Final = 10**6
_CHUNK_KB: Final = 64
"""How much of a message counts as one request."""
_FREE_REQUESTS: Final = 1_000_000
_MILLION_NOTIFICATIONS: Final = Unit("1M notifications")
_NOTIFICATIONS: Final = Unit("100k notifications")
_PACK: Final = 100_000
_TEXT_MESSAGES: Final = Unit("100 notifications")
_FREE_TEXT_MESSAGES: Final = 100
_USD: Final = Unit("USD")


@dataclass(frozen=True, slots=True)
class _Protocol:
    """A kind of delivery: its item in the price book, what one unit of it counts, and what is free each month."""

    name: str
    item: str
    unit: Unit = _MILLION_NOTIFICATIONS
    pack: int = _MILLION
    free: int = 0


_HTTP: Final = _Protocol("HTTP/HTTPS notifications", "HTTP", _NOTIFICATIONS, _PACK, free=100_000)
_EMAIL: Final = _Protocol("Email/Email-JSON notifications", "SMTP", _NOTIFICATIONS, _PACK, free=1000)
_FIREHOSE: Final = _Protocol("Kinesis Firehose notifications", "FIREHOSE")
_MOBILE: Final = _Protocol("Mobile push notifications", "APNS")
_MACOS: Final = _Protocol("MacOS notifications", "MACOS")


@prices("aws:sns/topic:Topic", usage=TopicUsage)
def topic(resource: Subject, usage: TopicUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A topic: each request of 64 KB begun and each delivery by protocol; in a FIFO topic messages and their payload.

    What the price list gives each account for nothing every month is taken off here.
    Source: Amazon SNS pricing.
    """
    if resource.inputs.flag("fifoTopic"):
        yield from _fifo(resource, usage, near)
        return
    region = resource.region
    requests = usage.monthly_requests * _chunks(usage.request_size_kb, usage.monthly_requests, resource.inputs)
    charged = MILLION_REQUESTS * (requests.above(_FREE_REQUESTS) / _MILLION)
    resource.inputs.assume("the requests and deliveries that an account has for nothing each month are this topic's")
    yield Charge("API requests", charged, PriceQuery(_SERVICE, region, "Request", "standard"))
    for protocol, subscriptions in (
        (_HTTP, usage.http_subscriptions),
        (_EMAIL, usage.email_subscriptions),
        (_FIREHOSE, usage.kinesis_subscriptions),
        (_MOBILE, usage.mobile_push_subscriptions),
        (_MACOS, usage.macos_subscriptions),
    ):
        deliveries = _times(subscriptions, requests).above(protocol.free)
        query = PriceQuery(_SERVICE, region, protocol.item, "delivery")
        yield Charge(protocol.name, protocol.unit * (deliveries / protocol.pack), query)
    yield from _text_messages(region, usage, requests)


def _text_messages(region: str | Unknown | None, usage: TopicUsage, requests: Amount) -> Iterator[Charge | Free]:
    """Text messages, where their use is stated: by the stated price, since it differs by country and carrier."""
    price = usage.sms_notification_price
    if usage.sms_subscriptions.open and price.open:
        return
    messages = _times(usage.sms_subscriptions, requests).above(_FREE_TEXT_MESSAGES)
    if price.open:
        quantity = _TEXT_MESSAGES * (messages / _FREE_TEXT_MESSAGES)
        yield Charge("SMS notifications", quantity, PriceQuery(_SERVICE, region, "SMS", "delivery"))
    else:
        yield Charge("SMS notifications", _USD * (messages * price), PriceQuery(_SERVICE, GLOBAL, "StatedPrice"))


def _fifo(resource: Subject, usage: TopicUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """Messages published and their payload, and the same for each subscription."""
    published, size = usage.monthly_requests, usage.request_size_kb
    delivered = _times(_fifo_subscriptions(usage, near), published)
    for name, payload, dimension, messages, unit in (
        ("FIFO publish requests", "FIFO publish payload", "publish", published, MILLION_REQUESTS),
        ("FIFO notifications", "FIFO notification payload", "delivery", delivered, _MILLION_NOTIFICATIONS),
    ):
        query = PriceQuery(_SERVICE, resource.region, "FIFO", dimension)
        yield Charge(name, unit * (messages / _MILLION), query)
        gigabytes = GB * (_times(messages, size) / _MILLION)
        yield Charge(payload, gigabytes, PriceQuery(_SERVICE, resource.region, "FIFO", f"{dimension}-payload"))


def _fifo_subscriptions(usage: TopicUsage, near: Neighbours) -> Amount:
    """The subscriptions that are stated, else those of this stack; open where it has none, since others may have."""
    here = near.users(_SUBSCRIPTION, "topic") if usage.fifo_subscriptions.open else ()
    return Amount.exactly(len(here), "subscriptions") if here else usage.fifo_subscriptions


@prices(_SUBSCRIPTION, usage=TopicSubscriptionUsage)
def topic_subscription(resource: Subject, usage: TopicSubscriptionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A subscription: each delivery over HTTP or HTTPS; others cost nothing, or what is stated for the topic.

    Source: Amazon SNS pricing, notification deliveries.
    """
    protocol = resource.inputs.text("protocol").lower()
    if protocol in ("sqs", "lambda"):
        yield Free("deliveries to queues and functions cost nothing, those of a FIFO topic are charged with the topic")
    elif protocol in ("http", "https"):
        chunks = _chunks(usage.request_size_kb, usage.monthly_requests, resource.inputs)
        deliveries = usage.monthly_requests * chunks
        query = PriceQuery(_SERVICE, resource.region, _HTTP.item, "delivery")
        yield Charge("HTTP notifications", _NOTIFICATIONS * (deliveries / _PACK), query)
    else:
        yield Free("deliveries of this protocol are charged with the topic, by its usage")


def _times(one: Amount, other: Amount) -> Amount:
    """The product: zero where either is, whatever the other is."""
    for part in (one, other):
        if part.is_exact and not part.expected:
            return part
    return one * other


def _chunks(size: Amount, requests: Amount, inputs: Properties) -> Amount:
    """How many requests a message counts as."""
    if not size.open:
        return (size / _CHUNK_KB).rounded_up().at_least(1)
    if not requests.open:
        inputs.assume("a message has at most 64 KB (usage request_size_kb is not given)")
    return Amount.exactly(1, "chunks of 64 KB")
