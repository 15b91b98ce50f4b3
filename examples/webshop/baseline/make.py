"""Writes the state of what runs today: `previous/` laid over the program, deployed by the genuine engine, exported.

Needs Outlay with all extras and a Pulumi CLI (`make pulumi`), no cloud account: the offline provider answers for AWS
and Google Cloud. Nothing outside the temporary directory and this folder is touched.

    python examples/webshop/baseline/make.py [--into DIRECTORY] [dev] [prod]
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any

from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.pulumi_cli import find_cli
from ruamel.yaml import YAML
from state_form import in_fixed_form

HERE = Path(__file__).resolve().parent
PROGRAM = HERE.parent
STACKS = ("dev", "prod")

# Names that the program leaves open get these digits instead of random ones.
AUTONAMING = {"pattern": "${name}-4f1c2ab"}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("stacks", nargs="*", default=STACKS, metavar="STACK", help=f"one of {', '.join(STACKS)}; all")
    parser.add_argument("--into", type=Path, default=HERE, metavar="DIRECTORY", help="where to write, if not here")
    arguments = parser.parse_args()
    for stack in arguments.stacks:
        path = arguments.into / f"{stack}.json"
        path.write_text(in_fixed_form(deployed(stack)), encoding="utf-8")
        print(f"wrote {path}")
    return 0


def deployed(stack: str) -> dict[str, Any]:
    """The exported state of the previous program, deployed as this stack."""
    with tempfile.TemporaryDirectory(prefix="webshop-") as scratch:
        program = Path(scratch, "webshop")
        lay_out_previous(program)
        prepare_configuration(program / f"Pulumi.{stack}.yaml")
        with OfflineProvider.start(offline_request()) as provider:
            pulumi = Pulumi(program, Path(scratch), provider.debug_providers())
            pulumi.run("stack", "init", stack)
            pulumi.run("up", "--stack", stack, "--yes", "--skip-preview")
            export: dict[str, Any] = json.loads(pulumi.run("stack", "export", "--stack", stack, "--show-secrets"))
            return export


def lay_out_previous(program: Path) -> None:
    """The program as it runs today: this one, with the files of `previous/` in place of their successors."""
    shutil.copytree(PROGRAM, program, ignore=shutil.ignore_patterns("previous", "baseline", "__pycache__", ".venv"))
    shutil.copytree(PROGRAM / "previous", program, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))


def prepare_configuration(path: Path) -> None:
    """Have the engine propose names without chance in them."""
    yaml = YAML()
    document = yaml.load(path)
    document["config"]["pulumi:autonaming"] = AUTONAMING
    yaml.dump(document, path)


def offline_request() -> OfflineRequest:
    """Both clouds, in the versions of the installed SDKs, and the same answers that a preview gets."""
    standard = YAML(typ="safe").load(PROGRAM / "finops.yaml")
    packages = {package: version(f"pulumi-{package}") for package in ("aws", "gcp")}
    return OfflineRequest(packages, standard["offline"]["answers"])


class Pulumi:
    """The CLI with a backend of its own that goes away with the scratch directory."""

    def __init__(self, program: Path, scratch: Path, debug_providers: str) -> None:
        cli = find_cli()
        if cli is None:
            sys.exit("error: there is no Pulumi CLI; `make pulumi` provides one")
        self._command = str(cli.path)
        self._program = program
        state = scratch / "state"
        state.mkdir()
        interpreter = Path(sys.executable).parent
        self._environment = cli.environment(
            {
                **os.environ,
                "PATH": f"{interpreter}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
                "PULUMI_HOME": str(scratch / "home"),
                "PULUMI_BACKEND_URL": state.as_uri(),
                "PULUMI_CONFIG_PASSPHRASE": "protects nothing: no secret is in these stacks",
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                "PULUMI_DEBUG_PROVIDERS": debug_providers,
                "PYTHONDONTWRITEBYTECODE": "1",
            }
        )

    def run(self, *arguments: str) -> str:
        """What the command prints; ends this script with the command's own words if it fails."""
        done = subprocess.run(
            [self._command, *arguments, "--non-interactive"],
            cwd=self._program,
            env=self._environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            sys.exit(f"error: pulumi {' '.join(arguments)} failed\n{done.stdout}{done.stderr}")
        return done.stdout


if __name__ == "__main__":
    sys.exit(main())
