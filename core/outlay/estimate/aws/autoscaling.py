"""Pricers of `aws:autoscaling/…`: groups of EC2 instances."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from outlay.estimate.amount import Amount
from outlay.estimate.aws.ec2_launch import configuration_in_shape
from outlay.estimate.aws.instance_group import Members, group_charges, group_size, shared_out, template_settings
from outlay.estimate.charge import Charge, Free
from outlay.estimate.properties import OpenValue, Properties
from outlay.estimate.registry import prices
from outlay.estimate.subject import Neighbours, Subject
from outlay.resource import Value
from outlay.usage.aws.ec2 import GroupUsage

_CONFIGURATION: Final = "aws:ec2/launchConfiguration:LaunchConfiguration"
_POLICY: Final = "mixedInstancesPolicy"


@prices("aws:autoscaling/group:Group", usage=GroupUsage)
def group(resource: Subject, usage: GroupUsage, near: Neighbours) -> Iterator[Charge | Free]:
    """A group: what its launch template or configuration makes one instance cost, times its instances.

    It has from `minSize` to `maxSize` of them; stated `instances` decide instead. Of a mixed group the first instance
    type is taken that overrides the template's.
    Source: Amazon EC2 Auto Scaling pricing: no additional fees beyond the instances'.
    """
    inputs = resource.inputs
    size = group_size(inputs, "minSize", "desiredCapacity", "maxSize")
    if inputs.has(_POLICY):
        settings, members = _mixed(inputs, near, size, usage)
    else:
        settings = _settings(inputs, near)
        members = Members(size if usage.instances.open else usage.instances)
    yield from group_charges(resource, settings, members, usage)


def _settings(inputs: Properties, near: Neighbours) -> dict[str, Value]:
    """What one instance is launched with.

    Raises:
        OpenValue: when what says it is not in this stack.
    """
    if inputs.has("launchTemplate"):
        return template_settings(near, "launchTemplate")
    configuration = near.target("launchConfiguration", _CONFIGURATION)
    if configuration is None:
        raise OpenValue("launchConfiguration", "names nothing that is in this stack")
    return configuration_in_shape(configuration.inputs)


def _mixed(inputs: Properties, near: Neighbours, size: Amount, usage: GroupUsage) -> tuple[dict[str, Value], Members]:
    """The settings of a mixed group's first choice of instance type, and how the group shares out over the markets."""
    settings = template_settings(near, _POLICY)
    policy = inputs.block(_POLICY)
    weight = Decimal(1)
    overrides = policy.block("launchTemplate").blocks("overrides")
    if overrides:
        first = overrides[0]
        if not first.has("instanceType") and first.has("instanceRequirements"):
            raise OpenValue(first.path, "leaves the instance type to Auto Scaling")
        if first.has("instanceType"):
            settings["instanceType"] = first.values["instanceType"]
        weight = _weight(first)
        if len(overrides) > 1:
            inputs.assume("all instances are of the first type that the mixed instances policy lists")
    distribution = policy.block("instancesDistribution")
    capacity = size if usage.instances.open else usage.instances * weight
    return settings, shared_out(
        capacity,
        weight,
        distribution.number("onDemandBaseCapacity", 0),
        distribution.number("onDemandPercentageAboveBaseCapacity", 100),
    )


def _weight(override: Properties) -> Decimal:
    weight = override.number("weightedCapacity", 1)
    if not weight.is_exact or not weight.expected:
        raise OpenValue(f"{override.path}.weightedCapacity", "is no weight that is known")
    return weight.expected
