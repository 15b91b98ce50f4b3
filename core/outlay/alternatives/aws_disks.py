"""Newer kinds of disks for those of AWS: gp3 for gp2, io2 for io1, on EBS volumes, instances and databases.

gp3 is provisioned with what gp2 has all the time at its size, so that nothing becomes slower in the long run. Not
here: prices, and whether it comes out cheaper.

Source: Amazon EBS User Guide, "General Purpose SSD volumes" (gp2: 3 IOPS a GiB, at least 100 and at most 16,000, each
of up to 256 KiB, at most 250 MiB/s; gp3: 3,000 IOPS and 125 MiB/s included); Amazon RDS User Guide, "General Purpose
SSD storage" (from 400 GiB on, 200 of Oracle, storage is striped over four volumes).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final

from outlay.alternatives.alternative import AlternativeKind, Path
from outlay.alternatives.aws_machines import LAUNCH_TEMPLATE
from outlay.alternatives.candidate import Candidate, Values, block_in, blocks_in, is_set, text_in
from outlay.estimate.amount import Amount
from outlay.estimate.aws.ebs import DEFAULT_VOLUME_TYPE, GP3_INCLUDED_IOPS, GP3_INCLUDED_MIBPS
from outlay.estimate.aws.ec2 import ROOT_VOLUME_GB
from outlay.estimate.aws.rds_storage import LEAST_GB, included_with_gp3
from outlay.estimate.properties import as_number
from outlay.estimate.subject import Neighbours
from outlay.resource import Resource, Urn, Value

_IOPS_A_GB: Final = 3
_LEAST_IOPS: Final = 100
_MIB_AN_IO: Final = Decimal("0.25")
_LARGEST_GB: Final = 65_536
"""The largest storage that there is, of a database; a larger number is a mistake and no disk."""


@dataclass(frozen=True, slots=True)
class _Performance:
    """IOPS and MiB/s."""

    iops: Decimal
    mibps: Decimal


_GP2_VOLUME: Final = _Performance(Decimal(16_000), Decimal(250))
_GP2_STRIPED: Final = _Performance(Decimal(64_000), Decimal(1000))
_GP3_VOLUME: Final = _Performance(Decimal(GP3_INCLUDED_IOPS), Decimal(GP3_INCLUDED_MIBPS))


def volumes(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """A newer kind for an EBS volume."""
    yield from _of_device(resource.inputs, "type", "size", DEFAULT_VOLUME_TYPE)


def instance_volumes(resource: Resource, near: Neighbours) -> Iterator[Candidate]:
    """Newer kinds for the volumes that an instance is launched with, its own and those of its launch template.

    The image decides what the root volume is unless it is said, so that one that nobody described has no candidates.
    Neither has a volume that instance and template describe together.
    """
    template = near.target("launchTemplate", LAUNCH_TEMPLATE)
    mapped = () if template is None else tuple(blocks_in(template.resource.inputs, "blockDeviceMappings"))
    root = block_in(resource.inputs, "rootBlockDevice")
    if root is not None and (not mapped or _is_complete(root[1])):
        path, values = root
        yield from _of_device(values, "volumeType", "volumeSize", "", path, "root block device", ROOT_VOLUME_GB)
    devices = tuple(blocks_in(resource.inputs, "ebsBlockDevices"))
    for number, (path, values) in enumerate(devices, 1):
        if not mapped or _is_complete(values):
            part = f"ebs block device {number}"
            yield from _of_device(values, "volumeType", "volumeSize", DEFAULT_VOLUME_TYPE, path, part)
    if template is not None and not devices and not (root and root[1]):
        for number, (path, mapping) in enumerate(mapped, 1):
            found = block_in(mapping, "ebs")
            if found is not None:
                inner = (*path, *found[0])
                part = f"block device mapping {number}"
                yield from _of_device(found[1], "volumeType", "volumeSize", "", inner, part, urn=template.urn)


def database_storage(resource: Resource, _near: Neighbours) -> Iterator[Candidate]:
    """gp3 for the gp2 storage of a database instance, where gp3 can have what gp2 has at that size.

    A size below that of striped storage cannot be provisioned with more than gp3 includes.
    """
    values = resource.inputs
    engine = text_in(values, "engine")
    if not engine or text_in(values, "storageType", "" if is_set(values, "iops") else "gp2") != "gp2":
        return
    size = _gigabytes(values, "allocatedStorage", LEAST_GB)
    if size is None or is_set(values, "replicateSourceDb"):
        return
    included = included_with_gp3(engine, Amount.exactly(size))
    is_striped = included.iops > GP3_INCLUDED_IOPS
    most = _GP2_STRIPED if is_striped else _GP2_VOLUME
    of_gp2 = _gp2_performance(size, most)
    of_gp3 = _Performance(Decimal(included.iops), Decimal(included.mibps))
    changes = _provisioned("storageThroughput", of_gp2, of_gp3)
    if not changes or is_striped or engine.startswith("sqlserver"):
        yield Candidate(
            AlternativeKind.STORAGE,
            "gp2",
            "gp3",
            {("storageType",): "gp3", **changes},
            _as_fast(of_gp2, most, changes),
        )


def _of_device(
    values: Values,
    kind_key: str,
    size_key: str,
    default_kind: str,
    path: Path = (),
    part: str = "",
    default_size: int | None = None,
    *,
    urn: Urn = "",
) -> Iterator[Candidate]:
    """The newer kind of one EBS volume, whose properties stand at `path`."""
    kind = text_in(values, kind_key, default_kind)
    changes: dict[Path, Value]
    if kind == "gp2":
        size = _gigabytes(values, size_key, default_size)
        if size is None:
            return
        of_gp2 = _gp2_performance(size, _GP2_VOLUME)
        more = _provisioned("throughput", of_gp2, _GP3_VOLUME)
        changes = {(*path, kind_key): "gp3", **{(*path, *key): value for key, value in more.items()}}
        condition = _as_fast(of_gp2, _GP2_VOLUME, more)
        yield Candidate(AlternativeKind.STORAGE, kind, "gp3", changes, condition, part, urn=urn)
    elif kind == "io1":
        condition = "it is attached to a Nitro instance, which alone reaches as many IOPS with io2"
        changes = {(*path, kind_key): "io2"}
        yield Candidate(AlternativeKind.STORAGE, kind, "io2", changes, condition, part, urn=urn)


def _gp2_performance(size: Decimal, most: _Performance) -> _Performance:
    """What gp2 has all the time: without the bursts of small volumes."""
    iops = min(max(size * _IOPS_A_GB, Decimal(_LEAST_IOPS)), most.iops)
    return _Performance(
        iops.to_integral_value(ROUND_CEILING), min(iops * _MIB_AN_IO, most.mibps).to_integral_value(ROUND_CEILING)
    )


def _provisioned(throughput_key: str, wanted: _Performance, included: _Performance) -> Mapping[Path, Value]:
    """What has to be provisioned beyond what is included."""
    changes: dict[Path, Value] = {}
    if wanted.iops > included.iops:
        changes[("iops",)] = int(wanted.iops)
    if wanted.mibps > included.mibps:
        changes[(throughput_key,)] = int(wanted.mibps)
    return changes


def _as_fast(of_gp2: _Performance, most: _Performance, changes: Mapping[Path, Value]) -> str:
    """Why more is provisioned than gp3 includes, and that bursts of gp2 beyond that are no longer there."""
    if not changes:
        return ""
    bursts = ", and no bursts beyond it" if of_gp2.mibps < most.mibps else ""
    return (
        f"it needs what gp2 has at this size ({of_gp2.iops:,} IOPS, {of_gp2.mibps:,} MiB/s){bursts}; "
        "provisioned with less it costs less"
    )


def _gigabytes(values: Values, key: str, default: int | None) -> Decimal | None:
    """The size, None where it is open or no size."""
    value = values.get(key)
    number = as_number(default if value is None or value == "" else value)
    return number if number is not None and 0 < number <= _LARGEST_GB else None


def _is_complete(values: Values) -> bool:
    """Whether a device says its kind and size itself."""
    return is_set(values, "volumeType") and is_set(values, "volumeSize")
