"""Pricers of `gcp:cloudfunctionsv2/…` (functions of the second generation, which Cloud Run runs and bills)."""

import re
from collections.abc import Iterator
from typing import Final

from outlay.estimate.charge import Charge, Free
from outlay.estimate.gcp.cloud_run import Instance, service_charges
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.gcp.cloudrunv2 import ServiceUsage

_DEFAULT_MEMORY: Final = "256M"
_MEMORY: Final = re.compile(r"(\d{1,12})(Mi?|Gi?)?")
_MEBIBYTES: Final = {"M": 1, "Mi": 1, "G": 1024, "Gi": 1024}
_VCPUS: Final = (
    (128, "0.083"),
    (256, "0.167"),
    (512, "0.333"),
    (1024, "0.583"),
    (2048, "1"),
    (8192, "2"),
    (16384, "4"),
    (32768, "8"),
)
"""vCPUs that a function gets where nobody says how many, by the most memory (MiB) that goes with them."""


@prices("gcp:cloudfunctionsv2/function:Function", usage=ServiceUsage)
def function(resource: Subject, usage: ServiceUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A function: vCPU and memory while it handles requests, requests, and instances that are kept waiting.

    What an account has for nothing is not subtracted.
    Source: Google Cloud, Cloud Run functions pricing: functions are billed as services of Cloud Run are. Memory and
    vCPUs that go together: Cloud Run functions, memory limits.
    """
    service = resource.inputs.block("serviceConfig")
    memory = service.item("availableMemory", _DEFAULT_MEMORY)
    limits = {"memory": memory, "cpu": _vcpus(service, memory, resource)}
    instance = Instance((Properties(limits, resource.reading, "serviceConfig"),))
    minimum = service.number("minInstanceCount", 0)
    yield from service_charges(resource, instance, minimum, usage, is_request_based=True)


def _vcpus(service: Properties, memory: str | Unknown, resource: Subject) -> str | Unknown:
    """The vCPUs that are set; else those that go with the memory."""
    if service.has("availableCpu"):
        return service.item("availableCpu", "")
    found = None if isinstance(memory, Unknown) else _MEMORY.fullmatch(memory)
    if found is None:
        return UNKNOWN
    mebibytes = int(found[1]) * _MEBIBYTES[found[2]] if found[2] else int(found[1]) // 1024**2
    vcpus = next((vcpus for most, vcpus in _VCPUS if mebibytes <= most), None)
    if vcpus is None:
        return UNKNOWN
    resource.inputs.assume(f"serviceConfig.availableCpu: {vcpus} vCPUs go with {memory} of memory")
    return vcpus
