"""`outlay prices list`: what the book has, by service and by item."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from outlay.prices.figure import Figure

    from tests.automation.cli.conftest import Outlay
    from tests.automation.cli.prices.conftest import UseOverlay

SCHEMAS = Path(__file__).parents[4] / "docs" / "schemas"


def document(outlay: Outlay, schema: str, *arguments: str) -> dict[str, Any]:
    """The document of a command line, which is valid under its schema."""
    done = outlay("prices", "list", *arguments, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    validator = Draft202012Validator(json.loads((SCHEMAS / f"{schema}.json").read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(found)] == []
    return found


def printed(outlay: Outlay, *arguments: str) -> list[str]:
    done = outlay("prices", "list", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def test_services_are_listed_with_kinds_of_resource_in_one_line(outlay: Outlay) -> None:
    lines = printed(outlay)

    services = [line.partition(" ")[0] for line in lines]
    assert {"AmazonEC2", "AmazonRDS", "ComputeEngine", "PersistentDisk"} <= set(services)
    assert not any(service.startswith("aws_") for service in services)
    assert any(" kinds of resource " in line for line in lines)
    assert any(line.startswith("In all ") for line in lines)


def test_glob_lists_some_services(outlay: Outlay) -> None:
    found = document(outlay, "prices-services-1", "aws_eks_*")

    assert [each["service"] for each in found["services"]] == [
        "aws_eks_cluster",
        "aws_eks_fargate_profile",
        "aws_eks_node_group",
    ]
    assert found["services"][0]["regions"] == {"us-east-1": 2}


def test_items_of_a_service_have_dimensions_terms_and_regions(outlay: Outlay) -> None:
    found = document(outlay, "prices-items-1", "Compute Engine", "--item", "e2-standard-2")

    assert found["service"]["service"] == "ComputeEngine"
    [item] = found["items"]
    assert item["dimensions"] == ["linux"]
    assert item["terms"] == ["on-demand", "spot", "cud-1yr", "cud-3yr"]
    assert {"us-central1", "europe-west3"} <= set(item["regions"])


def test_items_of_a_region_are_those_that_have_a_price_there(outlay: Outlay) -> None:
    lines = printed(outlay, "ec2", "--item", "m5.*", "--region", "eu-central-1")

    assert lines[0].startswith("AmazonEC2  ")
    assert lines[1].endswith("what holds in eu-central-1, EU (Frankfurt)")
    assert lines[3].split() == ["Item", "Dimensions", "Terms"]
    assert "m5.large     linux           on-demand" in lines


def test_region_takes_in_what_holds_everywhere(outlay: Outlay) -> None:
    found = document(outlay, "prices-items-1", "ComputeEngineLicense", "-i", "e2-standard-2")

    assert found["items"][0]["regions"] == ["*"]
    assert printed(outlay, "ComputeEngineLicense", "-i", "e2-standard-2")[-1].endswith("any")


def test_one_layer_is_counted_by_itself(outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure) -> None:
    use_overlay([m5_large])

    alone = document(outlay, "prices-services-1", "--layer", "overlay")
    assert [(each["service"], each["figures"]) for each in alone["services"]] == [("AmazonEC2", 1)]
    together = document(outlay, "prices-items-1", "ec2", "--item", "m5.large", "-r", "eu-central-1")
    assert together["service"]["layers"] == {"overlay": 1}


def test_amounts_upfront_are_told_as_an_export_has_fewer_rows(outlay: Outlay) -> None:
    page = " ".join(printed(outlay, "AmazonRDS*"))

    rows = outlay("prices", "export", "--service", "AmazonRDS").stdout.count("\n") - 1
    assert f"so that it has {rows:,} rows." in page


def test_counting_in_the_file_and_counting_figures_agree(outlay: Outlay) -> None:
    for region in ("eu-central-1", "us-central1"):
        counted = document(outlay, "prices-services-1", "--region", region)["services"]
        # a glob over items has every figure looked at
        assert document(outlay, "prices-services-1", "--region", region, "--item", "*")["services"] == counted


def test_contract_is_counted_over_what_is_published(outlay: Outlay, standard: Callable[..., None]) -> None:
    agreed = (
        "service,region,item,dimension,unit,price,as_of\nAmazonEC2,eu-central-1,m5.large,linux,hours,0.1,2026-09-01\n"
    )
    standard("contract: agreed.csv", agreed=agreed)

    services = {each["service"]: each for each in document(outlay, "prices-services-1")["services"]}

    assert services["AmazonEC2"]["layers"]["contract"] == 1
    assert set(services["AmazonRDS"]["layers"]) == {"embedded"}


@pytest.mark.parametrize("arguments", [[], ["module"], ["RDS", "--item", "db.m5.*"], ["AmazonCloudWatch"]])
def test_narrow_page_breaks_no_name(
    outlay: Outlay, arguments: list[str], monkeypatch: pytest.MonkeyPatch, standard: Callable[..., None]
) -> None:
    agreed = "service,region,item,dimension,unit,price,as_of\nAmazonEC2,eu-*,m5.*,linux,hours,0.1,2026-09-01\n"
    standard("contract: agreed.csv", agreed=agreed)
    wide = outlay("prices", "list", *arguments).stdout.split()
    monkeypatch.setattr("outlay_automation.render.sections.WIDTH", 80)

    narrow = printed(outlay, *arguments)

    assert max(map(len, narrow)) <= 80
    # what is shortened are the dates of services
    assert {word for line in narrow for word in line.split()} - {"·"} <= {*wide, *map(str, range(2021, 2027))}


@pytest.mark.parametrize("arguments", [["mod*"], ["module"], ["*"], []])
def test_no_table_shows_a_module_as_a_service(outlay: Outlay, arguments: list[str]) -> None:
    lines = printed(outlay, *arguments)

    assert not any(line.startswith("module ") for line in lines)
    assert any("resources in modules" in line or "kinds of resource" in line for line in lines)


def test_what_is_not_there_is_refused(outlay: Outlay) -> None:
    for arguments, message in (
        (["ec2", "--item", "zz*"], "error: AmazonEC2 has no item 'zz*'\n"),
        (["AmazonEC"], "error: the book has no service 'AmazonEC'\n"),
        (["zz*"], "error: zz* has no figure\n"),
        (["ec2", "--region", "nowhere"], "error: 'nowhere' is no region with a price of AmazonEC2\n"),
        (["--layer", "overlay"], "error: the book has no layer 'overlay'\nIt is made of: embedded.\n"),
    ):
        done = outlay("prices", "list", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith(message)
