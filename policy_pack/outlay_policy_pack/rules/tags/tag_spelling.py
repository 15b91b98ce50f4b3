"""OUT-T003: no tag is a required one, or an allowed value, in another spelling."""

from collections.abc import Iterator, Mapping

from outlay.finding import EnforcementLevel, Severity
from outlay.resource import Secret, Unknown, Value
from outlay.standard.model import Standard
from outlay.standard.tags import RequiredTag
from outlay.tagging.drift import meant_by
from outlay.tagging.effective import effective_tags, tag_text

from outlay_policy_pack.resource_view import ResourceView
from outlay_policy_pack.rule import Answers, Area, Found, NoSettings, Scope, rule


@rule(
    "OUT-T003",
    "tag-spelling",
    title="One spelling of each tag",
    area=Area.TAGS,
    scope=Scope.RESOURCE,
    level=EnforcementLevel.ADVISORY,
    severity=Severity.MEDIUM,
    rationale="Owner, owner and ownr are three owners on a bill: each report has to join them again, and some do not.",
    remediation="Write the key or the value as the standard spells it.",
    example='aws.sqs.Queue("orders", tags={"owner": "team-shop"})  # not Owner, not Team-Shop',
    capability="Allocation",
)
def tag_spelling(view: ResourceView, standard: Standard, settings: NoSettings) -> Answers:
    """A finding for each key and value that is a required or allowed one misspelt; undecided where they are not known.

    Misspelt is what differs only in case, separators or one slip of the hand. Digits are never slips: 4100 is no
    misspelt 4200.
    """
    required, found = standard.tags.required, effective_tags(view.resource)
    if found is None or not required:
        return
    package = view.resource.package
    yield from _keys(found.tags, [tag.spelling(package) for tag in required])
    open_ = ["its tags are open until deployment"] if found.is_open else []
    for tag in required:
        key = tag.spelling(package)
        value = found.tags.get(key)
        if isinstance(value, Unknown | Secret) and tag.values:
            open_.append(f"{key} is {'secret' if isinstance(value, Secret) else 'open until deployment'}")
        elif value is not None:
            meant = meant_by(str(tag_text(value)), _values(tag, package))
            if meant:
                yield Found(
                    f"{key} says {tag_text(value)!r}, and {meant!r} is probably meant", f"Write {key}: {meant}."
                )
    if open_:
        yield Found("may have a tag in another spelling", open=tuple(open_))


def _keys(tags: Mapping[str, Value], spellings: list[str]) -> Iterator[Found]:
    for key in tags:
        meant = meant_by(key, spellings)
        if meant:
            both = ", which is there as well" if meant in tags else ""
            instead = f"Take {key} away." if both else f"Write {meant} instead of {key}."
            yield Found(f"{key} is probably {meant}{both}", instead)


def _values(tag: RequiredTag, package: str) -> Iterator[str]:
    """The allowed values as the cloud spells them."""
    for each in tag.values:
        yield tag.gcp_values.get(each, each.lower()) if package == "gcp" else each
