"""Pricers of `aws:rds/…`: database instances, Aurora clusters and their members."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MONTH_HOURS
from outlay.estimate.aws.database_engine import ALWAYS_OWN_LICENCE, OWN_LICENCE, known_as, priced_as
from outlay.estimate.aws.instance_size import virtual_cpus
from outlay.estimate.aws.rds_aurora import (
    IO_OPTIMIZED,
    SERVERLESS_CLASS,
    cluster_charges,
    serverless_member,
)
from outlay.estimate.aws.rds_instance import (
    credit_charges,
    extended_support,
    name_what_is_left_out,
    performance_insights,
)
from outlay.estimate.aws.rds_storage import COPIES, storage_charges
from outlay.estimate.aws.reservation import stated_reservation
from outlay.estimate.charge import Charge, Free, MatchedQuery
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import Payment
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.rds import ClusterInstanceUsage, ClusterUsage, InstanceUsage
from outlay.usage.aws.reservation import ReservableUsage

INSTANCE: Final = "aws:rds/instance:Instance"
_CLUSTER: Final = "aws:rds/cluster:Cluster"

_INHERITED_BY_REPLICAS: Final = (
    "engine",
    "engineVersion",
    "licenseModel",
    "allocatedStorage",
    "storageType",
    "iops",
    "storageThroughput",
)
_OF_THE_CLUSTER: Final = ("engine", "engineVersion", "storageType", "serverlessv2ScalingConfiguration")
_OWN_LICENCE: Final = "bring-your-own-license"


@prices(INSTANCE, usage=InstanceUsage)
def instance(resource: Subject, usage: InstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A database instance: each hour that it runs, its storage, backups, and what its engine charges beside.

    A read replica has the engine and, where it sets none, the storage of its source.
    Source: Amazon RDS pricing of each engine; Performance Insights pricing; Extended Support pricing.
    """
    inputs = _of_its_source(resource, near.target("replicateSourceDb", INSTANCE))
    region = resource.region
    instance_class = inputs.item("instanceClass") or UNKNOWN
    engine = _engine(inputs)
    deployment = _deployment(inputs)
    hours = resource.running_hours
    query = _hourly_query(inputs, region, instance_class, engine, deployment)
    cpus = virtual_cpus(instance_class) if usage.vcpu_count.open else usage.vcpu_count
    yield from independently(
        _hours_charge(resource, query, usage),
        storage_charges(inputs, region, engine, deployment, usage),
        _backup(inputs, region, engine, usage),
        credit_charges(region, instance_class, engine, usage),
        extended_support(inputs, region, engine, deployment, cpus, hours),
        performance_insights(inputs, region, instance_class, cpus, usage),
    )
    name_what_is_left_out(inputs)


