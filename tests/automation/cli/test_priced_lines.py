"""Lines that were priced before: found again by the same terms alone, and never in the way."""

from __future__ import annotations

import json
import sqlite3
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.prices.embedded import embedded_book
from outlay_automation.estimate_context import context_of
from outlay_automation.priced_lines import LEAST_LINES, OFF, VARIABLE, PricedLine, PricedLines, cache_folder

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

HERE, THERE = b"a context", b"another one"
LINE = '{"type": "aws:ec2/eip:Eip", "name": "it"}'
PRICED = PricedLine('{"name":"it"}\n', frozenset({"embedded", "contract"}))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "cache"))
    return tmp_path / "cache"


def keep(text: str, context: bytes = HERE) -> None:
    with PricedLines.opened(context) as known:
        known.keep(text, PRICED)


def found(text: str, context: bytes = HERE) -> PricedLine | None:
    with PricedLines.opened(context) as known:
        return known.found([text]).get(text)


def files(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


def test_a_line_is_found_again_in_its_context_alone() -> None:
    keep(LINE)

    assert found(LINE) == PRICED
    assert found(LINE, THERE) is None
    assert found(LINE.replace("it", "at")) is None


def test_nothing_of_a_line_is_kept_but_its_hash(folder: Path) -> None:
    keep('{"inputs": {"password": "correct horse"}}')

    assert b"correct" not in files(folder)
    assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}


@pytest.mark.parametrize("mark", ["1b47061264138c4ac30d75fd1eb44270", "[secret]"])
def test_a_line_with_a_secret_is_neither_kept_nor_looked_up(mark: str) -> None:
    secret = json.dumps({"inputs": {"password": mark}})
    keep(secret)

    assert found(secret) is None


def test_a_damaged_file_is_done_without_and_made_anew(folder: Path) -> None:
    keep(LINE)
    [path] = folder.glob("*.sqlite")
    path.write_bytes(b"no database" * 1000)

    assert found(LINE) is None
    keep(LINE)
    assert found(LINE) == PRICED


def test_a_damaged_line_is_done_without(folder: Path) -> None:
    keep(LINE)
    [path] = folder.glob("*.sqlite")
    with sqlite3.connect(path) as database:
        database.execute("UPDATE line SET printed = x'00'")
    database.close()

    assert found(LINE) is None


def test_two_processes_keep_side_by_side() -> None:
    with PricedLines.opened(HERE) as one, PricedLines.opened(HERE) as other:
        one.keep("one", PRICED)
        other.keep("other", PRICED)

    assert (found("one"), found("other")) == (PRICED, PRICED)


def test_the_file_stays_within_its_bounds_and_the_newest_stay(folder: Path) -> None:
    bound = 100_000
    for number in range(40):
        with PricedLines.opened(HERE, most_bytes=bound) as known:
            for each in range(20):
                text = f"{number}-{each}"
                known.keep(text, PricedLine(json.dumps({text: [hash((text, i)) for i in range(20)]}), frozenset()))

    [path] = folder.glob("*.sqlite")
    assert path.stat().st_size < 2 * bound
    assert found("39-19") is not None
    assert found("0-0") is None


def test_it_can_be_switched_off(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, OFF)
    keep(LINE)

    assert (cache_folder(), found(LINE), folder.exists()) == (None, None, False)


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv(VARIABLE, str(tmp_path / "file" / "below"))
    keep(LINE)

    assert found(LINE) is None


def test_context_is_of_the_prices_the_standard_and_its_day(tmp_path: Path) -> None:
    book, day = embedded_book(), date(2026, 11, 1)
    standard = tmp_path / "finops.yaml"
    standard.write_text("version: 1\n")
    contexts = [
        context_of(book, (), day),
        context_of(book, (standard,), day),
        context_of(book, (standard,), date(2026, 11, 2)),
    ]
    standard.write_text("version: 1\nusage: {}\n")
    contexts.append(context_of(book, (standard,), day))

    assert len(set(contexts)) == len(contexts)
    assert context_of(book, (), date(2026, 12, 1)) == contexts[0]


def test_what_was_priced_before_is_printed_as_it_was(outlay: Outlay, monkeypatch: pytest.MonkeyPatch) -> None:
    resource = {"type": "aws:ec2/instance:Instance", "region": "us-east-1", "inputs": {"instanceType": "t3.micro"}}
    lines = "".join(json.dumps({**resource, "name": f"r{number}"}) + "\n" for number in range(LEAST_LINES))
    first = outlay("estimate", "-", "--format", "jsonl", given=lines)
    monkeypatch.setattr("outlay_automation.cli.file_costs.estimate_resource", None)  # nothing can be priced any more

    again = outlay("estimate", "-", "--format", "jsonl", given=lines)

    assert (again.stdout, again.stderr, again.returncode) == (first.stdout, first.stderr, 0)
    assert len(again.stdout.splitlines()) == LEAST_LINES
