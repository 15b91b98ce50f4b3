"""OUT-T001: every taggable resource carries the tags that the standard requires."""

from outlay.finding import EnforcementLevel, Severity
from outlay.standard.model import Standard
from outlay.tagging.effective import effective_tags

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule


@rule(
    "OUT-T001",
    "required-tags",
    title="Required tags",
    area=Area.TAGS,
    scope=Scope.RESOURCE,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="A cost that carries no owner is nobody's: it can neither be allocated nor questioned.",
    remediation="Add the tags to the resource, or to its provider's default tags.",
    example='tags={"owner": "team-shop", "cost-centre": "4100"}',
    capability="Allocation",
)
def required_tags(view: ResourceView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for a resource that lacks a required tag; undecided where its tags are open until deployment.

    A tag whose value is open counts as there: its key is.
    """
    resource = view.resource
    found = effective_tags(resource)
    if found is None:
        return
    spellings = (tag.spelling(resource.package) for tag in standard.tags.required)
    missing = [key for key in spellings if key not in found.tags]
    if not missing:
        return
    keys = ", ".join(missing)
    instead = f"Add {keys} to the resource, or to its provider's default tags."
    if found.is_open:
        yield Found(f"may be without {keys}", instead, open=("its tags are open until deployment",))
    else:
        yield Found(f"without {keys}", instead)
