"""Pricers of `aws:mwaa/…`: environments of Managed Workflows for Apache Airflow."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MONTH_HOURS, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.mwaa import EnvironmentUsage

_SERVICE: Final = "AmazonMWAA"
_INCLUDED_SCHEDULERS: Final = 2


@prices("aws:mwaa/environment:Environment", usage=EnvironmentUsage)
def environment(resource: Subject, usage: EnvironmentUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An environment: its hours by class, those of workers and schedulers beside the included ones, its database.

    Source: Amazon Managed Workflows for Apache Airflow pricing.
    """
    region = resource.region
    size = _size(resource.inputs.item("environmentClass", "mw1.small"))
    for name, number, dimension in (
        ("Environment", Amount.exactly(1, "environment"), "environment"),
        ("Additional workers", usage.additional_workers, "worker"),
        ("Additional schedulers", _schedulers(resource, usage), "scheduler"),
    ):
        yield Charge(name, HOUR * (number * MONTH_HOURS), PriceQuery(_SERVICE, region, size, dimension))
    database = GB_MONTH * usage.meta_database_gb
    yield Charge("Meta database", database, PriceQuery(_SERVICE, region, "Database", "storage"))


def _size(kind: str | Unknown) -> str | Unknown:
    return kind if isinstance(kind, Unknown) else kind.lower()


def _schedulers(resource: Subject, usage: EnvironmentUsage) -> Amount:
    """The schedulers beside the included ones: as stated, else as declared."""
    if usage.additional_schedulers.open and resource.inputs.has("schedulers"):
        return resource.inputs.number("schedulers").above(_INCLUDED_SCHEDULERS)
    return usage.additional_schedulers
