"""What each predefined Compute Engine machine type consists of: vCPUs, memory, GPUs and local SSDs.

Google sells the parts, so a machine type's price is a sum over its shape. Not here: what the parts cost
(the price book), and custom types (`outlay.estimate.gcp.machine`).

Source: Google Cloud, Compute Engine machine families. A new size is one number in `_SIZES`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import takewhile
from typing import Final

_SIZES: Final = """
e2  standard 4     2 4 8 16 32
e2  highmem  8     2 4 8 16
e2  highcpu  1     2 4 8 16 32
n1  standard 3.75  1 2 4 8 16 32 64 96
n1  highmem  6.5   2 4 8 16 32 64 96
n1  highcpu  0.9   2 4 8 16 32 64 96
n2  standard 4     2 4 8 16 32 48 64 80 96 128
n2  highmem  8     2 4 8 16 32 48 64 80 96 128
n2  highcpu  1     2 4 8 16 32 48 64 80 96
n2d standard 4     2 4 8 16 32 48 64 80 96 128 224
n2d highmem  8     2 4 8 16 32 48 64 80 96
n2d highcpu  1     2 4 8 16 32 48 64 80 96 128 224
n4  standard 4     2 4 8 16 32 48 64 80
n4  highmem  8     2 4 8 16 32 48 64 80
n4  highcpu  2     2 4 8 16 32 48 64 80
n4a standard 4     1 2 4 8 16 32 48 64
n4a highmem  8     1 2 4 8 16 32 48 64
n4a highcpu  2     1 2 4 8 16 32 48 64
n4d standard 4     2 4 8 16 32 48 64 80 96
n4d highmem  8     2 4 8 16 32 48 64 80 96
n4d highcpu  2     2 4 8 16 32 48 64 80 96
t2a standard 4     1 2 4 8 16 32 48
t2d standard 4     1 2 4 8 16 32 48 60
c2  standard 4     4 8 16 30 60
c2d standard 4     2 4 8 16 32 56 112
c2d highmem  8     2 4 8 16 32 56 112
c2d highcpu  2     2 4 8 16 32 56 112
c3  standard 4     4 8 22 44 88 176 192-metal 4-lssd 8-lssd 22-lssd 44-lssd 88-lssd 176-lssd
c3  highmem  8     4 8 22 44 88 176 192-metal
c3  highcpu  2     4 8 22 44 88 176 192-metal
c3d standard 4     4 8 16 30 60 90 180 360 8-lssd 16-lssd 30-lssd 60-lssd 90-lssd 180-lssd 360-lssd
c3d highmem  8     4 8 16 30 60 90 180 360 8-lssd 16-lssd 30-lssd 60-lssd 90-lssd 180-lssd 360-lssd
c3d highcpu  2     4 8 16 30 60 90 180 360
c4  standard 3.75  2 4 8 16 24 32 48 96 144 192 288 288-metal 4-lssd 8-lssd 16-lssd 24-lssd 32-lssd 48-lssd 96-lssd
c4  standard 3.75  144-lssd 192-lssd 288-lssd 288-lssd-metal
c4  highmem  7.75  2 4 8 16 24 32 48 96 144 192 288 288-metal 4-lssd 8-lssd 16-lssd 24-lssd 32-lssd 48-lssd 96-lssd
c4  highmem  7.75  144-lssd 192-lssd 288-lssd 288-lssd-metal
c4  highcpu  2     2 4 8 16 24 32 48 96 144 192 288
c4a standard 4     1 2 4 8 16 32 48 64 72 4-lssd 8-lssd 16-lssd 32-lssd 48-lssd 64-lssd 72-lssd
c4a highmem  8     1 2 4 8 16 32 48 64 72 4-lssd 8-lssd 16-lssd 32-lssd 48-lssd 64-lssd 72-lssd 96-metal
c4a highcpu  2     1 2 4 8 16 32 48 64 72
c4d standard 3.875 2 4 8 16 32 48 64 96 192 384 384-metal 8-lssd 16-lssd 32-lssd 48-lssd 64-lssd 96-lssd 192-lssd
c4d standard 3.875 384-lssd
c4d highmem  7.875 2 4 8 16 32 48 64 96 192 384 384-metal 8-lssd 16-lssd 32-lssd 48-lssd 64-lssd 96-lssd 192-lssd
c4d highmem  7.875 384-lssd
c4d highcpu  1.875 2 4 8 16 32 48 64 96 192 384 384-metal
c4n standard 3.75  2 4 8 16 24 48 96 192
c4n highmem  7.75  2 4 8 16 24 48 96 192
c4n highcpu  2     2 4 8 16 24 48 96 192
h3  standard 4     88
m1  ultramem 24.025 40 80 160
m1  megamem  14.93333333 96
m2  ultramem 28.30769231 208 416
m2  megamem  14.15384615 416
m2  hypermem 21.23076923 416
m3  ultramem 30.5  32 64 128
m3  megamem  15.25 64 128
m4  ultramem 26.57142857 56 112 224
m4  megamem  13.28571429 28 56 112 224
m4  hypermem 15.5  16 32 64
z3  highmem  8     14-standardlssd 22-standardlssd 44-standardlssd 88-standardlssd 176-standardlssd
z3  highmem  8     8-highlssd 16-highlssd 22-highlssd 32-highlssd 44-highlssd 88-highlssd 192-highlssd-metal
g2  standard 4     4 8 12 16 24 32 48 96
g4  standard 3.75  6 12 24 48 96 192 384
"""
"""Family, class, GB of memory a vCPU, sizes: the vCPUs with what else the name ends in."""

_WHOLE_GIGABYTES: Final = ("c4", "c4d", "c4n", "g4")
"""Families whose memory is rounded down to whole GB."""

_MEMORY: Final[Mapping[str, Decimal | int]] = {
    "n2-highmem-128": 864,
    "c3-standard-192-metal": 768,
    "c3-highmem-192-metal": 1536,
    "c3-highcpu-192-metal": 512,
    "c3d-highcpu-30": 59,
    "c3d-highcpu-60": 118,
    "c3d-highcpu-90": 177,
    "c3d-highcpu-180": 354,
    "c3d-highcpu-360": 708,
    "c4d-standard-384-metal": 1536,
    "c4d-highmem-384-metal": 3072,
    "c4d-highcpu-384-metal": 768,
    "m1-megamem-96": Decimal("1433.6"),
    "m2-ultramem-208": 5888,
    "m2-ultramem-416": 11776,
    "m2-megamem-416": 5888,
    "m2-hypermem-416": 8832,
    "m4-ultramem-56": 1488,
    "m4-ultramem-112": 2976,
    "m4-ultramem-224": 5952,
    "m4-megamem-28": 372,
    "m4-megamem-56": 744,
    "m4-megamem-112": 1488,
    "m4-megamem-224": 2976,
}
"""GB of the types that are not their class's GB a vCPU."""

