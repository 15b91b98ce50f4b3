"""What an estimate says of each resource type: priced, free, charged by use, or unsupported.

`type_verdict` works it out for any type; `sdk_verdicts` is the generated table of every resource class of pulumi-aws
and pulumi-gcp (`generate_type_verdicts`), which needs neither the SDKs nor the pricers to be read.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from outlay.estimate.free import free_reason
from outlay.estimate.registry import REGISTRY, Registry
from outlay.estimate.resource_cost import Status
from outlay.estimate.usage_based import charged_by


@dataclass(frozen=True)
class TypeVerdict:
    """What is said of a type: PRICED, FREE, USAGE or UNSUPPORTED."""

    token: str
    status: Status

    @property
    def cloud(self) -> str:
        """The provider package: `aws`, `gcp`."""
        return self.token.partition(":")[0]

    @property
    def service(self) -> str:
        """The service, as the SDK's module is called: `lambda`."""
        return self.token.partition(":")[2].partition("/")[0]

    @cached_property
    def reason(self) -> str:
        """Why it is free, or what it is charged by; empty for the others."""
        if self.status is Status.FREE:
            return free_reason(self.token)
        return charged_by(self.token) if self.status is Status.USAGE else ""


def type_verdict(type_: str, registry: Registry = REGISTRY) -> TypeVerdict:
    """What an estimate says of a type, by the tables and the pricers of `registry`."""
    if registry.find(type_) is not None:
        return TypeVerdict(type_, Status.PRICED)
    if free_reason(type_):
        return TypeVerdict(type_, Status.FREE)
    return TypeVerdict(type_, Status.USAGE if charged_by(type_) else Status.UNSUPPORTED)


def sdk_verdicts() -> Iterator[TypeVerdict]:
    """Every resource class of the SDKs that the table was generated from, sorted by token."""
    text = files("outlay.estimate").joinpath("type_verdicts.csv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        token, _, status = line.partition(",")
        yield TypeVerdict(token, Status(status))
