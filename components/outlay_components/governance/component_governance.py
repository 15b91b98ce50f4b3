"""The governance of one component: whose it is, what it is for, its tags, and its budget.

Not here: how its resources are made (`outlay_components.making`).
"""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pulumi
from outlay.errors import OutlayError
from outlay.estimate.resource_cost import StackCost
from outlay.resource import Value
from outlay.tagging.budget_scope import scope_of_component
from outlay.tagging.ownership import OWNER

from outlay_components.arguments import checked_arguments
from outlay_components.environment import Environment
from outlay_components.errors import ProgramError, program_line
from outlay_components.governance.budget import BudgetPlan, MonthlyBudget, planned
from outlay_components.governance.budget_objects import make_budget, make_stack_budget
from outlay_components.governance.enforcement import Tags, enforced_tags
from outlay_components.governance.governed import governed, is_hosted
from outlay_components.governance.statement import check, environment_name, resolved, stated
from outlay_components.making import Plan
from outlay_components.pricing import estimated, surroundings_of

if TYPE_CHECKING:
    from outlay_components.component import Component


class ComponentGovernance:
    """What holds for one component in the program that runs.

    Args:
        component: its class.
        name: its name.
        args: its arguments.

    Raises:
        ProgramError: an argument is unknown or missing, or the standard is not kept.
    """

    def __init__(self, component: "type[Component]", name: str, args: Any) -> None:
        where = "" if is_hosted() else program_line()
        self.whose = f'{component.__name__} "{name}"' + (f" ({where})" if where else "")
        self.args = checked_arguments(component, args, self.whose)
        self._name = name
        self._run = governed()
        program = self._run.program
        sources = (*stated(f"the argument {{key}} of {self.whose}", self.args), *self._run.stated)
        self._ownership = resolved(program, sources)
        check(self._ownership, program, self.whose)
        self._environment = environment_name(program, self._ownership)
        own = self.args.get("budget")
        try:
            self._budget = MonthlyBudget.of(own) if own is not None else None
        except OutlayError as error:
            raise ProgramError(f"{self.whose}: {error}") from None
        self._tags: dict[str, Tags] = {}

    @cached_property
    def scope(self) -> str:
        """The scope of the budget that its resources count to."""
        if self._budget is None:
            return self._run.scope
        program = self._run.program
        return scope_of_component(program.project, program.stack, self._name)

    def tags(self, package: str) -> Tags:
        """The tags that its resources of a cloud get."""
        if package not in self._tags:
            standard = self._run.program.standard
            self._tags[package] = enforced_tags(package, self._ownership, standard, self.scope, self.whose)
        return self._tags[package]

    def plan(self) -> Plan:
        """What its resources end up with."""
        return Plan(
            name=self._name,
            whose=self.whose,
            environment=Environment(self._environment),
            overrides=self.args.get("overrides", {}),
            adopt=self.args.get("adopt", {}),
            tags=self.tags,
            provided=self._provided,
        )

    def make_budgets(self, component: "Component") -> None:
        """Make the component's own budget for each cloud that it uses, or the stack's where there is none yet.

        Raises:
            ProgramError: the budget is none that the services take, or is below the estimate.
        """
        for package in self._tags:
            if self._budget is None:
                make_stack_budget(self._run, package, self._ownership, _provider(component, package))
            else:
                plan = self._planned(self._budget, component)
                make_budget(package, plan, self._run, f"{self._name}-budget", self.tags(package), component)

    def _planned(self, budget: MonthlyBudget, component: "Component") -> BudgetPlan:
        program, owner = self._run.program, self._ownership.values.get(OWNER)
        try:
            return planned(
                budget,
                program.standard,
                scope=self.scope,
                title=f"the budget of {self.whose}",
                owner=owner if isinstance(owner, str) else None,
                estimate=self._estimate(component),
            )
        except OutlayError as error:
            raise ProgramError(str(error)) from None

    def _estimate(self, component: "Component") -> StackCost:
        """What the component costs, as far as that is known before the engine has made anything."""
        program = self._run.program
        around = surroundings_of(program)
        snapshot = type(component).recorded(
            self.args,
            name=self._name,
            environment=self._environment,
            # where a provider of its own works is known to nobody yet
            regions={each: region for each, region in around.regions.items() if _provider(component, each) is None},
            project=program.project,
            stack=program.stack,
        )
        return estimated(snapshot, around)

    def _provided(self, package: str) -> Mapping[str, Value]:
        return self._run.program.default_tags(package)


def _provider(component: "Component", package: str) -> pulumi.ProviderResource | None:
    """The provider that a component's resources of a cloud have, where it is not the default one."""
    return component.get_provider(f"{package}:index:Budget")
