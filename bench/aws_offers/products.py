"""Which products AmazonEC2's region file has, and what they cost.

Instances in every tenancy, capacity status and platform, their reservations, and what is sold beside them.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from bench.aws_offers.document import LOCATION, PREFIX, REGION, Item, sku_of

PUBLISHED_LINUX: Final = {"m5.large": "0.1150000000", "t3.micro": "0.0120000000", "c5.xlarge": "0.1940000000"}
"""Instance types with their published price, Linux, shared tenancy, in eu-central-1."""
_SIZES: Final = {"large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "12xlarge": 48, "16xlarge": 64}
_GENERATIONS: Final = ("5", "5a", "5d", "5n", "6g", "6gd", "6i", "6id", "6in", "7a", "7g", "7gd", "7i", "8g", "8gd")
_FAMILIES: Final = ("m", "c", "r", "x", "i", "d", "g", "p", "z", "h")


class Software(NamedTuple):
    """What runs on an instance when it starts, and under which licence."""

    system: str
    preinstalled: str
    operation: str
    licence: str
    per_cpu: float
    """What it costs an hour and vCPU on top of Linux."""


_LICENSED: Final = "No License required"
_SOFTWARE: Final = (
    Software("Linux", "NA", "RunInstances", _LICENSED, 0.0),
    Software("Windows", "NA", "RunInstances:0002", _LICENSED, 0.046),
    Software("RHEL", "NA", "RunInstances:0010", _LICENSED, 0.0288),
    Software("SUSE", "NA", "RunInstances:000g", _LICENSED, 0.05),
    Software("RHEL", "NA", "RunInstances:00g0", "Bring your own license", 0.0),
    Software("Windows", "NA", "RunInstances:0800", "Bring your own license", 0.0),
    Software("Red Hat Enterprise Linux with HA", "NA", "RunInstances:1010", _LICENSED, 0.045),
    Software("Red Hat Enterprise Linux with HA", "SQL Std", "RunInstances:1014", _LICENSED, 0.165),
    Software("Red Hat Enterprise Linux with HA", "SQL Ent", "RunInstances:1110", _LICENSED, 0.42),
    Software("RHEL", "SQL Std", "RunInstances:0014", _LICENSED, 0.149),
    Software("RHEL", "SQL Web", "RunInstances:0210", _LICENSED, 0.046),
    Software("RHEL", "SQL Ent", "RunInstances:0110", _LICENSED, 0.404),
    Software("Linux", "SQL Std", "RunInstances:0004", _LICENSED, 0.12),
    Software("Linux", "SQL Web", "RunInstances:0200", _LICENSED, 0.017),
    Software("Linux", "SQL Ent", "RunInstances:0100", _LICENSED, 0.375),
    Software("Windows", "SQL Std", "RunInstances:0006", _LICENSED, 0.166),
    Software("Windows", "SQL Web", "RunInstances:0202", _LICENSED, 0.063),
    Software("Windows", "SQL Ent", "RunInstances:0102", _LICENSED, 0.421),
    Software("Ubuntu Pro", "NA", "RunInstances:0g00", _LICENSED, 0.0035),
)
"""Every platform that Amazon EC2 bills an image by (User Guide, AMI billing information)."""
_PLACES: Final = (
    # tenancy, capacity status, usage type, factor on the price, whether it can be reserved
    ("Shared", "Used", "BoxUsage", 1.0, True),
    ("Shared", "AllocatedCapacityReservation", "Reservation", 0.0, False),
    ("Shared", "UnusedCapacityReservation", "UnusedBox", 1.0, False),
    ("Dedicated", "Used", "DedicatedUsage", 1.1, True),
    ("Dedicated", "AllocatedCapacityReservation", "DedicatedRes", 0.0, False),
    ("Dedicated", "UnusedCapacityReservation", "UnusedDed", 1.1, False),
    ("Host", "Used", "HostBoxUsage", 0.0, False),
)
RESERVATIONS: Final = tuple(
    # offer term code, years, class, payment, factor on the hourly price
    (code, years, offering, payment, factor)
    for code, years, offering, payment, factor in (
        ("4NA7Y494T4", 1, "standard", "No Upfront", 0.63),
        ("HU7G6KETJZ", 1, "standard", "Partial Upfront", 0.60),
        ("6QCMYABX3D", 1, "standard", "All Upfront", 0.59),
        ("7NE97W5U4E", 1, "convertible", "No Upfront", 0.72),
        ("CUZHX8X6JH", 1, "convertible", "Partial Upfront", 0.69),
        ("VJWZNREJX2", 1, "convertible", "All Upfront", 0.67),
        ("BPH4J8HBKS", 3, "standard", "No Upfront", 0.43),
        ("38NPMPTW36", 3, "standard", "Partial Upfront", 0.40),
        ("NQ3QZPMQV9", 3, "standard", "All Upfront", 0.38),
        ("Z2E3P23VKM", 3, "convertible", "No Upfront", 0.50),
        ("R5XV2EPZQZ", 3, "convertible", "Partial Upfront", 0.46),
        ("MZU6U2429S", 3, "convertible", "All Upfront", 0.45),
    )
)


def other_items(region: str = REGION, location: str = LOCATION, prefix: str = PREFIX) -> tuple[Item, ...]:
    """What AmazonEC2's region file has beside instances: disks, NAT gateways, credits, addresses, snapshots."""
    at = {"location": location, "locationType": "AWS Region", "regionCode": region}

    def item(family: str, usage: str, unit: str, price: str | dict[str, str], **attributes: str) -> Item:
        return Item(family, {"servicecode": "AmazonEC2", **at, "usagetype": prefix + usage, **attributes}, unit, price)

    return (
        item("NAT Gateway", "NatGateway-Hours", "Hrs", "0.0520000000", group="NGW:NatGateway"),
        item("NAT Gateway", "NatGateway-Bytes", "GB", "0.0520000000", group="NGW:NatGateway"),
        item("Storage", "EBS:VolumeUsage.gp3", "GB-Mo", "0.0952000000", volumeApiName="gp3"),
        item("Storage", "EBS:VolumeUsage.gp2", "GB-Mo", "0.1190000000", volumeApiName="gp2"),
        item("Storage", "EBS:VolumeUsage.io2", "GB-Mo", "0.1490000000", volumeApiName="io2"),
        item("System Operation", "EBS:VolumeP-IOPS.gp3", "IOPS-Mo", "0.0060000000", volumeApiName="gp3"),
        item("System Operation", "EBS:VolumeP-IOPS.io2", "IOPS-Mo", "0.0780000000", volumeApiName="io2"),
        item("System Operation", "EBS:VolumeP-IOPS.io2.tier2", "IOPS-Mo", "0.0546000000", volumeApiName="io2"),
        item("System Operation", "EBS:VolumeP-IOPS.io2.tier3", "IOPS-Mo", "0.0382200000", volumeApiName="io2"),
        item("System Operation", "EBS:VolumeIOUsage", "IOs", "0.0000000590", volumeApiName="standard"),
        item("Provisioned Throughput", "EBS:VolumeP-Throughput.gp3", "GiBps-mo", "48.1280000000", volumeApiName="gp3"),
        item("CPU Credits", "CPUCredits:t3", "vCPU-Hours", "0.0500000000", operatingSystem="Linux", instance="T3"),
        item("CPU Credits", "CPUCredits:t3", "vCPU-Hours", "0.0960000000", operatingSystem="Windows", instance="T3"),
        item("Storage Snapshot", "EBS:SnapshotUsage", "GB-Mo", "0.0540000000"),
        item("IP Address", "ElasticIP:Remap", "Count", {"0": "0.0000000000", "100": "0.1000000000"}),
        item("Fee", "DedicatedUsage", "Hrs", "2.0000000000"),
    )


