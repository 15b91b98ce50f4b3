"""The section `budgets`: what a stack may cost a month."""

from fnmatch import fnmatchcase

from pydantic import Field

from outlay.standard.section import Amount, Section


class StackBudget(Section):
    """The monthly limit of one stack, in the standard's currency."""

    monthly: Amount


class Budgets(Section):
    """Budgets by stack.

    A key of `stacks` is a stack's name or `project/stack`, and may be a glob (`*/dev`). The first that matches, in
    the order of the file, counts.
    """

    stacks: dict[str, StackBudget] = Field(default_factory=dict)

    def of_stack(self, project: str, stack: str) -> StackBudget | None:
        """The budget of a stack, None where the standard sets none."""
        for pattern, budget in self.stacks.items():
            if fnmatchcase(stack, pattern) or fnmatchcase(f"{project}/{stack}", pattern):
                return budget
        return None
