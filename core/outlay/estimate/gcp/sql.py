"""Pricers of `gcp:sql/…`."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import GB_HOUR, GB_MONTH, HOUR, MONTH_HOURS, VCPU_HOUR, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.sql import DatabaseInstanceUsage

_SERVICE: Final = "CloudSQL"
_CUSTOM: Final = re.compile(r"db-custom-(\d+)-(\d+)")
_NAMED: Final = re.compile(r"db-(standard|highmem|lightweight)-(\d+)")
"""Tiers with a name and a number of vCPUs that are charged by their parts, as custom ones are."""
_GB_PER_VCPU: Final = {"standard": Decimal("3.75"), "highmem": Decimal("6.5")}
_LIGHTWEIGHT_GB: Final = Decimal("3.75")
_LEGACY: Final = re.compile(r"db-n1-(standard|highmem)-(\d+)")
"""Tiers that MySQL alone has prices for as a whole; elsewhere they are charged by their parts too."""
_MYSQL: Final = "mysql"
_POSTGRES: Final = "postgres"
_SQL_SERVER: Final = "sqlserver"
_LICENSED_VCPUS: Final = 4
"""A SQL Server licence is charged for at least four vCPUs."""


@prices("gcp:sql/databaseInstance:DatabaseInstance", usage=DatabaseInstanceUsage)
def database_instance(resource: Subject, usage: DatabaseInstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Cloud SQL instance: its tier while it runs, storage, backups, and its public address while it is stopped.

    A regional (highly available) instance costs twice the zonal one: each of the two has its price in the book. A
    read replica is an instance of its own and is charged as one.
    Source: Google Cloud, Cloud SQL pricing (instance, storage and networking, SQL Server licensing).
    """
    settings = resource.inputs.block("settings")
    yield from independently(
        _instance(resource, settings),
        _licence(resource, settings),
        _storage(resource, settings),
        _backups(resource, usage),
        _idle_address(resource, settings),
    )


def _instance(resource: Subject, settings: Properties) -> Iterator[Charge | Free]:
    tier = settings.item("tier")
    if tier == "":
        raise OpenValue("settings.tier", "is not set")
    dimension = _dimension(settings)
    hours = _hours(resource, settings)
    parts = _parts(tier, resource.inputs) if isinstance(tier, str) else None
    if parts is None:
        query = PriceQuery(_SERVICE, resource.region, tier, f"{_whole_of(resource.inputs)}/{dimension}")
        yield Charge("Instance usage", HOUR * hours, query, hours=hours)
        return
    vcpus, memory = Amount.exactly(parts[0], "vCPUs"), Amount.exactly(parts[1], "GB")
    query = PriceQuery(_SERVICE, resource.region, "vcpu", dimension)
    yield Charge("vCPUs", VCPU_HOUR * (hours * vcpus), query, hours=hours)
    query = PriceQuery(_SERVICE, resource.region, "memory", dimension)
    yield Charge("Memory", GB_HOUR * (hours * memory), query, hours=hours)


def _licence(resource: Subject, settings: Properties) -> Iterator[Charge | Free]:
    """The licence of SQL Server by edition: per vCPU-hour, free for Express."""
    engine, edition = _engine(resource.inputs), resource.inputs.text("databaseVersion").rpartition("_")[2].lower()
    if engine != _SQL_SERVER or edition == "express" or _is_stopped(settings):
        return
    tier = settings.text("tier")
    parts = _parts(tier, resource.inputs)
    if parts is None:
        raise OpenValue("settings.tier", f"is {tier}, whose number of vCPUs is not known")
    vcpus = Amount.exactly(parts[0], "vCPUs").at_least(_LICENSED_VCPUS)
    query = PriceQuery(_SERVICE, GLOBAL, "sql-server-licence", edition)
    yield Charge("Licence", VCPU_HOUR * (_hours(resource, settings) * vcpus), query)


def _parts(tier: str, inputs: Properties) -> tuple[Decimal, Decimal] | None:
    """vCPUs and GB of a tier that is charged by these; None of one that is sold whole."""
    custom = _CUSTOM.fullmatch(tier)
    if custom:
        return Decimal(custom[1]), Decimal(custom[2]) / 1024
    named, legacy = _NAMED.fullmatch(tier), _LEGACY.fullmatch(tier)
    if legacy is not None and _engine(inputs) != _MYSQL:
        named = legacy
    if named is None:
        return None
    vcpus = Decimal(named[2])
    return vcpus, vcpus * _GB_PER_VCPU[named[1]] if named[1] in _GB_PER_VCPU else _LIGHTWEIGHT_GB


def _storage(resource: Subject, settings: Properties) -> Iterator[Charge | Free]:
    size = settings.number("diskSize", 10)
    kind = settings.text("diskType", "PD_SSD").upper().removeprefix("PD_").lower()
    query = PriceQuery(_SERVICE, resource.region, "storage", f"{kind}/{_availability(settings)}")
    yield Charge("Storage", GB_MONTH * size, query)


def _backups(resource: Subject, usage: DatabaseInstanceUsage) -> Iterator[Charge | Free]:
    """Stored backups; a read replica has none."""
    if not resource.inputs.has("masterInstanceName"):
        yield Charge("Backups", GB_MONTH * usage.backup_storage_gb, PriceQuery(_SERVICE, resource.region, "backup"))


def _idle_address(resource: Subject, settings: Properties) -> Iterator[Charge | Free]:
    """A public IPv4 address costs nothing while its instance runs, and each hour that the instance is stopped."""
    hours = _hours(resource, settings)
    idle = Amount(
        MONTH_HOURS - hours.high, MONTH_HOURS - hours.expected, MONTH_HOURS - hours.low, "hours a month while stopped"
    )
    if idle.high > 0 and settings.block("ipConfiguration").flag("ipv4Enabled", default=True):
        yield Charge("IP address while stopped", HOUR * idle, PriceQuery(_SERVICE, resource.region, "idle-ip"))


def _availability(settings: Properties) -> str:
    return settings.text("availabilityType", "ZONAL").lower()


def _dimension(settings: Properties) -> str:
    """`zonal` or `regional`; prices of the edition Enterprise Plus stand apart."""
    edition = settings.text("edition", _edition_of(settings.item("tier"))).lower().replace("_", "-")
    return _availability(settings) if edition == "enterprise" else f"{edition}/{_availability(settings)}"


def _engine(inputs: Properties) -> str:
    """The first word of the version: `mysql`, `postgres` or `sqlserver`."""
    return inputs.text("databaseVersion", "MYSQL").lower().partition("_")[0]


def _whole_of(inputs: Properties) -> str:
    """The engine whose prices of whole tiers count; a version that names no other one is MySQL's."""
    return _POSTGRES if _engine(inputs) == _POSTGRES else _MYSQL


def _edition_of(tier: str | Unknown) -> str:
    """The only edition that has such a tier."""
    is_plus = isinstance(tier, str) and tier.startswith("db-perf-optimized")
    return "ENTERPRISE_PLUS" if is_plus else "ENTERPRISE"


def _hours(resource: Subject, settings: Properties) -> Amount:
    if _is_stopped(settings):
        return Amount.exactly(0, "hours a month of a stopped instance")
    return resource.running_hours


def _is_stopped(settings: Properties) -> bool:
    return settings.text("activationPolicy").upper() == "NEVER"
