"""The plug-in as pytest loads it: what it costs at the start, its fixtures, its option, and what a failure prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("pulumi", "pydantic", "grpc", "rich", "google.protobuf", "ruamel", "outlay.prices", "outlay_policy_pack")
PAGE = Path(__file__).resolve().parents[3] / "docs/tasks/test-what-a-program-costs.md"
PROGRAM = """
import pulumi_aws as aws
import pulumi

aws.ec2.Instance("web", ami="ami-1", instance_type=pulumi.Config().require("size"))
"""
PROJECT = "name: shop\nruntime: python\nconfig:\n  aws:region: us-east-1\n  shop:size: t3.medium\n"
STANDARD = "usage: {types: {'aws:ec2/instance:Instance': {monthly_cpu_credit_hrs: 0}}}\n"


def in_shop(folder: Path) -> None:
    """Write the project that tests of tests are about."""
    (folder / "infra").mkdir()
    for name, text in {"Pulumi.yaml": PROJECT, "__main__.py": PROGRAM, "finops.yaml": STANDARD}.items():
        (folder / "infra" / name).write_text(text)


def test_a_session_without_cost_tests_imports_next_to_nothing(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        f"""
        import sys

        def test_nothing_heavy_is_there(pytestconfig):
            assert pytestconfig.pluginmanager.has_plugin("outlay")
            assert [name for name in {HEAVY!r} if name in sys.modules] == []
            ours = sorted(name for name in sys.modules if name.startswith("outlay"))
            assert ours == ["outlay_automation", "outlay_automation.testing", "outlay_automation.testing.plugin"]
            try:
                assert 1 == 2
            except AssertionError:
                assert "outlay_automation.testing.figure" not in sys.modules
        """
    )
    run(pytester).assert_outcomes(passed=1)


def test_the_package_is_imported_without_pytest() -> None:
    code = (
        "import sys; sys.modules['pytest'] = None\n"
        "import outlay_automation.testing as testing\n"
        "[getattr(testing, name) for name in testing.__all__]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


TESTS = """
import gc
import pulumi
import pytest
from outlay.errors import PreviewFailed
from outlay.standard.reading import parse_standard

def test_growth(estimate_program):
    before = estimate_program("infra")
    assert before.monthly < 500
    cost = estimate_program("infra", config={"size": "m5.4xlarge"}, baseline=before)
    assert cost.monthly < 500

@pytest.fixture
def cost(estimate_program):
    return estimate_program("infra", config={"size": "m5.4xlarge"})

def test_turned(cost):
    assert 500 > cost.monthly

def test_denied(cost):
    assert not cost.monthly >= 500

def test_gap(estimate_program):
    assert estimate_program("infra", config={"size": "m5.enormous"}).monthly < 500

def test_refused(estimate_program):
    def program():
        pulumi.StackReference("acme/network/prod").get_output("size")
    with pytest.raises(PreviewFailed):
        estimate_program(program)

def test_without_use(estimate_program):
    assert estimate_program("infra", standard=parse_standard("version: 1")).monthly < 500

def test_after_a_program_that_was_refused():
    gc.collect()

