"""OUT-T001: every taggable resource carries the tags that the standard requires."""

from collections.abc import Iterator

from outlay.finding import EnforcementLevel, Finding, Severity
from outlay.standard.model import Standard
from outlay.tagging.effective import effective_tags

from outlay_policy_pack.stack_view import StackView

RULE = "OUT-T001"


def required_tags(view: StackView, standard: Standard) -> Iterator[Finding]:
    """A finding for each resource that lacks a required tag; undecided where its tags are open until deployment.

    A tag whose value is open counts as there: its key is.
    """
    for resource in view.resources:
        found = effective_tags(resource)
        if found is None or resource.external:
            continue
        spellings = (tag.spelling(resource.package) for tag in standard.tags.required)
        missing = [key for key in spellings if key not in found.tags]
        if not missing:
            continue
        keys = ", ".join(missing)
        yield Finding(
            rule=RULE,
            title="Required tags",
            message=f"tags are open until deployment: {keys}" if found.is_open else f"without {keys}",
            level=EnforcementLevel.ADVISORY,
            severity=Severity.MEDIUM,
            urn=resource.urn,
            remediation=f"Add {keys} to the resource, or to its provider's default tags.",
            is_undecided=found.is_open,
        )
