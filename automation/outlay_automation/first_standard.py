"""The first finops.yaml of a team: commented, made of what its projects tell, and blocking nothing for a month.

Pure: projects and the day are passed in. Not here: finding projects (`found_projects`), and writing the file.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from outlay.finding import EnforcementLevel
from outlay_policy_pack.rule import Rule, all_rules

ADVISORY_DAYS: Final = 30
"""How long mandatory rules only say what they find."""
_PLAIN: Final = re.compile(r"[A-Za-z][A-Za-z0-9_./-]*")
_WORDS_OF_YAML: Final = frozenset({"true", "false", "yes", "no", "on", "off", "null", "y", "n"})
_IN_STANDARD: Final = "# finops.yaml\nrules:\n  "


@dataclass(frozen=True, slots=True)
class FoundProject:
    """A Pulumi project as its files tell it: its stacks, its clouds, and the regions that its configuration names."""

    name: str
    stacks: tuple[str, ...] = ()
    clouds: frozenset[str] = frozenset()
    regions: frozenset[tuple[str, str]] = frozenset()


def first_standard(projects: Sequence[FoundProject], as_of: date) -> str:
    """The text of the file; whoever reads it back finds a valid standard.

    Args:
        projects: what was found.
        as_of: the day from which mandatory rules have a month in which they only advise.
    """
    clouds = frozenset().union(*(each.clouds for each in projects)) or frozenset({"aws", "gcp"})
    stacks = [f"{each.name}/{stack}" for each in projects for stack in each.stacks]
    return "".join(f"{line}\n" for line in _lines(projects, stacks, clouds, as_of))


def _lines(
    projects: Sequence[FoundProject], stacks: Sequence[str], clouds: frozenset[str], as_of: date
) -> Iterator[str]:
    yield "# The financial standard: who answers for what, what it may cost, and which rules a change has to keep."
    yield "# Every key is explained in docs/reference/finops-yaml.md of Outlay, every rule in docs/reference/rules.md."
    yield "version: 1"
    yield f"organisation: {_scalar(projects[0].name)}"
    yield "currency: USD"
    yield ""
    yield from _tags(clouds)
    yield ""
    yield from _environments(stacks)
    yield ""
    yield from _budgets(stacks, clouds)
    yield ""
    yield "# What follows where a rule cannot be decided, because a value is open or a price is missing:"
    yield "# block, warn, or assume_high (decide by the high end of what is known)."
    yield "limits:"
    yield "  on_unknown: block"
    yield ""
    yield from _rules(projects, as_of)
    yield ""
    yield "# What a rule may find and lets pass, why, who answers for that, and until when."
    yield "exemptions: []"
    yield f'#  - {{rule: single-resource, resource: "*::warehouse", reason: …, owner: …, expires: {_until(as_of)}}}'
    yield ""
    yield "# Use that nobody can read from a program; what is left out is said in every report, never taken as nothing."
    yield "# `outlay preview` names what depends on use, docs/reference/types.md the keys of each type."
    yield "usage:"
    yield "  types: {}"
    yield '#    "aws:lambda/function:Function": {monthly_requests: 2000000, request_duration_ms: 120}'


def _tags(clouds: frozenset[str]) -> Iterator[str]:
    yield "# Tags (labels on Google Cloud) that every taggable resource carries; each may have `values` or a `pattern`."
    yield "tags:"
    yield "  required:"
    for key in ("owner", "cost-centre", "environment"):
        yield f"    - {key}"
    if "gcp" in clouds:
        yield "    # - {key: CostCentre, gcp: cost_centre}   # where the clouds spell it differently"
    yield ""
    yield "# Who answers, by the value of the tag `owner`: budget alerts go there."
    yield "owners: {}"
    yield "#  team-shop: {contact: [team-shop@example.com]}"


def _environments(stacks: Sequence[str]) -> Iterator[str]:
    yield "# Which stacks belong to which environment; a stack that stands nowhere is an environment of its name."
    yield "environments: {}"
    yield f"#  production: [{_scalar(next((each for each in stacks if 'prod' in each), 'shop/prod'))}]"


def _budgets(stacks: Sequence[str], clouds: frozenset[str]) -> Iterator[str]:
    yield "# What each stack may cost a month. `outlay budget suggest DIR --stack S --write` adds a stack's limit here:"
    yield "# its estimate with `headroom` percent."
    yield "budgets:"
    yield "  headroom: 20"
    yield "  stacks: {}"
    if stacks:
        yield f"#  found: {', '.join(stacks)}"
    if "aws" in clouds:
        yield "#  aws: {active_tags: [outlay-budget]}      # tag keys that the payer account activated for allocation"
    if "gcp" in clouds:
        yield "#  gcp: {billing_account: 012345-6789AB-CDEF01}"


def _rules(projects: Sequence[FoundProject], as_of: date) -> Iterator[str]:
    until = _until(as_of)
    rules = all_rules()
    stopping = [each for each in rules if each.level is EnforcementLevel.MANDATORY]
    yield f"# These stop a change from {until} on; until then they say what they find."
    yield "rules:"
    for each in stopping:
        if not each.settings.model_fields:
            yield f"  {each.name}: {{advisory_until: {until}}}  # {each.title}"
    yield "  # These need a limit first. Take one over, and set it to what fits:"
    for each in stopping:
        if setting := _setting(each, projects):
            yield f"  # {each.name}: {{{setting}, advisory_until: {until}}}  # {each.title}"
    yield "  # These advise. `level: mandatory` makes one stop a change, `level: disabled` silences it."
    for each in rules:
        if each.level is EnforcementLevel.ADVISORY:
            yield f"  # {each.name}: {{level: advisory}}  # {each.title}"


def _setting(rule: Rule[Any], projects: Sequence[FoundProject]) -> str:
    """A rule's own settings as its example shows them, or as the projects are configured today."""
    if not rule.settings.model_fields:
        return ""
    if rule.name == "allowed-regions":
        found = sorted(frozenset().union(*(each.regions for each in projects)))
        by_cloud = {cloud: [region for of, region in found if of == cloud] for cloud, _ in found}
        if by_cloud:
            return ", ".join(f"{cloud}: [{', '.join(regions)}]" for cloud, regions in by_cloud.items())
    shown = rule.example.removeprefix(f"{_IN_STANDARD}{rule.name}: {{")
    return shown.removesuffix("}") if shown != rule.example else ""


def _until(as_of: date) -> str:
    return (as_of + timedelta(days=ADVISORY_DAYS)).isoformat()


def _scalar(text: str) -> str:
    """A text as YAML writes it: plain where that cannot be taken for anything else."""
    is_plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML
    return text if is_plain else json.dumps(text)
