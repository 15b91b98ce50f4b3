"""Use of `aws:glue/…`."""

from dataclasses import dataclass

from outlay.estimate.amount import Amount
from outlay.usage.model import Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class RunUsage(Usage):
    """Use of a job or a crawler."""

    monthly_hours: Amount
    """Hours a month that it runs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogDatabaseUsage(Usage):
    """Use of a database of the Data Catalog."""

    monthly_objects: Amount
    """Objects (tables, partitions, versions) that are stored."""
    monthly_requests: Amount
    """Requests a month to the catalog."""
