"""Made-up documents of AWS's bulk price list, with the structure of the real ones; the same bytes at every call.

The region file of AmazonEC2 has what a real one has beside the wanted prices: dedicated and host tenancy, capacity
reservations, preinstalled databases, own licences, local zones, reservations by the dozen, savings of other offers.
Some prices are the published ones (m5.large in eu-central-1: 0.115), the others follow a formula. Imports nothing of
Outlay, since tests serve these documents too.
"""

from bench.aws_offers.document import (
    LOCATION,
    PUBLISHED,
    REGION,
    VERSION,
    Item,
    index_document,
    offer_document,
    on_demand,
    region_index_document,
)
from bench.aws_offers.products import other_items
from bench.aws_offers.region_file import write_ec2_region

__all__ = [
    "LOCATION",
    "PUBLISHED",
    "REGION",
    "VERSION",
    "Item",
    "index_document",
    "offer_document",
    "on_demand",
    "other_items",
    "region_index_document",
    "write_ec2_region",
]
