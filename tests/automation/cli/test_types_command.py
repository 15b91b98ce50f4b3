"""`outlay types`: every resource class with its verdict, counted, filtered, for people and for machines."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

SCHEMA = Path(__file__).parents[3] / "docs" / "schemas" / "types-1.json"
POOL = {
    "type": "aws:cognito/userPool:UserPool",
    "cloud": "aws",
    "service": "cognito",
    "verdict": "usage",
    "reason": "users that are active in a month",
}


def printed(outlay: Outlay, *arguments: str) -> list[str]:
    done = outlay("types", *arguments)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout.splitlines()


def document(outlay: Outlay, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads("\n".join(printed(outlay, *arguments, "--format", "json")))
    validator = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in validator.iter_errors(found)] == []
    return found


def test_without_a_filter_the_types_are_counted_and_not_listed(outlay: Outlay) -> None:
    lines = printed(outlay)
    assert lines[0].split() == ["Verdict", "aws", "gcp", "all"]
    assert [line.split()[0] for line in lines[1:5]] == ["priced", "free", "usage", "unsupported"]
    assert lines[5].split() == ["in", "all", "1,748", "1,495", "3,243"]
    assert not any("aws:" in line for line in lines)


def test_a_text_finds_types_by_token_and_by_reason_in_any_case(outlay: Outlay) -> None:
    assert POOL in document(outlay, "COGNITO/USERPOOL")["types"]
    assert POOL in document(outlay, "active in a month")["types"]


def test_filters_are_all_of_them_held(outlay: Outlay) -> None:
    found = document(outlay, "--verdict", "usage", "--cloud", "gcp", "instances")
    assert {(each["cloud"], each["verdict"]) for each in found["types"]} == {("gcp", "usage")}
    assert found["counts"] == [{"cloud": "gcp", "verdict": "usage", "types": len(found["types"])}]


def test_a_line_says_the_verdict_and_why(outlay: Outlay) -> None:
    [line] = [each for each in printed(outlay, "cognito") if each.startswith("aws:cognito/userPool:")]
    assert line.split(maxsplit=2) == ["aws:cognito/userPool:UserPool", "usage", "users that are active in a month"]


def test_csv_has_every_class_and_reads_back(outlay: Outlay) -> None:
    header, *rows = csv.reader(printed(outlay, "--format", "csv"))
    assert header == ["type", "cloud", "service", "verdict", "reason"]
    assert len(rows) == 3243
    assert list(POOL.values()) in rows


@pytest.mark.parametrize("verdict", ["priced", "unsupported"])
def test_only_what_is_free_or_charged_by_use_has_a_reason(outlay: Outlay, verdict: str) -> None:
    assert {each["reason"] for each in document(outlay, "--verdict", verdict)["types"]} == {None}


def test_what_no_type_is_like_is_wrong_use(outlay: Outlay) -> None:
    done = outlay("types", "mainframe of the moon")
    assert (done.returncode, done.stdout) == (2, "")
    assert "no resource class is like that" in done.stderr
