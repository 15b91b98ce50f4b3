"""Pricers of `gcp:bigquery/…`."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB, GB_MONTH, MB, TIB
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.bigquery import DatasetUsage, TableUsage

_SERVICE: Final = "BigQuery"
_DATASET: Final = "gcp:bigquery/dataset:Dataset"


@prices(_DATASET, usage=DatasetUsage)
def dataset(resource: Subject, usage: DatasetUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A dataset: what queries over it process, on demand; its tables are charged themselves.

    The free TiB of an account is not subtracted, and capacity that is bought by the slot is none of it.
    Source: Google Cloud, BigQuery pricing, on-demand compute.
    """
    query = PriceQuery(_SERVICE, _location(resource), "queries")
    yield Charge("Queries (on-demand)", TIB * usage.monthly_queries_tb, query)


@prices("gcp:bigquery/table:Table", usage=TableUsage)
def table(resource: Subject, usage: TableUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A table: what it stores, and what is written and read past queries. Its dataset says where, and how it is billed.

    Source: Google Cloud, BigQuery pricing (storage, data ingestion and extraction).
    """
    for key in ("view", "externalDataConfiguration"):
        if resource.inputs.has(key):
            yield Free("its data lies elsewhere: a view or an external table stores nothing")
            return
    parent = near.target("datasetId", _DATASET)
    location = _location(parent) if parent is not None else None
    billing = parent.inputs.text("storageBillingModel").lower() if parent is not None else ""
    billing = billing if billing == "physical" else "logical"
    for name, item, dimension, quantity in (
        ("Active storage", "active-storage", billing, GB_MONTH * usage.monthly_active_storage_gb),
        ("Long-term storage", "long-term-storage", billing, GB_MONTH * usage.monthly_long_term_storage_gb),
        ("Streaming inserts", "streaming-inserts", "", MB * usage.monthly_streaming_inserts_mb),
        ("Storage write API", "storage-write", "", GB * usage.monthly_storage_write_api_gb),
        ("Storage read API", "storage-read", "", TIB * usage.monthly_storage_read_api_tb),
    ):
        yield Charge(name, quantity, PriceQuery(_SERVICE, location, item, dimension))


def _location(of: Subject) -> str | Unknown:
    """Where a dataset lies: a region, or a multi-region such as `us`; the provider's region has no say in it."""
    location = of.inputs.item("location", "US")
    return location.lower() if isinstance(location, str) else location