@prices("aws:rds/clusterInstance:ClusterInstance", usage=ClusterInstanceUsage)
def cluster_instance(resource: Subject, usage: ClusterInstanceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A member of an Aurora cluster: each hour that it runs, or the capacity units that a serverless one uses.

    What it does not say itself is its cluster's; storage and backups are charged with the cluster.
    Source: Amazon Aurora pricing; Performance Insights pricing; Extended Support pricing.
    """
    inputs = _over(resource, near.target("clusterIdentifier", _CLUSTER), _OF_THE_CLUSTER)
    region = resource.region
    instance_class = inputs.item("instanceClass") or UNKNOWN
    engine = _engine(inputs)
    storage = inputs.item("storageType", "aurora")
    cpus = virtual_cpus(instance_class) if usage.vcpu_count.open else usage.vcpu_count
    if instance_class == SERVERLESS_CLASS:
        yield from serverless_member(inputs, region, storage, usage)
        return
    kind = "io-optimized" if storage == IO_OPTIMIZED else "single-az"
    is_open = isinstance(engine, Unknown) or isinstance(storage, Unknown)
    item = UNKNOWN if is_open else instance_class
    query = PriceQuery("AmazonRDS", region, item, f"{engine}/{kind}")
    yield from independently(
        _hours_charge(resource, query, usage),
        credit_charges(region, instance_class, engine, usage),
        extended_support(inputs, region, engine, kind, cpus, resource.running_hours),
        performance_insights(inputs, region, instance_class, cpus, usage),
    )
    name_what_is_left_out(inputs)


@prices(_CLUSTER, usage=ClusterUsage)
def cluster(resource: Subject, usage: ClusterUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A cluster: its storage, I/O requests, backups, backtrack and exports; its members are charged themselves.

    Source: Amazon Aurora pricing.
    """
    yield from cluster_charges(resource, usage)


def _hours_charge(resource: Subject, query: PriceQuery, usage: ReservableUsage) -> Iterator[Charge]:
    """The hours that the instance runs; all of them where it is stated to be reserved.

    A reserved Multi-AZ deployment takes two reservations for a single zone (Amazon RDS User Guide, reserved instances).
    """
    stated = stated_reservation(usage, resource.inputs)
    if stated is None:
        hours = resource.running_hours
        yield Charge("Database instance", HOUR * hours, query, hours=hours)
        return
    if stated.years == 3 and stated.payment is Payment.NO_UPFRONT:
        raise OpenValue("usage reserved_instance_payment_option", "is 'no_upfront', which RDS sells for 1_year alone")
    single, _, deployment = query.dimension.rpartition("/")
    is_pair = deployment == "multi-az"
    dimension = f"{single}/single-az" if is_pair else query.dimension
    reserved = PriceQuery(query.service, query.region, query.item, dimension, stated.term)
    yield Charge("Database instance", (HOUR * MONTH_HOURS).times(2 if is_pair else 1), reserved)


def _of_its_source(resource: Subject, source: Subject | None) -> Properties:
    """The properties of a replica over those of its source, which may be a copy of something itself."""
    inputs = _over(resource, source, _INHERITED_BY_REPLICAS)
    if source is None:
        return inputs
    values = {key: value for key, value in inputs.values.items() if key not in COPIES}
    origin = {key: source.inputs.values[key] for key in COPIES if source.inputs.has(key)}
    return Properties({**values, **origin}, resource.reading)


def _over(resource: Subject, source: Subject | None, keys: tuple[str, ...]) -> Properties:
    """The instance's properties, with those of the source it replicates, or of its cluster, where it sets none."""
    if source is None:
        return resource.inputs
    below = {key: source.inputs.values[key] for key in keys if source.inputs.has(key)}
    own = {key: value for key, value in resource.inputs.values.items() if resource.inputs.has(key)}
    return Properties({**below, **own}, resource.reading)


def _engine(inputs: Properties) -> str | Unknown:
    """The engine as it is charged, open where nobody says it (a replica or copy of what lies elsewhere)."""
    engine = inputs.item("engine") or UNKNOWN
    return engine if isinstance(engine, Unknown) else priced_as(engine)


def _deployment(inputs: Properties) -> str | Unknown:
    """`multi-az` or `single-az`, open where the flag is."""
    try:
        return "multi-az" if inputs.flag("multiAz") else "single-az"
    except OpenValue:
        return UNKNOWN


def _hourly_query(
    inputs: Properties,
    region: str | Unknown | None,
    instance_class: str | Unknown,
    engine: str | Unknown,
    deployment: str | Unknown,
) -> PriceQuery:
    """What the hour is priced by: class, and engine with licence and deployment; open where one of them is.

    Reservations go by the engine itself where another one's prices hold.
    """
    licence, own = inputs.item("licenseModel"), inputs.item("engine")
    if any(isinstance(part, Unknown) for part in (engine, deployment, licence)):
        return PriceQuery("AmazonRDS", region, UNKNOWN)
    is_own_licence = licence == _OWN_LICENCE or engine in ALWAYS_OWN_LICENCE
    rest = f"{OWN_LICENCE if is_own_licence else ''}/{deployment}"
    matched = engine if isinstance(own, Unknown) or not own else known_as(own)
    if matched == engine:
        return PriceQuery("AmazonRDS", region, instance_class, f"{engine}{rest}")
    return MatchedQuery("AmazonRDS", region, instance_class, f"{engine}{rest}", matched_as=f"{matched}{rest}")


def _backup(
    inputs: Properties, region: str | Unknown | None, engine: str | Unknown, usage: InstanceUsage
) -> Iterator[Charge]:
    """Backups beyond the size of the database: where they are kept at all, or where their size is stated."""
    retention = inputs.number("backupRetentionPeriod", 0)
    if not retention.open and not retention.high and usage.additional_backup_storage_gb.open:
        return
    if isinstance(engine, Unknown):
        item: str | Unknown = engine
    else:
        item = "AuroraBackup" if engine.startswith("aurora") else "Backup"
    yield Charge(
        "Additional backup storage",
        GB_MONTH * usage.additional_backup_storage_gb,
        PriceQuery("AmazonRDS", region, item, "storage"),
    )
