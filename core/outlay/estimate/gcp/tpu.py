"""Pricers of `gcp:tpu/…`: tensor processing units."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import HOUR
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.prices.term import ON_DEMAND
from outlay.resource import Unknown
from outlay.usage.model import NoUsage

_SERVICE: Final = "CloudTPU"
_DEFAULT: Final = "v2-8"


@prices("gcp:tpu/v2Vm:V2Vm")
def tpu_vm(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A TPU: each hour by its type and size (`v5litepod-8`), on demand or spot.

    Source: Cloud TPU pricing.
    """
    yield from _node(resource, resource.inputs)


@prices("gcp:tpu/v2QueuedResource:V2QueuedResource")
def queued_tpu(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """TPUs that are waited for: each hour from when they are there.

    Source: Cloud TPU pricing.
    """
    nodes = resource.inputs.block("tpu").blocks("nodeSpecs")
    for number, spec in enumerate(nodes, 1):
        yield from _node(resource, spec.block("node"), f"node {number}")
    if not nodes:
        yield from _node(resource, resource.inputs)


def _node(resource: Subject, node: Properties, component: str = "") -> Iterator[Charge | Free]:
    scheduling = node.block("schedulingConfig")
    is_spot = any(scheduling.has(key) and scheduling.flag(key) for key in ("preemptible", "spot"))
    hours = resource.running_hours
    query = PriceQuery(_SERVICE, resource.region, _kind(node), "", "spot" if is_spot else ON_DEMAND)
    yield Charge("TPU", HOUR * hours, query, component, hours=hours)


def _kind(node: Properties) -> str | Unknown:
    """The type with its size: `v5litepod-8`, or `V5P 2x2x1` where the topology is said."""
    if node.has("acceleratorConfig"):
        config = node.block("acceleratorConfig")
        kind, topology = config.item("type"), config.item("topology")
        return next((part for part in (kind, topology) if isinstance(part, Unknown)), f"{kind} {topology}".strip())
    return node.item("acceleratorType", _DEFAULT)
