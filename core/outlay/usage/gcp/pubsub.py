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
