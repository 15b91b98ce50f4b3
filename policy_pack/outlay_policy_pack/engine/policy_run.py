"""One run of the rules over one stack: what it is held against, and what was said of its resources so far.

The engine hands over one resource after another and at last all of them; what was read and converted for the first is
used again for the last. Not here: Pulumi's protobufs (`adapter`), and answering the engine (`analyzer`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, Final

from outlay.errors import OutlayError, WrongUse
from outlay.estimate.resource_cost import ResourceCost
from outlay.finding import EnforcementLevel, Finding
from outlay.prices.opened_book import open_book
from outlay.resource import Resource, Snapshot, Urn, Value
from outlay.standard.model import Standard
from outlay.tagging.ownership import Ownership, of_stack

from outlay_policy_pack.configuration import ConfiguredRule, PolicyConfig, configured
from outlay_policy_pack.engine.stack_identity import StackIdentity
from outlay_policy_pack.engine.standard_search import FoundStandard, StandardSearch
from outlay_policy_pack.evaluation import Evaluation, Outcome, is_judged
from outlay_policy_pack.own_policies import (
    BASELINE,
    COST_SUMMARY,
    FINANCIAL_STANDARD,
    OWN_POLICIES,
    PATHS,
    STANDARD,
    finding_of,
)
from outlay_policy_pack.pricing import Pricing
from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Rule, all_rules
from outlay_policy_pack.stack_view import Growth, StackView
from outlay_policy_pack.summary import Summary

_MONTHLY_DELTA: Final = "monthly-delta"
_BASELINE_VARIABLE: Final = "OUTLAY_BASELINE"


@dataclass(frozen=True, slots=True)
class StackAnswer:
    """What was said of a stack as a whole. `summary` is None where it is disabled, or where nothing was judged."""

    outcome: Outcome
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class _Judging:
    """All that resources are judged by."""

    standard: Standard
    environment: str
    ownership: Ownership
    pricing: Pricing
    evaluation: Evaluation
    has_standard: bool = True

    def rule(self, wanted: str) -> ConfiguredRule | None:
        """A policy as it is set here, by its name; None where it is disabled."""
        return next((each for each in self.evaluation.rules if each.rule.name == wanted), None)


class PolicyRun:
    """The rules over one stack.

    Args:
        stack: which stack it is.
        search: where its standard is looked for.
        as_of: the day to judge by.
        policies: by policy name, what Pulumi's policy configuration says.
    """

    def __init__(
        self,
        stack: StackIdentity,
        search: StandardSearch,
        as_of: date | None,
        policies: Mapping[str, PolicyConfig] | None = None,
    ) -> None:
        self.stack = stack
        self.as_of = as_of
        self._search = search
        self._policies = policies or {}
        self._resources: dict[Urn, Resource] = {}
        self._findings: dict[Urn, tuple[Finding, ...]] = {}
        self._has_said_standard = False

    def configured_by(self, policies: Mapping[str, PolicyConfig]) -> "PolicyRun":
        """The same run, with what it has seen, under another policy configuration."""
        run = PolicyRun(self.stack, self._search, self.as_of, policies)
        run._resources, run._findings = self._resources, self._findings
        run._has_said_standard = self._has_said_standard
        return run

    @property
    def resources(self) -> Mapping[Urn, Resource]:
        """The resources that were looked at, by URN."""
        return self._resources

    @property
    def currency(self) -> str:
        """The currency of all amounts that are said."""
        return self._judging.pricing.book.currency if isinstance(self._judging, _Judging) else "USD"

    def of_resource(self, resource: Resource) -> Outcome:
        """What the rules say of a resource that is about to be registered."""
        self._resources[resource.urn] = resource
        judging = self._judging
        if not isinstance(judging, _Judging):
            return Outcome(tuple(self._of_standard()))
        around = Snapshot(self._resources, self.stack.project, self.stack.name)
        view = self._view(resource, judging)
        outcome = judging.evaluation.of_resource(view, around)
        self._findings[resource.urn] = tuple(_with_cost(each, view.cost) for each in outcome.findings)
        return Outcome((*self._of_standard(), *self._findings[resource.urn]), outcome.not_applicable)

    def of_stack(self, resources: Iterable[Resource]) -> StackAnswer:
        """What the rules say of the stack as a whole, and its summary."""
        judging = self._judging
        if not isinstance(judging, _Judging):
            return StackAnswer(Outcome(tuple(self._of_standard())))
        snapshot = Snapshot({each.urn: each for each in resources}, self.stack.project, self.stack.name)
        cost = judging.pricing.estimate(snapshot)
        view = StackView(
            snapshot,
            cost,
            judging.pricing,
            is_state=self.stack.is_state,
            environment=judging.environment,
            as_of=self.as_of,
            ownership=judging.ownership,
        )
        said = list(self._of_standard())
        delta, unread = judging.rule(_MONTHLY_DELTA), None
        if delta is not None and not self.stack.is_state:
            try:
                view = replace(view, growth=self._growth(view))
            except OutlayError as error:
                unread = finding_of(delta.rule, error.message, error.hint)
        outcome = judging.evaluation.of_stack(view)
        # where the baseline cannot be read, that is what is to be said, not that nothing is known of what was before
        told = (each for each in outcome.findings if unread is None or each.policy != unread.policy)
        said += (_with_cost(each, cost.resources.get(each.urn)) for each in told)
        said += () if unread is None else (unread,)
        found = (*(each for findings in self._findings.values() for each in findings), *said)
        summary = Summary.of(view, judging.standard, found) if judging.rule(COST_SUMMARY.name) is not None else None
        return StackAnswer(Outcome(tuple(said), outcome.not_applicable), summary)

    @property
    def remediates(self) -> bool:
        """Whether there is a rule at the level `remediate` that can mend anything."""
        judging = self._judging
        return isinstance(judging, _Judging) and any(map(_can_mend, judging.evaluation.rules))

    def remedies(self, resource: Resource) -> Iterator[tuple[Rule[Any], Mapping[str, Value]]]:
        """What rules at the level `remediate` would set of a resource: top-level inputs, whole.

        Each sees what those before it set.
        """
        judging = self._judging
        if not isinstance(judging, _Judging) or not is_judged(resource):
            return
        for each in judging.evaluation.rules:
            remediate = each.rule.remediate
            if remediate is None or not _can_mend(each) or resource.package not in each.rule.clouds:
                continue
            changes = remediate(self._view(resource, judging), judging.standard, each.settings)
            if changes:
                resource = replace(resource, inputs={**resource.inputs, **changes})
                yield each.rule, changes

    def warm(self) -> None:
        """Read and import now what the first resource would have to wait for."""
        if isinstance(self._judging, _Judging):
            from outlay.estimate.registry import REGISTRY

            REGISTRY.types()

    @cached_property
    def _judging(self) -> "_Judging | Finding":
        """All that resources are judged by; else why they cannot be judged."""
        try:
            named = self._path_of(FINANCIAL_STANDARD.name, STANDARD)
            found = self._search.read(named)
            if found is None and self._level_without() is EnforcementLevel.MANDATORY:
                return self._none_found(EnforcementLevel.MANDATORY)
            return self._judge(found)
        except OutlayError as error:
            return finding_of(FINANCIAL_STANDARD, error.message, error.hint)

    def _judge(self, found: FoundStandard | None) -> _Judging:
        standard = found.standard if found is not None else Standard()
        stack = self.stack
        environment = standard.environment(stack.project, stack.name, stack.stated_environment)
        rules = configured(
            standard, stack.project, stack.name, environment, self.as_of, self._rule_configs(), _policies()
        )
        book = open_book(standard, found.path if found is not None else None).book
        return _Judging(
            standard,
            environment,
            of_stack(standard, stack.project, stack.name, stack.configuration),
            Pricing.of(standard, book, as_of=self.as_of, environment=environment),
            Evaluation(standard, rules, stack.project, stack.name, self.as_of),
            has_standard=found is not None,
        )

    def _view(self, resource: Resource, judging: _Judging) -> ResourceView:
        return ResourceView(
            resource,
            project=self.stack.project,
            stack=self.stack.name,
            environment=judging.environment,
            pricing=judging.pricing,
            ownership=judging.ownership,
        )

    def _growth(self, view: StackView) -> Growth | None:
        """What the stack grows by since its baseline; None without one.

        Raises:
            OutlayError: there is no such file, it is no baseline, or it is another stack's.
        """
        named = self._path_of(_MONTHLY_DELTA, BASELINE) or self._search.environment.get(_BASELINE_VARIABLE, "")
        if not named:
            return None
        from outlay.baseline import read_baseline

        path = self._search.file(named)
        if path is None:
            folders = " and in ".join(map(str, self._search.folders))
            raise WrongUse(
                f"the baseline {named} is not there: it was looked for in {folders}",
                "`outlay baseline write` makes it.",
            )
        baseline = read_baseline(path)
        baseline.check_stack(view.project, view.stack)
        before, delta = baseline.growth(view.cost, view.resources)
        otherwise = ", which other prices were used for" if baseline.notice(view.cost) else ""
        return Growth(before, delta, since=f"the baseline {named}{otherwise}")

    def _of_standard(self) -> Iterator[Finding]:
        """That there is no standard, or none that can be read: said once."""
        if self._has_said_standard:
            return
        self._has_said_standard = True
        judging = self._judging
        if isinstance(judging, Finding):
            yield judging
        elif not judging.has_standard and self._level_without() is EnforcementLevel.ADVISORY:
            yield self._none_found(EnforcementLevel.ADVISORY)

    def _none_found(self, level: EnforcementLevel) -> Finding:
        return finding_of(FINANCIAL_STANDARD, self._search.said(), level=level)

    def _level_without(self) -> EnforcementLevel:
        """What follows where there is no standard at all. One that cannot be read always stops the stack."""
        level = self._policies.get(FINANCIAL_STANDARD.name, PolicyConfig()).level or FINANCIAL_STANDARD.level
        return EnforcementLevel.MANDATORY if level is EnforcementLevel.REMEDIATE else level

    def _path_of(self, policy: str, key: str) -> str:
        """A file that policy configuration names; empty where it names none."""
        value = self._policies.get(policy, PolicyConfig()).properties.get(key, "")
        if not isinstance(value, str):
            raise WrongUse(f"policy config of {policy}: {key}: the path of a file belongs there")
        return value

    def _rule_configs(self) -> Mapping[str, PolicyConfig]:
        """The policy configuration without what only says where the pack reads from."""
        return {
            name: replace(given, properties={k: v for k, v in given.properties.items() if k not in PATHS.get(name, {})})
            for name, given in self._policies.items()
        }


def _with_cost(finding: Finding, cost: ResourceCost | None) -> Finding:
    """A finding that also says what its resource costs, where that is known to the last cent and it says no money."""
    is_told = finding.monthly is not None or finding.saving is not None
    if is_told or cost is None or not cost.cost.is_complete or not cost.cost.expected:
        return finding
    return replace(finding, monthly=cost.cost.expected)


def _can_mend(rule: ConfiguredRule) -> bool:
    return rule.level is EnforcementLevel.REMEDIATE and rule.rule.remediate is not None


def levels(stack: StackIdentity, search: StandardSearch, as_of: date | None) -> Mapping[str, EnforcementLevel]:
    """By policy name, the level at which each policy is announced: what the standard says, before policy configuration.

    The engine fills these in for everything that nobody configured, so that what comes back unchanged was not
    configured. Without a standard that can be read they are the rules' own.
    """
    try:
        found = search.read()
        standard = found.standard if found is not None else Standard()
        environment = standard.environment(stack.project, stack.name, stack.stated_environment)
        rules = configured(standard, stack.project, stack.name, environment, as_of, rules=_policies())
    except OutlayError:
        return {each.name: each.level for each in _policies()}
    by_name: dict[str, ConfiguredRule] = {each.rule.name: each for each in rules}
    return {
        each.name: by_name[each.name].level if each.name in by_name else EnforcementLevel.DISABLED
        for each in _policies()
    }


def _policies() -> tuple[Rule[Any], ...]:
    return (*all_rules(), *OWN_POLICIES)
