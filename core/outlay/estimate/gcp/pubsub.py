"""Pricers of `gcp:pubsub/…`."""

from collections.abc import Iterator

from outlay.estimate.amount import GB_MONTH, TIB
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.pubsub import TopicUsage


@prices("gcp:pubsub/topic:Topic", usage=TopicUsage)
def topic(resource: Subject, usage: TopicUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Pub/Sub topic: the data published to it, and the messages that it retains where it is told to.

    Source: Google Cloud, Pub/Sub pricing (message delivery throughput, message storage); the free 10 GiB of an
    account are not subtracted.
    """
    query = PriceQuery("CloudPubSub", GLOBAL, "message-ingestion")
    yield Charge("Message ingestion data", TIB * usage.monthly_message_data_tb, query)
    if resource.inputs.has("messageRetentionDuration"):
        query = PriceQuery("CloudPubSub", GLOBAL, "topic-retention")
        yield Charge("Retained message storage", GB_MONTH * usage.storage_gb, query)
