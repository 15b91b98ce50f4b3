"""How a stack's cost stands against the budget that the standard sets for it, in a line.

Not here: the same as JSON (`budget_document`), and what follows from it (the rule `estimate-within-budget`).
"""

from collections.abc import Iterator

from outlay.money import Comparison, Cost
from outlay.standard.model import Standard
from rich.text import Text

from outlay_automation.render import figures
from outlay_automation.render.budget_document import comparison
from outlay_automation.render.sections import floor


def budget_lines(total: Cost, standard: Standard, project: str, stack: str) -> Iterator[Text]:
    """The budget with what is left of it; or that there is none, where the standard has budgets for others."""
    budget = standard.budgets.of_stack(project, stack)
    if budget is None:
        if standard.budgets.stacks:
            yield Text(f"No budget is set for {project}/{stack} in finops.yaml.", style="yellow")
        return
    currency = total.currency
    text = Text("Budget ", style="bold").append(figures.money(budget.monthly, currency), style="")
    answer = comparison(total, budget.monthly, standard)
    if answer is Comparison.ABOVE:
        text.append(f", exceeded by at least {figures.money(total.low - budget.monthly, currency)}", style="red")
    elif answer is Comparison.UNDECIDED:
        text.append(f", undecided: the estimate is {floor(total)}", style="yellow")
    else:
        headroom = budget.monthly - (total.high or total.low)
        share = f" ({headroom / budget.monthly * 100:.0f} %)" if budget.monthly else ""
        without_use = ", without the use that nobody stated" if total.gaps else ""
        text.append(f", headroom {figures.money(headroom, currency)}{share}{without_use}")
    yield text
