"""Writes the baselines: each program's `before.py`, deployed by the genuine engine to the offline provider, exported.

Needs Outlay with all extras and a Pulumi CLI (`make pulumi`).

    python tests/parity/write_baselines.py [PROGRAM …]
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.pulumi_cli import find_cli

PROGRAMS = Path(__file__).resolve().parent / "programs"
STACK = "dev"
PACKAGES = dict.fromkeys(("aws", "gcp", "random", "kubernetes"), "999.0.0")
PASSPHRASE = "protects nothing: no secret is in these stacks"
_LEFT_OUT = frozenset({"created", "modified", "sourcePosition", "stackTrace"})


def main() -> None:
    found = (str(each.parent.relative_to(PROGRAMS)) for each in sorted(PROGRAMS.rglob("before.py")))
    names = sys.argv[1:] or list(found)
    for name in names:
        baseline = PROGRAMS / name / "baseline.json"
        document = json.dumps(exported(baseline.parent), indent=1, sort_keys=True, ensure_ascii=False)
        baseline.write_text(f"{document}\n", encoding="utf-8")
        print(f"wrote {baseline}")


def exported(program: Path) -> dict[str, Any]:
    """The state of a program's `before.py`, without what changes from run to run."""
    cli = find_cli()
    if cli is None:
        sys.exit("error: there is no Pulumi CLI; `make pulumi` provides one")
    with tempfile.TemporaryDirectory() as scratch, OfflineProvider.start(OfflineRequest(PACKAGES)) as provider:
        directory = Path(scratch, program.name)
        shutil.copytree(program, directory)
        (directory / "before.py").replace(directory / "__main__.py")
        (Path(scratch) / "state").mkdir()
        environment = {
            **cli.environment(os.environ),
            "PULUMI_HOME": str(Path(scratch) / "home"),
            "PULUMI_BACKEND_URL": (Path(scratch) / "state").as_uri(),
            "PULUMI_CONFIG_PASSPHRASE": PASSPHRASE,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_DEBUG_PROVIDERS": provider.debug_providers(),
            "PATH": os.pathsep.join((str(Path(sys.executable).parent), cli.environment(os.environ)["PATH"])),
            "PYTHONPATH": str(PROGRAMS),
            "PYTHONDONTWRITEBYTECODE": "1",
        }

        def pulumi(*arguments: str) -> str:
            command = [str(cli.path), *arguments, "--stack", STACK, "--non-interactive"]
            done = subprocess.run(command, cwd=directory, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                sys.exit(f"error: pulumi {' '.join(arguments)} failed\n{done.stdout}{done.stderr}")
            return done.stdout

        pulumi("stack", "init")
        pulumi("up", "--yes", "--skip-preview")
        export: dict[str, Any] = json.loads(pulumi("stack", "export", "--show-secrets"))
    deployment = export["deployment"]
    kept = [{key: each[key] for key in each if key not in _LEFT_OUT} for each in deployment["resources"]]
    return {"version": export["version"], "deployment": {"resources": kept}}


if __name__ == "__main__":
    main()
