"""Made-up documents of AWS's bulk price list, with the structure of the real ones; the same bytes at every call.

The region file of AmazonEC2 has what a real one has beside the wanted prices: dedicated and host tenancy, capacity
reservations, preinstalled databases, own licences, local zones, reservations by the dozen, savings of other offers.
Some prices are the published ones (m5.large in eu-central-1: 0.115), the others follow a formula. Imports nothing of
Outlay, since tests serve these documents too.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, Final, NamedTuple

VERSION: Final = "20260701000000"
PUBLISHED: Final = "2026-07-01T12:00:00Z"
REGION: Final = "eu-central-1"
LOCATION: Final = "EU (Frankfurt)"
PREFIX: Final = "EUC1-"

FORMAT: Final = "v1.0"
_DISCLAIMER: Final = "This pricing list is for informational purposes only."
_ON_DEMAND_CODE: Final = "JRTCKXETXF"
_HOURLY_CODE: Final = "6YS6EN2CT7"
_UPFRONT_CODE: Final = "2TG2D8R56U"

PUBLISHED_LINUX: Final = {"m5.large": "0.1150000000", "t3.micro": "0.0120000000", "c5.xlarge": "0.1940000000"}
"""Instance types with their published price, Linux, shared tenancy, in eu-central-1."""
_SIZES: Final = {"large": 2, "xlarge": 4, "2xlarge": 8, "4xlarge": 16, "8xlarge": 32, "12xlarge": 48, "16xlarge": 64}
_GENERATIONS: Final = ("5", "5a", "5d", "5n", "6g", "6gd", "6i", "6id", "6in", "7a", "7g", "7gd", "7i", "8g", "8gd")
_FAMILIES: Final = ("m", "c", "r", "x", "i", "d", "g", "p", "z", "h")


class _Software(NamedTuple):
    system: str
    preinstalled: str
    operation: str
    licence: str
    per_cpu: float
    """What it costs an hour and vCPU on top of Linux."""


_LICENSED: Final = "No License required"
_SOFTWARE: Final = (
    _Software("Linux", "NA", "RunInstances", _LICENSED, 0.0),
    _Software("Windows", "NA", "RunInstances:0002", _LICENSED, 0.046),
    _Software("RHEL", "NA", "RunInstances:0010", _LICENSED, 0.0288),
    _Software("SUSE", "NA", "RunInstances:000g", _LICENSED, 0.05),
    _Software("RHEL", "NA", "RunInstances:00g0", "Bring your own license", 0.0),
    _Software("Windows", "NA", "RunInstances:0800", "Bring your own license", 0.0),
    _Software("Red Hat Enterprise Linux with HA", "NA", "RunInstances:1010", _LICENSED, 0.045),
    _Software("Red Hat Enterprise Linux with HA", "SQL Std", "RunInstances:1014", _LICENSED, 0.165),
    _Software("Red Hat Enterprise Linux with HA", "SQL Ent", "RunInstances:1110", _LICENSED, 0.42),
    _Software("RHEL", "SQL Std", "RunInstances:0014", _LICENSED, 0.149),
    _Software("RHEL", "SQL Web", "RunInstances:0210", _LICENSED, 0.046),
    _Software("RHEL", "SQL Ent", "RunInstances:0110", _LICENSED, 0.404),
    _Software("Linux", "SQL Std", "RunInstances:0004", _LICENSED, 0.12),
    _Software("Linux", "SQL Web", "RunInstances:0200", _LICENSED, 0.017),
    _Software("Linux", "SQL Ent", "RunInstances:0100", _LICENSED, 0.375),
    _Software("Windows", "SQL Std", "RunInstances:0006", _LICENSED, 0.166),
    _Software("Windows", "SQL Web", "RunInstances:0202", _LICENSED, 0.063),
    _Software("Windows", "SQL Ent", "RunInstances:0102", _LICENSED, 0.421),
    _Software("Ubuntu Pro", "NA", "RunInstances:0g00", _LICENSED, 0.0035),
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
_RESERVATIONS: Final = tuple(
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

_PRODUCT: Final = """    "%(sku)s" : {
      "sku" : "%(sku)s",
      "productFamily" : "Compute Instance",
      "attributes" : {
        "servicecode" : "AmazonEC2",
        "location" : "%(location)s",
        "locationType" : "%(location_type)s",
        "instanceType" : "%(type)s",
        "currentGeneration" : "Yes",
        "instanceFamily" : "General purpose",
        "vcpu" : "%(cpus)d",
        "physicalProcessor" : "Intel Xeon Platinum 8175 (Skylake)",
        "clockSpeed" : "3.1 GHz",
        "memory" : "%(memory)d GiB",
        "storage" : "EBS only",
        "networkPerformance" : "Up to 10 Gigabit",
        "processorArchitecture" : "64-bit",
        "tenancy" : "%(tenancy)s",
        "operatingSystem" : "%(system)s",
        "licenseModel" : "%(licence)s",
        "usagetype" : "%(prefix)s%(usage)s:%(type)s",
        "operation" : "%(operation)s",
        "availabilityzone" : "NA",
        "capacitystatus" : "%(status)s",
        "classicnetworkingsupport" : "false",
        "dedicatedEbsThroughput" : "Up to 2120 Mbps",
        "ecu" : "10",
        "enhancedNetworkingSupported" : "Yes",
        "gpuMemory" : "NA",
        "intelAvxAvailable" : "Yes",
        "intelAvx2Available" : "Yes",
        "intelTurboAvailable" : "Yes",
        "marketoption" : "OnDemand",
        "normalizationSizeFactor" : "4",
        "preInstalledSw" : "%(preinstalled)s",
        "processorFeatures" : "Intel AVX; Intel AVX2; Intel AVX512; Intel Turbo",
        "regionCode" : "%(region)s",
        "servicename" : "Amazon Elastic Compute Cloud",
        "vpcnetworkingsupport" : "true"
      }
    }"""
_TERM: Final = """        "%(sku)s.%(code)s" : {
          "offerTermCode" : "%(code)s",
          "sku" : "%(sku)s",
          "effectiveDate" : "2026-07-01T00:00:00Z",
          "priceDimensions" : {
%(dimensions)s
          },
          "termAttributes" : {%(attributes)s}
        }"""
_DIMENSION: Final = """            "%(sku)s.%(code)s.%(rate)s" : {
              "rateCode" : "%(sku)s.%(code)s.%(rate)s",
              "description" : "%(description)s",
              %(range)s"unit" : "%(unit)s",
              "pricePerUnit" : {
                "%(currency)s" : "%(price)s"
              },
              "appliesTo" : [ ]
            }"""
_RESERVED_ATTRIBUTES: Final = """
            "LeaseContractLength" : "%dyr",
            "OfferingClass" : "%s",
            "PurchaseOption" : "%s"
          """


class Item(NamedTuple):
    """A product of a made-up offer: its family, its attributes, and its price, or its prices from quantities on."""

    family: str
    attributes: dict[str, str]
    unit: str
    price: str | dict[str, str]

    @property
    def sku(self) -> str:
        """The product's own number, by what it is."""
        return _sku(self.family, *self.attributes.values())


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


