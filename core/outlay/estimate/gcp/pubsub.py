"""Pricers of `gcp:pubsub/…`."""

from collections.abc import Iterator

from outlay.estimate.amount import GB_MONTH, TIB
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.usage.gcp.pubsub import SubscriptionUsage, TopicUsage


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


@prices("gcp:pubsub/subscription:Subscription", usage=SubscriptionUsage)
def subscription(resource: Subject, usage: SubscriptionUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Pub/Sub subscription: the data delivered through it, acknowledged messages that it retains, and snapshots.

    Delivery into BigQuery or Cloud Storage has a price of its own.
    Source: Google Cloud, Pub/Sub pricing (message delivery throughput, message storage).
    """
    is_export = any(resource.inputs.has(key) for key in ("bigqueryConfig", "cloudStorageConfig"))
    query = PriceQuery("CloudPubSub", GLOBAL, "message-delivery", "export" if is_export else "")
    yield Charge("Message delivery data", TIB * usage.monthly_message_data_tb, query)
    query = PriceQuery("CloudPubSub", GLOBAL, "subscription-retention")
    yield Charge("Retained acknowledged message storage", GB_MONTH * usage.storage_gb, query)
    query = PriceQuery("CloudPubSub", GLOBAL, "snapshot-backlog")
    yield Charge("Snapshot message backlog storage", GB_MONTH * usage.snapshot_storage_gb, query)
