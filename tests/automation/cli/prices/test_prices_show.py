"""`outlay prices show`: every price of an item with its source, and never a price of something else.

After a price or a wording has changed on purpose, look at the difference and write the golden files anew:

    pytest tests/automation/cli/prices --snapshot-update
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from outlay.prices.query import Grade
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

if TYPE_CHECKING:
    from outlay.prices.figure import Figure

    from tests.automation.cli.conftest import Outlay
    from tests.automation.cli.prices.conftest import UseOverlay

SCHEMA = Path(__file__).parents[4] / "docs" / "schemas" / "prices-show-1.json"
CONTRACT = "service,region,item,dimension,unit,price,currency,as_of\n"
RATES = "currency,per_usd,as_of,source\nEUR,0.92,2026-11-20,ECB\n"


class Page(SingleFileSnapshotExtension):
    """A golden file that reads as it was printed."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def document(outlay: Outlay, *arguments: str) -> dict[str, Any]:
    """The document of a command line, which is valid under its schema."""
    done = outlay("prices", "show", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(found)] == []
    return found


def printed(outlay: Outlay, *arguments: str) -> str:
    done = outlay("prices", "show", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def refused(outlay: Outlay, *arguments: str) -> str:
    done = outlay("prices", "show", *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["AmazonEC2", "m5.large", "--region", "eu-central-1"], id="one price"),
        pytest.param(["AmazonRDS", "db.m5.large", "--region", "eu-central-1"], id="dimensions and commitments"),
        pytest.param(["AmazonRDS", "db.m5.large"], id="ranges over regions"),
        pytest.param(["Compute Engine", "e2-standard-2"], id="terms over regions"),
        pytest.param(["AWSDataTransfer", "internet-egress", "-r", "eu-central-1", "-q", "200000"], id="tiers"),
        pytest.param(["AmazonEC2", "c8g.large", "-r", "ap-southeast-5"], id="a stand-in"),
    ],
)
def test_page(outlay: Outlay, arguments: list[str], snapshot: SnapshotAssertion) -> None:
    assert printed(outlay, *arguments) == snapshot(extension_class=Page)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["AmazonRDS", "db.m5.large"], id="ranges over regions"),
        pytest.param(["AWSLambda", "Duration", "-r", "us-east-1", "-q", "10000000000"], id="many tiers"),
    ],
)
def test_narrow_page_breaks_no_name(
    outlay: Outlay, arguments: list[str], monkeypatch: pytest.MonkeyPatch, snapshot: SnapshotAssertion
) -> None:
    monkeypatch.setattr("outlay_automation.render.sections.WIDTH", 80)

    page = printed(outlay, *arguments)

    assert max(map(len, page.splitlines())) <= 80
    assert page == snapshot(extension_class=Page)


def test_costs_are_told_to_the_cent_and_add_up(outlay: Outlay) -> None:
    page = printed(outlay, "AWSLambda", "Duration", "-d", "arm64", "-r", "us-east-1", "-q", "10000000000")

    costs = [line.split("$")[-1].split()[0] for line in page.splitlines() if ",000,000" in line]
    # 7.5 billion × 0.0000133334, 2.5 billion × 0.0000120001, nothing of the third tier, and all of them
    assert costs == ["100,000.50", "30,000.25", "0.00", "130,000.75"]


def test_cost_in_another_currency_is_told_to_the_cent(outlay: Outlay, standard: Callable[..., None]) -> None:
    standard("rates: rates.csv", rates=RATES)

    page = printed(outlay, "AmazonEC2", "m5.large", "-r", "frankfurt", "-q", "77.7", "--currency", "EUR")

    assert "€0.1058" in page
    assert "€8.22" in page  # 77.7 × 0.1058 = 8.22066


def test_packed_unit_says_what_is_counted(outlay: Outlay) -> None:
    page = printed(outlay, "AmazonS3", "DEEP_ARCHIVE", "-d", "lifecycle-transitions", "-r", "us-east-1", "-q", "600000")

    assert "600,000 × 1k requests = 600 million requests." in page


def test_prices_over_regions_say_their_source_and_grade(outlay: Outlay) -> None:
    lines = printed(outlay, "AmazonEC2", "m5.large").splitlines()

    assert ["us-east-2", "$0.096", "[1]", "$0.188", "[3]"] in [line.split() for line in lines]
    assert "  3  embedded: PyPI apache-libcloud==3.9.1 (consistency-filtered), 2025-03-02, grade B" in lines


def test_prices_over_regions_say_their_layer(outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure) -> None:
    use_overlay([m5_large])

    lines = printed(outlay, "AmazonEC2", "m5.large", "-d", "linux").splitlines()

    [frankfurt] = [line for line in lines if line.startswith("eu-central-1 ")]
    number = frankfurt.partition("[")[2][0]
    assert f"  {number}  overlay: AWS bulk offer AmazonEC2, 2026-11-20, grade A" in lines


