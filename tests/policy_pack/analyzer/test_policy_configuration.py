"""Pulumi's own policy configuration: it wins over the standard, and what is wrong in it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.baseline import Baseline
from outlay.estimate.stack import estimate
from outlay.prices.embedded import embedded_book
from outlay.resource import Snapshot
from pulumi.runtime.proto import analyzer_pb2 as messages

from tests.policy_pack.analyzer.conftest import BUCKET, UNKNOWN, levels, said

if TYPE_CHECKING:
    from tests.policy_pack.analyzer.conftest import EngineMaker

OWNED = "tags: {required: [owner]}"
ADDRESS = "aws:ec2/eip:Eip"


def test_a_level_wins_over_the_standards(make_engine: EngineMaker) -> None:
    standard = OWNED + "\nrules: {required-tags: {level: advisory}}"
    assert levels(make_engine(standard).start().register(BUCKET)) == {"required-tags": messages.ADVISORY}
    configured = make_engine(standard).start(policies={"required-tags": "mandatory"})
    assert levels(configured.register(BUCKET)) == {"required-tags": messages.MANDATORY}


def test_a_disabled_policy_does_not_run(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start(policies={"required-tags": "disabled"})
    assert said(engine.register(BUCKET)) == []


def test_a_setting_wins_over_the_standards(make_engine: EngineMaker) -> None:
    standard = "rules: {single-resource: {monthly: 1000}}"
    address = {"instance": "i-1"}
    assert said(make_engine(standard).start().register(ADDRESS, address), "single-resource") == []
    engine = make_engine(standard).start(policies={"single-resource": {"monthly": 2.5}})
    engine.register(ADDRESS, address)
    found = [
        *said(engine.register(ADDRESS, address, "other"), "single-resource"),
        *said(engine.finish(), "single-resource"),
    ]
    assert "$2.50" in found[0]


def test_what_follows_from_unknown_wins_over_the_standards(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start(policies={"required-tags": {"on_unknown": "warn"}})
    assert levels(engine.register(BUCKET, {"tags": UNKNOWN}))["required-tags"] == messages.ADVISORY


@pytest.mark.parametrize(
    ("policy", "given", "message"),
    [
        ("monthly-delta", {"amount": "a lot"}, "policy config of monthly-delta: amount: "),
        ("monthly-delta", {"ammount": 5}, "policy config of monthly-delta: ammount: no such key"),
        ("required-tags", {"on_unknown": "shrug"}, "on_unknown takes one of block, warn, assume_high, not 'shrug'"),
        ("financial-standard", {"standard": 5}, "policy config of financial-standard: standard: the path of a file"),
        ("financial-standard", {"standard": "nowhere.yaml"}, "names nowhere.yaml, and there is no such file"),
    ],
)
def test_what_is_wrong_in_it_blocks_and_is_said(
    make_engine: EngineMaker, policy: str, given: dict[str, object], message: str
) -> None:
    response = make_engine(OWNED).start(policies={policy: given}).register(BUCKET)
    assert levels(response) == {"financial-standard": messages.MANDATORY}
    assert message in said(response)[0]


@pytest.fixture
def baseline(tmp_path: Path) -> Path:
    """The stack `shop/dev` when it was empty."""
    path = tmp_path / "before.json"
    nothing = Snapshot({}, "shop", "dev")
    path.write_text(Baseline.of(estimate(nothing, embedded_book()), "shop", "dev", nothing).text(), encoding="utf-8")
    return path


@pytest.mark.parametrize("by", ["configuration", "variable"])
def test_growth_is_counted_from_the_baseline(make_engine: EngineMaker, baseline: Path, by: str) -> None:
    environment = {"OUTLAY_BASELINE": str(baseline)} if by == "variable" else {}
    policies = {"monthly-delta": {"baseline": str(baseline)}} if by == "configuration" else {}
    engine = make_engine("rules: {monthly-delta: {amount: 3}}", environment=environment).start(policies=policies)
    engine.register(ADDRESS, {"instance": "i-1"})

    response = engine.finish()

    (text,) = said(response, "monthly-delta")
    assert f"costs at least $3.65 a month more than the baseline {baseline}, and $3.00 is the most" in text
    assert f"grows by: +$3.65 a month since the baseline {baseline}" in said(response, "cost-summary")[0]


def test_a_baseline_of_another_stack_blocks_and_says_whose_it_is(make_engine: EngineMaker, baseline: Path) -> None:
    baseline.write_text(baseline.read_text(encoding="utf-8").replace('"stack": "dev"', '"stack": "prod"'))
    engine = make_engine("rules: {monthly-delta: {amount: 3}}", environment={"OUTLAY_BASELINE": str(baseline)}).start()
    response = engine.finish()
    assert levels(response)["monthly-delta"] == messages.MANDATORY
    assert "is the baseline of shop/prod, and this is shop/dev" in said(response, "monthly-delta")[0]


def test_a_baseline_that_is_not_there_blocks_and_says_where_it_was_looked_for(
    make_engine: EngineMaker, tmp_path: Path
) -> None:
    engine = make_engine("rules: {monthly-delta: {amount: 3}}", environment={"OUTLAY_BASELINE": "gone.json"}).start()
    (text,) = said(engine.finish(), "monthly-delta")
    assert f"the baseline gone.json is not there: it was looked for in {tmp_path}" in text
    assert "`outlay baseline write` makes it." in text
    assert "exempt it by" not in text  # none could make it be there
