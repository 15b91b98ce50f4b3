"""A preview of 500 resources through the genuine engine: with our policy pack, and with an empty one in Python.

The project, the change and the backend are those of the part `preview`. Not here: what a call of the analyzer takes
(`policy`).
"""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from statistics import median
from typing import Final

from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.project import find_project, installed_version
from outlay_automation.engine.pulumi_cli import find_cli

from bench.figure import Figure, ratio
from bench.policy_packs import EMPTY, OURS, STANDARD, write_pack
from bench.preview import PROJECT, STACK, deploy, scratch_environment
from bench.process import BrokenBench, Surroundings, interleaved, run

_GOAL_RATIO: Final = 1.15


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    cli = find_cli()
    if cli is None:
        raise BrokenBench("there is no Pulumi CLI: run `make pulumi`")
    count = 20 if surroundings.quick else 500
    project = surroundings.scratch / "project"
    shutil.copytree(PROJECT, project)
    (project / "finops.yaml").write_text(STANDARD, encoding="utf-8")
    packs = {name: write_pack(surroundings.scratch / name, text) for name, text in (("ours", OURS), ("empty", EMPTY))}
    versions = {package: installed_version(find_project(project), package) for package in ("aws", "gcp")}
    with OfflineProvider.start(OfflineRequest(versions)) as provider:
        environment = scratch_environment(surroundings, cli)
        environment["PULUMI_DEBUG_PROVIDERS"] = provider.debug_providers()
        served = replace(surroundings, directory=project, environment=environment)
        deploy(project, served, cli, count)
        bare = [str(cli.path), "preview", "--stack", STACK, "--non-interactive", "--color", "never"]
        found = interleaved(
            1 if surroundings.quick else 7,
            {
                "empty": lambda: run([*bare, "--policy-pack", str(packs["empty"])], served),
                "ours": lambda: run([*bare, "--policy-pack", str(packs["ours"])], served),
                "none": lambda: run(bare, served),
            },
        )
    times = {name: [each.seconds for each in runs] for name, runs in found.items()}
    for name, what, goal in (
        ("ours", f"pulumi preview with the policy pack, {count} resources", _GOAL_RATIO),
        ("none", "the same without any pack", None),
    ):
        seconds = f"{median(times[name]):.2f} s / {median(times['empty']):.2f} s"
        note = f"with an empty Python pack ({seconds}, {len(times[name])} pairs)"
        yield Figure(what, ratio(times[name], times["empty"]), "×", goal=goal, note=note)
    # what else the machine does disturbs this less than the time on the wall
    cpu = {name: [each.tree_cpu_seconds for each in runs] for name, runs in found.items()}
    note = f"CPU with an empty Python pack ({median(cpu['ours']):.2f} s / {median(cpu['empty']):.2f} s)"
    yield Figure("with the policy pack, CPU with all children", ratio(cpu["ours"], cpu["empty"]), "×", note=note)
