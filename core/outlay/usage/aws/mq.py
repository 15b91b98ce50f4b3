"""Use of `aws:mq/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class BrokerUsage(Usage):
    """Use of a broker."""

    storage_size_gb: Amount
    """GB that each instance of the broker keeps, on average over the month."""
