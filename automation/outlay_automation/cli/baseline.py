"""`outlay baseline write`: keeps what a stack costs now in a file that growth can be counted from."""

import sys
from contextlib import nullcontext
from pathlib import Path

from outlay.baseline import Baseline
from outlay.errors import WrongUse
from outlay_policy_pack.summary import spoken

from outlay_automation.cli.stack_to_price import StackToPrice
from outlay_automation.render.notes import say_note
from outlay_automation.replaced_file import replaced


def write_baseline(of: StackToPrice, output: Path | None) -> None:
    """Write the baseline of a stack to a file, or to the standard output.

    Args:
        of: the stack, as it is before the change that its program or a preview's digest would make.
        output: the file to write.

    Raises:
        WrongUse: there is no such project, stack or file, no state of the stack, or the file cannot be written.
        PreviewFailed: the program or the engine failed.
    """
    found, notices = _of_file(of) if of.file else _of_preview(of)
    with nullcontext(sys.stdout) if output is None else replaced(output) as stream:
        stream.write(found.text())
    for notice in notices:
        say_note(notice)
    where = f"wrote {output}: " if output is not None else ""
    say_note(f"{where}{found.project}/{found.stack} costs {spoken(found.total)}")


def _of_file(of: StackToPrice) -> tuple[Baseline, tuple[str, ...]]:
    from outlay_automation.cli.clock import today
    from outlay_automation.judging import pricing_of

    stored, stated, opened = of.read()
    resources = stored.resources if stored.before is None else stored.before
    cost = pricing_of(stated, opened.book, stored.configuration or {}, today()).estimate(resources)
    return Baseline.of(cost, resources.project, resources.stack, resources), (*stored.notices, *opened.notices)


def _of_preview(of: StackToPrice) -> tuple[Baseline, tuple[str, ...]]:
    from outlay_automation.engine.workspace import NO_STATE

    result = of.previewed()
    if NO_STATE in result.notices:
        # it would say that the stack costs nothing, and everything would count as growth ever after
        raise WrongUse(
            f"{result.project}/{result.stack} has no baseline: no state of the stack is at hand to say what it costs",
            "Name what `pulumi stack export` wrote: --baseline EXPORT beside the program, or --file EXPORT alone.",
        )
    before = result.preview.before
    return Baseline.of(result.diff.before, result.project, result.stack, before), result.notices
