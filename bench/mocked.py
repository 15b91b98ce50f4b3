"""Runs a program under the mocks of Pulumi's own SDK, in this process, which make nothing and price nothing."""

import asyncio
import contextvars
import logging
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pulumi
from pulumi.runtime import config as pulumi_config
from pulumi.runtime.stack import run_pulumi_func

from bench.process import BrokenBench, Run


class _Nothing(pulumi.runtime.Mocks):
    """A cloud that makes nothing and counts what it was asked for."""

    def __init__(self) -> None:
        self.count = 0

    def new_resource(self, args: pulumi.runtime.MockResourceArgs) -> tuple[str, dict[str, Any]]:
        self.count += 1
        return f"{args.name}-id", dict(args.inputs)

    def call(self, args: pulumi.runtime.MockCallArgs) -> Mapping[str, Any]:
        raise BrokenBench(f"a program asked for {args.token}")


def registered(program: Callable[[], None], expected: int, config: Mapping[str, str]) -> Run:
    """A program's run from its first statement until all that it declares is registered.

    Raises:
        BrokenBench: it registered another number of resources than expected.
    """
    cloud = _Nothing()

    def inside() -> Run:
        loop = asyncio.new_event_loop()
        asyncio.set_event_loop(loop)
        loop.set_default_executor(ThreadPoolExecutor(1))
        try:
            pulumi.runtime.set_mocks(cloud, project="machines", stack="dev", preview=True, logger=logging.Logger("-"))
            pulumi_config.set_all_config(dict(config), [])
            start, cpu = time.perf_counter(), time.process_time()
            loop.run_until_complete(run_pulumi_func(program))
            return Run(time.perf_counter() - start, time.process_time() - cpu)
        finally:
            loop.run_until_complete(loop.shutdown_default_executor())
            asyncio.set_event_loop(None)
            loop.close()

    taken = contextvars.copy_context().run(inside)
    if cloud.count != expected:
        raise BrokenBench(f"{cloud.count} resources were registered, and {expected} were expected")
    return taken
