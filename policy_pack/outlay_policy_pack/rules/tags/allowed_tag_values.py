"""OUT-T002: required tags say only what the standard allows them to say."""

from outlay.finding import EnforcementLevel, Severity
from outlay.resource import Secret, Unknown
from outlay.standard.model import Standard
from outlay.tagging.effective import effective_tags, tag_text
from outlay.tagging.spelling import spelled_fault

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule


@rule(
    "OUT-T002",
    "allowed-tag-values",
    title="Allowed values of tags",
    area=Area.TAGS,
    scope=Scope.RESOURCE,
    level=EnforcementLevel.MANDATORY,
    severity=Severity.HIGH,
    rationale="A cost centre that does not exist is found by finance at the end of the month, when nobody knows what "
    "was meant.",
    remediation="Write one of the values that tags.required in finops.yaml allows, or add the new one there.",
    example="# finops.yaml\n"
    "tags:\n"
    "  required:\n"
    '    - {key: cost-centre, values: ["4100", "4200"]}\n'
    '    - {key: owner, pattern: "team-[a-z]+"}',
    capability="Allocation",
)
def allowed_tag_values(view: ResourceView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each required tag that says what it may not; undecided where what it says is not known.

    A tag that is missing is no matter of this rule. On Google Cloud a value is judged as that cloud spells it.
    """
    found = effective_tags(view.resource)
    if found is None:
        return
    package, open_ = view.resource.package, []
    for tag in standard.tags.required:
        key = tag.spelling(package)
        is_limited = bool(tag.values or tag.pattern)
        if key not in found.tags:
            if is_limited and found.is_open:
                open_.append(f"{key} is open until deployment, as all its tags are")
            continue
        value = found.tags[key]
        if isinstance(value, Unknown | Secret):
            if is_limited:
                open_.append(f"{key} is {'secret' if isinstance(value, Secret) else 'open until deployment'}")
            continue
        fault = spelled_fault(package, tag, tag_text(value))
        if fault:
            yield Found(f"{key}: {fault}")
    if open_:
        yield Found("may have a tag with a value that is not allowed", open=tuple(open_))
