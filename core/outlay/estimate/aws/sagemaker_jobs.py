"""Pricers of the jobs of `aws:sagemaker/…`: training, processing, monitoring, labelling. They run as long as use says.

Not here: what serves and what people work in (`sagemaker`).
"""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GB_MONTH, HOUR, MONTH, MONTH_HOURS, Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import UNKNOWN
from outlay.usage.aws.sagemaker import JobUsage, LabellingUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "AmazonSageMaker"
_OBJECTS: Final = Unit("objects")


def _cluster(
    resource: Subject, cluster: Properties, usage: JobUsage, kind: str, component: str = "", *, is_spot: bool = False
) -> Iterator[Charge | Free]:
    """The instances and volumes of jobs while they run."""
    region, term = resource.region, "spot" if is_spot else ON_DEMAND
    groups = cluster.blocks("instanceGroups") or (cluster,)
    for number, group in enumerate(groups, 1):
        part = ", ".join(each for each in (component, f"group {number}" if len(groups) > 1 else "") if each)
        count = group.number("instanceCount", 1)
        query = PriceQuery(_SERVICE, region, group.item("instanceType") or UNKNOWN, kind, term)
        yield Charge("Instance usage", HOUR * (count * usage.monthly_job_hours), query, part)
        if cluster.has("volumeSizeInGb"):
            share = usage.monthly_job_hours / MONTH_HOURS
            size = cluster.number("volumeSizeInGb") * count * share
            yield Charge("Storage", GB_MONTH * size, PriceQuery(_SERVICE, region, "Storage", kind), part)


@prices("aws:sagemaker/trainingJob:TrainingJob", usage=JobUsage)
def training_job(resource: Subject, usage: JobUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A training job: its instances and their volumes for the hours that it runs.

    Source: Amazon SageMaker AI pricing, training.
    """
    inputs = resource.inputs
    is_spot = inputs.has("enableManagedSpotTraining") and inputs.flag("enableManagedSpotTraining")
    yield from _cluster(resource, inputs.block("resourceConfig"), usage, "training", is_spot=is_spot)


@prices("aws:sagemaker/hyperParameterTuningJob:HyperParameterTuningJob", usage=JobUsage)
def tuning_job(resource: Subject, usage: JobUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A tuning job: the instances of its training jobs for the hours that these run, all together.

    Source: Amazon SageMaker AI pricing, training.
    """
    inputs = resource.inputs
    definitions = inputs.blocks("trainingJobDefinitions") or (inputs.block("trainingJobDefinition"),)
    for number, definition in enumerate(definitions, 1):
        component = f"definition {number}" if len(definitions) > 1 else ""
        yield from _cluster(resource, definition.block("resourceConfig"), usage, "training", component)


@prices("aws:sagemaker/dataQualityJobDefinition:DataQualityJobDefinition", usage=JobUsage)
def data_quality_jobs(resource: Subject, usage: JobUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A definition of monitoring jobs: the instances of those that run by it.

    Source: Amazon SageMaker AI pricing, processing and model monitor.
    """
    yield from _cluster(resource, resource.inputs.block("jobResources").block("clusterConfig"), usage, "processing")


@prices("aws:sagemaker/monitoringSchedule:MonitoringSchedule", usage=JobUsage)
def monitoring_schedule(resource: Subject, usage: JobUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A schedule: the jobs that it defines itself; those of a definition are charged there.

    Source: Amazon SageMaker AI pricing, processing and model monitor.
    """
    schedule = resource.inputs.block("monitoringScheduleConfig")
    if schedule.has("monitoringJobDefinitionName"):
        yield Free("the job definition that it runs is charged itself")
        return
    cluster = schedule.block("monitoringJobDefinition").block("monitoringResources").block("clusterConfig")
    yield from _cluster(resource, cluster, usage, "processing")


@prices("aws:sagemaker/pipeline:Pipeline", usage=JobUsage)
def pipeline(resource: Subject, usage: JobUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A pipeline: the instances of the jobs that its steps run, which only its definition names.

    Source: Amazon SageMaker AI pricing, training and processing.
    """
    query = PriceQuery(_SERVICE, resource.region, "Pipeline jobs", "processing")
    yield Charge("Job instances", HOUR * usage.monthly_job_hours, query)


@prices("aws:sagemaker/labelingJob:LabelingJob", usage=LabellingUsage)
@prices("aws:sagemaker/flowDefinition:FlowDefinition", usage=LabellingUsage)
def labelling(resource: Subject, usage: LabellingUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A labelling job or a flow of human review: each object; what people are paid comes on top.

    Source: Amazon SageMaker AI pricing, Ground Truth; Amazon Augmented AI pricing.
    """
    query = PriceQuery(_SERVICE, resource.region, "Objects", "ground-truth")
    yield Charge("Objects", _OBJECTS * usage.monthly_objects, query)


@prices("aws:sagemaker/device:Device")
def device(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A device of Edge Manager: each month that it is registered.

    Source: Amazon SageMaker pricing, Edge Manager, which AWS has ended.
    """
    yield Charge("Device", MONTH * 1, PriceQuery(_SERVICE, resource.region, "Device", "edge-manager"))
