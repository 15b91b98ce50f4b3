"""`outlay baseline write`: keeps what a stack costs now in a file that growth can be counted from."""

import sys
from contextlib import nullcontext
from pathlib import Path

from outlay.baseline import Baseline
from outlay_policy_pack.summary import spoken

from outlay_automation.cli.clock import today
from outlay_automation.cli.replaced_file import replaced
from outlay_automation.render.notes import say_note


def write_baseline(
    directory: Path,
    *,
    stack: str,
    offline: bool,
    state: Path | None,
    standard: Path | None,
    file: str,
    project: str,
    output: Path | None,
) -> None:
    """Write the baseline of a stack to a file, or to the standard output.

    Args:
        directory: the folder of the Pulumi project.
        stack: the stack's name.
        offline: serve the providers from here.
        state: a stack export to take for the stack's state.
        standard: the finops.yaml.
        file: a stack export or a preview's digest to take the stack from, instead of previewing.
        project: the project's name, where the file does not say.
        output: the file to write.

    Raises:
        WrongUse: there is no such project, stack or file, or the file cannot be written.
        PreviewFailed: the program or the engine failed.
    """
    if file:
        found, notices = _of_file(file, project, stack, standard)
    else:
        found, notices = _of_preview(directory, stack, offline, state, standard)
    with nullcontext(sys.stdout) if output is None else replaced(output) as stream:
        stream.write(found.text())
    for notice in notices:
        say_note(notice)
    where = f"wrote {output}: " if output is not None else ""
    say_note(f"{where}{found.project}/{found.stack} costs {spoken(found.total)}")


def _of_file(file: str, project: str, stack: str, standard: Path | None) -> tuple[Baseline, tuple[str, ...]]:
    from outlay_automation.cli.clock import today
    from outlay_automation.judging import opened_standard, pricing_of
    from outlay_automation.stored_stack import read_stack, standard_of_file

    stored = read_stack(file, project=project, stack=stack)
    stated, opened = opened_standard(standard_of_file(file, standard))
    resources = stored.resources if stored.before is None else stored.before
    cost = pricing_of(stated, opened.book, stored.configuration or {}, today()).estimate(resources)
    return Baseline.of(cost, resources.project, resources.stack, resources), (*stored.notices, *opened.notices)


def _of_preview(
    directory: Path, stack: str, offline: bool, state: Path | None, standard: Path | None
) -> tuple[Baseline, tuple[str, ...]]:
    """What the stack costs before the change that its program would make."""
    from outlay_automation.render.progress import progress_on
    from outlay_automation.stack_preview import PreviewOptions, preview

    with progress_on(sys.stderr) as on_progress:
        options = PreviewOptions(
            offline=offline, baseline=state, standard=standard, as_of=today(), on_progress=on_progress
        )
        result = preview(directory, stack=stack, options=options)
    before = result.preview.before
    return Baseline.of(result.diff.before, result.project, result.stack, before), result.notices
