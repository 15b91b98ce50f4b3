"""What components and `govern` take at registration, against the same resources declared raw.

All sides register the same resources with the same inputs (`bench.machines`). Not here: what previews take besides.
"""

import json
import os
import shutil
import warnings
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.project import find_project, installed_version
from outlay_automation.engine.pulumi_cli import find_cli

from bench.figure import Figure, ratio
from bench.mocked import registered
from bench.preview import scratch_environment
from bench.process import BrokenBench, Run, Surroundings, interleaved, run

_PROJECT: Final = Path(__file__).with_name("machines")
_GOAL_RATIO: Final = 1.15
_STANDARD: Final = """\
tags: {required: [owner, environment]}
budgets: {stacks: {"*": {monthly: 9}}, recipients: [a@example.com], aws: {active_tags: [outlay-budget]}}
"""
_CONFIG: Final = {"outlay:owner": "team-a", "aws:region": "eu-west-1"}


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    yield from _in_process(surroundings)
    yield from _with_the_engine(surroundings)


def _in_process(surroundings: Surroundings) -> Iterator[Figure]:
    warnings.filterwarnings("ignore", category=DeprecationWarning, module="pulumi_aws")
    from bench.machines.declared import SIDES

    standard = surroundings.scratch / "finops.yaml"
    standard.write_text(_STANDARD, encoding="utf-8")
    os.environ["OUTLAY_STANDARD"] = str(standard)
    count, rounds = (20, 2) if surroundings.quick else (200, 15)
    sides = {
        side: lambda side=side: registered(lambda: SIDES[side](count), 2 * count + 1, _CONFIG)
        for side in ("raw", "component")
    }
    found = interleaved(rounds, sides)
    yield from _figures(f"registering {count} components in process", found["component"], found["raw"], _GOAL_RATIO)


def _with_the_engine(surroundings: Surroundings) -> Iterator[Figure]:
    cli = find_cli()
    if cli is None:
        raise BrokenBench("there is no Pulumi CLI: run `make pulumi`")
    count, rounds = (20, 1) if surroundings.quick else (200, 7)
    project = surroundings.scratch / "machines"
    shutil.copytree(_PROJECT, project)
    (project / "finops.yaml").write_text(_STANDARD, encoding="utf-8")
    versions = {package: installed_version(find_project(project), package) for package in ("aws", "gcp")}
    with OfflineProvider.start(OfflineRequest(versions)) as provider:
        environment = scratch_environment(surroundings, cli)
        environment["PULUMI_DEBUG_PROVIDERS"] = provider.debug_providers()
        served = replace(surroundings, directory=project, environment=environment)
        for side in ("raw", "component", "governed"):
            config = {**_CONFIG, "machines:side": side, "machines:count": count}
            (project / f"Pulumi.{side}.yaml").write_text(json.dumps({"config": config}), encoding="utf-8")
            run([str(cli.path), "stack", "init", side, "--non-interactive"], served)
        bare = [str(cli.path), "preview", "--non-interactive", "--color", "never", "--stack"]
        sides = {side: lambda side=side: run([*bare, side], served) for side in ("raw", "component", "governed")}
        found = interleaved(rounds, sides)
    for side, what in (("component", "of components"), ("governed", "raw and govern(…)")):
        yield from _figures(f"pulumi preview of {count} machines, {what}", found[side], found["raw"])


def _figures(what: str, runs: list[Run], raw: list[Run], goal: float | None = None) -> Iterator[Figure]:
    """Time on the wall, and CPU seconds, which other work on the machine disturbs less."""
    for name, told, taken in (
        (what, goal, [[each.seconds for each in side] for side in (runs, raw)]),
        ("the same in CPU seconds", None, [[each.tree_cpu_seconds for each in side] for side in (runs, raw)]),
    ):
        seconds, baseline = taken
        note = f"the same raw ({median(seconds):.2f} s / {median(baseline):.2f} s, {len(seconds)} pairs)"
        yield Figure(name, ratio(seconds, baseline), "×", goal=told, note=note)
