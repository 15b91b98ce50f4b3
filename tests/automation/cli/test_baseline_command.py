"""`outlay baseline write --file`: what it keeps of a stack, where it goes, and what it says."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from jsonschema import Draft202012Validator
from outlay.baseline import read_baseline

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay, StackFiles

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "baseline-1.json"


def test_what_a_state_costs_is_written_and_said(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 100), files.volume("logs", 10))

    done = outlay("baseline", "write", "--file", "state.json", "-o", "baseline.json")

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "note: wrote baseline.json: shop/prod costs $8.80 a month\n"
    found = read_baseline(outlay.directory / "baseline.json")
    assert (found.project, found.stack, found.total.expected) == ("shop", "prod", Decimal("8.8"))


def test_without_a_file_it_goes_to_the_output_under_its_schema(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 100))

    one, other = (outlay("baseline", "write", "--file", "state.json").stdout for _ in range(2))

    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(json.loads(one))] == []
    assert one == other


def test_of_a_stored_preview_it_is_what_was_before(outlay: Outlay, files: StackFiles) -> None:
    files.change([files.volume("data", 100)], [files.volume("data", 500)])

    document = json.loads(outlay("baseline", "write", "--file", "preview.json").stdout)

    assert document["monthly"]["expected"] == "8"


def test_what_is_not_known_is_kept_as_a_gap_and_said(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.resource("aws:quantum/loom:Loom", "loom", {"threads": 12}))

    done = outlay("baseline", "write", "--file", "state.json")

    (loom,) = json.loads(done.stdout)["resources"]
    assert [gap["kind"] for gap in loom["gaps"]] == ["unsupported"]
    assert loom["fingerprint"]
    assert "1 resource without a pricer" in done.stderr


def test_prices_of_another_book_are_said(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 100))
    document = json.loads(outlay("baseline", "write", "--file", "state.json").stdout)
    document["book"]["digest"] = "0" * 64
    files.write("old.json", json.dumps(document))

    done = outlay("check", "state.json", "--baseline", "old.json")

    assert done.returncode == 0
    assert "old.json has prices of 2026-07-30 (000000000000), and this estimate those of" in done.stderr
    assert "what prices moved is part of the growth" in done.stderr


def test_the_standard_states_the_use(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.resource("aws:ec2/natGateway:NatGateway", "nat", {}))
    bare = json.loads(outlay("baseline", "write", "--file", "state.json").stdout)
    files.standard('usage: {types: {"aws:ec2/natGateway:NatGateway": {monthly_data_processed_gb: 100}}}')

    stated = json.loads(outlay("baseline", "write", "--file", "state.json").stdout)

    # 730 hours at $0.045, and 100 GB at $0.045
    assert (bare["monthly"]["expected"], stated["monthly"]["expected"]) == ("32.85", "37.35")


def test_what_cannot_be_read_or_written_is_told(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 100))

    missing = outlay("baseline", "write", "--file", "nothing.json")
    nowhere = outlay("baseline", "write", "--file", "state.json", "-o", "no/folder/baseline.json")

    assert (missing.returncode, nowhere.returncode) == (2, 2)
    assert "nothing.json: cannot be read" in missing.stderr
    assert "no/folder/baseline.json cannot be written: No such file or directory" in nowhere.stderr
