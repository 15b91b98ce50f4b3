"""Use of `gcp:logging/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class LoggingUsage(Usage):
    """Use of a sink or a log bucket."""

    monthly_logging_data_gb: Amount
    """GiB of log data a month."""
