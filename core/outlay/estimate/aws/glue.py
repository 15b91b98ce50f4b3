"""Pricers of `aws:glue/…`: jobs, crawlers and databases of the Data Catalog."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import HOUR, MILLION_REQUESTS, Amount, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import Unknown
from outlay.usage.aws.glue import CatalogDatabaseUsage, RunUsage

_SERVICE: Final = "AWSGlue"
_MILLION: Final = 10**6
_OBJECTS: Final = Unit("100k objects")
_OBJECTS_PACK: Final = 100_000
_DPUS: Final = {"G.025X": "0.25", "STANDARD": "1", "G.1X": "1", "G.2X": "2", "G.4X": "4", "G.8X": "8"}
"""Data processing units of a worker (AWS Glue developer guide, worker types)."""
_SHELL_DPUS: Final = "0.0625"
_SPARK_DPUS: Final = "10"
"""What a job has when nobody says its capacity: a Python shell and any other (AWS Glue API, MaxCapacity)."""


@prices("aws:glue/job:Job", usage=RunUsage)
def job(resource: Subject, usage: RunUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A job: each hour that it runs, times its data processing units.

    Source: AWS Glue pricing, ETL jobs.
    """
    inputs = resource.inputs
    item = "JobFlex" if inputs.item("executionClass", "STANDARD") == "FLEX" else "Job"
    units = _units(inputs)
    query = PriceQuery(_SERVICE, resource.region, item, "dpu-hours")
    if units.is_exact and units.expected:
        yield Charge("Duration", HOUR * usage.monthly_hours, query, factor=units.expected)
    else:
        yield Charge("Duration", HOUR * (usage.monthly_hours * units), query)


@prices("aws:glue/crawler:Crawler", usage=RunUsage)
def crawler(resource: Subject, usage: RunUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A crawler: each hour of each data processing unit that it runs.

    Source: AWS Glue pricing, crawlers.
    """
    query = PriceQuery(_SERVICE, resource.region, "Crawler", "dpu-hours")
    yield Charge("Duration", HOUR * usage.monthly_hours, query)


@prices("aws:glue/catalogDatabase:CatalogDatabase", usage=CatalogDatabaseUsage)
def catalog_database(resource: Subject, usage: CatalogDatabaseUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A database of the Data Catalog: each 100,000 objects kept and each million requests.

    Source: AWS Glue pricing, Data Catalog.
    """
    region = resource.region
    objects = _OBJECTS * (usage.monthly_objects / _OBJECTS_PACK)
    yield Charge("Storage", objects, PriceQuery(_SERVICE, region, "Catalog", "storage"))
    requests = MILLION_REQUESTS * (usage.monthly_requests / _MILLION)
    yield Charge("Requests", requests, PriceQuery(_SERVICE, region, "Catalog", "requests"))


def _units(inputs: Properties) -> Amount:
    """The data processing units that a job runs on: its workers', else its capacity, else the default of its kind."""
    if not inputs.has("numberOfWorkers"):
        is_shell = inputs.block("command").item("name", "glueetl") == "pythonshell"
        return inputs.number("maxCapacity", Decimal(_SHELL_DPUS if is_shell else _SPARK_DPUS))
    kind = inputs.item("workerType", "G.1X")
    a_worker = _DPUS.get(kind.upper()) if isinstance(kind, str) else None
    if a_worker is None:
        reason = "workerType is open until deployment" if isinstance(kind, Unknown) else f"no DPUs are known of {kind}"
        return Amount.unknown("workerType", reason)
    return inputs.number("numberOfWorkers") * Amount.exactly(Decimal(a_worker), "DPUs of a worker")
