"""`outlay prices export`: every figure in the exchange format, each with its layer, in the same bytes every time."""

from __future__ import annotations

import csv
import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import UPFRONT

if TYPE_CHECKING:
    from outlay.prices.figure import Figure

    from tests.automation.cli.conftest import Outlay, OutlayProcess
    from tests.automation.cli.prices.conftest import UseOverlay

SCHEMA = Path(__file__).parents[4] / "docs" / "schemas" / "prices-export-1.json"
HEADER = (
    "service,region,item,dimension,term,unit,tier_from,price_usd,source_id,grade,source,as_of,licence,layer,currency"
)
CONTRACT = "service,region,item,dimension,term,unit,price,as_of,currency\n"


def exported(outlay: Outlay, *arguments: str) -> list[dict[str, str]]:
    done = outlay("prices", "export", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == HEADER
    return list(csv.DictReader(lines))


def test_row_has_published_names_and_all_that_is_known(outlay: Outlay) -> None:
    rows = exported(outlay, "--service", "AmazonEC2", "--region", "eu-central-1")

    [row] = [row for row in rows if (row["item"], row["dimension"]) == ("m5.large", "Linux/Shared")]
    assert row == {
        "service": "AmazonEC2",
        "region": "eu-central-1",
        "item": "m5.large",
        "dimension": "Linux/Shared",
        "term": "ondemand",
        "unit": "h",
        "tier_from": "0",
        "price_usd": "0.115",
        "source_id": "4",
        "grade": "A",
        "source": "coroot/cloud-pricing@gh-pages(min of 207)",
        "as_of": "2024-08-09",
        "licence": "Apache-2.0",
        "layer": "embedded",
        "currency": "USD",
    }
    assert {row["region"] for row in rows} == {"eu-central-1", "*"}


@pytest.mark.parametrize("service", ["AmazonS3", "CloudSQL", "AmazonElastiCache", "AWSDataTransfer"])
def test_every_figure_is_there(outlay: Outlay, service: str) -> None:
    figures = [each for each in embedded_prices().figures(service) if each.name.unit != UPFRONT]

    rows = exported(outlay, "--service", service)

    assert sorted(row["price_usd"] for row in rows) == sorted(f"{figure.price:f}" for figure in figures)


def test_amount_upfront_is_part_of_the_unit(outlay: Outlay) -> None:
    rows = exported(outlay, "--service", "AmazonRDS", "--region", "eu-central-1")

    name = ("db.m5.large", "mysql/single_az", "ri:1yr.Partial Upfront")
    [row] = [row for row in rows if (row["item"], row["dimension"], row["term"]) == name]
    assert (row["unit"], row["price_usd"]) == ("h+upfront(605)", "0.069")


def test_layer_above_stands_in_the_place_of_the_ones_below(
    outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure, standard: Callable[..., None]
) -> None:
    use_overlay([m5_large])
    standard(
        "contract: agreed.csv", agreed=CONTRACT + "AmazonEC2,eu-west-*,m5.*,linux,on-demand,hours,0.1,2026-09-01,USD\n"
    )

    hours = [row for row in exported(outlay, "--service", "ec2") if row["dimension"] == "Linux/Shared"]
    rows = [row for row in hours if row["term"] == "ondemand"]
    priced = {(row["item"], row["region"]): (row["layer"], row["price_usd"]) for row in rows}

    assert priced["m5.large", "eu-central-1"] == ("overlay", "0.120")
    assert priced["m5.large", "eu-west-1"] == priced["m5.xlarge", "eu-west-2"] == ("contract", "0.1")
    assert priced["m5.large", "us-east-1"] == ("embedded", "0.096")
    assert len(priced) == len(rows)  # each name once


def test_layer_by_itself_is_written_as_it_is(outlay: Outlay, standard: Callable[..., None]) -> None:
    standard("contract: agreed.csv", agreed=CONTRACT + "AmazonEC2,eu-*,m5.*,linux,on-demand,hours,0.1,2026-09-01,USD\n")

    [row] = exported(outlay, "--layer", "contract")

    assert (row["region"], row["item"], row["price_usd"], row["licence"]) == ("eu-*", "m5.*", "0.1", "agreed")


def test_other_currency_is_said(outlay: Outlay, standard: Callable[..., None]) -> None:
    agreed = CONTRACT + "AmazonEC2,eu-central-1,m5.large,linux,on-demand,hours,0.1,2026-09-01,EUR\n"
    rates = "currency,per_usd,as_of,source\nEUR,0.92,2026-11-20,ECB\n"
    standard("contract: agreed.csv", "rates: rates.csv", agreed=agreed, rates=rates)

    done = outlay("prices", "export", "--layer", "contract")

    assert done.returncode == 0
    assert done.stdout.splitlines()[1].endswith(",0.1,,A,agreed.csv,2026-09-01,agreed,contract,EUR")
    assert done.stderr == "note: price_usd is in EUR in 1 row, as the column currency says\n"


def test_formats_hold_the_same_rows(outlay: Outlay) -> None:
    rows = exported(outlay, "--service", "AmazonS3")

    lines = outlay("prices", "export", "--service", "AmazonS3", "--format", "jsonl").stdout.splitlines()
    document = json.loads(outlay("prices", "export", "--service", "AmazonS3", "--format", "json").stdout)

    assert [json.loads(line) for line in lines] == rows
    assert document["figures"] == rows
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(document)] == []


def test_file_is_written_in_one_step_and_the_same_every_time(outlay: Outlay) -> None:
    file = outlay.directory / "prices.csv"
    for _ in range(2):
        done = outlay("prices", "export", "--service", "AmazonS3", "--output", "prices.csv")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        assert file.read_text() == outlay("prices", "export", "--service", "AmazonS3").stdout
    assert list(outlay.directory.iterdir()) == [file]


def test_file_that_cannot_be_written_is_named(outlay: Outlay) -> None:
    done = outlay("prices", "export", "--service", "AmazonS3", "--output", "nowhere/prices.csv")

    assert done.returncode == 2
    assert done.stderr == "error: nowhere/prices.csv cannot be written: No such file or directory\n"


def test_wrong_use_leaves_the_file_as_it_was(outlay: Outlay) -> None:
    (outlay.directory / "prices.csv").write_text("before")

    done = outlay("prices", "export", "--service", "Nothing", "--output", "prices.csv")

    assert done.returncode == 2
    assert (outlay.directory / "prices.csv").read_text() == "before"


def test_reader_that_has_had_enough_ends_it_quietly(outlay_process: OutlayProcess) -> None:
    environment = {**outlay_process.environment, "OUTLAY_PRICES": str(outlay_process.directory)}
    with subprocess.Popen(
        [outlay_process.command, "prices", "export", "--service", "AmazonEC2"],
        cwd=outlay_process.directory,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == f"{HEADER}\n".encode()
        process.stdout.close()
        assert process.wait(60) == 128 + 13  # SIGPIPE, as a shell expects it
        assert process.stderr.read() == b""
    assert list(outlay_process.directory.iterdir()) == []
