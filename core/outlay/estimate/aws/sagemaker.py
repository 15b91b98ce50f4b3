"""Pricers of `aws:sagemaker/…`: what serves, what people work in, and the store of features.

Not here: jobs (`sagemaker_jobs`).
"""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import (
    CAPACITY_UNIT_HOUR,
    GB,
    GB_MONTH,
    GB_SECOND,
    HOUR,
    MILLION_REQUEST_UNITS,
    MONTH_HOURS,
    MONTH_SECONDS,
    Amount,
)
from outlay.estimate.aws import sagemaker_jobs as sagemaker_jobs
from outlay.estimate.charge import Charge, Free
from outlay.estimate.independent import independently
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN
from outlay.usage.aws.sagemaker import DomainUsage, EndpointUsage, FeatureGroupUsage, TrackingServerUsage
from outlay.usage.model import NoUsage

SERVICE: Final = "AmazonSageMaker"
_CONFIGURATION: Final = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
_AUTOSCALING: Final = "aws:appautoscaling/target:Target"
_VOLUME_GB: Final = 5
"""GB of a notebook's or space's volume where nobody says otherwise."""
_SYSTEM_INSTANCE: Final = "system"
_ON_SYSTEM: Final = "it runs on the system instance, which the service does not bill"


@prices("aws:sagemaker/endpoint:Endpoint", usage=EndpointUsage)
def endpoint(resource: Subject, usage: EndpointUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An endpoint: every hour of each variant's instances, or what serverless variants compute, and data in and out.

    The variants are those of its configuration. An endpoint cannot be stopped, only deleted.
    Source: Amazon SageMaker AI pricing, real-time and serverless inference.
    """
    configuration = near.target("endpointConfigName", _CONFIGURATION)
    if configuration is None:
        raise OpenValue("endpointConfigName", "names a configuration that is not in this stack")
    production = configuration.inputs.blocks("productionVariants")
    shadows = configuration.inputs.blocks("shadowProductionVariants")
    targets = near.users(_AUTOSCALING, "resourceId") if len(production) == 1 else ()
    for kind, variants in (("variant", production), ("shadow variant", shadows)):
        for number, variant in enumerate(variants, 1):
            target = targets[0] if targets and kind == "variant" else None
            yield from _variant(resource, variant, usage, target, f"{kind} {number}")
    processed = PriceQuery(SERVICE, resource.region, "Data processed", "hosting")
    yield Charge("Data processed", GB * usage.monthly_data_processed_gb, processed)


def _variant(
    resource: Subject, variant: Properties, usage: EndpointUsage, target: Subject | None, component: str
) -> Iterator[Charge | Free]:
    if variant.has("serverlessConfig"):
        yield from _serverless(resource, variant.block("serverlessConfig"), usage, component)
        return
    instance_type = variant.item("instanceType") or UNKNOWN
    query = PriceQuery(SERVICE, resource.region, instance_type, "hosting")
    count = _instances(variant, target)
    yield Charge("Instance usage", HOUR * (count * MONTH_HOURS), query, component)
    if variant.has("volumeSizeInGb"):
        size = variant.number("volumeSizeInGb") * count
        yield Charge("Storage", GB_MONTH * size, PriceQuery(SERVICE, resource.region, "Storage", "hosting"), component)


def _instances(variant: Properties, target: Subject | None) -> Amount:
    """The instances of a variant: as many as it begins with, or between the ends of what scales it."""
    first = variant.number("initialInstanceCount", 1)
    if variant.has("managedInstanceScaling"):
        scaling = variant.block("managedInstanceScaling")
        least, most = scaling.number("minInstanceCount", 1), scaling.number("maxInstanceCount")
        return Amount.spanning(least, first, most, "instances")
    if target is not None:
        least, most = target.inputs.number("minCapacity"), target.inputs.number("maxCapacity")
        return Amount.spanning(least, first, most, "instances")
    return first


def _serverless(
    resource: Subject, serverless: Properties, usage: EndpointUsage, component: str
) -> Iterator[Charge | Free]:
    """What a serverless variant computes, and the concurrency that is held ready for it."""
    gigabytes = serverless.number("memorySizeInMb") / 1024
    seconds = usage.monthly_requests * (usage.request_duration_ms / 1000)
    computed = PriceQuery(SERVICE, resource.region, "Serverless inference")
    yield Charge("Serverless inference", GB_SECOND * (seconds * gigabytes), computed, component)
    if serverless.has("provisionedConcurrency"):
        ready = serverless.number("provisionedConcurrency") * gigabytes * MONTH_SECONDS
        query = PriceQuery(SERVICE, resource.region, "Serverless inference", "provisioned-concurrency")
        yield Charge("Provisioned concurrency", GB_SECOND * ready, query, component)


@prices("aws:sagemaker/notebookInstance:NotebookInstance")
def notebook_instance(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A notebook instance: each hour that it runs, by its type, and its volume all the time.

    Source: Amazon SageMaker AI pricing, notebook instances.
    """
    instance_type = resource.inputs.item("instanceType") or UNKNOWN
    hours = resource.running_hours
    query = PriceQuery(SERVICE, resource.region, instance_type, "notebook")
    yield Charge("Instance usage", HOUR * hours, query, hours=hours)
    size = resource.inputs.number("volumeSize", _VOLUME_GB)
    yield Charge("Storage", GB_MONTH * size, PriceQuery(SERVICE, resource.region, "Storage", "notebook"))


@prices("aws:sagemaker/app:App")
def app(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An app of Studio: each hour that it runs, by its instance type; the plain Jupyter server costs nothing.

    Source: Amazon SageMaker AI pricing, Studio.
    """
    is_server = resource.inputs.text("appType") == "JupyterServer"
    wanted = resource.inputs.block("resourceSpec")
    instance_type = wanted.item("instanceType", _SYSTEM_INSTANCE if is_server else "ml.t3.medium")
    if instance_type == _SYSTEM_INSTANCE:
        yield Free(_ON_SYSTEM)
        return
    hours = resource.running_hours
    query = PriceQuery(SERVICE, resource.region, instance_type, "studio")
    yield Charge("Instance usage", HOUR * hours, query, hours=hours)


@prices("aws:sagemaker/domain:Domain", usage=DomainUsage)
def domain(resource: Subject, usage: DomainUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A domain: the home directories of its users, on a file system of EFS that it makes; apps are charged themselves.

    Source: Amazon SageMaker AI pricing, Studio; Amazon EFS pricing.
    """
    query = PriceQuery("AmazonEFS", resource.region, "Standard", "storage")
    yield Charge("Home directories", GB_MONTH * usage.storage_gb, query)


@prices("aws:sagemaker/space:Space")
def space(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A space: its volume, whether an app runs in it or not.

    Source: Amazon SageMaker AI pricing, Studio.
    """
    storage = resource.inputs.block("spaceSettings").block("spaceStorageSettings").block("ebsStorageSettings")
    size = storage.number("ebsVolumeSizeInGb", _VOLUME_GB)
    yield Charge("Storage", GB_MONTH * size, PriceQuery(SERVICE, resource.region, "Storage", "studio"))


@prices("aws:sagemaker/featureGroup:FeatureGroup", usage=FeatureGroupUsage)
def feature_group(resource: Subject, usage: FeatureGroupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A feature group: what its online store keeps, and its reads and writes; S3 charges the offline store.

    Source: Amazon SageMaker AI pricing, Feature Store.
    """
    online = resource.inputs.block("onlineStoreConfig")
    if not resource.inputs.has("onlineStoreConfig") or (
        online.has("enableOnlineStore") and not online.flag("enableOnlineStore")
    ):
        yield Free("it has no online store, and S3 charges the offline store")
        return
    yield from independently(_online_storage(resource, online, usage), _online_requests(resource, usage))


def _online_storage(resource: Subject, online: Properties, usage: FeatureGroupUsage) -> Iterator[Charge | Free]:
    query = PriceQuery(SERVICE, resource.region, "Feature store", online.text("storageType", "Standard").lower())
    yield Charge("Online storage", GB_MONTH * usage.storage_gb, query)


def _online_requests(resource: Subject, usage: FeatureGroupUsage) -> Iterator[Charge | Free]:
    throughput = resource.inputs.block("throughputConfig")
    if throughput.has("throughputMode") and throughput.text("throughputMode").lower() == "provisioned":
        for name, key in (
            ("Read capacity", "provisionedReadCapacityUnits"),
            ("Write capacity", "provisionedWriteCapacityUnits"),
        ):
            query = PriceQuery(SERVICE, resource.region, "Feature store", f"provisioned-{name.split()[0].lower()}")
            yield Charge(name, CAPACITY_UNIT_HOUR * (throughput.number(key) * MONTH_HOURS), query)
        return
    for name, units, dimension in (
        ("Reads", usage.monthly_read_request_units, "reads"),
        ("Writes", usage.monthly_write_request_units, "writes"),
    ):
        query = PriceQuery(SERVICE, resource.region, "Feature store", dimension)
        yield Charge(name, MILLION_REQUEST_UNITS * (units / Decimal(10**6)), query)


@prices("aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer", usage=TrackingServerUsage)
def tracking_server(resource: Subject, usage: TrackingServerUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A tracking server of MLflow: each hour that it runs, by its size, and the metadata that it keeps.

    Source: Amazon SageMaker AI pricing, MLflow.
    """
    size, hours = resource.inputs.item("trackingServerSize", "Small"), resource.running_hours
    query = PriceQuery(SERVICE, resource.region, size, "mlflow-tracking-server")
    yield Charge("Tracking server", HOUR * hours, query, hours=hours)
    stored = PriceQuery(SERVICE, resource.region, "Storage", "mlflow-tracking-server")
    yield Charge("Metadata storage", GB_MONTH * usage.storage_gb, stored)


@prices("aws:sagemaker/mlflowApp:MlflowApp")
def mlflow_app(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """An app of MLflow: each hour that it is there."""
    query = PriceQuery(SERVICE, resource.region, "MLflow app")
    yield Charge("MLflow app", HOUR * resource.running_hours, query, hours=resource.running_hours)