def test_price_comes_with_source_date_grade_and_layer(outlay: Outlay) -> None:
    [price] = document(outlay, "AmazonEC2", "m5.large", "--region", "eu-central-1")["prices"]

    assert price["tiers"] == [{"from": "0", "unit_price": "0.115", "quantity": None}]
    assert (price["unit"], price["dimension"], price["term"]) == ("hours", "linux", "on-demand")
    assert (price["source"], price["as_of"], price["grade"], price["layer"], price["standing"]) == (
        "coroot/cloud-pricing@gh-pages(min of 207)",
        "2024-08-09",
        "A",
        "embedded",
        "answers",
    )


@pytest.mark.parametrize("service", ["amazonec2", "Amazon EC2", "ec2", "Amazon Elastic Compute Cloud"])
def test_service_goes_by_any_of_its_names(outlay: Outlay, service: str) -> None:
    found = document(outlay, service, "M5.LARGE", "--region", "EU (Frankfurt)")

    assert (found["service"], found["item"], found["region"]) == ("AmazonEC2", "m5.large", "eu-central-1")


def test_region_that_is_none_is_told_the_nearest_and_gets_no_price(outlay: Outlay) -> None:
    said = refused(outlay, "AmazonEC2", "m5.large", "--region", "xx-nowhere-1")

    assert said.startswith("error: 'xx-nowhere-1' is no region with a price of AmazonEC2 m5.large\nThe nearest of ")
    assert "eu-north-1" in said


def test_region_without_the_price_is_told_so(outlay: Outlay) -> None:
    said = refused(outlay, "AmazonEC2", "m5.large", "-d", "windows", "-r", "us-west-2")

    assert said.startswith("error: AmazonEC2 m5.large/windows has no price in us-west-2\nThe nearest of ")
    assert "us-east-1" in said


@pytest.mark.parametrize(
    ("arguments", "message", "nearest"),
    [
        (["AmazonEC", "m5.large"], "the book has no service 'AmazonEC'", "AmazonEC2"),
        (["AmazonEC2", "m5.lrge"], "AmazonEC2 has no item 'm5.lrge'", "m5.large"),
        (["AmazonEC2", "m5.large", "-d", "linx"], "AmazonEC2 m5.large has no dimension 'linx'", "linux"),
        (["ComputeEngine", "e2-standard-2", "-t", "cud-2yr"], "e2-standard-2 has no term 'cud-2yr'", "cud-1yr"),
    ],
)
def test_misspelt_name_is_told_the_nearest(outlay: Outlay, arguments: list[str], message: str, nearest: str) -> None:
    said = refused(outlay, *arguments, "--region", "eu-central-1").splitlines()

    assert said[0].endswith(message)
    assert said[1].startswith("The nearest: ")
    assert nearest in said[1]


def test_name_that_is_like_none_is_told_all_or_leads_to_the_list(outlay: Outlay) -> None:
    said = refused(outlay, "ßß", "m5.large")
    assert "It has AWS" in said
    assert " AWSDataTransfer, " in said
    assert "`outlay prices list AmazonEC2` names them all" in refused(outlay, "AmazonEC2", "\x00 %s'--")


def test_commitment_has_its_amount_upfront_and_an_effective_hour(outlay: Outlay) -> None:
    term = "reserved-1yr-partial-upfront"
    arguments = ("AmazonRDS", "db.m5.large", "-r", "eu-central-1", "-d", "mysql/single-az", "-t", term)
    [price] = document(outlay, *arguments)["prices"]

    assert price["upfront"] == "605"
    assert price["tiers"][0]["unit_price"] == "0.069"
    # 0.069 + 605 / 8,760 hours
    assert Decimal(price["effective_hourly"]).quantize(Decimal("0.000001")) == Decimal("0.138064")


def test_hours_of_a_commitment_carry_their_share_of_the_amount_upfront(outlay: Outlay) -> None:
    arguments = ("AmazonRDS", "db.m5.large", "-d", "mysql/single-az", "-t", "reserved-1yr-all-upfront")
    [price] = document(outlay, *arguments, "-r", "eu-central-1", "-q", "8760")["prices"]

    # $1,185 upfront and nothing an hour, over all hours of the year
    assert Decimal(price["cost"]).quantize(Decimal("0.01")) == Decimal("1185.00")


def test_quantity_is_priced_over_all_tiers(outlay: Outlay) -> None:
    arguments = ("AWSDataTransfer", "internet-egress", "-r", "eu-central-1", "--quantity", "200,000")
    [price] = document(outlay, *arguments)["prices"]

    assert [tier["quantity"] for tier in price["tiers"]] == ["10240", "40960", "102400", "46400"]
    # 10,240 × 0.09 + 40,960 × 0.085 + 102,400 × 0.07 + 46,400 × 0.05
    assert price["cost"] == "13891.2"


@pytest.mark.parametrize("quantity", ["-1", "many", "NaN"])
def test_quantity_that_is_none_is_refused(outlay: Outlay, quantity: str) -> None:
    assert "a number" in refused(outlay, "AmazonEC2", "m5.large", f"--quantity={quantity}")


