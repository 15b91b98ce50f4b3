"""Use of `gcp:pubsub/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class TopicUsage(Usage):
    """Use of a Pub/Sub topic."""

    monthly_message_data_tb: Amount
    """TiB a month of messages published to the topic."""
    storage_gb: Amount
    """GiB of messages that the topic retains, on average over the month."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubscriptionUsage(Usage):
    """Use of a Pub/Sub subscription."""

    monthly_message_data_tb: Amount
    """TiB a month of messages delivered through the subscription."""
    storage_gb: Amount
    """GiB of acknowledged messages that the subscription retains, on average over the month."""
    snapshot_storage_gb: Amount
    """GiB of messages that its snapshots hold back, on average over the month."""
