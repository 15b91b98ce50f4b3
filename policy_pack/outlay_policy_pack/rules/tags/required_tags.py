"""OUT-T001: every taggable resource carries the tags that the standard requires."""

from collections.abc import Iterator, Mapping

from outlay.errors import WrongUse
from outlay.finding import EnforcementLevel, Severity
from outlay.resource import Value
from outlay.standard.model import Standard
from outlay.tagging.effective import TagShape, effective_tags, tag_property
from outlay.tagging.spelling import spelled_value

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule


def fill_in(view: ResourceView, standard: Standard, settings: NoSettings) -> Mapping[str, Value]:
    """The tags with those added that are missing and that ownership knows; nothing where it cannot be told which are.

    What the cloud takes only in another form, and what is open until deployment, is left to the rule.
    """
    resource = view.resource
    where, found = tag_property(resource.type), effective_tags(resource)
    if where is None or found is None or found.is_open:
        return {}
    missing = dict(_known(view, standard, found.tags))
    holder = resource.inputs.get(where.input)
    own = where.within(holder)
    if not missing:
        return {}
    if where.shape is TagShape.LIST:
        entries = own if isinstance(own, list | tuple) else ()
        added = [{"key": key, "value": value, "propagateAtLaunch": True} for key, value in missing.items()]
        return {where.input: where.around(holder, [*entries, *added])}
    return {where.input: where.around(holder, {**(own if isinstance(own, Mapping) else {}), **missing})}


def _known(view: ResourceView, standard: Standard, tags: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    """The missing tags whose value ownership states, as the cloud spells them."""
    package = view.resource.package
    for tag in standard.tags.required:
        key, value = tag.spelling(package), view.ownership.values.get(tag.key)
        if key not in tags and isinstance(value, str):
            try:
                yield key, spelled_value(package, tag.key, value, standard)
            except WrongUse:
                continue


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
    example='aws.sqs.Queue("orders", tags={"owner": "team-shop", "cost-centre": "4100"})',
    capability="Allocation",
    remediate=fill_in,
)
def required_tags(view: ResourceView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for a resource that lacks a required tag; undecided where its tags are open until deployment.

    A tag whose value is open counts as there: its key is. Types that take no tags are not judged.
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
