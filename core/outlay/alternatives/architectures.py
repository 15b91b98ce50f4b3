"""arm64 for what runs code without a machine type: functions of Lambda, tasks on Fargate.

Not here: machines (`outlay.alternatives.aws_machines`), and prices.
"""

from collections.abc import Iterator
from typing import Final

from outlay.alternatives.alternative import AlternativeKind
from outlay.alternatives.candidate import Candidate, block_in, is_set, text_in
from outlay.estimate.aws.ecs import TASK_DEFINITION
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource

_X86: Final = "x86_64"
_ARM: Final = "arm64"
_OF_A_FUNCTION: Final = "its runtime, layers and dependencies run on arm64"
_OF_AN_IMAGE: Final = "the image and all that runs in it is made for arm64"


def functions(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """arm64 for a Lambda function; one on a capacity provider runs on the instances of that."""
    given = resource.inputs.get("architectures")
    is_x86 = given in (None, [], (), [_X86], (_X86,), _X86)
    if is_x86 and not is_set(resource.inputs, "capacityProviderConfig"):
        is_image = text_in(resource.inputs, "packageType") == "Image"
        yield Candidate(
            AlternativeKind.ARCHITECTURE,
            _X86,
            _ARM,
            {("architectures",): [_ARM]},
            _OF_AN_IMAGE if is_image else _OF_A_FUNCTION,
        )


def tasks(_resource: Resource, near: Neighbours) -> Iterator[Candidate]:
    """arm64 for the Linux tasks of a service or task set: their task definition changes."""
    definition = near.target("taskDefinition", TASK_DEFINITION)
    found = block_in(definition.resource.inputs, "runtimePlatform") if definition else None
    if definition is None or found is None:
        return
    path, platform = found
    system = text_in(platform, "operatingSystemFamily", "LINUX")
    if system == "LINUX" and text_in(platform, "cpuArchitecture", "X86_64") == "X86_64":
        yield Candidate(
            AlternativeKind.ARCHITECTURE,
            "X86_64",
            "ARM64",
            {(*path, "cpuArchitecture"): "ARM64", (*path, "operatingSystemFamily"): "LINUX"},
            "the images of its containers are made for arm64",
            urn=definition.urn,
        )
