"""A preview of 500 resources through the genuine engine: the command `outlay preview` against bare `pulumi preview`.

Both preview one project against one state in one scratch backend, offline, in the same environment. The stack was
deployed to that backend before; the preview is of a change that touches every tenth resource. The bare side's
provider process runs already when it starts. Not here: the project (`project`).
"""

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.project import find_project, installed_version
from outlay_automation.engine.pulumi_cli import PulumiCli, cache_dir, find_cli

from bench.figure import Figure, ratio
from bench.process import BrokenBench, Run, Surroundings, interleaved, run, run_outlay

PROJECT: Final = Path(__file__).with_name("project")
STACK: Final = "dev"
_GOAL_RATIO: Final = 1.10
_GOAL_MEMORY_MB: Final = 300
_GOAL_CPU_SECONDS: Final = 1.5
_GOAL_CPU_SECONDS_A_RESOURCE: Final = 0.001


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    cli = find_cli()
    if cli is None:
        raise BrokenBench("there is no Pulumi CLI: run `make pulumi`")
    count = 20 if surroundings.quick else 500
    with deployed(surroundings, cli, count) as (inside, served):
        bare = [str(cli.path), "preview", "--stack", STACK, "--non-interactive", "--color", "never"]
        ours = ["preview", ".", "--stack", STACK]
        found = interleaved(
            1 if surroundings.quick else 7,
            {
                "bare": lambda: run(bare, served),
                "offline": lambda: run_outlay([*ours, "--offline"], inside),
                "served": lambda: run_outlay(ours, served),
            },
        )
    yield from _figures(found["bare"], found["offline"], found["served"], count)


@contextmanager
def deployed(surroundings: Surroundings, cli: PulumiCli, count: int) -> Iterator[tuple[Surroundings, Surroundings]]:
    """The project with `count` resources, deployed to a scratch backend and then changed.

    Yields where it is previewed by a command that starts its own provider process, and where one is served while the
    context lasts.
    """
    project = surroundings.scratch / "project"
    shutil.copytree(PROJECT, project)
    versions = {package: installed_version(find_project(project), package) for package in ("aws", "gcp")}
    with OfflineProvider.start(OfflineRequest(versions)) as provider:
        inside = replace(surroundings, directory=project, environment=scratch_environment(surroundings, cli))
        told = {**inside.environment, "PULUMI_DEBUG_PROVIDERS": provider.debug_providers()}
        served = replace(inside, environment=told)
        deploy(project, served, cli, count)
        yield inside, served


def _figures(bare: list[Run], offline: list[Run], served: list[Run], count: int) -> Iterator[Figure]:
    wall = [each.seconds for each in bare]
    for what, runs, goal in (
        (f"outlay preview --offline, {count} resources", offline, _GOAL_RATIO),
        ("the same with the bare side's provider process", served, None),
    ):
        times = [each.seconds for each in runs]
        note = f"bare pulumi preview ({median(times):.2f} s / {median(wall):.2f} s, {len(runs)} pairs)"
        yield Figure(what, ratio(times, wall), "×", goal=goal, note=note)
    # what else the machine does disturbs this less than the time on the wall
    trees = [[each.tree_cpu_seconds for each in runs] for runs in (served, bare)]
    note = f"CPU of bare pulumi preview ({median(trees[0]):.2f} s / {median(trees[1]):.2f} s)"
    yield Figure("the same, CPU with all children", ratio(*trees), "×", note=note)
    cpu_goal = _GOAL_CPU_SECONDS + count * _GOAL_CPU_SECONDS_A_RESOURCE
    cpu = median(each.cpu_seconds for each in offline)
    yield Figure("its own CPU, without children", cpu, "s", goal=cpu_goal, note="1.5 s + 1 ms a resource")
    yield Figure("its own peak memory", median(each.peak_mb for each in offline), "MB", goal=_GOAL_MEMORY_MB)


def scratch_environment(surroundings: Surroundings, cli: PulumiCli) -> dict[str, str]:
    """One environment for all sides, with everything that `outlay preview` would set by itself."""
    home, backend = surroundings.scratch / "home", surroundings.scratch / "backend"
    for folder in (home, backend):
        folder.mkdir()
    path = os.pathsep.join((str(Path(sys.executable).parent), surroundings.environment["PATH"]))
    inherited = {name: value for name, value in surroundings.environment.items() if not name.startswith("PULUMI_")}
    return {
        **cli.environment({**inherited, "PATH": path}),
        "PULUMI_BACKEND_URL": backend.as_uri(),
        "PULUMI_HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": "bench",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PYTHONPYCACHEPREFIX": str(cache_dir() / "pycache"),
    }


def deploy(project: Path, served: Surroundings, cli: PulumiCli, count: int) -> None:
    """Deploy the stack to the scratch backend, then change what the program is told."""
    run([str(cli.path), "stack", "init", STACK], served)
    _configure(project, count, "t3.micro")
    run([str(cli.path), "up", "--stack", STACK, "--yes", "--skip-preview", "--non-interactive"], served)
    _configure(project, count, "m5.large")


def _configure(project: Path, count: int, instance_type: str) -> None:
    file = project / f"Pulumi.{STACK}.yaml"
    salt = [line for line in file.read_text(encoding="utf-8").splitlines() if line.startswith("encryptionsalt:")]
    config = {"aws:region": "us-east-1", "bench:resources": str(count), "bench:instanceType": instance_type}
    # a mapping in JSON is one in YAML
    file.write_text("\n".join([*salt, f"config: {json.dumps(config)}", ""]), encoding="utf-8")