def write_ec2_region(
    target: BinaryIO, size: int, region: str = REGION, location: str = LOCATION, prefix: str = PREFIX
) -> int:
    """Write a region file of AmazonEC2 of at least `size` bytes.

    Returns:
        How many instance types are in it.
    """
    types = tuple(_types(max(len(PUBLISHED_LINUX), -(-size // _bytes_a_type()))))
    for part in _ec2_region(types, region, location, prefix):
        target.write(part.encode())
    return len(types)


def offer_document(
    offer: str, items: Iterable[Item], currency: str = "USD", version: str = VERSION, **changed: Any
) -> dict[str, Any]:
    """A small region file of any offer, as a document to serve, or to spoil first; `changed` overrides its top."""
    listed = tuple(items)
    return {
        "formatVersion": FORMAT,
        "disclaimer": _DISCLAIMER,
        "offerCode": offer,
        "version": version,
        "publicationDate": PUBLISHED,
        "products": {
            item.sku: {"sku": item.sku, "productFamily": item.family, "attributes": item.attributes} for item in listed
        },
        "terms": {"OnDemand": {item.sku: on_demand(item, currency) for item in listed}},
        "attributesList": {},
        **changed,
    }


def on_demand(item: Item, currency: str = "USD") -> dict[str, Any]:
    """The on-demand term of an item, one price dimension a tier."""
    prices = {"0": item.price} if isinstance(item.price, str) else item.price
    begins = list(prices)
    term = f"{item.sku}.{_ON_DEMAND_CODE}"
    dimensions = {
        f"{term}.{number}": {
            "rateCode": f"{term}.{number}",
            "description": f"{prices[begin]} per {item.unit}",
            "beginRange": begin,
            "endRange": end,
            "unit": item.unit,
            "pricePerUnit": {currency: prices[begin]},
            "appliesTo": [],
        }
        for number, (begin, end) in enumerate(zip(begins, [*begins[1:], "Inf"], strict=True))
    }
    return {
        term: {
            "offerTermCode": _ON_DEMAND_CODE,
            "sku": item.sku,
            "effectiveDate": "2026-07-01T00:00:00Z",
            "priceDimensions": dimensions,
            "termAttributes": {},
        }
    }


def index_document(offers: Iterable[str], partition: str = "aws") -> dict[str, Any]:
    """The index of offers."""
    root = f"/offers/v1.0/{partition}"
    return {
        "formatVersion": FORMAT,
        "disclaimer": _DISCLAIMER,
        "publicationDate": PUBLISHED,
        "offers": {
            offer: {
                "offerCode": offer,
                "versionIndexUrl": f"{root}/{offer}/index.json",
                "currentVersionUrl": f"{root}/{offer}/current/index.json",
                "currentRegionIndexUrl": f"{root}/{offer}/current/region_index.json",
            }
            for offer in offers
        },
    }


def region_index_document(offer: str, regions: Iterable[str], partition: str = "aws") -> dict[str, Any]:
    """The index of an offer's regions."""
    return {
        "formatVersion": FORMAT,
        "disclaimer": _DISCLAIMER,
        "publicationDate": PUBLISHED,
        "regions": {
            region: {
                "regionCode": region,
                "currentVersionUrl": f"/offers/v1.0/{partition}/{offer}/{VERSION}/{region}/index.json",
            }
            for region in regions
        },
    }


def _ec2_region(types: tuple[str, ...], region: str, location: str, prefix: str) -> Iterator[str]:
    head = {
        "formatVersion": FORMAT,
        "disclaimer": _DISCLAIMER,
        "offerCode": "AmazonEC2",
        "version": VERSION,
        "publicationDate": PUBLISHED,
    }
    others = other_items(region, location, prefix)
    small = offer_document("AmazonEC2", others)
    yield json.dumps(head, indent=2, separators=(",", " : "))[:-2]
    yield ',\n  "products" : {\n'
    yield from _joined(
        product for type_ in types for product in _products(type_, region=region, location=location, prefix=prefix)
    )
    for sku, product in small["products"].items():
        yield f',\n    "{sku}" : {json.dumps(product)}'
    yield '\n  },\n  "terms" : {\n    "OnDemand" : {\n'
    yield from _joined(term for type_ in types for term in _on_demand_terms(type_, region))
    for sku, term in small["terms"]["OnDemand"].items():
        yield f',\n      "{sku}" : {json.dumps(term)}'
    yield '\n    },\n    "Reserved" : {\n'
    yield from _joined(term for type_ in types for term in _reserved_terms(type_, region))
    yield '\n    }\n  },\n  "attributesList" : { }\n}\n'


def _joined(parts: Iterable[str]) -> Iterator[str]:
    separator = ""
    for part in parts:
        yield separator + part
        separator = ",\n"


def _types(count: int) -> Iterator[str]:
    yield from list(PUBLISHED_LINUX)[:count]
    left = count - len(PUBLISHED_LINUX)
    for number in range(left):
        size = list(_SIZES)[number % len(_SIZES)]
        rest = number // len(_SIZES)
        generation = _GENERATIONS[rest % len(_GENERATIONS)]
        family = _FAMILIES[rest // len(_GENERATIONS) % len(_FAMILIES)]
        round_ = rest // len(_GENERATIONS) // len(_FAMILIES)
        yield f"{family}{generation}{f'q{round_}' if round_ else 'z'}.{size}"


def _bytes_a_type() -> int:
    return sum(
        len(part) + 2
        for parts in (
            _products("m5.large", region=REGION, location=LOCATION, prefix=PREFIX),
            _on_demand_terms("m5.large", REGION),
            _reserved_terms("m5.large", REGION),
        )
        for part in parts
    )


def _sku(*parts: str) -> str:
    return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16].upper()


def _cpus(type_: str) -> int:
    return _SIZES.get(type_.partition(".")[2], 2)


def linux_price(type_: str) -> float:
    """USD an hour of an instance type with Linux and shared tenancy."""
    return float(PUBLISHED_LINUX[type_]) if type_ in PUBLISHED_LINUX else 0.0481 * _cpus(type_) + len(type_) / 1000


def _variants(type_: str, region: str) -> Iterator[tuple[str, _Software, tuple[str, str, str, float, bool], float]]:
    """Each product of an instance type: its SKU, software and place, and its price an hour."""
    for software in _SOFTWARE:
        for place in _PLACES:
            sku = _sku(type_, region, software.operation, place[2])
            yield sku, software, place, (linux_price(type_) + software.per_cpu * _cpus(type_)) * place[3]


def _products(type_: str, *, region: str, location: str, prefix: str) -> Iterator[str]:
    for sku, software, (tenancy, status, usage, _, _), _price in _variants(type_, region):
        yield _PRODUCT % {
            "sku": sku,
            "location": location,
            "location_type": "AWS Region",
            "type": type_,
            "cpus": _cpus(type_),
            "memory": 4 * _cpus(type_),
            "tenancy": tenancy,
            "system": software.system,
            "licence": software.licence,
            "prefix": prefix,
            "usage": usage,
            "operation": software.operation,
            "status": status,
            "preinstalled": software.preinstalled,
            "region": region,
        }
    sku = _sku(type_, region, "local zone")
    yield _PRODUCT % {
        "sku": sku,
        "location": "Germany (Hamburg)",
        "location_type": "AWS Local Zone",
        "type": type_,
        "cpus": _cpus(type_),
        "memory": 4 * _cpus(type_),
        "tenancy": "Shared",
        "system": "Linux",
        "licence": "No License required",
        "prefix": "EUC1-HAM1-",
        "usage": "BoxUsage",
        "operation": "RunInstances",
        "status": "Used",
        "preinstalled": "NA",
        "region": f"{region}-ham-1",
    }


def _on_demand_terms(type_: str, region: str) -> Iterator[str]:
    for sku, software, place, price in _variants(type_, region):
        description = f"${price:.4f} per {place[2]} {software.system} {type_} Instance Hour"
        hourly = _hourly(sku, _ON_DEMAND_CODE, description, price)
        yield f'      "{sku}" : {{\n{_term(sku, _ON_DEMAND_CODE, [hourly])}\n      }}'
    sku = _sku(type_, region, "local zone")
    hourly = _hourly(sku, _ON_DEMAND_CODE, "in a local zone", linux_price(type_) * 1.2)
    yield f'      "{sku}" : {{\n{_term(sku, _ON_DEMAND_CODE, [hourly])}\n      }}'


def _reserved_terms(type_: str, region: str) -> Iterator[str]:
    for sku, software, place, price in _variants(type_, region):
        if place[4]:
            terms = ",\n".join(_reservations(sku, f"{software.system}, {type_} reserved instance applied", price))
            yield f'      "{sku}" : {{\n{terms}\n      }}'


def _reservations(sku: str, description: str, price: float) -> Iterator[str]:
    for code, years, offering, payment, factor in _RESERVATIONS:
        reserved = price * factor
        fee = {"No Upfront": 0.0, "Partial Upfront": 0.5, "All Upfront": 1.0}[payment]
        dimensions = [_hourly(sku, code, description, reserved * (1 - fee))]
        if fee:
            values = {"sku": sku, "code": code, "rate": _UPFRONT_CODE, "description": "Upfront Fee", "range": ""}
            upfront = f"{reserved * fee * 8760 * years:.0f}"
            dimensions.insert(0, _DIMENSION % {**values, "unit": "Quantity", "currency": "USD", "price": upfront})
        yield _term(sku, code, dimensions, _RESERVED_ATTRIBUTES % (years, offering, payment))


def _hourly(sku: str, code: str, description: str, price: float) -> str:
    return _DIMENSION % {
        "sku": sku,
        "code": code,
        "rate": _HOURLY_CODE,
        "description": description,
        "range": '"beginRange" : "0",\n              "endRange" : "Inf",\n              ',
        "unit": "Hrs",
        "currency": "USD",
        "price": f"{price:.10f}",
    }


def _term(sku: str, code: str, dimensions: list[str], attributes: str = " ") -> str:
    joined = ",\n".join(dimensions)
    return _TERM % {"sku": sku, "code": code, "dimensions": joined, "attributes": attributes}