_OWN_SIZES: Final = """
e2-micro        0.25 1
e2-small        0.5  2
e2-medium       1    4
a2-highgpu-1g   12   85   nvidia-tesla-a100     1
a2-highgpu-2g   24   170  nvidia-tesla-a100     2
a2-highgpu-4g   48   340  nvidia-tesla-a100     4
a2-highgpu-8g   96   680  nvidia-tesla-a100     8
a2-megagpu-16g  96   1360 nvidia-tesla-a100     16
a2-ultragpu-1g  12   170  nvidia-a100-80gb      1 375
a2-ultragpu-2g  24   340  nvidia-a100-80gb      2 750
a2-ultragpu-4g  48   680  nvidia-a100-80gb      4 1500
a2-ultragpu-8g  96   1360 nvidia-a100-80gb      8 3000
a3-highgpu-1g   26   234  nvidia-h100-80gb      1 750
a3-highgpu-2g   52   468  nvidia-h100-80gb      2 1500
a3-highgpu-4g   104  936  nvidia-h100-80gb      4 3000
a3-highgpu-8g   208  1872 nvidia-h100-80gb      8 6000
a3-megagpu-8g   208  1872 nvidia-h100-mega-80gb 8 6000
"""
"""Types outside the classes: vCPUs that are charged, GB, GPU, GPUs, GB of local SSD."""

_GPUS: Final[Mapping[str, tuple[str, Mapping[int, Decimal | int]]]] = {
    "g2": ("nvidia-l4", {4: 1, 8: 1, 12: 1, 16: 1, 24: 2, 32: 1, 48: 4, 96: 8}),
    "g4": (
        "nvidia-rtx-pro-6000",
        {6: Decimal("0.125"), 12: Decimal("0.25"), 24: Decimal("0.5"), 48: 1, 96: 2, 192: 4, 384: 8},
    ),
}
"""GPU and how many of it come with so many vCPUs; the smallest types have a part of one."""

