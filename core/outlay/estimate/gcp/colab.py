"""Pricers of `gcp:colab/…`: runtimes of Colab Enterprise, and notebooks that run by themselves."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import GPU_HOUR, HOUR, Amount
from outlay.estimate.charge import Charge, Free
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN
from outlay.usage.gcp.vertex import RunUsage
from outlay.usage.model import NoUsage

_SERVICE: Final = "VertexAI"
_TEMPLATE: Final = "gcp:colab/runtimeTemplate:RuntimeTemplate"
_MACHINE: Final = "e2-standard-4"


@prices("gcp:colab/runtime:Runtime")
def runtime(resource: Subject, usage: NoUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A runtime: each hour of the machine that its template names, and of its accelerators.

    Source: Colab Enterprise pricing.
    """
    hours = resource.running_hours
    if resource.inputs.item("desiredState", "RUNNING") == "STOPPED":
        hours = Amount.exactly(0, "hours a month of a stopped runtime")
    yield from _machine(resource, near.target("notebookRuntimeTemplateRef", _TEMPLATE), hours)


@prices("gcp:colab/notebookExecution:NotebookExecution", usage=RunUsage)
@prices("gcp:colab/schedule:Schedule", usage=RunUsage)
def run(resource: Subject, usage: RunUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A notebook that runs by itself, once or by a schedule: the hours that it runs.

    Source: Colab Enterprise pricing.
    """
    template = near.target("notebookRuntimeTemplateResourceName", _TEMPLATE)
    yield from _machine(resource, template, usage.monthly_hours)


def _machine(resource: Subject, template: Subject | None, hours: Amount) -> Iterator[Charge | Free]:
    if template is None:
        yield Charge("Machine", HOUR * hours, PriceQuery(_SERVICE, resource.region, "Colab runtime"), hours=hours)
        return
    spec = template.inputs.block("machineSpec")
    query = PriceQuery(_SERVICE, resource.region, spec.item("machineType", _MACHINE), "colab")
    yield Charge("Machine", HOUR * hours, query, hours=hours)
    if spec.has("acceleratorType"):
        query = PriceQuery(_SERVICE, resource.region, spec.item("acceleratorType") or UNKNOWN, "colab-accelerator")
        count = spec.number("acceleratorCount", 1)
        yield Charge("Accelerators", GPU_HOUR * (count * hours), query, hours=hours)
