"""A preview of 500 resources on the embedded engine, against the genuine one, and the first preview on a fresh machine.

Both engines preview the change of `preview` against the same state: the genuine one in a scratch backend, the embedded
one against an export of it. The first preview runs in an environment made for it, with no Pulumi CLI to be found, and
its time starts where the installation ended. Not here: the project (`project`), and its deployment (`preview`).
"""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Final

from outlay_automation.engine.pulumi_cli import find_cli
from outlay_automation.engine.uv import find_uv

from bench.figure import Figure, ratio
from bench.preview import PROJECT, STACK, deployed
from bench.process import BrokenBench, Surroundings, interleaved, run, run_outlay

_ROOT: Final = Path(__file__).parent.parent
_EVERY_TYPE: Final = 11
"""So many resources hold one of each type: what they take is mostly the imports."""
_GOAL_MS: Final = 15
_GOAL_RATIO: Final = 0.8
_GOAL_FIRST_SECONDS: Final = 6


def measure(surroundings: Surroundings) -> Iterator[Figure]:
    """The figures of this part."""
    cli = find_cli()
    if cli is None:
        raise BrokenBench("there is no Pulumi CLI to compare with: run `make pulumi`")
    count = 20 if surroundings.quick else 500
    few = surroundings.scratch / "few"
    shutil.copytree(PROJECT, few)
    stack = f"config: {{aws:region: us-east-1, bench:resources: '{_EVERY_TYPE}', bench:instanceType: m5.large}}\n"
    (few / f"Pulumi.{STACK}.yaml").write_text(stack, encoding="utf-8")
    with deployed(surroundings, cli, count) as (inside, served):
        state = surroundings.scratch / "state.json"
        run([str(cli.path), "stack", "export", "--stack", STACK, "--file", str(state)], served)
        ours = ["preview", ".", "--stack", STACK, "--offline"]
        embedded = [*ours, "--engine", "embedded"]
        found = interleaved(
            1 if surroundings.quick else 7,
            {
                "bare": lambda: run([str(cli.path), "preview", "--stack", STACK, "--non-interactive"], served),
                "pulumi": lambda: run_outlay([*ours, "--engine", "pulumi"], inside),
                "embedded": lambda: run_outlay([*embedded, "--baseline", str(state)], inside),
                "few": lambda: run_outlay(embedded, replace(inside, directory=few)),
            },
        )
    wall = {name: [each.seconds for each in runs] for name, runs in found.items()}
    times = {name: median(each) for name, each in wall.items()}
    a_resource = 1000 * (times["embedded"] - times["few"]) / (count - _EVERY_TYPE)
    note = f"{times['embedded']:.2f} s with {count}, {times['few']:.2f} s with {_EVERY_TYPE} of every type"
    yield Figure(f"embedded engine, {count} resources: each, imports apart", a_resource, "ms", goal=_GOAL_MS, note=note)
    for name, what in (("bare", "bare pulumi preview"), ("pulumi", "outlay preview --engine pulumi")):
        yield Figure(
            f"embedded engine, {count} resources",
            ratio(wall["embedded"], wall[name]),
            "×",
            goal=_GOAL_RATIO,
            note=f"{what} ({times['embedded']:.2f} s / {times[name]:.2f} s, {len(wall[name])} pairs)",
        )
    if not surroundings.quick:
        yield from _first(surroundings)


def _first(surroundings: Surroundings) -> Iterator[Figure]:
    """The first preview of all in a new environment."""
    uv = find_uv()
    if uv is None:
        raise BrokenBench("there is no uv to make an environment with")
    wheels = surroundings.scratch / "wheels"
    _made([str(uv), "build", "--wheel", "--out-dir", str(wheels), str(_ROOT)])
    (wheel,) = wheels.glob("*.whl")
    webshop = surroundings.scratch / "webshop"
    shutil.copytree(_ROOT / "examples" / "webshop", webshop)
    for compiled, what in ((True, "as pip installs"), (False, "without compiled bytecode, as uv installs")):
        environment = surroundings.scratch / f"fresh-{compiled}"
        _made([str(uv), "venv", "--quiet", "--python", sys.executable, str(environment)])
        python = str(environment / "bin" / "python")
        compile_ = ("--compile-bytecode",) if compiled else ()
        extras = f"outlay[automation,aws,gcp] @ {wheel.as_uri()}"
        _made([str(uv), "pip", "install", "--quiet", "--python", python, *compile_, extras])
        home = surroundings.scratch / f"home-{compiled}"
        home.mkdir()
        start = time.perf_counter()
        _made(
            [str(environment / "bin" / "outlay"), "preview", str(webshop), "--stack", "prod", "--offline"],
            {"HOME": str(home), "PATH": os.defpath, "VIRTUAL_ENV": str(environment)},
        )
        seconds = time.perf_counter() - start
        goal = _GOAL_FIRST_SECONDS if compiled else None
        yield Figure("first outlay preview of the webshop after the install", seconds, "s", goal=goal, note=what)


def _made(command: list[str], environment: dict[str, str] | None = None) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise BrokenBench(f"{' '.join(command)} failed: {done.stderr.strip() or done.stdout.strip()}")
