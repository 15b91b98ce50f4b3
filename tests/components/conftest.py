"""What tests of components share: a program that runs in this process against mocks, and what it made."""

import asyncio
import contextvars
import logging
import queue
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import pulumi
import pytest
from outlay.standard.model import Standard
from outlay_components.component import Component
from pulumi.runtime import config as pulumi_config
from pulumi.runtime.settings import SETTINGS
from pulumi.runtime.stack import run_pulumi_func

STANDARD = """\
tags:
  required:
    - owner
    - {key: cost-centre, gcp: cost_centre}
    - {key: environment, values: [dev, prod]}
owners:
  team-shop: {contact: [shop@example.com]}
budgets:
  stacks: {shop/*: {monthly: 500}}
  aws: {active_tags: [outlay-budget]}
  gcp: {billing_account: 012345-6789AB-CDEF01}
"""
OWNED = {"outlay:owner": "team-shop", "outlay:cost-centre": "4100"}


@dataclass
class Made:
    """What a program made: inputs as on the wire, by type token and name; and what it was warned of."""

    resources: dict[tuple[str, str], Mapping[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)

    def inputs(self, type_: str, name: str | None = None) -> Mapping[str, Any]:
        """The inputs of the one resource of a type, or of the one of a name."""
        (found,) = [
            inputs for (kind, called), inputs in self.resources.items() if kind == type_ and name in (None, called)
        ]
        return found

    def names(self, type_: str) -> list[str]:
        """The names of all resources of a type."""
        return sorted(name for kind, name in self.resources if kind == type_)


class _Cloud(pulumi.runtime.Mocks):
    def __init__(self, made: Made) -> None:
        self._made = made

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self._made.resources[args.typ, args.name] = args.inputs
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> dict[str, Any]:
        raise AssertionError(f"a component asked the cloud: {args.token}")


class _Warnings(logging.Handler):
    def __init__(self, made: Made) -> None:
        super().__init__(logging.WARNING)
        self._made = made

    def emit(self, record: logging.LogRecord) -> None:
        self._made.warnings.append(record.getMessage())


def _own_loop(loops: queue.SimpleQueue[asyncio.AbstractEventLoop]) -> None:
    """Give a thread a loop that is closed in the end; Pulumi's mocks would make one and forget it."""
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    loops.put(loop)


RunProgram = Callable[..., Made]


@pytest.fixture
def run_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunProgram:
    """Runs a program as Pulumi would, in the project `shop`, without an engine: what it makes is noted, not made."""

    def run(
        program: Callable[[], object],
        *,
        standard: str | None = STANDARD,
        config: Mapping[str, str] = OWNED,
        stack: str = "dev",
        preview: bool = False,
    ) -> Made:
        if standard is not None:
            (tmp_path / "finops.yaml").write_text(standard, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        monkeypatch.delenv("OUTLAY_STANDARD", raising=False)
        made = Made()
        logger = logging.Logger("a program")
        logger.addHandler(_Warnings(made))

        def inside() -> None:
            loop, loops = asyncio.new_event_loop(), queue.SimpleQueue[asyncio.AbstractEventLoop]()
            asyncio.set_event_loop(loop)
            loop.set_default_executor(ThreadPoolExecutor(initializer=lambda: _own_loop(loops)))
            loop.set_exception_handler(lambda _loop, _context: None)  # the first one is raised, and the others like it
            try:
                pulumi.runtime.set_mocks(_Cloud(made), project="shop", stack=stack, preview=preview, logger=logger)
                SETTINGS.outputs = set()  # else those of a program that failed are waited for
                pulumi_config.set_all_config(dict(config), [])
                loop.run_until_complete(run_pulumi_func(lambda: program() and None))
            finally:
                loop.run_until_complete(loop.shutdown_default_executor())
                asyncio.set_event_loop(None)
                for each in (loop, *(loops.get_nowait() for _ in range(loops.qsize()))):
                    each.close()

        contextvars.copy_context().run(inside)
        return made

    return run


Monthly = Callable[..., Decimal]


@pytest.fixture
def monthly() -> Monthly:
    """What a component's estimate expects a month in USD, for use given by resource type."""

    def of(component: type[Component], args: Mapping[str, Any], *, usage: Any = None, **more: Any) -> Decimal:
        standard = Standard.model_validate({"usage": {"types": usage or {}}})
        return component.estimate(args, standard=standard, **more).total.expected

    return of
