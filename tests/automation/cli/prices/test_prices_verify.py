"""`outlay prices verify`: green over the whole book, and every problem of a bad one by its name."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from outlay.prices.build import SHEETS

if TYPE_CHECKING:
    from outlay.prices.figure import Figure

    from tests.automation.cli.conftest import Outlay, OutlayProcess
    from tests.automation.cli.prices.conftest import UseOverlay

SCHEMA = Path(__file__).parents[4] / "docs" / "schemas" / "prices-verify-1.json"


def test_book_is_whole_and_keeps_its_rules(outlay_process: OutlayProcess, overlays: Path) -> None:
    done = outlay_process("prices", "verify", environment={"OUTLAY_PRICES": str(overlays)})

    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "AmazonEC2 m5.large/linux in eu-central-1                 0.115  holds" in lines
    [summary] = [line for line in lines if line.startswith("embedded: ")]
    assert summary.endswith("whole, every rule kept, 6 anchors hold")
    assert "amounts upfront; `outlay prices export` writes each in the row of its hours" in done.stdout


def test_document_is_valid_and_counts_each_region(outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure) -> None:
    use_overlay([m5_large])

    done = outlay("prices", "verify", "--layer", "overlay", "--format", "json")

    assert done.returncode == 0
    found = json.loads(done.stdout)
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(found)] == []
    assert found["is_sound"] is True
    [layer] = found["layers"]
    assert (layer["name"], layer["figures"], layer["anchors"]) == ("overlay", 1, [])
    assert layer["coverage"] == {"AmazonEC2": {"eu-central-1": 1}}


def test_altered_overlay_is_named(outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure, overlays: Path) -> None:
    digest = use_overlay([m5_large])
    with sqlite3.connect(overlays / f"{digest}.sqlite") as database:
        database.execute("UPDATE figure SET price = '0.001'")
    database.close()

    done = outlay("prices", "verify", "--layer", "overlay")

    assert done.returncode == 2
    assert "was altered: its figures are not those of its digest" in " ".join(done.stderr.split())


def test_sheets_that_were_edited_behind_the_files_back_are_found(
    outlay: Outlay, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheets = tmp_path / "sheets"
    shutil.copytree(SHEETS, sheets)
    sheet = sheets / "aws" / "AWSLambda.csv"
    before = sheet.stat()
    sheet.write_text(re.sub(r"(1M requests,0,59,A,+)0\.2,", r"\g<1>0.3,", sheet.read_text()))
    os.utime(sheet, ns=(before.st_atime_ns, before.st_mtime_ns))
    monkeypatch.setattr("outlay_automation.cli.prices.verify.SHEETS", sheets)

    done = outlay("prices", "verify", "--layer", "embedded")

    assert done.returncode == 2
    assert "embedded: 1 problem, digest " in done.stdout
    assert "the sheets hold other figures than " in " ".join(done.stdout.split())


def test_every_broken_rule_is_named(outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure) -> None:
    free = replace(m5_large, price=Decimal(0))
    use_overlay([free, replace(m5_large, name=replace(m5_large.name, item="m5.xlarge"), currency="EUR")])

    done = outlay("prices", "verify", "--layer", "overlay")

    assert done.returncode == 2
    assert "overlay: 2 problems" in done.stdout
    assert "AmazonEC2 m5.large/linux in eu-central-1: a price of 0 for compute" in done.stdout
    assert "AmazonEC2 m5.xlarge/linux in eu-central-1: is in EUR, and eu-central-1 bills in USD" in done.stdout


def test_narrow_page_breaks_no_name(outlay: Outlay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outlay_automation.render.sections.WIDTH", 70)

    lines = outlay("prices", "verify").stdout.splitlines()

    assert max(map(len, lines)) <= 70
    assert sum(line.startswith("In all ") for line in lines) > 2  # more tables than clouds
    assert any("ElastiCache" in line.split() for line in lines if line.startswith("AWS "))


def test_contract_is_counted(outlay: Outlay, standard: Callable[..., None]) -> None:
    agreed = "service,region,item,dimension,unit,price,as_of\nAmazonEC2,eu-*,m5.*,linux,hours,0.1,2026-09-01\n"
    standard("contract: agreed.csv", agreed=agreed)

    done = outlay("prices", "verify", "--layer", "contract")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("contract: 1 figure, digest ")
    assert done.stdout.endswith("each prices what is published\n")
