"""The summary of a stack: what it costs, what is left of its budget, why it is blocked, what it would have saved."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.money import Cost, Delta, Gap, GapKind
from outlay.resource import Resource
from outlay.standard.model import Standard
from outlay.standard.reading import parse_standard
from outlay_policy_pack.stack_view import Growth, StackView
from outlay_policy_pack.summary import Summary, spoken

ADDRESS = "aws:ec2/eip:Eip"
MakeResource = Callable[..., Resource]
View = Callable[..., StackView]


def finding(rule: str, urn: str = "", **more: Any) -> Finding:
    stated: dict[str, Any] = {"level": EnforcementLevel.MANDATORY, "severity": Severity.HIGH, "policy": rule.lower()}
    return Finding(rule=rule, title="", message="", urn=urn, **{**stated, **more})


def lines(view: StackView, standard: str = "{}", *findings: Finding) -> list[str]:
    return Summary.of(view, parse_standard(standard), findings).text.splitlines()


def test_a_stack_that_is_in_order(make_resource: MakeResource, view: View) -> None:
    address = make_resource(ADDRESS, {"instance": "i-1", "publicIpv4Pool": "amazon"})
    assert lines(view(address), "budgets: {stacks: {prod: {monthly: 4}}}") == [
        "this stack: $3.65 a month",
        "budget: $4.00 a month, headroom $0.35 (9 %)",
    ]


def test_what_it_grows_by_and_since_when(make_resource: MakeResource, view: View) -> None:
    growth = Growth(Cost.exactly(Decimal(1)), Delta(Decimal(2), Decimal(2), Decimal(2)), since="the baseline old.json")
    assert "grows by: +$2.00 a month since the baseline old.json" in lines(view(growth=growth))


def test_an_exceeded_budget_says_by_how_much_at_least(make_resource: MakeResource, view: View) -> None:
    address = make_resource(ADDRESS, {"instance": "i-1"})
    found = lines(view(address), "budgets: {stacks: {prod: {monthly: 3}}}")
    assert "budget: $3.00 a month, exceeded by at least $0.65" in found


def test_a_budget_beside_a_gap_has_no_headroom(make_resource: MakeResource, view: View) -> None:
    found = lines(view(make_resource("aws:nobody/knows:It")), "budgets: {stacks: {prod: {monthly: 3}}}")
    assert found[:2] == [
        "this stack: at least $0.00 a month; 1 resource without a pricer",
        "budget: $3.00 a month, headroom undecided",
    ]


def test_a_budget_without_the_use_that_must_be_given_has_no_headroom(make_resource: MakeResource, view: View) -> None:
    gateway = make_resource("aws:ec2/natGateway:NatGateway")  # 730 × $0.045, and each GB through it
    text = "budgets: {stacks: {prod: {monthly: 100}}}"
    assert "budget: $100.00 a month, headroom $67.15 (67 %)" in lines(view(gateway), text)
    must = f"{text}\nlimits: {{usage: must_be_given}}"
    assert "budget: $100.00 a month, headroom undecided" in lines(view(gateway), must)


def test_why_it_is_blocked_rule_by_rule(make_resource: MakeResource, view: View) -> None:
    urns = [make_resource(ADDRESS, {"instance": "i-1"}, name).urn for name in ("a", "b", "c", "d", "e")]
    found = [
        *(finding("OUT-T001", urn) for urn in urns),
        finding("OUT-B001", is_undecided=True),
        finding("OUT-W001", urns[0], level=EnforcementLevel.ADVISORY),
    ]
    blocked = "blocked because: OUT-B001 out-b001, undecided; OUT-T001 out-t001 (a, b, c, 2 more)"
    assert blocked in lines(view(), "{}", *found)


def test_two_rules_never_save_more_of_a_resource_than_it_costs(make_resource: MakeResource, view: View) -> None:
    address = make_resource(ADDRESS, {"instance": "i-1"})
    found = [
        finding("OUT-W001", address.urn, saving=Decimal(1)),
        finding("OUT-W003", address.urn, saving=Decimal("3.65")),
    ]
    summary = Summary.of(view(address), Standard(), found)
    assert summary.saving == Decimal("3.65")
    saved = "would have saved $3.65 a month: $3.65 by OUT-W003 out-w003 (it); $0.00 by OUT-W001 out-w001 (it)"
    assert saved in summary.text


def test_exemptions_are_listed_and_neither_block_nor_save(make_resource: MakeResource, view: View) -> None:
    exempted = finding("OUT-W001", make_resource(ADDRESS).urn, saving=Decimal(1), exemption="moves out (ann)")
    found = lines(view(), "{}", exempted)
    assert found == ["this stack: $0.00 a month", "exempted: OUT-W001 out-w001 it: moves out (ann)"]


def test_what_figures_rest_on_is_named_with_the_resources_that_share_it(
    make_resource: MakeResource, view: View
) -> None:
    found = lines(view(*(make_resource(ADDRESS, {"instance": "i-1"}, name) for name in ("a", "b"))))
    assert found[-1] == "rests on, for a, b: publicIpv4Pool = amazon (the provider's default)"


def test_a_total_in_words_names_each_kind_of_gap() -> None:
    gaps = (
        Gap(GapKind.UNPRICED, "a", "x", "no figure"),
        Gap(GapKind.UNPRICED, "a", "y", "no figure"),
        Gap(GapKind.USAGE, "b", "", "no use"),
    )
    said = spoken(Cost(Decimal("1240.1"), Decimal("1240.1"), None, gaps))
    assert said == "at least $1,240.10 a month; 1 resource unpriced, 1 resource without the use that nobody stated"
