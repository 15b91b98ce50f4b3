"""OUT-W003: addresses and disks are attached to something."""

from collections.abc import Mapping
from typing import Final

from outlay.estimate.resource_cost import Status
from outlay.finding import EnforcementLevel, Severity
from outlay.resource import Resource, Value
from outlay.standard.model import Standard

from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule
from outlay_policy_pack.stack_view import StackView

_OWN: Final[Mapping[str, tuple[str, ...]]] = {
    "aws:ec2/eip:Eip": ("instance", "networkInterface", "associateWithPrivateIp"),
    "aws:ebs/volume:Volume": (),
    "gcp:compute/address:Address": (),
    "gcp:compute/globalAddress:GlobalAddress": (),
    "gcp:compute/disk:Disk": (),
    "gcp:compute/regionDisk:RegionDisk": (),
}
"""By type, the inputs that attach it to something; everything else attaches from the other side."""
_TOLD: Final = ("associationId", "instance", "networkInterface", "users")
"""Outputs by which the provider tells that it is attached, also to what is outside of the stack."""


@rule(
    "OUT-W003",
    "unattached",
    title="No unattached address or disk",
    area=Area.WASTE,
    scope=Scope.STACK,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.MEDIUM,
    rationale="An address or a disk costs the same when nothing uses it, and outlives what it was made for.",
    remediation="Attach it, or take it away. Where something outside of this stack uses it, have it exempted.",
    example='aws.ec2.EipAssociation("web", allocation_id=address.id, instance_id=web.id)',
    capability="Workload Optimization",
)
def unattached(view: StackView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each address or disk that costs money and that nothing in the stack refers to, with its cost.

    What uses it from outside of the stack is seen only where the provider tells it of a deployed resource.
    """
    for resource in view.resources:
        inputs = _OWN.get(resource.type)
        if inputs is None or resource.external or _is_attached(view, resource, inputs):
            continue
        cost = view.cost.resources[resource.urn]
        if cost.status is Status.FREE:
            continue
        saving = cost.cost.low or None
        yield Found("nothing in this stack uses it", urn=resource.urn, saving=saving)


def _is_attached(view: StackView, resource: Resource, inputs: tuple[str, ...]) -> bool:
    has_own = any(_is_set(resource.inputs.get(key)) for key in inputs)
    return has_own or any(_is_told(resource.outputs.get(key)) for key in _TOLD) or bool(view.index.users_of(resource))


def _is_set(value: Value) -> bool:
    """Whether an input is set, to a value that may be open."""
    return value is not None and value not in ("", (), [])


def _is_told(value: Value) -> bool:
    """Whether an output is known and names something."""
    return isinstance(value, str | list | tuple) and bool(value)
