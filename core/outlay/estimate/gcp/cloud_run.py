"""What Cloud Run charges whoever runs a container in it: services of both versions of its interface, and jobs.

Not here: how each of them spells its containers and its scaling (`cloudrun`, `cloudrunv2`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import (
    GIB_SECOND,
    GPU_SECOND,
    MILLION_REQUESTS,
    MONTH_HOURS,
    MONTH_SECONDS,
    VCPU_SECOND,
    Amount,
)
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.subject import Subject
from outlay.prices.query import GLOBAL, PriceQuery
from outlay.resource import Unknown
from outlay.usage.gcp.cloudrunv2 import ServiceUsage

_SERVICE: Final = "CloudRun"
INSTANCE_BASED: Final = "instance-based"
_GPU: Final = "nvidia.com/gpu"
_QUANTITY: Final = re.compile(r"(\d+(?:\.\d+)?)([a-zA-Z]*)")
_MILLICORES: Final = {"": 1000, "m": 1}
_BYTES: Final = {
    "": 1,
    **{unit: 1000**power for power, unit in enumerate(("k", "M", "G", "T"), 1)},
    **{unit: 1024**power for power, unit in enumerate(("Ki", "Mi", "Gi", "Ti"), 1)},
}


@dataclass(frozen=True, slots=True)
class Instance:
    """One instance: the limits of its containers, and the kind of its GPUs where it has some."""

    limits: tuple[Properties, ...]
    gpu_kind: str | Unknown = "nvidia-l4"

    @property
    def has_gpu(self) -> bool:
        """Whether a container is given a GPU."""
        return any(each.has(_GPU) for each in self.limits)


def service_charges(
    resource: Subject, instance: Instance, minimum: Amount, usage: ServiceUsage, *, is_request_based: bool
) -> Iterator[Charge | Free]:
    """What a service is charged for: requests and the time that they take, or, instance-based, all of its instances.

    `minimum` is the number of instances that are kept. The account's free amounts are not subtracted.
    Source: Google Cloud, Cloud Run pricing.
    """
    if not is_request_based:
        yield from allocation(resource, instance, _instance_seconds(resource, minimum, usage), INSTANCE_BASED)
        return
    query = PriceQuery(_SERVICE, GLOBAL, "requests")
    yield Charge("Requests", MILLION_REQUESTS * (usage.monthly_requests / 1_000_000), query)
    busy = _busy_seconds(usage)
    yield from allocation(resource, instance, busy, "request-based")
    if minimum.open or minimum.high > 0:
        yield from allocation(resource, instance, _idle_seconds(minimum, busy), "idle", "idle instances")


def allocation(
    resource: Subject, instance: Instance, seconds: Amount, billing: str, component: str = ""
) -> Iterator[Charge | Free]:
    """vCPUs and memory of all containers of an instance, over these seconds."""
    region = resource.region
    vcpus = _total([_vcpus(each) for each in instance.limits])
    memory = _total([_gibibytes(each) for each in instance.limits])
    query = PriceQuery(_SERVICE, region, "cpu", billing)
    yield Charge("CPU allocation time", VCPU_SECOND * (seconds * vcpus), query, component)
    query = PriceQuery(_SERVICE, region, "memory", billing)
    yield Charge("Memory allocation time", GIB_SECOND * (seconds * memory), query, component)
    if instance.has_gpu:
        gpus = _total([each.number(_GPU, 0) for each in instance.limits if each.has(_GPU)])
        query = PriceQuery(_SERVICE, region, instance.gpu_kind, billing)
        yield Charge("GPU allocation time", GPU_SECOND * (seconds * gpus), query, component)


def _busy_seconds(usage: ServiceUsage) -> Amount:
    """Seconds a month in which an instance handles requests; those that it handles at once share them."""
    seconds = usage.monthly_requests * usage.average_request_duration_ms / 1000
    at_once = usage.concurrent_requests_per_instance.at_least(1)
    if seconds.open or at_once.open:
        return seconds * at_once
    return Amount(
        seconds.low / at_once.high,
        seconds.expected / at_once.expected,
        seconds.high / at_once.low,
        f"{seconds.formula} ÷ ({at_once.formula})",
    )


def _idle_seconds(minimum: Amount, busy: Amount) -> Amount:
    """Seconds a month in which the minimum instances wait; all of the month where nobody said how busy they are."""
    whole = minimum * MONTH_SECONDS
    if busy.open or whole.open:
        return whole
    low, expected, high = (
        max(full - used, Decimal(0))
        for full, used in ((whole.low, busy.high), (whole.expected, busy.expected), (whole.high, busy.low))
    )
    return Amount(low, expected, high, f"{whole.formula} without {busy.formula}", tight=False)


def _instance_seconds(resource: Subject, minimum: Amount, usage: ServiceUsage) -> Amount:
    """Seconds a month of all instances: at least the minimum ones run, and all month where nobody said how long."""
    if minimum.open:
        return minimum * MONTH_SECONDS
    hours = usage.instance_hrs
    if hours.open and minimum.low > 0:
        resource.inputs.assume("only the minimum number of instances runs, all month (usage instance_hrs is not given)")
        hours = Amount.exactly(MONTH_HOURS, "hours a month")
    return minimum.at_least(1) * hours * 3600


def _vcpus(limits: Properties) -> Amount:
    return _limit(limits, "cpu", "1", _MILLICORES, 1000, "vCPUs")


def _gibibytes(limits: Properties) -> Amount:
    return _limit(limits, "memory", "512Mi", _BYTES, 1024**3, "GiB")


def _limit(limits: Properties, key: str, default: str, scales: Mapping[str, int], divisor: int, unit: str) -> Amount:
    """A container's limit, out of the notation of Kubernetes (`500m`, `512Mi`)."""
    value = limits.item(key, default)
    if isinstance(value, Unknown):
        return Amount.unknown(key, f"{limits.path}.{key} is open until deployment")
    found = _QUANTITY.fullmatch(value.strip())
    if found is None or found[2] not in scales:
        return Amount.unknown(key, f"{limits.path}.{key} is {value!r}, which is no quantity")
    return Amount.exactly(Decimal(found[1]) * scales[found[2]] / divisor, unit)


def _total(amounts: list[Amount]) -> Amount:
    first, *others = amounts
    return sum(others, first)
