"""Writes a region file of AmazonEC2 of a given size, as text from templates: encoding as much JSON takes far longer."""

import json
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from bench.aws_offers.document import (
    DISCLAIMER,
    FORMAT,
    LOCATION,
    ON_DEMAND_CODE,
    PREFIX,
    PUBLISHED,
    REGION,
    VERSION,
    offer_document,
    sku_of,
)
from bench.aws_offers.products import (
    PUBLISHED_LINUX,
    RESERVATIONS,
    cpus_of,
    instance_types,
    linux_price,
    other_items,
    variants,
)

_HOURLY_CODE: Final = "6YS6EN2CT7"
_UPFRONT_CODE: Final = "2TG2D8R56U"
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


def write_ec2_region(
    target: BinaryIO, size: int, region: str = REGION, location: str = LOCATION, prefix: str = PREFIX
) -> int:
    """Write a region file of AmazonEC2 of at least `size` bytes.

    Returns:
        How many instance types are in it.
    """
    types = tuple(instance_types(max(len(PUBLISHED_LINUX), -(-size // _bytes_a_type()))))
    for part in _ec2_region(types, region, location, prefix):
        target.write(part.encode())
    return len(types)


def _ec2_region(types: tuple[str, ...], region: str, location: str, prefix: str) -> Iterator[str]:
    head = {
        "formatVersion": FORMAT,
        "disclaimer": DISCLAIMER,
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


def _products(type_: str, *, region: str, location: str, prefix: str) -> Iterator[str]:
    for sku, software, (tenancy, status, usage, _, _), _price in variants(type_, region):
        yield _PRODUCT % {
            "sku": sku,
            "location": location,
            "location_type": "AWS Region",
            "type": type_,
            "cpus": cpus_of(type_),
            "memory": 4 * cpus_of(type_),
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
    sku = sku_of(type_, region, "local zone")
    yield _PRODUCT % {
        "sku": sku,
        "location": "Germany (Hamburg)",
        "location_type": "AWS Local Zone",
        "type": type_,
        "cpus": cpus_of(type_),
        "memory": 4 * cpus_of(type_),
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
    for sku, software, place, price in variants(type_, region):
        description = f"${price:.4f} per {place[2]} {software.system} {type_} Instance Hour"
        hourly = _hourly(sku, ON_DEMAND_CODE, description, price)
        yield f'      "{sku}" : {{\n{_term(sku, ON_DEMAND_CODE, [hourly])}\n      }}'
    sku = sku_of(type_, region, "local zone")
    hourly = _hourly(sku, ON_DEMAND_CODE, "in a local zone", linux_price(type_) * 1.2)
    yield f'      "{sku}" : {{\n{_term(sku, ON_DEMAND_CODE, [hourly])}\n      }}'


def _reserved_terms(type_: str, region: str) -> Iterator[str]:
    for sku, software, place, price in variants(type_, region):
        if place[4]:
            terms = ",\n".join(_reservations(sku, f"{software.system}, {type_} reserved instance applied", price))
            yield f'      "{sku}" : {{\n{terms}\n      }}'


def _reservations(sku: str, description: str, price: float) -> Iterator[str]:
    for code, years, offering, payment, factor in RESERVATIONS:
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
