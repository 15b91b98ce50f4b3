"""The public surface: what users import, and where from. Taking a name away breaks them; adding one is a promise."""

from importlib import import_module
from inspect import getdoc, isclass, isfunction

import outlay_automation
import outlay_policy_pack
import pytest
from outlay_automation import testing

CORE = {
    "outlay": {"__version__"},
    "outlay.errors": {
        *("CurrencyMismatch", "EngineUnavailable", "ExitCode", "InvalidFile", "OutlayError", "PreviewFailed"),
        *("StackNotFound", "WrongUse"),
    },
    "outlay.money": {"Comparison", "Cost", "Delta", "Gap", "GapKind", "Money"},
    "outlay.resource": {
        *("SECRET", "UNKNOWN", "Resource", "Secret", "Snapshot", "SourcePosition", "Unknown", "Urn", "Value"),
        *("name_of", "type_of", "urn_of"),
    },
    "outlay.step": {
        *("Assumption", "Diagnostic", "DiagnosticSeverity", "Op", "PolicyViolation", "Preview", "PropertyChange"),
        "Step",
    },
    "outlay.diff": {"CostDiff", "DiffRow", "cost_diff"},
    "outlay.baseline": {"Baseline", "read_baseline"},
    "outlay.finding": {"EnforcementLevel", "Finding", "Severity", "Verdict", "verdict"},
    "outlay.estimate.stack": {"UsageLookup", "estimate", "estimate_resource"},
    "outlay.estimate.resource_cost": {"CommitmentUse", "ResourceCost", "StackCost", "Status"},
    "outlay.estimate.charge": {"AppliedDiscount", "Charge", "DiscountKind", "Free", "PricedCharge", "Range"},
    "outlay.discount.effective": {"Fleet", "discounted", "discounted_fleet"},
    "outlay.discount.stated": {"Discounts"},
    # for pricers of one's own
    "outlay.estimate.registry": {"OURS", "REGISTRY", "Pricer", "Registry", "prices"},
    "outlay.plug_ins.plug_in": {"PlugIn"},
    "outlay.plug_ins.testing": {"book_of", "book_with", "charges", "cost", "quantities", "registry_with", "resource"},
    "outlay.estimate.amount": {"Amount", "Quantity", "Unit"},
    "outlay.estimate.subject": {"Neighbours", "Subject"},
    "outlay.estimate.properties": {"OpenValue", "Properties"},
    "outlay.usage.model": {"InvalidUsage", "NoUsage", "Usage"},
    # for prices of one's own
    "outlay.prices.book": {"BookIdentity", "PriceBook"},
    "outlay.prices.embedded": {"embedded_book"},
    "outlay.prices.query": {"Grade", "Missing", "Price", "PriceQuery", "PriceSource", "Tier"},
    "outlay.standard.model": {"Standard"},
    "outlay.standard.reading": {"find_standard", "parse_standard", "read_standard"},
}
POLICY_PACK = {
    # for rules of one's own
    "outlay_policy_pack.rule": {
        *("Area", "Found", "NoSettings", "NotApplicable", "Rule", "Scope", "Settings", "all_rules", "rule"),
        *("Answers", "Check", "Remediation"),
    },
    "outlay_policy_pack.resource_view": {"ResourceView"},
    "outlay_policy_pack.stack_view": {"Growth", "StackView"},
    # for judging without an engine
    "outlay_policy_pack.pricing": {"Pricing"},
    "outlay_policy_pack.configuration": {"ConfiguredRule", "PolicyConfig", "configured"},
    "outlay_policy_pack.evaluation": {"Evaluation", "Outcome", "evaluate"},
}
ALIASES = {"Money", "Urn"}
"""Names for types of Python's own."""


def test_library_exports_what_a_preview_takes_and_gives() -> None:
    assert outlay_automation.__all__ == ["EngineName", "PreviewOptions", "PreviewResult", "Progress", "preview"]
    for name in outlay_automation.__all__:
        assert getdoc(getattr(outlay_automation, name)), name


def test_cost_tests_have_their_public_names_and_explain_each() -> None:
    assert testing.__all__ == [
        *("Figure", "ProgramCost", "Selection", "Undecided"),
        *("assert_cost_snapshot", "assert_tagged", "assert_within_standard", "estimate_program"),
    ]
    for name in testing.__all__:
        assert getdoc(getattr(testing, name)), name
    assert set(testing.__all__) <= set(dir(testing))
    with pytest.raises(AttributeError, match="no attribute 'assert_cheap'"):
        _ = testing.assert_cheap


def test_policy_pack_exports_the_two_ways_into_pulumi() -> None:
    assert outlay_policy_pack.__all__ == ["policies", "serve"]
    for name in outlay_policy_pack.__all__:
        assert getdoc(getattr(outlay_policy_pack, name)), name


def test_library_tells_its_names_and_refuses_others() -> None:
    assert set(outlay_automation.__all__) <= set(dir(outlay_automation))
    with pytest.raises(AttributeError, match="no attribute 'prevew'"):
        _ = outlay_automation.prevew


@pytest.mark.parametrize("module", [*CORE, *POLICY_PACK])
def test_core_and_policy_pack_have_their_public_names_and_explain_each(module: str) -> None:
    found = import_module(module)

    assert found.__doc__
    for name in {**CORE, **POLICY_PACK}[module]:
        member = getattr(found, name)
        if name not in ALIASES and (isclass(member) or isfunction(member)):
            assert member.__module__ == module, f"{name} is only passed on by {module}"
            assert member.__doc__, name
            assert not member.__doc__.startswith(f"{name}("), f"{name} has only what dataclasses say of it"
