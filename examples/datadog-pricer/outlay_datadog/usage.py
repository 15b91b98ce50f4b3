"""What the resources of Datadog consume a month that their properties do not say.

`billing` is `on-demand` (the default) or `annual`, whichever the account has; `plan` is `pro` or `enterprise`.
"""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationUsage(Usage):
    """Use of an integration with a cloud account."""

    hosts: Amount
    """Hosts that it watches: virtual machines count, at the high-water mark of the month."""
    plan: str
    billing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TestUsage(Usage):
    """Use of a synthetic test. How often it runs is one of its properties."""

    billing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LogsIndexUsage(Usage):
    """Use of an index of logs."""

    monthly_ingested_gb: Amount
    """GB of logs a month that are taken in and go to this index."""
    monthly_indexed_events: Amount
    """Events a month that are indexed."""
    billing: str
