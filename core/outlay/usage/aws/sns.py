"""Use of `aws:sns/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicUsage(Usage):
    """Use of a topic, with its subscriptions by protocol."""

    monthly_requests: Amount
    """Messages a month that are published."""
    request_size_kb: Amount
    """KB that a message has on average; each 64 KB begun count as one request, in FIFO topics each GB is charged."""
    fifo_subscriptions: Amount
    """Subscriptions to a FIFO topic; those of this stack where nothing is stated."""
    http_subscriptions: Amount
    """Subscriptions over HTTP or HTTPS."""
    email_subscriptions: Amount
    """Subscriptions by e-mail."""
    kinesis_subscriptions: Amount
    """Subscriptions of Firehose delivery streams."""
    mobile_push_subscriptions: Amount
    """Subscriptions by mobile push."""
    macos_subscriptions: Amount
    """Subscriptions of Macs."""
    sms_subscriptions: Amount
    """Subscriptions by text message."""
    sms_notification_price: Amount
    """USD that a text message costs: it depends on country and carrier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicSubscriptionUsage(Usage):
    """Use of a subscription over HTTP or HTTPS."""

    monthly_requests: Amount
    """Messages a month that are delivered."""
    request_size_kb: Amount
    """KB that a message has on average; each 64 KB begun count as one delivery."""
