"""`outlay explain`: how each charge of one resource came about."""

import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from pathlib import Path

from outlay.errors import WrongUse
from outlay.estimate.resource_cost import ResourceCost


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
    for cost in matching(wanted, costs.values()):
        print_explanation(cost, sys.stdout)


def matching(wanted: str, costs: Iterable[ResourceCost]) -> list[ResourceCost]:
    """The resources with this URN, or else with this name.

    Raises:
        WrongUse: there is none; the message names close ones.
    """
    known = [cost for cost in costs if not cost.is_structural]
    found = [cost for cost in known if cost.urn == wanted] or [cost for cost in known if cost.name == wanted]
    if found:
        return found
    names = sorted({cost.name for cost in known})
    close = get_close_matches(wanted, names, 5, cutoff=0.4) or names[:5]
    raise WrongUse(f"no resource {wanted!r}", f"There are: {', '.join(close)}." if close else "There are none.")


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
