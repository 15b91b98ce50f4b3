"""Pricers of `gcp:cloudrunv2/…`: services and jobs."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.cloud_run import INSTANCE_BASED, Instance, allocation, service_charges
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.gcp.cloudrunv2 import JobUsage, ServiceUsage

_MINUTE: Final = 60
"""Seconds."""


@prices("gcp:cloudrunv2/service:Service", usage=ServiceUsage)
def service(resource: Subject, usage: ServiceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Cloud Run service: vCPU and memory of its containers for the seconds that they are allocated, and requests.

    With request-based billing these are the seconds of requests, shared by concurrent ones, plus the minimum
    instances' idle seconds at a lower price. With instance-based billing (`cpuIdle` false) they are all seconds of
    the instances, and requests cost nothing. The account's free amounts are not subtracted.
    Source: Google Cloud, Cloud Run pricing.
    """
    template = resource.inputs.block("template")
    containers = _containers(template)
    minimum = _minimum_instances(resource.inputs, template)
    is_request_based = all(_is_request_based(container) for container in containers)
    instance = _instance(template, containers)
    yield from service_charges(resource, instance, minimum, usage, is_request_based=is_request_based)


@prices("gcp:cloudrunv2/job:Job", usage=JobUsage)
def job(resource: Subject, usage: JobUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Cloud Run job: vCPU and memory of its containers for as long as its tasks run.

    The account's free amounts are not subtracted.
    Source: Google Cloud, Cloud Run pricing: jobs are billed as instances are.
    """
    execution = resource.inputs.block("template")
    template = execution.block("template")
    instance = _instance(template, _containers(template))
    tasks = usage.monthly_job_executions * execution.number("taskCount", 1)
    yield from allocation(resource, instance, tasks * usage.average_task_execution_mins * _MINUTE, INSTANCE_BASED)


def _containers(template: Properties) -> tuple[Properties, ...]:
    containers = template.blocks("containers")
    if not containers:
        raise OpenValue("template.containers", "is not set")
    return containers


def _instance(template: Properties, containers: tuple[Properties, ...]) -> Instance:
    limits = tuple(container.block("resources").block("limits") for container in containers)
    instance = Instance(limits)
    if not instance.has_gpu:
        return instance
    return Instance(limits, template.block("nodeSelector").item("accelerator", "nvidia-l4"))


def _is_request_based(container: Properties) -> bool:
    """Whether its CPU is allocated during requests only: so unless `resources` is set without `cpuIdle`."""
    if not container.has("resources"):
        return True
    return container.block("resources").flag("cpuIdle", default=False)


def _minimum_instances(inputs: Properties, template: Properties) -> Amount:
    """The number that manual scaling sets; else the larger of the revision's and the service's minimum, or zero."""
    scaling = inputs.block("scaling")
    if scaling.has("scalingMode") and scaling.text("scalingMode") == "MANUAL":
        return scaling.number("manualInstanceCount", 0)
    counts = [
        block.number("minInstanceCount")
        for block in (template.block("scaling"), scaling)
        if block.has("minInstanceCount")
    ]
    if not counts:
        return Amount.exactly(0, "minInstanceCount")
    return next((count for count in counts if count.open), max(counts, key=lambda count: count.expected))
