"""What each command says of the prices it used: their date, their age, what pins them, what is refused."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator
from outlay.errors import WrongUse
from outlay.prices.embedded import embedded_prices
from outlay_automation.cli.clock import today

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Finished, Outlay, OutlayProcess

SCHEMAS = Path(__file__).parents[3] / "docs" / "schemas"
NAT = json.dumps({"type": "aws:ec2/natGateway:NatGateway", "name": "nat", "region": "us-east-1", "inputs": {}}) + "\n"
VPC = json.dumps({"type": "aws:ec2/vpc:Vpc", "name": "net", "region": "us-east-1", "inputs": {}}) + "\n"
BOOK = embedded_prices().identity
TOO_OLD = (
    f"embedded prices are of {BOOK.as_of}, older than the 90 days that the standard allows; "
    "`pip install 'outlay[refresh]'`, then `outlay prices refresh --service AmazonEC2 --region us-east-1` bring them "
    "up to date"
)
ALL_TOO_OLD = TOO_OLD.replace(
    "--service AmazonEC2 --region us-east-1`", "--service SERVICE --region REGION` for what you use,"
)
"""What is said where nobody knows what was priced: of the book, and of lines, which are forgotten when printed."""
CONTRACT = "service,region,item,dimension,unit,price,as_of\n"


def noon(day: date) -> str:
    return str(int(datetime(day.year, day.month, day.day, 12, tzinfo=UTC).timestamp()))


@pytest.fixture
def years_later(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", noon(date(BOOK.as_of.year + 3, 1, 1)))


@pytest.fixture
def estimated(outlay: Outlay) -> Finished:
    return outlay("estimate", "-", "--format", "json", given=NAT)


class TestToday:
    def test_it_is_the_day_that_the_variable_names(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", noon(date(2026, 2, 28)))
        assert today() == date(2026, 2, 28)

    def test_it_is_today_where_none_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("SOURCE_DATE_EPOCH")
        before = datetime.now(tz=UTC).date()
        assert before <= today() <= datetime.now(tz=UTC).date()

    @pytest.mark.parametrize("given", ["soon", "1e9", "9" * 30])
    def test_what_is_no_day_is_refused(self, given: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
        with pytest.raises(WrongUse, match="SOURCE_DATE_EPOCH"):
            today()


class TestAge:
    @pytest.mark.parametrize("output", ["table", "json", "jsonl"])
    def test_prices_of_the_day_are_not_remarked_on(self, outlay: Outlay, output: str) -> None:
        assert outlay("estimate", "-", "--format", output, given=NAT).stderr == ""

    @pytest.mark.parametrize("output", ["table", "json", "jsonl"])
    def test_old_prices_are_a_warning_in_every_format(self, outlay: Outlay, years_later: None, output: str) -> None:
        done = outlay("estimate", "-", "--format", output, given=NAT)
        said = ALL_TOO_OLD if output == "jsonl" else TOO_OLD
        assert (done.returncode, done.stderr) == (0, f"note: {said}\n")

    def test_lines_keep_their_form_whatever_the_prices_age(
        self, outlay: Outlay, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        fresh = outlay("estimate", "-", "--format", "jsonl", given=NAT).stdout
        monkeypatch.setenv("SOURCE_DATE_EPOCH", noon(date(2099, 1, 1)))
        assert outlay("estimate", "-", "--format", "jsonl", given=NAT).stdout == fresh

    @pytest.mark.parametrize("output", ["table", "json", "jsonl"])
    def test_old_prices_block_where_the_standard_says_so(self, outlay: Outlay, years_later: None, output: str) -> None:
        (outlay.directory / "finops.yaml").write_text("prices: {on_stale: block}\n")
        done = outlay("estimate", "-", "--format", output, given=NAT)
        assert done.returncode == 3
        noted, blocked = done.stderr.splitlines()
        assert noted == f"note: {ALL_TOO_OLD if output == 'jsonl' else TOO_OLD}"
        assert blocked.startswith(f"Blocked: OUT-P001 embedded prices are of {BOOK.as_of}, older than")
        assert "nat" in done.stdout

    def test_how_old_is_the_standards_choice(self, outlay: Outlay, years_later: None) -> None:
        (outlay.directory / "finops.yaml").write_text("prices: {max_age_days: 3000, on_stale: block}\n")
        assert outlay("estimate", "-", given=NAT).returncode == 0

    def test_where_nothing_is_priced_nothing_is_too_old(self, outlay: Outlay, years_later: None) -> None:
        done = outlay("estimate", "-", given=VPC)
        assert (done.returncode, done.stderr) == (0, "")

    def test_the_document_says_what_the_warning_says(self, outlay: Outlay, years_later: None) -> None:
        document = json.loads(outlay("estimate", "-", "--format", "json", given=NAT).stdout)
        assert document["notices"] == [TOO_OLD]

    def test_an_explanation_warns_and_never_blocks(self, outlay: Outlay, years_later: None) -> None:
        (outlay.directory / "finops.yaml").write_text("prices: {on_stale: block}\n")
        done = outlay("explain", "nat", "--file", "-", given=NAT)
        assert done.returncode == 0
        noted, blocked = done.stderr.splitlines()
        assert noted == f"note: {TOO_OLD}"
        assert blocked.startswith("note: `outlay preview` and `outlay estimate` are blocked: OUT-P001 embedded prices")


class TestDates:
    def test_the_document_names_the_book_its_layers_and_the_dates_of_the_figures_used(
        self, estimated: Finished
    ) -> None:
        book = json.loads(estimated.stdout)["book"]
        layer = {"name": "embedded", "as_of": BOOK.as_of.isoformat(), "digest": BOOK.digest}
        assert (book["as_of"], book["digest"], book["layers"]) == (BOOK.as_of.isoformat(), BOOK.digest, [layer])
        assert book["figures"]["oldest"] <= book["figures"]["youngest"] <= book["as_of"]

    def test_where_nothing_is_priced_no_figure_has_a_date(self, outlay: Outlay) -> None:
        document = json.loads(outlay("estimate", "-", "--format", "json", given=VPC).stdout)
        assert document["book"]["figures"] is None

    def test_the_table_and_the_explanation_name_the_date(self, outlay: Outlay) -> None:
        assert outlay("estimate", "-", given=NAT).stdout.startswith(
            f"price book of {BOOK.as_of}, figures back to 2024-07-01 · USD a month\n"
        )
        assert outlay("explain", "nat", "--file", "-", given=NAT).stdout.endswith(f"\n\nprice book of {BOOK.as_of}\n")

    def test_several_layers_are_named_with_a_date_each(self, outlay: Outlay) -> None:
        (outlay.directory / "finops.yaml").write_text("prices: {contract: agreed.csv}\n")
        (outlay.directory / "agreed.csv").write_text(f"{CONTRACT}AmazonEC2,*,NatGateway,hours,hours,0.03,2026-01-01\n")
        done = outlay("estimate", "-", given=NAT)
        assert done.stdout.startswith(
            f"prices: contract of 2026-01-01, embedded of {BOOK.as_of}, figures back to 2024-07-01 · USD a month\n"
        )
        assert "$21.90 + use" in done.stdout  # 730 hours of $0.03


class TestCurrency:
    @pytest.fixture(autouse=True)
    def standard(self, outlay: Outlay) -> None:
        (outlay.directory / "finops.yaml").write_text("currency: EUR\nprices: {rates: rates.csv}\n")
        (outlay.directory / "rates.csv").write_text("currency,per_usd,as_of,source\nEUR,0.9,2026-07-01,ECB\n")

    def test_everything_is_told_in_the_standards_currency_and_by_which_rate(self, outlay: Outlay) -> None:
        document = json.loads(outlay("estimate", "-", "--format", "json", given=NAT).stdout)
        assert document["currency"] == "EUR"
        assert document["total"]["monthly"]["expected"] == "29.565"  # 730 hours of $0.045, at 0.9
        assert (
            "prices in USD are converted to EUR by 1 USD = 0.9 EUR (ECB, 2026-07-01)"
            in (document["resources"][0]["assumptions"])
        )

    def test_lines_are_too(self, outlay: Outlay) -> None:
        line = json.loads(outlay("estimate", "-", "--format", "jsonl", given=NAT).stdout)
        assert line["monthly"]["expected"] == "29.565"
        assert (line["currency"], line["charges"][0]["price"]["currency"]) == ("EUR", "EUR")
        schema = json.loads((SCHEMAS / "estimate-line-1.json").read_text())
        assert [error.message for error in Draft202012Validator(schema).iter_errors(line)] == []

    def test_a_currency_without_a_rate_is_refused(self, outlay: Outlay) -> None:
        (outlay.directory / "finops.yaml").write_text("currency: CHF\nprices: {rates: rates.csv}\n")
        done = outlay("estimate", "-", given=NAT)
        assert (done.returncode, done.stdout) == (2, "")
        assert "amounts are in CHF, and there is no rate from USD to it" in done.stderr


class TestDoctor:
    def test_it_names_each_layer_and_what_pins_it(self, outlay_process: OutlayProcess) -> None:
        (outlay_process.directory / "finops.yaml").write_text("prices: {contract: agreed.csv}\n")
        contract = outlay_process.directory / "agreed.csv"
        contract.write_text(f"{CONTRACT}AmazonEC2,*,NatGateway,hours,hours,0.03,2026-01-01\n")
        lines = outlay_process("doctor").stdout.splitlines()
        [agreed] = [line for line in lines if line.startswith("  contract prices")]
        assert "  2026-01-01, digest " in agreed
        assert agreed.endswith(str(contract))
        [embedded] = [line for line in lines if line.startswith("  embedded prices")]
        assert f"  {BOOK.as_of}, digest {BOOK.digest[:12]}: " in embedded
        [lock] = [line for line in lines if line.startswith("  outlay.lock")]
        assert lock.endswith(f"none beside {outlay_process.directory / 'finops.yaml'}")

    def test_it_says_that_prices_are_old(self, outlay_process: OutlayProcess) -> None:
        done = outlay_process("doctor", environment={"SOURCE_DATE_EPOCH": noon(date(2099, 1, 1))})
        assert f"→ {ALL_TOO_OLD}" in done.stdout

    def test_it_says_what_is_wrong_with_the_lock(self, outlay_process: OutlayProcess) -> None:
        (outlay_process.directory / "finops.yaml").write_text("version: 1\n")
        (outlay_process.directory / "outlay.lock").write_text("format = 9\n")
        done = outlay_process("doctor")
        assert "price book" in done.stdout
        assert "has the format 9, and this version of Outlay knows 1" in done.stdout
