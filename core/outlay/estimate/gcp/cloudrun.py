"""Pricers of `gcp:cloudrun/…`: services by the first version of Cloud Run's interface."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.cloud_run import Instance, service_charges
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.usage.gcp.cloudrunv2 import ServiceUsage

_THROTTLING: Final = "run.googleapis.com/cpu-throttling"
_MINIMUM: Final = ("autoscaling.knative.dev/minScale", "run.googleapis.com/minScale")


@prices("gcp:cloudrun/service:Service", usage=ServiceUsage)
def service(resource: Subject, usage: ServiceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A Cloud Run service, charged as `gcp:cloudrunv2/service:Service` is; annotations say how.

    Request-based billing is the default; without CPU throttling it is instance-based. Annotations count on the
    revision's template as on the service.
    Source: Google Cloud, Cloud Run pricing.
    """
    template = resource.inputs.block("template")
    containers = template.block("spec").blocks("containers")
    if not containers:
        raise OpenValue("template.spec.containers", "is not set")
    annotations = [part.block("metadata").block("annotations") for part in (template, resource.inputs)]
    is_throttled = all(each.flag(_THROTTLING) for each in annotations if each.has(_THROTTLING))
    instance = Instance(tuple(container.block("resources").block("limits") for container in containers))
    minimum = _minimum_instances(annotations)
    yield from service_charges(resource, instance, minimum, usage, is_request_based=is_throttled)


def _minimum_instances(annotations: list[Properties]) -> Amount:
    for each in annotations:
        for key in _MINIMUM:
            if each.has(key):
                return each.number(key)
    return Amount.exactly(0, "minimum instances")
