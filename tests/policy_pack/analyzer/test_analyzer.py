"""The analyzer as the engine calls it: what blocks, what does not, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from outlay_policy_pack.rule import all_rules
from pulumi.runtime.proto import analyzer_pb2 as messages

from tests.policy_pack.analyzer.conftest import BUCKET, UNKNOWN, levels, request, said, secret, urn

if TYPE_CHECKING:
    from tests.policy_pack.analyzer.conftest import EngineMaker

OWNED = "tags: {required: [owner]}"
SERVER = "aws:ec2/instance:Instance"


def test_a_resource_that_breaks_a_rule_is_a_mandatory_violation_with_its_severity(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()

    (found,) = engine.register(BUCKET, {"tags": {}}).diagnostics

    assert found.policyName == "required-tags"
    assert found.policyPackName == "outlay"
    assert found.enforcementLevel == messages.MANDATORY
    assert found.severity == messages.POLICY_SEVERITY_HIGH
    assert found.urn == urn(BUCKET)
    assert found.message.splitlines()[:2] == ["OUT-T001 Required tags", "without owner"]


def test_a_resource_that_keeps_the_rules_is_passed_over_in_silence(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()
    assert said(engine.register(BUCKET, {"tags": {"owner": "shop"}})) == []


def test_tags_of_the_provider_count(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()
    provider = {"region": "us-east-1", "defaultTags": '{"tags": {"owner": "shop"}}'}
    assert said(engine.register(BUCKET, {}, provider=provider)) == []


def test_an_unknown_value_blocks_under_a_mandatory_rule_and_is_named(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()

    response = engine.register(BUCKET, {"tags": UNKNOWN})

    assert levels(response)["required-tags"] == messages.MANDATORY
    assert "may be without owner: its tags are open until deployment" in said(response, "required-tags")[0]


def test_an_unknown_value_only_warns_where_the_standard_says_so(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED + "\nlimits: {on_unknown: warn}").start()
    assert levels(engine.register(BUCKET, {"tags": UNKNOWN}))["required-tags"] == messages.ADVISORY


def test_components_and_the_stack_itself_are_no_resources(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()
    assert said(engine.register("pulumi:pulumi:Stack", {}, "shop-dev", provider=None, parent="")) == []
    assert said(engine.register("shop:index:Network", {}, "network", provider=None)) == []


def test_where_a_resource_stands_is_said_by_all_components_around_it(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()
    engine.register("shop:index:Shop", {}, "shop", provider=None)
    engine.register("shop:index:Store", {}, "store", provider=None, parent=urn("shop:index:Shop", "shop"))

    (text,) = said(engine.register(BUCKET, {}, parent=urn("shop:index:Store", "store")))

    assert "where: inside shop › store" in text


def test_the_budget_is_held_against_the_whole_stack(make_engine: EngineMaker) -> None:
    engine = make_engine("budgets: {stacks: {shop/dev: {monthly: 3}}}").start()
    engine.register("aws:ec2/eip:Eip", {"instance": "i-1"})

    response = engine.finish()

    assert levels(response)["estimate-within-budget"] == messages.MANDATORY
    assert "at least $3.65 a month, $0.65 above the budget of $3.00" in said(response, "estimate-within-budget")[0]


def test_a_violation_says_what_the_resource_costs(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()
    assert "cost: $3.65 a month" in said(engine.register("aws:ec2/eip:Eip", {"instance": "i-1"}))[0].splitlines()
    # what a bucket costs depends on use
    assert "cost: " not in said(engine.register(BUCKET))[0]


def test_what_a_stack_costs_is_summed_up_once_and_advisory(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED + "\nbudgets: {stacks: {shop/dev: {monthly: 10}}}").start()
    engine.register("aws:ec2/eip:Eip", {"instance": "i-1"})

    response = engine.finish()

    (found,) = [each for each in response.diagnostics if each.policyName == "cost-summary"]
    assert found.enforcementLevel == messages.ADVISORY
    assert found.urn == ""
    lines = found.message.splitlines()
    assert lines[:3] == [
        "OUT-S000 What the stack costs",
        "this stack: $3.65 a month",
        "budget: $10.00 a month, headroom $6.35 (64 %)",
    ]
    assert "blocked because: OUT-B003 stack-has-budget; OUT-T001 required-tags (it)" in lines


def test_a_disabled_summary_is_not_shown(make_engine: EngineMaker) -> None:
    engine = make_engine().start(policies={"cost-summary": "disabled"})
    engine.register("aws:ec2/eip:Eip", {"instance": "i-1"})
    assert said(engine.finish(), "cost-summary") == []


def test_an_exemption_lets_pass_and_is_listed(make_engine: EngineMaker) -> None:
    exemption = f'{{rule: OUT-T001, resource: "{urn(BUCKET)}", reason: moves out, owner: ann, expires: 2026-12-31}}'
    engine = make_engine(f"{OWNED}\nexemptions: [{exemption}]").start()

    assert said(engine.register(BUCKET, {})) == []
    listed = said(engine.finish(), "cost-summary")[0]
    assert "exempted: OUT-T001 required-tags it: moves out (ann, until 2026-12-31)" in listed


def test_the_exemption_that_a_message_offers_is_one_once_it_is_filled_in(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start()
    name = "files[0]"
    (text,) = said(engine.register(BUCKET, {}, name))
    offered = next(line for line in text.splitlines() if line.startswith("exempt it by"))

    filled = offered.partition("finops.yaml: ")[2].replace("SAY WHY", "moves out").replace("SAY WHO", "ann")
    again = make_engine(f"{OWNED}\nexemptions:\n{filled}\n").start()

    assert said(again.register(BUCKET, {}, name)) == []
    assert said(again.register(BUCKET, {}, "files0")) != []


def test_a_rule_that_raises_is_named_and_the_others_go_on(
    make_engine: EngineMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> object:
        raise KeyError("CANARY")

    rules = [replace(each, check=fails) if each.name == "tag-spelling" else each for each in all_rules()]
    monkeypatch.setattr("outlay_policy_pack.engine.policy_run.all_rules", lambda: tuple(rules))
    engine = make_engine(OWNED).start(policies={"tag-spelling": "mandatory"})

    response = engine.register(BUCKET, {})

    assert levels(response) == {"required-tags": messages.MANDATORY, "tag-spelling": messages.MANDATORY}
    assert "tag-spelling could not be checked: the rule failed with KeyError" in said(response, "tag-spelling")[0]
    assert "CANARY" not in str(response)


def test_a_fault_of_the_pack_itself_blocks_and_says_where_but_not_what(
    make_engine: EngineMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> object:
        raise RuntimeError("CANARY")

    monkeypatch.setattr("outlay_policy_pack.engine.adapter.registered", fails)
    engine = make_engine(OWNED).start()

    response = engine.register(BUCKET, {})

    assert levels(response) == {"financial-standard": messages.MANDATORY}
    assert "the policy pack failed: RuntimeError at test_analyzer.py" in said(response)[0]
    assert "CANARY" not in str(response)


def test_a_secret_is_in_no_message(make_engine: EngineMaker) -> None:
    standard = "tags: {required: [{key: owner, values: [shop, billing]}]}\nbudgets: {stacks: {shop/dev: {monthly: 1}}}"
    engine = make_engine(standard).start(config={"outlay:owner": "CANARY"}, secret_keys=["outlay:owner"])

    responses = [
        engine.register(BUCKET, {"tags": {"owner": secret("CANARY"), "Owner": secret("CANARY")}}, "one"),
        engine.register(BUCKET, secret({"tags": "CANARY"}), "two"),
        engine.register(SERVER, {"instanceType": secret("CANARY"), "ami": "ami-1", "tags": secret("CANARY")}, "three"),
        engine.register("aws:rds/instance:Instance", {"password": secret("CANARY"), "storageType": secret(1)}, "four"),
        engine.finish(outputs={"one": {"arn": secret("CANARY")}}),
    ]

    assert sum(len(each.diagnostics) for each in responses) > 3
    assert "CANARY" not in str(responses)


def test_what_was_never_registered_is_read_from_elsewhere_and_costs_nothing(make_engine: EngineMaker) -> None:
    engine = make_engine("rules: {OUT-W003: {level: mandatory}}").start()
    address = request("aws:ec2/eip:Eip", {"domain": "vpc"}, "shared")

    response = engine.finish(extra=[address])

    assert said(response, "unattached") == []
    assert "this stack: $0.00 a month" in said(response, "cost-summary")[0]


def test_a_component_that_nobody_could_look_into_is_a_gap_by_name(make_engine: EngineMaker) -> None:
    engine = make_engine("budgets: {stacks: {shop/dev: {monthly: 10}}}").start()
    engine.register("awsx:ec2:Vpc", {"outlay:not-seen": True}, "network", provider=None)

    response = engine.finish()

    assert levels(response)["estimate-within-budget"] == messages.MANDATORY
    assert "this stack: at least $0.00 a month; 1 resource not seen" in said(response, "cost-summary")[0]


def test_a_cost_is_read_from_inputs_and_links_from_outputs(make_engine: EngineMaker) -> None:
    engine = make_engine("rules: {OUT-W003: {level: mandatory}}").start()
    engine.register("aws:ebs/volume:Volume", {"size": 10, "type": "gp3", "availabilityZone": "us-east-1a"}, "data")
    attachment = {"volumeId": "vol-1", "instanceId": "i-1", "deviceName": "/dev/sdf"}
    engine.register("aws:ec2/volumeAttachment:VolumeAttachment", attachment, "use")

    response = engine.finish(outputs={"data": {"id": "vol-1", "size": 9999}})

    assert said(response, "unattached") == []
    assert "this stack: $0.80 a month" in said(response, "cost-summary")[0]


def test_a_state_is_no_change_so_that_nothing_grows(make_engine: EngineMaker) -> None:
    engine = make_engine("rules: {monthly-delta: {amount: 5}}").start(is_state=True)
    engine.register("aws:ec2/eip:Eip", {"instance": "i-1"})

    response = engine.finish()

    reasons = {each.policy_name: each.reason for each in response.not_applicable}
    assert reasons["monthly-delta"] == "a state is no change, so nothing grows"
    assert said(response, "monthly-delta") == []


def test_a_change_without_a_baseline_leaves_growth_undecided_and_blocks(make_engine: EngineMaker) -> None:
    engine = make_engine("rules: {monthly-delta: {amount: 5}}").start()
    engine.register("aws:ec2/eip:Eip", {"instance": "i-1"})
    assert levels(engine.finish())["monthly-delta"] == messages.MANDATORY


def test_a_resource_of_a_state_without_any_input_is_read_from_elsewhere(make_engine: EngineMaker) -> None:
    engine = make_engine(OWNED).start(is_state=True)

    assert said(engine.register(BUCKET, {}, "read")) == []
    assert len(said(engine.register(BUCKET, {"__defaults": []}, "ours"))) == 1


def test_levels_that_the_standard_sets_for_the_stack_are_announced(make_engine: EngineMaker) -> None:
    rules = (
        "rules: {required-tags: {level: advisory, stacks: {shop/dev: {level: remediate}}}, OUT-W003: {level: disabled}}"
    )
    engine = make_engine(f"{OWNED}\n{rules}").start()

    announced = {each.name: each.enforcementLevel for each in engine.analyzer.analyzer_info(None).policies}

    assert announced["required-tags"] == messages.REMEDIATE
    assert announced["unattached"] == messages.DISABLED


def test_the_environment_that_the_stack_states_sets_the_rules(make_engine: EngineMaker) -> None:
    standard = OWNED + "\nrules: {required-tags: {environments: {sandbox: {level: advisory}}}}"
    engine = make_engine(standard).start(config={"outlay:environment": "sandbox"})
    assert levels(engine.register(BUCKET, {})) == {"required-tags": messages.ADVISORY}


def test_every_call_of_the_protocol_is_answered() -> None:
    service = messages.DESCRIPTOR.services_by_name["Analyzer"]
    from outlay_policy_pack.engine.analyzer import Analyzer

    handler = Analyzer().handler()

    class Call:
        def __init__(self, method: str) -> None:
            self.method = method

    answered = [name for name in service.methods_by_name if handler.service(Call(f"/{service.full_name}/{name}"))]
    assert answered == list(service.methods_by_name)
