"""Pricers of `aws:codebuild/…`: projects. Fleets have no pricer."""

from collections.abc import Iterator
from typing import Final

from outlay.estimate.amount import Unit
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.prices.query import PriceQuery
from outlay.resource import UNKNOWN, Unknown
from outlay.usage.aws.codebuild import ProjectUsage

_MINUTES: Final = Unit("minutes")
_SYSTEMS: Final = (
    ("LINUX_GPU", "linux-gpu"),
    ("LINUX_LAMBDA", "linux-lambda"),
    ("ARM_LAMBDA", "arm-lambda"),
    ("LINUX", "linux"),
    ("ARM", "arm"),
    ("WINDOWS", "windows"),
)
"""How environment types begin, and the dimension that they are charged by."""


@prices("aws:codebuild/project:Project", usage=ProjectUsage)
def project(resource: Subject, usage: ProjectUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A project: each minute that a build takes, by the size and system of what it builds on.

    Source: AWS CodeBuild pricing.
    """
    environment = resource.inputs.block("environment")
    compute, system = _compute(environment), _system(environment)
    if isinstance(system, Unknown):
        query = PriceQuery("CodeBuild", resource.region, system)
    else:
        query = PriceQuery("CodeBuild", resource.region, compute, system)
    yield Charge("Build minutes", _MINUTES * usage.monthly_build_mins, query)


def _compute(environment: Properties) -> str | Unknown:
    """`general1.small` of `BUILD_GENERAL1_SMALL`, open where it is."""
    compute = environment.item("computeType") or UNKNOWN
    if isinstance(compute, Unknown):
        return compute
    return compute.lower().removeprefix("build_").replace("_", ".", 1)


def _system(environment: Properties) -> str | Unknown:
    kind = environment.item("type") or UNKNOWN
    if isinstance(kind, Unknown):
        return kind
    return next((system for start, system in _SYSTEMS if kind.upper().startswith(start)), kind.lower())
