"""Pricers of `aws:sqs/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import MILLION_REQUESTS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.usage.aws.sqs import QueueUsage

_MILLION: Final = 10**6
_CHUNK_KB: Final = 64
"""How much of a request's payload counts as one request."""


@prices("aws:sqs/queue:Queue", usage=QueueUsage)
def queue(resource: Subject, usage: QueueUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A queue: each million requests, where every 64 KB of payload begun count as one.

    Source: Amazon SQS pricing.
    """
    kind = "FIFO" if resource.inputs.flag("fifoQueue") else "Standard"
    requests = usage.monthly_requests * _chunks(usage, resource.inputs) / _MILLION
    yield Charge("Requests", MILLION_REQUESTS * requests, PriceQuery("AWSQueueService", resource.region, kind))


def _chunks(usage: QueueUsage, inputs: Properties) -> Amount:
    if not usage.request_size_kb.open:
        return (usage.request_size_kb / _CHUNK_KB).rounded_up().at_least(1)
    if not usage.monthly_requests.open:
        inputs.assume("a request carries at most 64 KB (usage request_size_kb is not given)")
    return Amount.exactly(1, "chunks of 64 KB")