def test_quantity_beyond_all_bounds_is_told_the_bound(outlay: Outlay) -> None:
    assert refused(outlay, "AmazonEC2", "m5.large", "-q", "1e30") == (
        "error: --quantity is 1e30, and the most that is reckoned with is 1,000,000,000,000,000,000\n"
    )


def test_price_that_holds_everywhere_answers_in_a_region(outlay: Outlay) -> None:
    found = document(outlay, "ComputeEngineLicense", "e2-standard-2", "-d", "rhel", "-r", "europe-west3")

    assert [(price["region"], price["tiers"][0]["unit_price"]) for price in found["prices"]] == [
        ("europe-west3", "0.0288")
    ]


def test_several_prices_under_one_name_are_no_price(outlay: Outlay) -> None:
    found = document(outlay, "AmazonRDS", "EU-InstanceUsage:db.m6g.xl", "-r", "eu-west-1")

    assert found["prices"] == []
    assert [each["listed"] for each in found["unanswered"]] == [["0.336", "0.352"]]
    page = printed(outlay, "AmazonRDS", "EU-InstanceUsage:db.m6g.xl", "-r", "eu-west-1")
    assert "embedded lists 0.336 and 0.352 under this name" in page


def test_each_layer_says_what_it_has(
    outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure, standard: Callable[..., None]
) -> None:
    use_overlay([m5_large])
    standard("contract: agreed.csv", agreed=CONTRACT + "AmazonEC2,eu-*,m5.*,linux,hours,0.1,USD,2026-09-01\n")

    found = document(outlay, "AmazonEC2", "m5.large", "-r", "eu-central-1")

    assert [(each["layer"], each["tiers"][0]["unit_price"], each["standing"]) for each in found["prices"]] == [
        ("contract", "0.1", "answers"),
        ("overlay", "0.12", "overruled"),
        ("embedded", "0.115", "overruled"),
    ]
    assert [layer["name"] for layer in found["book"]["layers"]] == ["contract", "overlay", "embedded"]
    page = printed(outlay, "AmazonEC2", "m5.large", "-r", "eu-central-1")
    assert "prices: contract of 2026-09-01 over overlay of 2026-11-20 over embedded of " in page
    assert "overlay (overruled)" in page


def test_what_is_agreed_per_another_unit_is_not_shown(outlay: Outlay, standard: Callable[..., None]) -> None:
    rows = "AmazonEC2,*,*,,metrics,0.1,USD,2026-09-01\nAmazonEC2,*,*,linux,hours,0.1,USD,2026-09-01\n"
    standard("contract: agreed.csv", agreed=CONTRACT + rows)

    found = document(outlay, "AmazonEC2", "PublicIPv4Address", "-r", "us-east-1")

    assert [(each["layer"], each["tiers"][0]["unit_price"], each["standing"]) for each in found["prices"]] == [
        ("embedded", "0.005", "answers")
    ]


def test_stand_in_says_whether_it_counts(outlay: Outlay, standard: Callable[..., None]) -> None:
    arguments = ("AmazonEC2", "c8g.large", "-r", "ap-southeast-5")
    [refused_one] = document(outlay, *arguments)["prices"]
    assert (refused_one["is_stand_in"], refused_one["standing"]) == (True, "refused")

    standard("stand_ins: allow")

    [allowed] = document(outlay, *arguments)["prices"]
    assert (allowed["grade"], allowed["standing"]) == ("D", "answers")
    assert "finops.yaml allows it" in printed(outlay, *arguments)


def test_published_price_goes_before_a_stand_in_of_a_layer_above(
    outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure
) -> None:
    use_overlay([replace(m5_large, grade=Grade.D)])

    found = document(outlay, "AmazonEC2", "m5.large", "-r", "eu-central-1")

    assert [(each["layer"], each["standing"]) for each in found["prices"]] == [
        ("overlay", "refused"),
        ("embedded", "answers"),
    ]


def test_amounts_are_told_in_another_currency_by_the_standards_rates(
    outlay: Outlay, standard: Callable[..., None]
) -> None:
    standard("rates: rates.csv", rates=RATES)

    found = document(outlay, "AmazonEC2", "m5.large", "-r", "eu-central-1", "--currency", "eur")

    assert found["currency"] == "EUR"
    assert found["prices"][0]["tiers"][0]["unit_price"] == "0.1058"  # 0.115 × 0.92
    assert found["conversions"] == ["prices in USD are converted to EUR by 1 USD = 0.92 EUR (ECB, 2026-11-20)"]


def test_currency_without_a_rate_is_refused(outlay: Outlay) -> None:
    said = refused(outlay, "AmazonEC2", "m5.large", "--currency", "CHF")

    assert said.startswith("error: there is no rate for CHF: no finops.yaml is here or above that names rates\n")


def test_currency_that_the_rates_lack_is_told_where_to_add_it(outlay: Outlay, standard: Callable[..., None]) -> None:
    standard("rates: rates.csv", rates=RATES)

    said = refused(outlay, "AmazonEC2", "m5.large", "--currency", "CHF")

    assert said.startswith("error: there is no rate for CHF\nAdd a line for CHF to the file")
