"""What an instance is launched with: its own properties over those of its launch template or configuration.

A launch template spells some properties in another place (`placement.tenancy`, `blockDeviceMappings`); here they take
the instance's shape, so that a pricer reads one of them. Not here: the charges (`outlay.estimate.aws.ec2`).
"""

from collections.abc import Mapping
from typing import Final

from outlay.estimate.properties import Properties
from outlay.estimate.subject import Subject
from outlay.resource import Secret, Unknown, Value

ROOT_DEVICES: Final = frozenset({"/dev/sda1", "/dev/xvda"})
"""The names that images give to the root device; a mapping of one of them changes the root volume."""
_SHARED: Final = ("instanceType", "ebsOptimized", "creditSpecification", "instanceMarketOptions")


def launched_with(instance: Subject, template: Subject | None) -> Properties:
    """The instance's properties, with those of its template where it has none itself.

    Block devices are merged by device name, property by property, as EC2 does it.
    """
    if template is None:
        return instance.inputs
    own, below = instance.inputs.values, in_shape_of_an_instance(template.inputs.values)
    merged: dict[str, Value] = {**below, **{key: value for key, value in own.items() if instance.inputs.has(key)}}
    if "ebsBlockDevices" in own and "ebsBlockDevices" in below:
        merged["ebsBlockDevices"] = _by_device(below["ebsBlockDevices"], own["ebsBlockDevices"])
    if "rootBlockDevice" in own and "rootBlockDevice" in below:
        merged["rootBlockDevice"] = _over(below["rootBlockDevice"], own["rootBlockDevice"])
    return Properties(merged, instance.reading)


def in_shape_of_an_instance(template: Mapping[str, Value]) -> dict[str, Value]:
    """A launch template's properties as an instance would have them, open ones included."""
    placement = template.get("placement")
    found: dict[str, Value] = {key: template.get(key) for key in _SHARED}
    found["monitoring"] = _within(template.get("monitoring"), "enabled")
    found["tenancy"] = _within(placement, "tenancy")
    found["availabilityZone"] = _within(placement, "availabilityZone")
    found["hostId"] = _within(placement, "hostId")
    found["hostResourceGroupArn"] = _within(placement, "hostResourceGroupArn")
    found["associatePublicIpAddress"] = _within(template.get("networkInterfaces"), "associatePublicIpAddress")
    mappings = template.get("blockDeviceMappings")
    if isinstance(mappings, Unknown | Secret):
        found["ebsBlockDevices"] = mappings
    elif isinstance(mappings, list | tuple):
        devices = [_device(mapping) for mapping in mappings]
        found["ebsBlockDevices"] = [device for device in devices if not _is_root(device)]
        found["rootBlockDevice"] = next((device for device in devices if _is_root(device)), None)
    return {key: value for key, value in found.items() if value is not None}


def configuration_in_shape(configuration: Properties) -> dict[str, Value]:
    """A launch configuration's properties as an instance would have them; it monitors in detail unless told not to."""
    values = configuration.values
    shared = ("instanceType", "ebsOptimized", "rootBlockDevice", "ebsBlockDevices", "associatePublicIpAddress")
    found: dict[str, Value] = {key: values.get(key) for key in shared}
    found["tenancy"] = values.get("placementTenancy")
    found["monitoring"] = values.get("enableMonitoring")
    if not configuration.has("enableMonitoring"):
        configuration.assume("enableMonitoring = true (the provider's default)")
        found["monitoring"] = True
    if configuration.has("spotPrice"):
        found["instanceMarketOptions"] = {"marketType": "spot"}
    return {key: value for key, value in found.items() if value is not None}


def _device(mapping: Value) -> Value:
    if not isinstance(mapping, Mapping):
        return mapping
    volume = mapping.get("ebs")
    if isinstance(volume, list | tuple):
        volume = volume[0] if volume else None
    if isinstance(volume, Unknown | Secret):
        return volume
    properties = volume if isinstance(volume, Mapping) else {}
    return {"deviceName": mapping.get("deviceName"), **properties}


def _is_root(device: Value) -> bool:
    return _name(device) in ROOT_DEVICES


def _name(device: Value) -> str:
    """The device's name, empty where it is open: such a device is the same as no other."""
    name = _within(device, "deviceName")
    return name if isinstance(name, str) else ""


def _by_device(below: Value, above: Value) -> Value:
    """The template's devices with the instance's own: those of the same name become one, the instance's come first."""
    if not isinstance(below, list | tuple) or not isinstance(above, list | tuple):
        return above
    templates = {name: device for device in below if (name := _name(device))}
    names = {name for device in above if (name := _name(device))}
    merged = [_over(templates.get(_name(device)), device) for device in above]
    return [*merged, *(device for device in below if _name(device) not in names)]


def _over(below: Value, above: Value) -> Value:
    if isinstance(below, Mapping) and isinstance(above, Mapping):
        return {**below, **{key: value for key, value in above.items() if value is not None}}
    return above


def _within(block: Value, key: str) -> Value:
    """A nested property; of an open block, the marker itself."""
    if isinstance(block, list | tuple):
        block = block[0] if block else None
    if isinstance(block, Unknown | Secret):
        return block
    return block.get(key) if isinstance(block, Mapping) else None
