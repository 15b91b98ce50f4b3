"""Runs rules and gathers what they found: levels, exemptions, and what follows from values nobody knows.

Not here: the rules, how they are set for a stack (`configuration`), and what follows from findings (`outlay.finding`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import Any, Final

from outlay.finding import EnforcementLevel, Finding
from outlay.resource import Resource, Snapshot, Urn
from outlay.standard.limits import OnUnknown
from outlay.standard.model import Standard

from outlay_policy_pack.configuration import ConfiguredRule, configured
from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Found, NotApplicable, Scope
from outlay_policy_pack.stack_view import StackView, component_path

_ASSUMED: Final = "the standard takes what is open as broken"
_WARNED: Final = "not decided, and the standard only warns"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rules said: their findings, sorted by rule, resource and message, and which did not apply.

    `not_applicable` has a reason by policy name. `decided` are the policies that ran and did apply, where all were
    run: those that found nothing among them.
    """

    findings: tuple[Finding, ...] = ()
    not_applicable: Mapping[str, str] = field(default_factory=dict)
    decided: frozenset[str] = frozenset()

    @classmethod
    def of(cls, said: Iterable[Finding | tuple[str, str]]) -> "Outcome":
        """All that was said: findings, and pairs of a policy that did not apply with the reason."""
        findings: list[Finding] = []
        inapplicable: dict[str, str] = {}
        for each in said:
            if isinstance(each, Finding):
                findings.append(each)
            else:
                inapplicable.setdefault(*each)
        findings.sort(key=lambda finding: (finding.rule, finding.urn, finding.message))
        return cls(tuple(findings), dict(sorted(inapplicable.items())))


def evaluate(view: StackView, standard: Standard) -> Outcome:
    """What all rules say of a stack, as the standard sets them.

    Raises:
        InvalidFile: the standard sets a rule that does not exist, or sets one wrongly.
    """
    rules = configured(standard, view.project, view.stack, view.environment, view.as_of)
    return Evaluation(standard, rules, view.project, view.stack, view.as_of).of_everything(view)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The rules as they are set for one stack, ready to be run.

    Args:
        standard: what to judge by.
        rules: the rules that run.
        project: the project's name.
        stack: the stack's name.
        as_of: the day to judge by; without one no exemption expires.
    """

    standard: Standard
    rules: tuple[ConfiguredRule, ...]
    project: str
    stack: str
    as_of: date | None = None

    def of_everything(self, view: StackView) -> Outcome:
        """What all rules say, those of resources too."""
        on_resources = (self._of_resource(each, view.resources) for each in view.views())
        outcome = Outcome.of(chain(self._of_stack(view), *on_resources))
        ran = frozenset(each.rule.name for each in self.rules)
        return replace(outcome, decided=ran - outcome.not_applicable.keys())

    def of_resource(self, view: ResourceView, around: Snapshot | None = None) -> Outcome:
        """What resource rules say of one resource; `around` are the resources that its components are among."""
        return Outcome.of(self._of_resource(view, around))

    def of_stack(self, view: StackView) -> Outcome:
        """What stack rules say."""
        return Outcome.of(self._of_stack(view))

    def _of_resource(self, view: ResourceView, around: Snapshot | None) -> Iterator[Finding | tuple[str, str]]:
        resource = view.resource
        if not is_judged(resource):
            return
        for each in self.rules:
            if each.rule.scope is Scope.RESOURCE and resource.package in each.rule.clouds:
                for said in _answers(each, view, self.standard):
                    if isinstance(said, NotApplicable):
                        yield each.rule.name, said.reason
                    else:
                        yield self._finding(each, said, said.urn or resource.urn, resource, around)

    def _of_stack(self, view: StackView) -> Iterator[Finding | tuple[str, str]]:
        for each in self.rules:
            if each.rule.scope is not Scope.STACK:
                continue
            for said in _answers(each, view, self.standard):
                if isinstance(said, NotApplicable):
                    yield each.rule.name, said.reason
                else:
                    resource = view.resources.resources.get(said.urn)
                    yield self._finding(each, said, said.urn, resource, view.resources)

    def _finding(
        self, by: ConfiguredRule, found: Found, urn: Urn, resource: Resource | None, around: Snapshot | None
    ) -> Finding:
        rule = by.rule
        level = EnforcementLevel.ADVISORY if by.level is EnforcementLevel.ADVISORY else EnforcementLevel.MANDATORY
        message, is_undecided = found.message, bool(found.open)
        if found.open:
            message = f"{message}: {'; '.join(found.open)}"
            if isinstance(found, _Failed):
                pass  # a fault is no value that nobody knows: whatever the standard says of those, it opens no door
            elif by.on_unknown is OnUnknown.ASSUME_HIGH:
                message, is_undecided = f"{message} ({_ASSUMED})", False
            elif by.on_unknown is OnUnknown.WARN and level is EnforcementLevel.MANDATORY:
                message, level = f"{message} ({_WARNED})", EnforcementLevel.ADVISORY
        if by.advisory_until is not None:
            message = f"{message} (advisory until {by.advisory_until.isoformat()})"
        return Finding(
            rule=rule.id,
            policy=rule.name,
            title=rule.title,
            message=message,
            level=level,
            severity=rule.severity,
            urn=urn,
            remediation=found.instead or rule.remediation,
            is_undecided=is_undecided,
            open=found.open,
            monthly=found.monthly,
            saving=found.saving,
            where=component_path(around, resource) if resource is not None else "",
            source=resource.source if resource is not None else None,
            exemption=self._exemption(by, urn),
        )

    def _exemption(self, by: ConfiguredRule, urn: Urn) -> str:
        """The reason of the first exemption that holds; empty where none does."""
        for each in self.standard.exemptions:
            covers = each.covers(by.rule.id, by.rule.name, urn, self.project, self.stack)
            if covers and not each.has_expired(self.as_of):
                return f"{each.reason} ({each.owner}, until {each.expires.isoformat()})"
        return ""


def is_judged(resource: Resource) -> bool:
    """Whether resource rules look at it: a real resource that this stack manages."""
    return resource.custom and not resource.external and not resource.type.startswith("pulumi:")


@dataclass(frozen=True, slots=True)
class _Failed(Found):
    """What is said for a rule that raised instead of answering."""


def _answers(by: ConfiguredRule, view: Any, standard: Standard) -> Answers:
    """What the rule says. One that raises is named and has not decided; the others go on.

    Of the error only its type is said: its text may hold a value of the program.
    """
    try:
        yield from by.rule.check(view, standard, by.settings)
    except Exception as error:  # a rule may raise anything: whoever runs it has to go on
        why = f"the rule failed with {type(error).__name__}"
        yield _Failed(f"{by.rule.name} could not be checked", instead=_REPORT, open=(why,))


_REPORT: Final = "Report the failure; until it is mended, set the rule's level or an exemption in finops.yaml."
