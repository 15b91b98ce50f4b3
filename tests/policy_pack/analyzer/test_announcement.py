"""What the pack announces is what pulumi_policy would announce of the same policies, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from outlay_policy_pack import policies
from outlay_policy_pack.declaration import declarations
from outlay_policy_pack.engine.analyzer import Analyzer
from outlay_policy_pack.rule import all_rules
from pulumi_policy import EnforcementLevel
from pulumi_policy import policy as pulumi_policy


@pytest.fixture
def ours(tmp_path: Path) -> Any:
    return Analyzer(tmp_path, environment={}).analyzer_info(None)


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What pulumi_policy's own servicer announces for our policy objects."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OUTLAY_STANDARD", raising=False)
    servicer = pulumi_policy._PolicyAnalyzerServicer(
        "outlay",
        "0.0.1",
        policies(),
        EnforcementLevel.ADVISORY,
        description="The financial standard of an organisation, held against every preview.",
        display_name="Outlay",
    )
    return servicer.GetAnalyzerInfo(None, None)


def test_every_policy_is_announced_alike(ours: Any, theirs: Any) -> None:
    assert [each.name for each in ours.policies] == [each.name for each in theirs.policies]
    for one, other in zip(ours.policies, theirs.policies, strict=True):
        assert {field.name: value for field, value in one.ListFields()} == {
            field.name: value for field, value in other.ListFields()
        }


def test_the_pack_is_announced_alike_but_for_its_version(ours: Any, theirs: Any) -> None:
    """A pack in Python gets its version from PulumiPolicy.yaml; ours says its own."""
    for info in (ours, theirs):
        info.ClearField("version")
    assert ours == theirs


def test_every_rule_is_a_policy_of_its_own_name(ours: Any) -> None:
    assert {each.name for each in ours.policies} == {each.name for each in all_rules()} | {
        "financial-standard",
        "cost-summary",
    }


def test_settings_and_what_follows_from_unknown_can_be_configured() -> None:
    schema = next(each.properties for each in declarations() if each.rule.name == "monthly-delta")
    assert sorted(schema) == ["amount", "baseline", "on_unknown", "percent"]
    assert schema["on_unknown"]["enum"] == ["block", "warn", "assume_high"]
    assert schema["baseline"]["type"] == "string"


def test_no_schema_has_a_default_since_the_engine_would_configure_it() -> None:
    def keys(schema: Any) -> set[str]:
        if isinstance(schema, dict):
            return {*schema, *(key for value in schema.values() for key in keys(value))}
        return {key for each in schema for key in keys(each)} if isinstance(schema, list) else set()

    found = {each.rule.name: keys(each.properties) for each in declarations()}
    assert {name for name, there in found.items() if there & {"default", "$ref", "$defs"}} == set()
