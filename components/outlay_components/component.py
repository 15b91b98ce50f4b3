"""What all components are: a declaration that makes governed resources in a program, and an estimate without one.

How to add a component, `outlay_components/aws/instance.py` being a whole one:

1. Name it with its cloud, `AwsThing`: the name and the token `outlay:index:AwsThing` are in users' state for ever.
   Export it as `Thing` from the cloud's package, which lists it for `outlay_components.catalogue`.
2. Write its arguments as a TypedDict `AwsThingArgs(GovernedArgs)`: required ones first, then `NotRequired`, units in
   the names (`root_volume_gb`), each with a docstring: it becomes the schema's description. Annotations may be str,
   int, float, bool, enums, lists, `dict[str, …]` and TypedDicts of these, each in `pulumi.Input` where it may be open.
   No Literal, Union, Decimal, tuple, and no `from __future__ import annotations`: the schema is read from them.
   What is none of them in a call is an error; where an argument may only be certain words, `CHOICES` lists them.
3. The class is a `Component` whose class-level annotations are its outputs; raw resources are attributes that
   `declare` annotates, so that they are no part of the schema. Its docstring lists every default with what it saves.
4. `declare(self, make, args)` makes the resources by `make(CLASS, KEY, {…})`, and sets the attributes. It runs in
   two forms: in a program, and for `estimate()` without an engine, where resources and what is read of them are
   references. So it asks no cloud, calls no `Output` function (use `make.apply` and `make.secret`), and decides by
   plain arguments only. Lists that come from other components are `pulumi.Input[list[…]]`: they may be open as a whole.
   Defaults that would replace a resource when they changed go into `at_creation`.
5. Test it in tests/components: what it makes by default in each environment, its estimate by hand, what it promises to
   save; `test_every_component.py` there holds it to what all components promise, and needs an example of it.

Not here: how resources are made (`outlay_components.making`) and governed (`outlay_components.governance`).
"""

import inspect
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pulumi
from outlay.estimate.resource_cost import StackCost
from outlay.prices.book import PriceBook
from outlay.resource import Snapshot
from outlay.standard.model import Standard

from outlay_components.arguments import checked_arguments
from outlay_components.environment import Environment
from outlay_components.governance.component_governance import ComponentGovernance
from outlay_components.making import Make, Plan, Registering
from outlay_components.pricing import check_region, check_regions_given, estimated, surroundings
from outlay_components.recording import Recording

TOKENS = "outlay:index:"
"""How the type token of every component begins."""


class Component(pulumi.ComponentResource):
    """The base of all components.

    Args:
        name: the component's name, and that of its main resource.
        args: its arguments.
        opts: Pulumi's options.

    Raises:
        ProgramError: an argument is unknown, missing or not what it may be; what the standard requires is missing; or
            a tag contradicts it.
    """

    CHOICES = MappingProxyType[str, tuple[str, ...]]({})
    """By argument, the words that it may be; `…` at the end of one stands for anything."""

    def __init__(self, name: str, args: Any, opts: pulumi.ResourceOptions | None = None) -> None:
        governance = ComponentGovernance(type(self), name, args)
        super().__init__(token(type(self)), name, None, opts)
        plan = governance.plan()
        self.declare(Registering(plan, self), governance.args)
        plan.check_keys()
        governance.make_budgets(self)
        self.register_outputs({output: getattr(self, output, None) for output in _outputs(type(self))})

    @abstractmethod
    def declare(self, make: Make, args: Any) -> None:
        """Make the component's resources and set its attributes; see this module for what it may do."""

    @classmethod
    def estimate(
        cls,
        args: Any,
        *,
        name: str = "estimated",
        region: str | None = None,
        environment: str | None = None,
        standard: Standard | Path | None = None,
        book: PriceBook | None = None,
    ) -> StackCost:
        """What it would cost a month with these arguments, without running a program.

        Args:
            args: the arguments, as in a program.
            name: its name, for use that the standard states by URN.
            region: where it would be, where the arguments do not say it; no default stands in for it.
            environment: what it would be for, where the arguments do not say it; production by default.
            standard: the financial standard or its file; by default the nearest from the current folder upwards.
            book: the prices; by default those that the standard asks for.

        Raises:
            ProgramError: an argument is unknown, missing or not what it may be; the price book does not know the
                region; or none is given, and a price depends on it.
            OutlayError: the standard or the prices cannot be read.
        """
        around = surroundings(standard, book, region)
        snapshot = cls.recorded(args, name=name, environment=environment, regions=around.regions)
        whose = f'{cls.__name__} "{name}"'
        if region is not None:
            check_region(region, snapshot, whose)
        cost = estimated(snapshot, around)
        check_regions_given(snapshot, cost, whose)
        return cost

    @classmethod
    def recorded(
        cls,
        args: Any,
        *,
        name: str,
        environment: str | None = None,
        regions: Mapping[str, str] | None = None,
        project: str = "project",
        stack: str = "stack",
    ) -> Snapshot:
        """The resources that it would make with these arguments, as an estimate takes them.

        Raises:
            ProgramError: an argument is unknown, missing or not what it may be.
        """
        whose = f'{cls.__name__} "{name}"'
        given = checked_arguments(cls, args, whose)
        stated = given.get("environment", environment)
        plan = Plan(
            name=name,
            whose=whose,
            environment=Environment(stated if isinstance(stated, str) else None),
            overrides=given.get("overrides", {}),
            adopt=given.get("adopt", {}),
            tags=lambda _package: {},
            provided=lambda _package: {},
        )
        make = Recording(plan, token(cls), project, stack, regions or {})
        cls.__new__(cls).declare(make, given)
        plan.check_keys()
        return make.snapshot()


def _outputs(component: type[Component]) -> tuple[str, ...]:
    """The attributes that are a component's outputs."""
    return tuple(inspect.get_annotations(component))


def token(component: type[Component]) -> str:
    """The type token of a component."""
    return f"{TOKENS}{component.__name__}"
