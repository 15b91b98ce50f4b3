"""`outlay explain`: how each charge of one resource came about."""

import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from outlay.errors import WrongUse
from outlay.estimate.resource_cost import ResourceCost

_MOST_NAMED: Final = 5


def show_explanation(
    wanted: str,
    directory: Path,
    *,
    stack: str,
    offline: bool,
    baseline: Path | None,
    standard: Path | None,
    file: str,
) -> None:
    """Print every charge of the resources that `wanted` names: formula, price, source, date and grade."""
    from outlay_automation.render.explanation import print_explanation

    costs = _of_file(file, standard) if file else _of_preview(directory, stack, offline, baseline, standard)
    for number, cost in enumerate(matching(wanted, costs.values())):
        if number:
            sys.stdout.write("\n\n")
        print_explanation(cost, sys.stdout)


def matching(wanted: str, costs: Iterable[ResourceCost]) -> list[ResourceCost]:
    """The resources with this URN, or else all that `wanted` names otherwise.

    That is by name, or by type and name as URNs or as tables write them: `aws:ebs/volume:Volume::disk`,
    `aws:ebs:Volume disk`.

    Raises:
        WrongUse: there is none; the message names close ones.
    """
    known = [cost for cost in costs if not cost.is_structural]
    found = [cost for cost in known if cost.urn == wanted] or [cost for cost in known if wanted in _names(cost)]
    if found:
        return found
    names = sorted({cost.name for cost in known})
    close = get_close_matches(wanted, names, _MOST_NAMED, cutoff=0.4) or names[:_MOST_NAMED]
    more = " …" if len(names) > len(close) else ""
    raise WrongUse(f"no resource {wanted!r}", f"There are: {', '.join(close)}{more}." if close else "There are none.")


def _names(cost: ResourceCost) -> tuple[str, ...]:
    from outlay_automation.render.sections import short_type

    return cost.name, f"{cost.type}::{cost.name}", f"{short_type(cost.type)} {cost.name}"


def _of_file(file: str, standard: Path | None) -> Mapping[str, ResourceCost]:
    from outlay_automation.cli.estimate import costs_in

    return costs_in(file, standard).resources


def _of_preview(
    directory: Path, stack: str, offline: bool, baseline: Path | None, standard: Path | None
) -> Mapping[str, ResourceCost]:
    """What the change leads to; a resource that it deletes as it was."""
    from outlay_automation.render.progress import progress_on
    from outlay_automation.stack_preview import PreviewOptions, preview

    with progress_on(sys.stderr) as on_progress:
        options = PreviewOptions(offline=offline, baseline=baseline, standard=standard, on_progress=on_progress)
        diff = preview(directory, stack=stack, options=options).diff
    return {**diff.before.resources, **diff.after.resources}
