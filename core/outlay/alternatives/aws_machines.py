"""Other families for machines of AWS: instance types of EC2, classes of RDS. The size stays what it is.

A size of another family is one where it has as many vCPUs and as much memory; what else has to hold is said. Not here:
which families there are (`aws_families.csv`), caches (`outlay.alternatives.aws_caches`), disks
(`outlay.alternatives.aws_disks`) and prices.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import Final

from outlay.alternatives.alternative import Path
from outlay.alternatives.candidate import Candidate, Values, block_in, text_in
from outlay.alternatives.families import ARM, Family, Succession, successions
from outlay.estimate.aws.instance_size import virtual_cpus
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource, Value

LAUNCH_TEMPLATE: Final = "aws:ec2/launchTemplate:LaunchTemplate"
_RDS: Final = "AmazonRDS"
_STANDARD_UNLESS_SAID: Final = frozenset({"t1", "t2"})
"""Burstable families that spend no more credits than they have unless told so; later ones run unlimited."""


def instance_types(resource: Resource, near: Neighbours) -> Iterator[Candidate]:
    """Other instance types for an instance; where its launch template decides the type, the template changes."""
    values, urn = resource.inputs, ""
    if text_in(values, "instanceType") == "":
        template = near.target("launchTemplate", LAUNCH_TEMPLATE)
        if template is None:
            return
        values, urn = template.resource.inputs, template.urn
    instance_type = text_in(values, "instanceType") or ""
    for succession, other in other_types(instance_type):
        changes = _credits(values, succession)
        if changes is not None:
            yield Candidate(
                succession.kind,
                instance_type,
                other,
                {("instanceType",): other, **changes},
                "; ".join(_instance_conditions(succession, changes)),
                item=("AmazonEC2", other),
                urn=urn,
            )


def database_classes(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """Other classes for a database instance."""
    instance_class = text_in(resource.inputs, "instanceClass") or ""
    if not instance_class.startswith("db."):
        return
    for succession, other in other_types(instance_class.removeprefix("db.")):
        new = f"db.{other}"
        yield Candidate(
            succession.kind,
            instance_class,
            new,
            {("instanceClass",): new},
            offered_on("RDS", "db.", succession.successor),
            item=(_RDS, new),
        )


@lru_cache(maxsize=1024)
def other_types(machine_type: str) -> tuple[tuple[Succession, str], ...]:
    """The same size of other families, where it has as many vCPUs and as much memory, the newest first."""
    family, _, size = machine_type.partition(".")
    others = ((each, f"{each.successor.name}.{size}") for each in (successions("aws", family) if size else ()))
    return tuple((each, other) for each, other in others if _is_as_large(each, machine_type, other))


def _is_as_large(succession: Succession, own: str, other: str) -> bool:
    """Whether the other type has as many vCPUs and as much memory; a size without a rule is none to compare."""
    before, after = virtual_cpus(own), virtual_cpus(other)
    if before.open or after.open or after.expected < before.expected:
        return False
    memory, new_memory = succession.family.memory, succession.successor.memory
    if memory is None or new_memory is None:
        return memory is new_memory
    return after.expected * new_memory >= before.expected * memory


def _credits(values: Values, succession: Succession) -> Mapping[Path, Value] | None:
    """What keeps the new type from spending credits that the old one would not; None where that cannot be told."""
    if succession.family.name not in _STANDARD_UNLESS_SAID or succession.successor.name in _STANDARD_UNLESS_SAID:
        return {}
    found = block_in(values, "creditSpecification")
    mode = text_in(found[1], "cpuCredits", "standard") if found else None
    if found is None or mode is None:
        return None
    return {(*found[0], "cpuCredits"): "standard"} if mode == "standard" else {}


def _instance_conditions(succession: Succession, changes: Mapping[Path, Value]) -> Iterator[str]:
    before, after = succession.family, succession.successor
    if after.processor == ARM and before.processor != ARM:
        yield "the image and all that runs in it is made for arm64"
    else:
        if after.processor != before.processor:
            yield f"nothing depends on processors of {_maker(before)}"
        if after.platform == "nitro" and before.platform != "nitro":
            yield "the image boots by HVM and has drivers for ENA and NVMe"
        elif before.platform == "pv":
            yield "the image boots by HVM"
    yield from _local_storage(before, after)
    if changes:
        yield f"nothing needs launch credits, which {after.name} does not have"


def _local_storage(before: Family, after: Family) -> Iterator[str]:
    """What becomes of the instance store, where it is less."""
    if not after.local_storage and before.local_storage:
        yield f"nothing is kept in the instance store, which {after.name} does not have"
    elif after.local_storage < before.local_storage:
        less = (1 - after.local_storage / before.local_storage) * 100
        yield f"the instance store may be {less.quantize(Decimal('0.1'))} % smaller"


def offered_on(service: str, prefix: str, successor: Family) -> str:
    """The condition of a managed engine: that the service offers it on the other family."""
    arm = " (arm64)" if successor.processor == ARM else ""
    return f"{service} offers its engine version on {prefix}{successor.name}{arm}"


def _maker(family: Family) -> str:
    return {"intel": "Intel", "amd": "AMD"}[family.processor]
