"""`outlay budget suggest`: the limit from an estimate, the lines that set it, and the standard that is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from outlay.standard.reading import read_standard

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay, StackFiles

COMMENTED = """\
# The shop's standard.
organisation: Shop   # who we are

tags:
  required:
    - owner          # a team
    - 'cost-centre'

budgets:
  headroom: 50
  stacks:
    # everything else
    "*/prod": {monthly: 5000}
    shop/dev: {monthly: 20}  # small

usage: {}
"""


def test_the_estimate_and_the_headroom_make_the_limit(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 1000))

    done = outlay("budget", "suggest", "--file", "state.json")

    # 1,000 GB at $0.08 and 20 % are $96
    assert (done.returncode, done.stdout) == (0, "budgets:\n  stacks:\n    shop/prod: {monthly: 96}\n")
    assert "$80.00 and 20 % headroom make $96.00" in done.stderr
    assert "incomplete" not in done.stderr


def test_a_limit_is_rounded_up_to_a_figure_that_people_set(outlay: Outlay, files: StackFiles) -> None:
    files.standard("budgets: {headroom: 10}")
    files.state(files.volume("data", 12_345))

    done = outlay("budget", "suggest", "--file", "state.json")

    # $987.60 and 10 % are $1,086.36
    assert "shop/prod: {monthly: 1100}" in done.stdout


def test_a_stored_preview_counts_as_it_is_after_the_change(outlay: Outlay, files: StackFiles) -> None:
    files.change([files.volume("data", 100)], [files.volume("data", 1000)])

    assert "shop/prod: {monthly: 96}" in outlay("budget", "suggest", "--file", "preview.json").stdout


def test_what_the_estimate_lacks_is_said(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 1000), files.resource("aws:quantum/loom:Loom", "loom", {}))

    done = outlay("budget", "suggest", "--file", "state.json")

    assert "shop/prod: {monthly: 96}" in done.stdout
    assert "at least $80.00 a month; 1 resource without a pricer" in done.stderr
    assert "the estimate is incomplete" in done.stderr


def test_where_nothing_has_a_figure_there_is_no_limit(outlay: Outlay, files: StackFiles) -> None:
    files.standard(COMMENTED)
    files.state(files.resource("aws:quantum/loom:Loom", "loom", {}))

    done = outlay("budget", "suggest", "--file", "state.json", "--write")

    assert done.returncode == 2
    assert "no limit can be suggested for shop/prod" in done.stderr
    assert (outlay.directory / "finops.yaml").read_text() == COMMENTED


def test_it_is_written_before_what_would_come_first_and_all_else_stays(outlay: Outlay, files: StackFiles) -> None:
    path = files.standard(COMMENTED)
    files.state(files.volume("data", 1000))

    done = outlay("budget", "suggest", "--file", "state.json", "--write")

    assert done.returncode == 0
    assert done.stdout == f"{path}: the budget of shop/prod is 120 a month.\n"
    budget = read_standard(path).budgets.of_stack("shop", "prod")
    assert budget is not None
    assert budget.monthly == 120
    before, after = COMMENTED.splitlines(), path.read_text().splitlines()
    assert [line for line in after if line not in before] == ["    shop/prod: {monthly: 120}"]
    assert [line for line in after if line in before] == before


def test_a_second_time_changes_nothing(outlay: Outlay, files: StackFiles) -> None:
    path = files.standard(COMMENTED)
    files.state(files.volume("data", 1000))
    outlay("budget", "suggest", "--file", "state.json", "--write")
    once = path.read_bytes()

    outlay("budget", "suggest", "--file", "state.json", "--write")

    assert path.read_bytes() == once


def test_another_limit_of_the_stack_is_replaced_only_when_that_is_asked_for(outlay: Outlay, files: StackFiles) -> None:
    standard = "budgets:\n  stacks:\n    shop/prod: {monthly: 100}\n"
    path = files.standard(standard)
    files.state(files.volume("data", 2500))  # 2,500 GB at $0.08 and 20 % are $240

    refused = outlay("budget", "suggest", "--file", "state.json", "--write")

    assert (refused.returncode, refused.stdout) == (2, "")
    assert "finops.yaml:3: shop/prod has a limit that somebody set: 100 → 240" in refused.stderr
    assert "`--write --replace` puts the suggestion in its place" in refused.stderr
    assert path.read_text() == standard

    done = outlay("budget", "suggest", "--file", "state.json", "--write", "--replace")

    assert done.returncode == 0
    assert done.stdout == f"{path}: the budget of shop/prod is 240 a month (it was 100).\n"
    assert path.read_text() == standard.replace("100", "240")


def test_nothing_can_be_replaced_where_nothing_is_written(outlay: Outlay, files: StackFiles) -> None:
    files.state(files.volume("data", 1000))

    done = outlay("budget", "suggest", "--file", "state.json", "--replace")

    assert done.returncode == 2
    assert "--replace goes with --write" in done.stderr


def test_line_ends_of_windows_and_permissions_are_kept(outlay: Outlay, files: StackFiles) -> None:
    path = files.write("finops.yaml", COMMENTED.replace("\n", "\r\n"))
    path.chmod(0o640)
    files.state(files.volume("data", 1000))

    outlay("budget", "suggest", "--file", "state.json", "--write")

    content = path.read_bytes()
    assert content.count(b"\r\n") == content.count(b"\n") == COMMENTED.count("\n") + 1
    assert path.stat().st_mode & 0o777 == 0o640


def test_it_is_written_into_the_standard_that_counts(
    outlay: Outlay, files: StackFiles, monkeypatch: pytest.MonkeyPatch
) -> None:
    near, named = files.standard("organisation: Near\n"), files.write("org/named.yaml", "organisation: Named\n")
    files.state(files.volume("data", 1000))
    monkeypatch.setenv("OUTLAY_STANDARD", str(named))

    outlay("budget", "suggest", "--file", "state.json", "--write")

    assert near.read_text() == "organisation: Near\n"
    assert named.read_text() == "organisation: Named\nbudgets:\n  stacks:\n    shop/prod: {monthly: 96}\n"


@pytest.mark.parametrize(
    ("standard", "error"),
    [
        (None, "there is no finops.yaml to write into"),
        ("budgets: {stacks: {shop/prod: {monthy: 5}}}", "finops.yaml:1: budgets.stacks.shop/prod.monthly"),
    ],
)
def test_without_a_standard_that_can_be_read_nothing_is_written(
    outlay: Outlay, files: StackFiles, standard: str | None, error: str
) -> None:
    path = files.standard(standard) if standard is not None else None
    files.state(files.volume("data", 1000))

    done = outlay("budget", "suggest", "--file", "state.json", "--write")

    assert done.returncode == 2
    assert error in done.stderr
    assert path is None or path.read_text() == standard
