"""The policies as objects of pulumi_policy, for packs of other people that hold other policies too.

pulumi_policy fixes the level of everything that a policy reports, unwraps secrets, and tells of the stack no more than
its resources' names do. So a policy has the strictest level that the standard gives its rule for any stack, and what
is only advisory for the stack at hand goes to the diagnostics. Not here: a pack of our own (`analyzer`), and what
pulumi_policy hands over as values of the domain (`foreign_values`).
"""

import sys
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

import pulumi_policy
from outlay.errors import OutlayError
from outlay.finding import EnforcementLevel
from outlay.resource import Resource, Urn
from outlay.standard.model import Standard

from outlay_policy_pack.configuration import PolicyConfig
from outlay_policy_pack.declaration import FRAMEWORK, Declaration, declarations
from outlay_policy_pack.engine.clock import today
from outlay_policy_pack.engine.policy_run import PolicyRun, StackAnswer
from outlay_policy_pack.engine.stack_identity import StackIdentity
from outlay_policy_pack.engine.standard_search import StandardSearch
from outlay_policy_pack.evaluation import Outcome
from outlay_policy_pack.foreign.values import changed_properties, configuration, resource_of, resources_of
from outlay_policy_pack.message import text_of
from outlay_policy_pack.own_policies import COST_SUMMARY
from outlay_policy_pack.rule import Rule, Scope

_BY_STRICTNESS: Final = (
    EnforcementLevel.DISABLED,
    EnforcementLevel.ADVISORY,
    EnforcementLevel.MANDATORY,
    EnforcementLevel.REMEDIATE,
)


def foreign_policies(search: StandardSearch) -> list[pulumi_policy.Policy]:
    """Every policy as an object of pulumi_policy, by name.

    Args:
        search: where the standard is looked for.
    """
    standard = _standard(search)
    shared = _SharedRun(search)
    return [_policy(each.at(_strictest(each.rule, standard)), shared) for each in declarations()]


class _SharedRun:
    """One run of the rules that all policies of a pack share, so that each resource is judged once."""

    def __init__(self, search: StandardSearch) -> None:
        self._search = search
        self._configs: dict[str, PolicyConfig] = {}
        self._run: PolicyRun | None = None
        self._judged: tuple[Resource, Outcome] | None = None
        self._answered: tuple[tuple[Urn, ...], StackAnswer] | None = None

    def of_resource(self, policy: str, args: pulumi_policy.ResourceValidationArgs) -> tuple[PolicyRun, Outcome]:
        """What all rules say of a resource, worked out once."""
        run = self._run_of(policy, args.urn, args.get_config())
        resource = resource_of(args)
        if self._judged is None or self._judged[0] != resource:
            self._judged = (resource, run.of_resource(resource))
            self._answered = None
        return run, self._judged[1]

    def of_stack(self, policy: str, args: pulumi_policy.StackValidationArgs) -> tuple[PolicyRun, StackAnswer]:
        """What all rules say of the stack, worked out once."""
        urns = tuple(sorted(each.urn for each in args.resources))
        run = self._run_of(policy, urns[0] if urns else "", args.get_config())
        if self._answered is None or self._answered[0] != urns:
            self._answered = (urns, run.of_stack(resources_of(args, run.resources)))
        return run, self._answered[1]

    def remedied(self, rule: Rule[Any], args: pulumi_policy.ResourceValidationArgs) -> Mapping[str, Any] | None:
        """The resource's properties as one rule sets them; None where it sets nothing."""
        run = self._run_of(rule.name, args.urn, args.get_config())
        for each, changes in run.remedies(resource_of(args)):
            if each is rule:
                return changed_properties(args, changes)
        return None

    def _run_of(self, policy: str, urn: Urn, config: Mapping[str, Any]) -> PolicyRun:
        given = PolicyConfig(properties=dict(config))
        is_new = given.properties and self._configs.get(policy) != given
        if is_new:
            self._configs[policy] = given
            self._judged = self._answered = None
        if self._run is None:
            stack = replace(StackIdentity.of_state(urn), configuration=configuration(), is_state=False)
            self._run = PolicyRun(stack, self._search, today(), dict(self._configs))
        elif is_new:
            self._run = self._run.configured_by(dict(self._configs))
        return self._run


def _policy(declaration: Declaration, shared: _SharedRun) -> pulumi_policy.Policy:
    rule, schema = declaration.rule, None
    if declaration.properties:
        schema = pulumi_policy.PolicyConfigSchema({key: dict(value) for key, value in declaration.properties.items()})
    stated: dict[str, Any] = {
        "name": rule.name,
        "description": declaration.description,
        "enforcement_level": pulumi_policy.EnforcementLevel(declaration.level.value),
        "config_schema": schema,
        "display_name": rule.title,
        "severity": pulumi_policy.Severity(rule.severity.value),
        "framework": pulumi_policy.PolicyComplianceFramework(name=FRAMEWORK, specification=rule.capability),
        "tags": list(declaration.tags),
        "remediation_steps": declaration.remediation_steps,
    }

    def of_resource(args: pulumi_policy.ResourceValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        run, outcome = shared.of_resource(rule.name, args)
        _report(declaration, run, outcome, report)
        if rule.name in outcome.not_applicable:
            args.not_applicable(outcome.not_applicable[rule.name])

    def of_stack(args: pulumi_policy.StackValidationArgs, report: pulumi_policy.ReportViolation) -> None:
        run, answer = shared.of_stack(rule.name, args)
        if rule is COST_SUMMARY and answer.summary is not None:
            report(answer.summary.text, None)
        _report(declaration, run, answer.outcome, report)
        if rule.name in answer.outcome.not_applicable:
            args.not_applicable(answer.outcome.not_applicable[rule.name])

    if rule.scope is Scope.STACK:
        return pulumi_policy.StackValidationPolicy(validate=of_stack, **stated)
    if rule.remediate is None:
        return pulumi_policy.ResourceValidationPolicy(validate=of_resource, **stated)

    def remedied(args: pulumi_policy.ResourceValidationArgs) -> Any:  # its type speaks of awaitables alone
        return shared.remedied(rule, args)

    return pulumi_policy.ResourceValidationPolicy(validate=of_resource, remediate=remedied, **stated)


def _report(declaration: Declaration, run: PolicyRun, outcome: Outcome, report: pulumi_policy.ReportViolation) -> None:
    for each in outcome.findings:
        if each.policy != declaration.rule.name or each.exemption:
            continue
        if each.level is EnforcementLevel.ADVISORY and declaration.level is not EnforcementLevel.ADVISORY:
            sys.stderr.write(f"{each.rule} {each.policy}, advisory, {each.urn or 'the stack'}: {each.message}\n")
        else:
            report(text_of(each, run.stack.full_name, run.currency, run.as_of), each.urn or None)


def _strictest(rule: Rule[Any], standard: Standard) -> EnforcementLevel:
    """The strictest level that a standard gives a rule, for any stack."""
    section = next((standard.rules[key] for key in (rule.id, rule.name) if key in standard.rules), None)
    if section is None:
        return rule.default_level(standard)
    narrower = (*section.environments.values(), *section.stacks.values())
    found = [section.enforcement or rule.default_level(standard), *(each.enforcement for each in narrower)]
    return max(filter(None, found), key=_BY_STRICTNESS.index)


def _standard(search: StandardSearch) -> Standard:
    """The standard, an empty one where there is none that can be read: a policy of its own says so."""
    try:
        found = search.read()
    except OutlayError:
        return Standard()
    return found.standard if found is not None else Standard()
