"""Each rule under the genuine engine: a program or a state that breaks it is blocked, and the mended one passes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.baseline import Baseline
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_policy_pack.rule import all_rules

from tests.e2e.policy_pack_runs import Till, exported, uv_folder
from tests.policy_pack.fixtures.loader import RuleFixture, rule_fixtures

if TYPE_CHECKING:
    from tests.e2e.conftest import Finished, ProjectMaker

pytestmark = pytest.mark.engine

GROWTH = "monthly-delta"
FIXTURES = rule_fixtures()


@pytest.fixture(scope="module")
def providers() -> Iterator[str]:
    with OfflineProvider.start(OfflineRequest(dict.fromkeys(("aws", "gcp"), "999.0.0"))) as provider:
        yield provider.debug_providers()


@pytest.fixture
def till(user_project: ProjectMaker, providers: str, monkeypatch: pytest.MonkeyPatch) -> Till:
    project = user_project(stack="prod")
    path = f"{uv_folder()}:{project.environment['PATH']}"
    return Till(replace(project, environment={**project.environment, "PATH": path}), providers, "prod")


def first(rule: str, *, bad: bool, open_: bool = False) -> RuleFixture:
    """A rule's first case that breaks or keeps it."""
    return next(each for each in FIXTURES if each.rule == rule and bool(each.finds) is bad and each.is_open is open_)


def day(fixture: RuleFixture) -> dict[str, str]:
    moment = datetime.combine(fixture.day, datetime.min.time(), tzinfo=UTC)
    return {"SOURCE_DATE_EPOCH": str(int(moment.timestamp()))}


def previewed(till: Till, fixture: RuleFixture) -> Finished:
    """The preview of a fixture's program; where it says what was before, growth is counted from that."""
    till.write(fixture.files())
    till.configure(fixture.config)
    environment = day(fixture)
    if fixture.before:
        before = replace(fixture, resources=fixture.before, before=()).view()
        baseline = Baseline.of(before.cost, "shop", "prod", before.resources)
        till.write({"before.json": baseline.text()})
        environment["OUTLAY_BASELINE"] = "before.json"
    return till.preview(environment=environment)


def check_blocked(done: Finished, fixture: RuleFixture) -> None:
    assert done.returncode != 0, done.stdout + done.stderr
    assert f"  {fixture.rule}  (" in done.stdout, done.stdout
    for part in (part for each in fixture.finds for part in each.says):
        # inside the engine growth is counted from the baseline
        assert part.replace("the state before the change", "the baseline before.json") in done.stdout, done.stdout


def check_passed(done: Finished) -> None:
    assert done.returncode == 0, done.stdout + done.stderr
    assert "[mandatory]" not in done.stdout
    assert "cost-summary" in done.stdout


@pytest.mark.parametrize("rule", [each.name for each in all_rules()])
def test_program_that_breaks_a_rule_is_blocked_and_the_mended_one_passes(till: Till, rule: str) -> None:
    bad, good = first(rule, bad=True), first(rule, bad=False)

    check_blocked(previewed(till, bad), bad)
    check_passed(previewed(till, good))


@pytest.mark.parametrize("rule", [each.name for each in all_rules() if each.name != GROWTH])
def test_state_that_breaks_a_rule_is_blocked_and_the_mended_one_passes(till: Till, rule: str, tmp_path: Path) -> None:
    state = tmp_path / "export.json"
    for fixture in (first(rule, bad=True), first(rule, bad=False)):
        till.write({"finops.yaml": fixture.standard_text})
        state.write_text(exported(fixture), encoding="utf-8")
        done = till.analyze(state, day(fixture))
        check_blocked(done, fixture) if fixture.finds else check_passed(done)


def test_what_is_open_until_deployment_blocks_under_a_mandatory_rule(till: Till) -> None:
    fixture = first("required-tags", bad=True, open_=True)
    check_blocked(previewed(till, fixture), fixture)


def test_export_of_a_deployed_stack_is_judged_like_its_program(till: Till) -> None:
    fixture = first("unattached", bad=True)
    check_blocked(previewed(till, fixture), fixture)
    assert till.run("up", "--yes", "--skip-preview", "--stack", "prod").returncode == 0
    assert till.run("stack", "export", "--stack", "prod", "--file", "export.json").returncode == 0

    done = till.analyze(Path("export.json"), day(fixture))

    check_blocked(done, fixture)