def instance_types(count: int) -> Iterator[str]:
    """So many names of instance types, those with a published price first."""
    yield from list(PUBLISHED_LINUX)[:count]
    left = count - len(PUBLISHED_LINUX)
    for number in range(left):
        size = list(_SIZES)[number % len(_SIZES)]
        rest = number // len(_SIZES)
        generation = _GENERATIONS[rest % len(_GENERATIONS)]
        family = _FAMILIES[rest // len(_GENERATIONS) % len(_FAMILIES)]
        round_ = rest // len(_GENERATIONS) // len(_FAMILIES)
        yield f"{family}{generation}{f'q{round_}' if round_ else 'z'}.{size}"


def cpus_of(type_: str) -> int:
    """How many vCPUs an instance type has, by its size."""
    return _SIZES.get(type_.partition(".")[2], 2)


def linux_price(type_: str) -> float:
    """USD an hour of an instance type with Linux and shared tenancy."""
    return float(PUBLISHED_LINUX[type_]) if type_ in PUBLISHED_LINUX else 0.0481 * cpus_of(type_) + len(type_) / 1000


def variants(type_: str, region: str) -> Iterator[tuple[str, Software, tuple[str, str, str, float, bool], float]]:
    """Each product of an instance type: its SKU, software and place, and its price an hour."""
    for software in _SOFTWARE:
        for place in _PLACES:
            sku = sku_of(type_, region, software.operation, place[2])
            yield sku, software, place, (linux_price(type_) + software.per_cpu * cpus_of(type_)) * place[3]
