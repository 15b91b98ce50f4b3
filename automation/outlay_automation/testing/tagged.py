"""Asserts that resources carry tags (labels on Google Cloud), those of their provider's default tags among them.

Not here: which tags are in effect (`outlay.tagging.effective`), and the rule of the standard (`OUT-T001`).
"""

from collections.abc import Iterator, Sequence

from outlay.errors import WrongUse
from outlay.resource import UNKNOWN, Resource
from outlay.standard.model import Standard
from outlay.standard.tags import RequiredTag
from outlay.tagging.effective import effective_tags

from outlay_automation.render.sections import short_type
from outlay_automation.testing.program_cost import ProgramCost, place_of


def assert_tagged(cost: ProgramCost, *keys: str, on: str | None = None) -> None:
    """Assert that each resource that takes tags has those keys, its own or by its provider's default tags.

    A key is spelled as the standard's `tags.required` spells it for the cloud; in lower case on Google Cloud where
    that says nothing. A tag whose value is open until deployment is there; one that is empty or blank is not. What
    else a value has to be (`values` and `pattern` of the standard) its rules say: `assert_within_standard`. Resources
    that are only read, and types that take no tags, are not looked at.

    Args:
        cost: the program.
        keys: the tags; by default those that the standard requires.
        on: the name, URN, glob or type of the resources that are meant; all by default.

    Raises:
        AssertionError: a resource lacks one, or none of those that are meant takes tags. It names each resource,
            where it is declared, and what is missing.
        LookupError: there is no resource or type that `on` names.
        WrongUse: a key is empty, or no text.
    """
    __tracebackhide__ = True
    wanted = _wanted(keys, cost.standard)
    meant = f" {on}" if on is not None else ""
    if not wanted:
        raise AssertionError("no tags are asked for: name some, or list them in finops.yaml: tags.required")
    taggable = [each for each in cost.declared(on) if effective_tags(each) is not None]
    if not taggable:
        raise AssertionError(f"{cost.name} has no resource{meant} that takes tags, so that nothing would be asserted")
    lacking = [line for each in taggable for line in _lacking(each, wanted, cost)]
    if lacking:
        count = f"{len(lacking)} of {len(taggable)} resources{meant} that take tags lack some"
        lines = "\n".join(lacking)
        raise AssertionError(
            f"{count}:\n{lines}\n→ Add them to the resource, to its provider's default tags, or to all by govern(…)."
        )


def _wanted(keys: Sequence[str], standard: Standard) -> list[RequiredTag]:
    given: Sequence[object] = keys  # a list of keys in the place of one is easily written
    for key in given:
        if not isinstance(key, str) or not key.strip():
            raise WrongUse(f"{key!r} is no key of a tag", 'Name each: assert_tagged(cost, "owner", "cost-centre").')
    known = {each.key: each for each in standard.tags.required}
    return [known.get(key) or RequiredTag(key=key) for key in keys] if keys else list(standard.tags.required)


def _lacking(resource: Resource, wanted: Sequence[RequiredTag], cost: ProgramCost) -> Iterator[str]:
    found = effective_tags(resource)
    assert found is not None
    spelled = [tag.spelling(resource.package) for tag in wanted]
    missing = [key for key in spelled if _is_blank(found.tags.get(key, UNKNOWN if found.is_open else None))]
    if found.is_open and (unseen := [key for key in spelled if key not in found.tags]):
        yield f"  {_named(resource, cost)}: may be without {', '.join(unseen)}: its tags are open until deployment"
    elif missing:
        yield f"  {_named(resource, cost)}: without {', '.join(missing)}"


def _is_blank(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _named(resource: Resource, cost: ProgramCost) -> str:
    place = place_of(cost, resource.urn)
    return f"{short_type(resource.type)} {resource.name}{f' ({place})' if place else ''}"
