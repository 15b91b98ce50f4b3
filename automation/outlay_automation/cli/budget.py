"""`outlay budget suggest`: a stack's monthly limit from its estimate, as lines of finops.yaml or written into it."""

import sys
from pathlib import Path

from outlay.errors import InvalidFile, WrongUse
from outlay.estimate.amount import written
from outlay.figures import money
from outlay.money import Cost, Money
from outlay.standard.location import standard_path
from outlay.standard.model import Standard
from outlay_policy_pack.summary import spoken

from outlay_automation.budget_suggestion import BudgetSuggestion
from outlay_automation.cli.stack_to_price import StackToPrice
from outlay_automation.render.notes import say_note
from outlay_automation.replaced_file import replaced
from outlay_automation.standard_editing import budget_lines, with_stack_budget


def suggest_budget(of: StackToPrice, *, is_written: bool, replaces: bool = False) -> None:
    """Print the lines that set the limit, or write them into the standard.

    Args:
        of: the stack, as it is after the change that its program or a preview's digest would make.
        is_written: whether to write into the standard.
        replaces: whether what is written may take the place of another limit of the stack's own.

    Raises:
        WrongUse: nothing that the stack costs has a figure, there is no standard to write into, or it holds another
            limit of the stack's own that is not to be replaced.
        PreviewFailed: the program or the engine failed.
    """
    if replaces and not is_written:
        raise WrongUse("--replace goes with --write", "Without --write the lines are printed, and nothing is replaced.")
    path = _path(of)
    if is_written and path is None:
        raise WrongUse("there is no finops.yaml to write into", "`outlay init` writes a first one.")
    name, cost, stated = _of_file(of) if of.file else _of_preview(of)
    found = BudgetSuggestion.of(name, cost, stated.budgets.headroom)
    if found is None:
        raise WrongUse(f"no limit can be suggested for {name}: {spoken(cost)}", _INCOMPLETE)
    if is_written and path is not None:
        _write(path, found, _own_limit(stated, found, replaces))
    else:
        sys.stdout.write(budget_lines(name, found.monthly))
    say_note(
        f"the estimate of {name}: {spoken(cost)}. {money(found.base, cost.currency)} and {found.headroom:f} % headroom "
        f"make {money(found.monthly, cost.currency)}, rounded up"
    )
    if found.is_incomplete:
        say_note(f"the estimate is incomplete. {_INCOMPLETE}")


_INCOMPLETE = "Add what the missing parts cost: `outlay preview` names each, and finops.yaml states use under `usage`."


def _path(of: StackToPrice) -> Path | None:
    if not of.file:
        return standard_path(of.directory, of.standard)
    from outlay_automation.stored_stack import standard_of_file

    return standard_of_file(of.file, of.standard)


def _own_limit(stated: Standard, found: BudgetSuggestion, replaces: bool) -> Money | None:
    """The stack's own limit that the suggestion takes the place of; None where there is none, or it is the same.

    A limit that a glob or a bare name sets is not the stack's own: it stays, and holds for others.
    """
    own = stated.budgets.stacks.get(found.stack)
    if own is None or own.monthly == found.monthly:
        return None
    if not replaces:
        where = stated.origin.where("budgets", "stacks", found.stack)
        change = f"{written(own.monthly)} → {written(found.monthly)}"
        raise WrongUse(
            f"{where}: {found.stack} has a limit that somebody set: {change}",
            "`--write --replace` puts the suggestion in its place; without `--write` the lines are only printed.",
        )
    return own.monthly


def _write(path: Path, found: BudgetSuggestion, replaced_limit: Money | None) -> None:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidFile(path, None, f"cannot be read: {error}") from None
    line_end = "\r\n" if "\r\n" in text else "\n"
    edited = with_stack_budget(text.replace("\r\n", "\n"), str(path), found.stack, found.monthly)
    with replaced(path) as stream:
        stream.write(edited.replace("\n", line_end))
    was = f" (it was {written(replaced_limit)})" if replaced_limit is not None else ""
    sys.stdout.write(f"{path}: the budget of {found.stack} is {found.monthly:f} a month{was}.\n")


def _of_file(of: StackToPrice) -> tuple[str, Cost, Standard]:
    from outlay_automation.cli.clock import today
    from outlay_automation.judging import pricing_of

    stored, stated, opened = of.read()
    for notice in (*stored.notices, *opened.notices):
        say_note(notice)
    resources = stored.resources
    pricing = pricing_of(stated, opened.book, stored.configuration or {}, today())
    return f"{resources.project}/{resources.stack}", pricing.estimate(resources).total, stated


def _of_preview(of: StackToPrice) -> tuple[str, Cost, Standard]:
    result = of.previewed()
    for notice in result.notices:
        say_note(notice)
    return f"{result.project}/{result.stack}", result.diff.after.total, result.standard
