"""Use of `aws:transfer/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerUsage(Usage):
    """Use of a server."""

    monthly_data_downloaded_gb: Amount
    """GB a month that clients download."""
    monthly_data_uploaded_gb: Amount
    """GB a month that clients upload."""
