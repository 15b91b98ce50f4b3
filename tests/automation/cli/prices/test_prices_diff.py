"""`outlay prices diff`: which figures are new, changed or gone between two books."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator
from outlay.prices.embedded import embedded_prices
from syrupy.assertion import SnapshotAssertion
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

if TYPE_CHECKING:
    from outlay.prices.figure import Figure

    from tests.automation.cli.conftest import Outlay, OutlayProcess
    from tests.automation.cli.prices.conftest import UseOverlay

SCHEMA = Path(__file__).parents[4] / "docs" / "schemas" / "prices-diff-1.json"


class Page(SingleFileSnapshotExtension):
    """A golden file that reads as it was printed."""

    _write_mode = WriteMode.TEXT
    file_extension = "txt"


def document(outlay: Outlay, before: str, after: str) -> dict[str, Any]:
    """The document of a comparison, which is valid under its schema."""
    done = outlay("prices", "diff", before, after, "--format", "json")
    assert (done.returncode, done.stderr) == (0, "")
    found: dict[str, Any] = json.loads(done.stdout)
    schema = Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [error.message for error in schema.iter_errors(found)] == []
    return found


def changed(found: dict[str, Any]) -> list[tuple[str, str, str, str | None, str | None]]:
    return [(each["kind"], each["item"], each["region"], each["before"], each["after"]) for each in found["changes"]]


@pytest.fixture
def refreshed(m5_large: Figure) -> list[Figure]:
    """A price that rose from 0.115 to 0.120, and one of a machine that was not there."""
    return [m5_large, replace(m5_large, name=replace(m5_large.name, item="m9.large"), price=Decimal("0.2"))]


def test_overlay_is_compared_as_it_is_used(outlay: Outlay, use_overlay: UseOverlay, refreshed: list[Figure]) -> None:
    digest = use_overlay(refreshed)
    expected = [
        ("changed", "m5.large", "eu-central-1", "0.115", "0.12"),
        ("new", "m9.large", "eu-central-1", None, "0.2"),
    ]

    found = document(outlay, "embedded", "current")

    assert changed(found) == expected
    assert found["services"] == [{"service": "AmazonEC2", "changed": 1, "new": 1, "gone": 0}]
    assert found["after"] == {"name": "current", "as_of": "2026-11-20"}
    assert changed(document(outlay, "embedded", digest[:12])) == expected
    assert [each[0] for each in changed(document(outlay, "current", "embedded"))] == ["changed", "gone"]


def test_page(outlay: Outlay, use_overlay: UseOverlay, m5_large: Figure, snapshot: SnapshotAssertion) -> None:
    machines = embedded_prices().figures("AmazonEC2", "eu-central-1")
    use_overlay(
        replace(each, price=each.price * (Decimal("1.02") if "xlarge" in each.name.item else Decimal("0.9")))
        for each in machines
        if each.name.item.startswith("m5.")
    )

    done = outlay("prices", "diff", "embedded", "current")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == snapshot(extension_class=Page)


@pytest.fixture
def nine_dearer(use_overlay: UseOverlay) -> None:
    """Nine machines that cost a cent more an hour, and one that there was not."""
    machines = [each for each in embedded_prices().figures("AmazonRDS", "eu-central-1") if each.name.unit == "hours"]
    dearer = [replace(each, price=each.price + Decimal("0.01")) for each in machines if each.price][:9]
    use_overlay([*dearer, replace(dearer[0], name=replace(dearer[0].name, item="db.m9.large"))])


@pytest.mark.usefixtures("nine_dearer")
def test_page_says_how_much_it_leaves_out(outlay: Outlay) -> None:
    lines = outlay("prices", "diff", "embedded", "current").stdout.splitlines()

    assert any(line.endswith(": 8 of 9") for line in lines)
    shown = {line for line in lines if line.startswith("AmazonRDS db.")}
    left_out = 10 - len(shown)
    counted = "1 figure that differs is" if left_out == 1 else f"{left_out} figures that differ are"
    assert lines[-1] == f"{counted} not shown: --all or --format json has every one."


@pytest.mark.usefixtures("nine_dearer")
def test_everything_is_shown_where_it_is_asked_for(outlay: Outlay) -> None:
    lines = outlay("prices", "diff", "embedded", "current", "--all").stdout.splitlines()

    changed_ones = lines[lines.index("Changed") + 2 : lines.index("New") - 1]
    assert len(changed_ones) == 9
    assert all(" +$0.01 " in line for line in changed_ones)
    [new] = lines[lines.index("New") + 2 :]
    assert new.startswith("AmazonRDS db.m9.large/")


@pytest.mark.usefixtures("nine_dearer")
def test_narrow_page_breaks_no_name(outlay: Outlay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outlay_automation.render.sections.WIDTH", 80)

    lines = outlay("prices", "diff", "embedded", "current", "--all").stdout.splitlines()

    assert max(map(len, lines)) <= 80
    assert sum(line.startswith("AmazonRDS db.") and line.endswith(", per hour") for line in lines) == 10


def test_kinds_of_resource_are_no_services(outlay: Outlay, use_overlay: UseOverlay) -> None:
    use_overlay(replace(each, price=each.price + 1) for each in embedded_prices().figures("module"))

    page = outlay("prices", "diff", "embedded", "current").stdout

    assert "1 kind of resource        3" in page
    assert "resources in modules EC2 detailed monitoring/" in page
    assert not any(line.startswith("module") for line in page.splitlines())


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_every_form_that_was_exported_is_a_book(outlay: Outlay, form: str) -> None:
    outlay("prices", "export", "--service", "AmazonRDS", "--output", "before.csv")
    outlay("prices", "export", "--service", "AmazonRDS", "--format", form, "--output", "same")
    text = (outlay.directory / "same").read_text(encoding="utf-8")
    (outlay.directory / "after").write_text(text.replace("h+upfront(605)", "h+upfront(610)", 1), encoding="utf-8")

    assert changed(document(outlay, "before.csv", "same")) == []
    [(kind, _, _, before, after)] = changed(document(outlay, "before.csv", "after"))
    assert (kind, before, after) == ("changed", "605", "610")


def test_equal_books_differ_in_nothing(outlay: Outlay) -> None:
    done = outlay("prices", "diff", "embedded", "embedded")

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "No figure differs."


def test_file_that_was_exported_is_a_book(outlay: Outlay) -> None:
    outlay("prices", "export", "--service", "AmazonRDS", "--output", "before.csv")
    before = (outlay.directory / "before.csv").read_text(encoding="utf-8")
    name = "AmazonRDS,eu-central-1,db.m5.large,mysql/single_az,ri:1yr.Partial Upfront"
    after = before.replace(f"{name},h+upfront(605),0,0.069,", f"{name},h+upfront(610),0,0.068,")
    assert after != before
    (outlay.directory / "after.csv").write_text(after, encoding="utf-8")

    assert changed(document(outlay, "before.csv", "after.csv")) == [
        ("changed", "db.m5.large", "eu-central-1", "0.069", "0.068"),
        ("changed", "db.m5.large", "eu-central-1", "605", "610"),
    ]


def test_export_is_the_same_as_the_book_that_it_is_of(outlay_process: OutlayProcess, overlays: Path) -> None:
    environment = {"OUTLAY_PRICES": str(overlays)}
    outlay_process("prices", "export", "--service", "CloudStorage", "--output", "storage.csv", environment=environment)

    done = outlay_process("prices", "diff", "embedded", "storage.csv", environment=environment)

    assert (done.returncode, done.stderr) == (0, "")
    lines = {line[:20].strip(): line[20:].split() for line in done.stdout.splitlines()}
    assert "Cloud Storage" not in lines  # nothing differs
    assert lines["AmazonS3"][:2] == ["–", "–"]  # it is gone as a whole, since the file has one service


def test_contract_is_compared_in_dollars(outlay: Outlay, standard: Callable[..., None]) -> None:
    agreed = "service,region,item,dimension,unit,price,as_of,currency\n"
    agreed += "AmazonEC2,eu-central-1,m5.large,linux,hours,0.092,2026-09-01,EUR\n"
    rates = "currency,per_usd,as_of,source\nEUR,0.92,2026-11-20,ECB\n"
    standard("contract: agreed.csv", "rates: rates.csv", agreed=agreed, rates=rates)

    assert changed(document(outlay, "embedded", "book")) == [
        ("changed", "m5.large", "eu-central-1", "0.115", "0.1")  # 0.092 / 0.92
    ]


def test_lock_is_a_book(
    outlay: Outlay, use_overlay: UseOverlay, refreshed: list[Figure], standard: Callable[..., None]
) -> None:
    use_overlay(refreshed)
    standard("max_age_days: 90")
    assert outlay("prices", "update").returncode == 0
    use_overlay([replace(refreshed[0], price=Decimal("0.13"))])

    assert changed(document(outlay, "lock", "book")) == [
        ("changed", "m5.large", "eu-central-1", "0.12", "0.13"),
        ("gone", "m9.large", "eu-central-1", "0.2", None),
    ]


@pytest.mark.parametrize(
    ("side", "message"),
    [
        ("nothing", "error: there are no prices called 'nothing'\n"),
        ("0000000", "error: there are no prices called '0000000'\n"),
        ("current", "error: this machine uses no overlay\n`outlay prices refresh` makes one.\n"),
        ("lock", "error: there is no outlay.lock here or above\n"),
        ("empty.csv", "error: empty.csv: is empty\n"),
        ("cut.csv", "error: cut.csv:2: has 3 cells, and the file has 8 columns\n"),
        ("odd.csv", "error: odd.csv:2: price_usd is 'free', and a number such as 0.096 belongs there\n"),
        ("cut.json", "error: cut.json: is no JSON: "),
        ("bare.json", "error: bare.json: is no JSON: it has no list of figures\n"),
        ("odd.jsonl", "error: odd.jsonl:1: has a figure whose parts are no texts\n"),
        ("poor.jsonl", "error: poor.jsonl:1: has no column region\n"),
        ("cut.sqlite", "error: cut.sqlite is damaged: "),
    ],
)
def test_side_that_is_none_is_refused(outlay: Outlay, side: str, message: str) -> None:
    header = "service,region,item,dimension,term,unit,tier_from,price_usd\n"
    (outlay.directory / "empty.csv").write_text("")
    (outlay.directory / "cut.csv").write_text(header + "AmazonEC2,us-east-1,m5")
    (outlay.directory / "odd.csv").write_text(header + "AmazonEC2,us-east-1,m5.large,,ondemand,h,0,free\n")
    (outlay.directory / "cut.json").write_text('{\n"figures": [')
    (outlay.directory / "bare.json").write_text("{\n}")
    (outlay.directory / "odd.jsonl").write_text('{"service": 1}\n')
    (outlay.directory / "poor.jsonl").write_text('{"service": "AmazonEC2"}\n')
    (outlay.directory / "cut.sqlite").write_bytes(embedded_prices().path.read_bytes()[:5000])

    done = outlay("prices", "diff", "embedded", side)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)
