"""AWS's bulk price list, read as a stream: which figures come out, and what is no price list."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from outlay.errors import WrongUse
from outlay.prices.figure import Figure
from outlay_automation.prices.refresh.aws.bulk import (
    OfferReading,
    figures_in,
    index_url,
    offers_of,
    region_file_url,
    region_index_url,
    root_of,
)
from outlay_automation.prices.refresh.failure import UnknownPriceList

EC2 = ("AmazonEC2", "AmazonEBS")
FIVE_MB = 5_000_000


@pytest.fixture(scope="module")
def region_file(aws_offers, tmp_path_factory) -> Path:
    """A region file of 5 MB, six instance types and what a real one has beside them."""
    path = tmp_path_factory.mktemp("aws") / "index.json"
    with path.open("wb") as file:
        aws_offers.write_ec2_region(file, FIVE_MB)
    return path


def read(path: Path, *services: str, offer: str = "AmazonEC2", reading: OfferReading | None = None) -> list[Figure]:
    found = reading if reading is not None else OfferReading()
    return list(figures_in(path, offer, "eu-central-1", services or EC2, found))


def prices(figures: list[Figure], item: str, dimension: str) -> dict[str, str]:
    """By term with unit and tier, the prices of an item."""
    return {
        f"{each.name.term} {each.name.unit} {each.name.tier_from}": str(each.price)
        for each in figures
        if (each.name.item, each.name.dimension) == (item, dimension)
    }


def write(path: Path, document: dict[str, Any], **layout: Any) -> Path:
    path.write_text(json.dumps(document, **layout), encoding="utf-8")
    return path


def test_the_one_canonical_price_is_taken_out_of_all_that_look_like_it(region_file):
    figures = read(region_file)
    assert prices(figures, "m5.large", "linux")["on-demand hours 0"] == "0.115"
    assert prices(figures, "m5.large", "windows")["on-demand hours 0"] == "0.207"  # 0.046 a vCPU more
    assert prices(figures, "m5.large", "linux/dedicated")["on-demand hours 0"] == "0.1265"
    assert prices(figures, "t3.micro", "linux")["on-demand hours 0"] == "0.012"


def test_every_term_of_it_is_taken(region_file):
    found = prices(read(region_file), "m5.large", "linux")
    assert len([term for term in found if "hours" in term]) == 1 + 12  # on demand; 2 lengths, 2 classes, 3 payments
    assert found["reserved-1yr-no-upfront hours 0"] == "0.07245"
    assert found["reserved-1yr-all-upfront hours 0"] == "0"
    assert found["reserved-1yr-all-upfront upfront 0"] == "594"  # 0.115 × 0.59 × 8,760 hours


def test_a_file_has_so_many_figures_and_no_others(region_file):
    reading = OfferReading()
    figures = read(region_file, reading=reading)
    types = {each.name.item for each in figures if "." in each.name.item}
    # a type has 4 systems in 2 tenancies, each on demand and in 12 reservations, of which 8 have an amount upfront
    assert len([each for each in figures if "." in each.name.item]) == len(types) * 8 * (1 + 12 + 8)
    assert reading.products == len(types) * (19 * 7 + 1) + 16
    assert reading.left_out == []
    assert str(reading.published) == "2026-07-01"
    assert {each.source.name for each in figures} == {"AWS price list bulk AmazonEC2 20260701000000"}


def test_volumes_lie_in_the_offer_of_instances_and_are_a_service_of_their_own(region_file):
    figures = read(region_file, "AmazonEBS")
    assert {each.name.service for each in figures} == {"AmazonEBS"}
    assert prices(figures, "gp3", "storage") == {"on-demand GB-months 0": "0.0952"}
    assert prices(figures, "io2", "iops") == {
        "on-demand IOPS-months 0": "0.078",
        "on-demand IOPS-months 32000": "0.0546",
        "on-demand IOPS-months 64000": "0.03822",
    }
    assert prices(figures, "standard", "io-requests") == {"on-demand 1M requests 0": "0.059"}


def test_the_layout_of_the_file_does_not_matter(region_file, tmp_path):
    document = json.loads(region_file.read_text(encoding="utf-8"))
    expected = read(region_file)
    assert read(write(tmp_path / "compact.json", document, separators=(",", ":"))) == expected
    assert read(write(tmp_path / "wide.json", document, indent="\t")) == expected


def test_reading_tells_how_far_it_has_come(region_file):
    told: list[tuple[int, int | None]] = []
    list(figures_in(region_file, "AmazonEC2", "eu-central-1", EC2, OfferReading(), lambda *way: told.append(way)))
    size = region_file.stat().st_size
    assert told[-1] == (size, size)
    assert [done for done, _ in told] == sorted(done for done, _ in told)


def test_products_of_another_region_are_passed_over(aws_offers, tmp_path):
    here, there = aws_offers.other_items()[0], aws_offers.other_items("eu-west-1", "EU (Ireland)", "EU-")[0]
    path = write(tmp_path / "two.json", aws_offers.offer_document("AmazonEC2", [here, there]))
    assert [each.region for each in read(path)] == ["eu-central-1"]


def test_two_prices_of_one_name_are_left_out_by_name_and_equal_ones_are_one(aws_offers, tmp_path):
    gateway, data, disk = aws_offers.other_items()[:3]
    other = gateway._replace(attributes={**gateway.attributes, "group": "another"}, price="0.0600000000")
    same = data._replace(attributes={**data.attributes, "group": "another"})
    path = write(tmp_path / "twice.json", aws_offers.offer_document("AmazonEC2", [gateway, other, data, same, disk]))
    reading = OfferReading()
    found = {f"{each.name.item} {each.name.dimension}" for each in read(path, reading=reading)}
    assert found == {"NatGateway bytes", "gp3 storage"}
    assert reading.left_out == [
        "AmazonEC2 NatGateway/hours in eu-central-1, on-demand: AWS lists it at 0.052, 0.06",
    ]


def test_a_disk_whose_tiers_are_in_doubt_has_no_tier(aws_offers, tmp_path):
    base, second, third = (
        item for item in aws_offers.other_items() if "VolumeP-IOPS.io2" in item.attributes["usagetype"]
    )
    other = second._replace(attributes={**second.attributes, "group": "another"}, price="0.0500000000")
    path = write(tmp_path / "io2.json", aws_offers.offer_document("AmazonEC2", [base, second, other, third]))
    reading = OfferReading()
    assert read(path, reading=reading) == []
    assert reading.left_out == [
        "AmazonEBS io2/iops in eu-central-1, on-demand: AWS lists it at 0.05 from 32000, 0.0546 from 32000",
    ]


def test_a_reservation_in_doubt_leaves_no_free_hours_behind(region_file, tmp_path):
    document = json.loads(region_file.read_text(encoding="utf-8"))
    sku, product = next(
        (sku, product)
        for sku, product in document["products"].items()
        if product["attributes"].get("usagetype") == "EUC1-BoxUsage:m5.large"
        and (product["attributes"]["operatingSystem"], product["attributes"]["preInstalledSw"]) == ("Linux", "NA")
    )
    document["products"]["TWIN"] = {**product, "sku": "TWIN"}
    document["terms"]["OnDemand"]["TWIN"] = document["terms"]["OnDemand"][sku]
    twin = json.dumps(document["terms"]["Reserved"][sku])
    assert '"594"' in twin
    document["terms"]["Reserved"]["TWIN"] = json.loads(twin.replace('"594"', '"600"'))
    reading = OfferReading()
    found = prices(read(write(tmp_path / "twin.json", document), reading=reading), "m5.large", "linux")
    assert found["on-demand hours 0"] == "0.115"
    assert [term for term in found if term.startswith("reserved-1yr-all-upfront")] == []
    assert reading.left_out == [
        "AmazonEC2 m5.large/linux in eu-central-1, reserved-1yr-all-upfront: "
        "AWS lists it at 0 and 594 upfront, 0 and 600 upfront",
    ]


def test_what_is_paid_and_listed_at_0_is_left_out_by_name(aws_offers, tmp_path):
    disk, data = (
        item._replace(price="0.0000000000") if "gp3" in item.attributes["usagetype"] else item
        for item in aws_offers.other_items()[2:4]
    )
    path = write(tmp_path / "free.json", aws_offers.offer_document("AmazonEC2", [disk, data]))
    reading = OfferReading()
    assert [each.name.item for each in read(path, reading=reading)] == ["gp2"]
    assert reading.left_out == ["AmazonEBS gp3/storage in eu-central-1, on-demand: AWS lists it at 0"]


def test_gateways_that_cost_nothing_are_refused(aws_offers, tmp_path):
    gateway = aws_offers.other_items()[0]._replace(price="0.0000000000")
    with pytest.raises(UnknownPriceList, match=r"NatGateway/hours in eu-central-1 \(product .*: it costs 0"):
        read(write(tmp_path / "free.json", aws_offers.offer_document("AmazonEC2", [gateway])))


def test_a_price_that_does_not_hold_yet_is_left_out(aws_offers, tmp_path):
    gateway, data = aws_offers.other_items()[:2]
    document = aws_offers.offer_document("AmazonEC2", [gateway, data])
    (term,) = document["terms"]["OnDemand"][gateway.sku].values()
    term["effectiveDate"] = "2031-01-01T00:00:00Z"
    reading = OfferReading()
    found = read(write(tmp_path / "early.json", document), reading=reading)
    assert [each.name.dimension for each in found] == ["bytes"]
    assert reading.left_out == [
        "AmazonEC2 NatGateway/hours in eu-central-1, on-demand: "
        "AWS's price holds from 2031-01-01 on, and its list is of 2026-07-01",
    ]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"productFamily": "Storage"', '"productFamily": Storage'),
        ('"productFamily": "Storage"', '"productFamily": ' + "[" * 100_000),
        ('"productFamily": "Storage"', '"productFamily": ' + "1" * 10_000),
        ('"version": "20260701000000"', '"version": ' + "[" * 100_000),
        ('"0.0952000000"', '"1e999999999999999999"'),
        ('"volumeApiName"', '"volume\\xApiName"'),
    ],
    ids=["no value", "a deep product", "a long number", "a deep head", "an endless price", "no escape"],
)
def test_what_is_corrupt_inside_is_named(aws_offers, tmp_path, old, new):
    disk = aws_offers.other_items()[2]
    text = json.dumps(aws_offers.offer_document("AmazonEC2", [disk]), indent=2)
    assert old in text
    path = tmp_path / "corrupt.json"
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(UnknownPriceList, match="AWS's price list of AmazonEC2 in eu-central-1: "):
        read(path)


@pytest.mark.parametrize(
    ("closing", "moved"),
    [("\n      }\n    },\n", "\n    }\n    },\n"), ("\n    },\n", "\n            },\n")],
    ids=["too early", "too late"],
)
def test_a_brace_out_of_line_ends_what_it_ends(aws_offers, tmp_path, closing, moved):
    text = json.dumps(aws_offers.offer_document("AmazonEC2", aws_offers.other_items()[:3]), indent=2)
    assert closing in text
    path = tmp_path / "moved.json"
    path.write_text(text.replace(closing, moved, 1), encoding="utf-8")
    assert [f"{each.name.item} {each.name.dimension}" for each in read(path)] == [
        "NatGateway hours",
        "NatGateway bytes",
        "gp3 storage",
    ]


def test_nothing_follows_the_document(region_file, tmp_path):
    path = tmp_path / "more.json"
    path.write_bytes(region_file.read_bytes() + b"}}}garbage")
    with pytest.raises(UnknownPriceList, match="something follows the end"):
        read(path)


def test_figures_of_china_are_in_its_currency(aws_offers, tmp_path):
    item = aws_offers.other_items("cn-north-1", "China (Beijing)", "CNN1-")[0]
    path = write(tmp_path / "china.json", aws_offers.offer_document("AmazonEC2", [item], currency="CNY"))
    (figure,) = figures_in(path, "AmazonEC2", "cn-north-1", EC2, OfferReading())
    assert (figure.price, figure.currency, figure.region) == (Decimal("0.052"), "CNY", "cn-north-1")


def test_china_has_its_own_root():
    assert index_url(*root_of("cn-north-1")) == (
        "https://pricing.cn-north-1.amazonaws.com.cn/offers/v1.0/cn/index.json"
    )
    assert index_url(*root_of("eu-central-1")) == "https://pricing.us-east-1.amazonaws.com/offers/v1.0/aws/index.json"


@pytest.mark.parametrize(
    ("spoilt", "said"),
    [
        ({"formatVersion": "v2.0"}, "its formatVersion is v2.0, and this version knows v1.0"),
        ({"offerCode": "AmazonRDS"}, "it is the price list of AmazonRDS"),
        ({"publicationDate": "yesterday"}, "its publicationDate is yesterday"),
        ({"products": []}, "it is cut or no JSON: an object is missing"),
        ({"terms": {"OnDemand": []}}, "it is cut or no JSON: an object is missing"),
    ],
)
def test_a_form_that_nobody_knows_is_named(aws_offers, tmp_path, spoilt, said):
    document = aws_offers.offer_document("AmazonEC2", aws_offers.other_items(), **spoilt)
    with pytest.raises(UnknownPriceList, match=said) as error:
        read(write(tmp_path / "spoilt.json", document))
    assert error.value.message.startswith("AWS's price list of AmazonEC2 in eu-central-1: ")
    assert "The prices in use stay as they were." in error.value.hint


@pytest.mark.parametrize("missing", ["formatVersion", "offerCode", "products", "terms", "publicationDate"])
def test_what_is_missing_is_named(aws_offers, tmp_path, missing):
    document = aws_offers.offer_document("AmazonEC2", aws_offers.other_items())
    del document[missing]
    with pytest.raises(UnknownPriceList):
        read(write(tmp_path / "lacking.json", document))


def test_terms_before_products_cannot_be_read_in_one_pass(aws_offers, tmp_path):
    document = aws_offers.offer_document("AmazonEC2", aws_offers.other_items())
    turned = {key: document[key] for key in sorted(document, key=lambda key: key == "products")}
    with pytest.raises(UnknownPriceList, match="its terms come before its products"):
        read(write(tmp_path / "turned.json", turned))


def test_a_term_without_its_parts_is_no_price_list_as_known(aws_offers, tmp_path):
    document = aws_offers.offer_document("AmazonEC2", aws_offers.other_items())
    for terms in document["terms"]["OnDemand"].values():
        for term in terms.values():
            term["prices"] = term.pop("priceDimensions")
    with pytest.raises(UnknownPriceList, match="its parts are not where they belong: KeyError"):
        read(write(tmp_path / "renamed.json", document))


def test_compute_that_costs_nothing_is_refused_by_name(region_file, tmp_path):
    text = region_file.read_text(encoding="utf-8")
    path = tmp_path / "free.json"
    path.write_text(text.replace('"0.1150000000"', '"0.0000000000"'), encoding="utf-8")
    with pytest.raises(UnknownPriceList, match=r"AmazonEC2 m5.large/linux in eu-central-1 \(product .*: it costs 0"):
        read(path)


def test_an_unknown_place_is_named_with_its_product(aws_offers, tmp_path):
    item = aws_offers.other_items("mars-1", "Mars (Olympus)")[0]
    with pytest.raises(UnknownPriceList, match=rf"product {item.sku}: its region mars-1 is not known"):
        read(write(tmp_path / "mars.json", aws_offers.offer_document("AmazonEC2", [item])))


@pytest.mark.parametrize("share", [0.0, 0.1, 0.5, 0.9, 0.999999])
def test_a_cut_file_is_an_error(region_file, tmp_path, share):
    content = region_file.read_bytes()
    path = tmp_path / "cut.json"
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(UnknownPriceList, match="it is cut or no JSON"):
        read(path)


def test_a_file_that_is_no_text_is_an_error(tmp_path):
    path = tmp_path / "gzip.json"
    path.write_bytes(b"\x1f\x8b\x08\x00\xff\xfe")
    with pytest.raises(UnknownPriceList, match="it is no text"):
        read(path)


def test_the_way_from_index_to_region_file(aws_offers):
    root = "https://example.org/mirror/index.json"
    index = json.dumps(aws_offers.index_document(["AmazonEC2"])).encode()
    regions = json.dumps(aws_offers.region_index_document("AmazonEC2", ["eu-central-1", "eu-west-1"])).encode()
    of_regions = region_index_url(index, "AmazonEC2", root)
    assert of_regions == "https://example.org/offers/v1.0/aws/AmazonEC2/current/region_index.json"
    assert region_file_url(regions, "AmazonEC2", "eu-west-1", of_regions) == (
        "https://example.org/offers/v1.0/aws/AmazonEC2/20260701000000/eu-west-1/index.json"
    )
    with pytest.raises(UnknownPriceList, match="it has no index of the regions of AmazonS3"):
        region_index_url(index, "AmazonS3", root)
    with pytest.raises(WrongUse, match="AWS lists no prices of AmazonEC2 in eu-wset-1") as error:
        region_file_url(regions, "AmazonEC2", "eu-wset-1", of_regions)
    assert error.value.hint == "The nearest it has: eu-west-1, eu-central-1."


def test_a_mirror_may_lie_under_a_path(aws_offers):
    address = index_url("https://example.org/mirror/aws", "aws")
    index = json.dumps(aws_offers.index_document(["AmazonEC2"])).encode()
    regions = json.dumps(aws_offers.region_index_document("AmazonEC2", ["eu-central-1"])).encode()
    of_regions = region_index_url(index, "AmazonEC2", address)
    assert of_regions == "https://example.org/mirror/aws/offers/v1.0/aws/AmazonEC2/current/region_index.json"
    assert region_file_url(regions, "AmazonEC2", "eu-central-1", of_regions) == (
        "https://example.org/mirror/aws/offers/v1.0/aws/AmazonEC2/20260701000000/eu-central-1/index.json"
    )


@pytest.mark.parametrize("content", [b"", b"<html>", b"[]", b'{"formatVersion": "v9"}', b'{"formatVersion": "v1.0"}'])
def test_an_index_that_is_none_is_an_error(content):
    with pytest.raises(UnknownPriceList, match=r"https://example\.org"):
        region_index_url(content, "AmazonEC2", "https://example.org")


def test_services_of_the_book_lie_in_offers():
    assert offers_of(["AmazonEBS", "AmazonEC2"]) == {
        "AmazonEC2": ("AmazonEBS", "AmazonEC2"),
        "AmazonVPC": ("AmazonEC2",),
    }
    with pytest.raises(WrongUse, match="AmazonPolly cannot be refreshed"):
        offers_of(["AmazonPolly"])
