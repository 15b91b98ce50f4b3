"""The policies inside somebody else's pack: pulumi_policy calls them, and they say what our own pack says."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from google.protobuf.json_format import MessageToDict
from outlay_policy_pack import policies
from pulumi.runtime.proto import analyzer_pb2 as messages
from pulumi_policy import EnforcementLevel
from pulumi_policy import policy as pulumi_policy

from tests.policy_pack.analyzer.conftest import BUCKET, UNKNOWN, Engine, levels, said, secret

OWNED = "tags: {required: [owner]}"
EngineMaker: TypeAlias = Callable[..., Engine]


class House:
    """A pack of pulumi_policy with our policies in it, called as `Engine` calls an analyzer."""

    def __init__(self, only: str = "") -> None:
        chosen = [each for each in policies() if only in ("", each.name)]
        self._servicer = pulumi_policy._PolicyAnalyzerServicer("house", "0.0.1", chosen, EnforcementLevel.ADVISORY)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        methods = {"analyzer_info": "GetAnalyzerInfo", "handshake": "Handshake"}
        method = methods.get(name, "".join(part.capitalize() for part in name.split("_")))
        return lambda request: getattr(self._servicer, method)(request, None) if name != "handshake" else None


@pytest.fixture
def make_house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EngineMaker:
    monkeypatch.chdir(tmp_path)
    for name in ("OUTLAY_STANDARD", "PULUMI_CONFIG", "PULUMI_PROJECT"):
        monkeypatch.delenv(name, raising=False)

    def make(standard: str | None = "{}", only: str = "") -> Engine:
        if standard is not None:
            (tmp_path / "finops.yaml").write_text(standard, encoding="utf-8")
        return Engine(House(only))  # type: ignore[arg-type]

    return make


def test_it_says_what_our_own_pack_says(make_house: EngineMaker, make_engine: EngineMaker) -> None:
    standard = OWNED + "\nbudgets: {stacks: {shop/dev: {monthly: 3}}}\nrules: {OUT-W003: {level: mandatory}}"
    house, own = make_house(standard).start(), make_engine(standard).start()
    said_by = []
    for engine in (house, own):
        responses = [
            engine.register("pulumi:pulumi:Stack", {}, "shop-dev", provider=None, parent=""),
            engine.register(BUCKET, {"tags": {"team": UNKNOWN}}, "files"),
            engine.register("aws:ec2/eip:Eip", {"tags": UNKNOWN}, "address"),
            engine.finish(),
        ]
        diagnostics = (each for response in responses for each in response.diagnostics)
        said_by.append(sorted((each.policyName, each.enforcementLevel, each.message) for each in diagnostics))

    assert said_by[0] == said_by[1]
    assert [name for name, *_ in said_by[0]] == [
        "cost-summary",
        "estimate-within-budget",
        "required-tags",
        "required-tags",
        "stack-has-budget",
        "tag-spelling",
        "unattached",
    ]


def test_a_pack_with_nothing_but_a_policy_of_stacks_prices_the_stack_all_the_same(make_house: EngineMaker) -> None:
    standard = "budgets: {stacks: {shop/dev: {monthly: 10}}}"
    engine = make_house(standard, only="estimate-within-budget").start()
    engine.register("pulumi:pulumi:Stack", {}, "shop-dev", provider=None, parent="")
    engine.register("aws:ec2/natGateway:NatGateway", {"subnetId": "subnet-1"}, "nat")

    (message,) = said(engine.finish())

    assert "$32.85 a month, $22.85 above the budget of $10.00" in message


def test_an_unknown_value_blocks_here_too(make_house: EngineMaker) -> None:
    response = make_house(OWNED).start().register(BUCKET, {"tags": UNKNOWN})
    assert levels(response)["required-tags"] == messages.MANDATORY


def test_no_standard_is_said_of_the_first_resource(make_house: EngineMaker) -> None:
    engine = make_house(None).start()
    response = engine.register("pulumi:pulumi:Stack", {}, "shop-dev", provider=None, parent="")
    assert levels(response) == {"financial-standard": messages.MANDATORY}
    assert said(engine.register(BUCKET)) == []


def test_policy_configuration_reaches_the_rules(make_house: EngineMaker, tmp_path: Path) -> None:
    (tmp_path / "strict.yaml").write_text(OWNED, encoding="utf-8")
    configured = {"financial-standard": {"standard": "strict.yaml"}, "required-tags": {"on_unknown": "assume_high"}}
    engine = make_house("{}").start(policies=configured)
    engine.register("pulumi:pulumi:Stack", {}, "shop-dev", provider=None, parent="")
    assert "(the standard takes what is open as broken)" in said(engine.register(BUCKET, {"tags": UNKNOWN}))[0]


def test_remediation_keeps_secrets_and_open_values(make_house: EngineMaker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PULUMI_CONFIG", '{"outlay:owner": "shop"}')
    engine = make_house(OWNED + "\nrules: {required-tags: {level: remediate}}").start()
    properties = {"policy": secret("s"), "bucket": UNKNOWN, "tags": {"a": secret("b"), "c": UNKNOWN}}

    response = engine.register(BUCKET, properties)

    assert said(response, "required-tags") == []
    sent = MessageToDict(engine.registered[0].properties)
    assert sent == {**properties, "tags": {**properties["tags"], "owner": "shop"}}


def test_what_is_advisory_for_this_stack_blocks_nothing_and_is_said(
    make_house: EngineMaker, capsys: pytest.CaptureFixture[str]
) -> None:
    rules = "rules: {required-tags: {stacks: {shop/dev: {level: advisory}}}}"
    response = make_house(f"{OWNED}\n{rules}").start().register(BUCKET)
    assert said(response, "required-tags") == []
    assert "OUT-T001 required-tags, advisory, " in capsys.readouterr().err


def test_an_exempted_finding_is_not_reported(make_house: EngineMaker) -> None:
    exemption = "{rule: required-tags, reason: moves out, owner: ann, expires: 2026-12-31}"
    assert said(make_house(f"{OWNED}\nexemptions: [{exemption}]").start().register(BUCKET), "required-tags") == []