def test_every_path_starts_from_the_folder_of_the_test(estimate_program, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    cost = estimate_program("infra", standard="other.yaml", baseline="before.json")
    assert cost.change == "31.17"  # 730 hours of $0.0416, and 8 GB of $0.10
"""


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, dict[str, list[str]]]:
    """A session's last line, and the lines that each of its failed tests prints."""
    folder = tmp_path_factory.mktemp("shop")
    in_shop(folder)
    (folder / "test_costs.py").write_text(TESTS)
    (folder / "other.yaml").write_text(STANDARD)
    (folder / "before.json").write_text('{"version": 3, "deployment": {"resources": []}}')
    # strict as a session can be: what the SDK warns of while it is imported is the plug-in's to keep away
    (folder / "pytest.ini").write_text("[pytest]\nfilterwarnings = error\n")
    environment = {name: value for name, value in os.environ.items() if name not in {"CI", "BUILD_NUMBER"}}
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-n", "2"]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    *_, last = done.stdout.splitlines()
    parts = re.split(r"^_+ (test_\w+) _+$", done.stdout, flags=re.MULTILINE)
    told = {
        name: [line[1:].strip() for line in part.splitlines() if line.startswith("E ")]
        for name, part in zip(parts[1::2], parts[2::2], strict=True)
    }
    (summary,) = re.findall(r"^=+ costs compared without .* =+\n((?:[^=].*\n)*)", done.stdout, flags=re.MULTILINE)
    return last, {**told, "summary": summary.splitlines()}


def test_tests_run_in_several_processes_and_strictly(failures: tuple[str, dict[str, list[str]]]) -> None:
    last, told = failures
    assert "4 failed, 4 passed" in last
    assert told.keys() == {"test_growth", "test_turned", "test_denied", "test_gap", "summary"}


def test_use_that_nobody_stated_is_said_of_costs_that_pass(failures: tuple[str, dict[str, list[str]]]) -> None:
    assert failures[1]["summary"] == [
        "shop/test: CPU credits (web)",
        "State it in finops.yaml under usage; with limits.usage: must_be_given it has to be.",
    ]


def test_a_machine_that_grew_fails_with_what_it_costs_what_grew_and_what_would_help(
    failures: tuple[str, dict[str, list[str]]],
) -> None:
    # 730 hours at $0.768 and 8 GB at $0.10; m6g.4xlarge is $0.616 an hour, m6a.4xlarge $0.6912
    assert failures[1]["test_growth"] == [
        "assert $561.44 a month < $500.00",
        "shop/test costs $561.44 a month, which is $61.44 over the limit of $500.00",
        "$560.64  web (aws:ec2:Instance, __main__.py:5): Instance usage, t3.medium → m5.4xlarge",
        "$0.80  web (aws:ec2:Instance, __main__.py:5): root block device: Storage, gp2",
        "To pass: $61.44 a month less, or a higher limit",
        "-$110.96  web: m6g.4xlarge instead of m5.4xlarge, if the image and all that runs in it is made for arm64",
        "-$56.06  web: m6a.4xlarge instead of m5.4xlarge, if nothing depends on processors of Intel",
    ]


def test_a_limit_may_stand_first_and_a_comparison_may_be_denied(failures: tuple[str, dict[str, list[str]]]) -> None:
    assert failures[1]["test_turned"][:2] == [
        "assert $561.44 a month < $500.00",
        "shop/test costs $561.44 a month, which is $61.44 over the limit of $500.00",
    ]
    assert failures[1]["test_denied"][0] == "assert not $561.44 a month >= $500.00"


def test_a_gap_fails_with_its_reason_as_the_page_shows_it(failures: tuple[str, dict[str, list[str]]]) -> None:
    (shown,) = re.findall(r"```\n(Undecided: .*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    said = [line.removeprefix("outlay_automation.testing.figure.") for line in failures[1]["test_gap"]]
    assert said == [line.strip() for line in shown.splitlines()]


def test_a_table_is_kept_beside_the_test_and_written_by_the_option_alone(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        test_kept="""
        import pytest

        class TestShop:
            @pytest.mark.parametrize("cloud", ["aws", "gcp/eu", "gcp-eu"])
            def test_table(self, cost_snapshot, cloud):
                cost_snapshot(f"costs of {cloud}")
                cost_snapshot("more", "more")
                with pytest.raises(ValueError, match="a name of its own"):
                    cost_snapshot("again")
        """
    )
    folder = pytester.path / "__costs__" / "test_kept"
    run(pytester).assert_outcomes(failed=3)
    assert not folder.exists()

    run(pytester, "--update-costs").assert_outcomes(passed=3)
    assert {path.name: path.read_text() for path in folder.iterdir()} == {
        "TestShop.test_table-aws-.txt": "costs of aws\n",
        "TestShop.test_table-aws-.more.txt": "more\n",
        "TestShop.test_table-gcp%2Feu-.txt": "costs of gcp/eu\n",
        "TestShop.test_table-gcp%2Feu-.more.txt": "more\n",
        "TestShop.test_table-gcp-eu-.txt": "costs of gcp-eu\n",
        "TestShop.test_table-gcp-eu-.more.txt": "more\n",
    }
    (folder / "TestShop.test_table-aws-.txt").write_text("less\n")
    result = run(pytester)
    result.assert_outcomes(passed=2, failed=1)
    result.stdout.fnmatch_lines(["E *-less", "E *+costs of aws"])


def run(pytester: pytest.Pytester, *options: str) -> pytest.RunResult:
    return pytester.runpytest_subprocess("-p", "no:cacheprovider", *options)