_LOCAL_SSDS: Final = {
    "c3": {4: 1, 8: 2, 22: 4, 44: 8, 88: 16, 176: 32},
    "c3d": {8: 1, 16: 1, 30: 2, 60: 4, 90: 8, 180: 16, 360: 32},
    "c4": {4: 1, 8: 1, 16: 2, 24: 4, 32: 5, 48: 8, 96: 16, 144: 24, 192: 32, 288: 48},
    "c4a": {4: 1, 8: 2, 16: 4, 32: 6, 48: 10, 64: 14, 72: 16},
    "c4d": {8: 1, 16: 1, 32: 2, 48: 4, 64: 6, 96: 8, 192: 16, 384: 32},
}
"""Local SSDs of 375 GB by vCPUs, of the types that end in `-lssd`."""

_Z3_LOCAL_SSD: Final = {
    "standardlssd": {14: 3000, 22: 6000, 44: 9000, 88: 18000, 176: 36000},
    "highlssd": {8: 3000, 16: 6000, 22: 9000, 32: 12000, 44: 18000, 88: 36000, 192: 72000},
}
_LOCAL_SSD_SIZE: Final = 375
_OWN_LOCAL_SSD: Final = ("c4", "c4a", "c4d")
"""Families whose local SSD has SKUs of its own."""


@dataclass(frozen=True, slots=True)
class MachineShape:
    """What a machine type is charged for.

    `rates` names the family whose vCPU and memory prices hold, `memory` is GB, `local_ssd` the book's item of its
    local SSD, of which it has `local_ssd_size` GB.
    """

    machine_type: str
    rates: str
    vcpus: Decimal
    memory: Decimal
    gpu: str = ""
    gpus: Decimal = Decimal(0)
    local_ssd: str = ""
    local_ssd_size: int = 0


def machine_shapes() -> Iterator[MachineShape]:
    """Every predefined machine type that has prices by part; those sold whole (`f1-micro`) are not among them."""
    for line in _OWN_SIZES.split("\n"):
        if line:
            yield _own_shape(*line.split())
    for line in _SIZES.split("\n"):
        if line:
            family, kind, memory, *sizes = line.split()
            for size in sizes:
                yield _shape(family, f"{family}-{kind}-{size}", size, Decimal(memory))


@cache
def shapes_by_name() -> Mapping[str, MachineShape]:
    """Every shape by its machine type."""
    return {shape.machine_type: shape for shape in machine_shapes()}


def local_ssd_of(family: str) -> str:
    """The book's item of the local SSD that a family has."""
    return f"local-ssd-{family}" if family in _OWN_LOCAL_SSD else "local-ssd"


def _own_shape(
    machine_type: str, vcpus: str, memory: str, gpu: str = "", gpus: str = "0", local_ssd: str = "0"
) -> MachineShape:
    family = machine_type.partition("-")[0]
    item = "local-ssd" if int(local_ssd) else ""
    return MachineShape(machine_type, family, Decimal(vcpus), Decimal(memory), gpu, Decimal(gpus), item, int(local_ssd))


def _shape(family: str, machine_type: str, size: str, memory_per_vcpu: Decimal) -> MachineShape:
    vcpus = int("".join(takewhile(str.isdigit, size)))
    memory = memory_per_vcpu * vcpus
    if family in _WHOLE_GIGABYTES:
        memory = Decimal(int(memory))
    gpu, counts = _GPUS.get(family, ("", {}))
    local_ssd_size = _local_ssd_size(family, vcpus, size)
    return MachineShape(
        machine_type,
        "m4ultramem224" if machine_type == "m4-ultramem-224" else family,
        Decimal(vcpus),
        Decimal(_MEMORY.get(machine_type, memory)),
        gpu,
        Decimal(counts.get(vcpus, 0)),
        local_ssd_of(family) if local_ssd_size else "",
        local_ssd_size,
    )


def _local_ssd_size(family: str, vcpus: int, size: str) -> int:
    kind = size.split("-")[1] if "-" in size else ""
    if family == "z3":
        return _Z3_LOCAL_SSD[kind][vcpus]
    return _LOCAL_SSDS[family][vcpus] * _LOCAL_SSD_SIZE if kind == "lssd" else 0
