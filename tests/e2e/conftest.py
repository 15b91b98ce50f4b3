"""What tests of the genuine engine share: a CLI, an environment in which nothing of the machine shows, and a project.

Programs belong to the test that runs them, not here.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import pytest
from outlay.standard.model import Standard
from outlay_automation import PreviewOptions, PreviewResult, preview
from outlay_automation.engine.offline.process import OfflineProvider, OfflineRequest
from outlay_automation.engine.pulumi_cli import PulumiCli, find_cli

DUBLIN: Final = {"aws:region": "eu-west-1"}


@pytest.fixture(scope="session")
def pulumi_cli() -> PulumiCli:
    """The Pulumi CLI of this machine. Skips only where there is none (the skip gate refuses that in CI)."""
    cli = find_cli()
    if cli is None:
        pytest.skip("no Pulumi CLI: run `make pulumi`")
    return cli


@pytest.fixture
def pulumi_env(pulumi_cli: PulumiCli, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a Pulumi command: a file backend, a home and a passphrase of this test alone.

    Of the person's own environment everything but `PULUMI_…` stays. Plugins are never downloaded.
    """
    backend: Path = tmp_path_factory.mktemp("pulumi-backend")
    home: Path = tmp_path_factory.mktemp("pulumi-home")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PULUMI_")}
    return {
        **pulumi_cli.environment(inherited),
        "PULUMI_BACKEND_URL": backend.as_uri(),
        "PULUMI_HOME": str(home),
        "PULUMI_CONFIG_PASSPHRASE": "test",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
    }


@dataclass(frozen=True)
class UserProject:
    """A Python project of a user, with a backend, a home and a temporary folder of its own.

    Its programs declare resources by `aws(TYPE, NAME, properties, **options)` and `gcp(…)`, in wire names and without
    their SDKs: importing those takes longer than the preview.
    """

    directory: Path
    environment: Mapping[str, str]
    cli: PulumiCli

    def write(self, program: str) -> None:
        """Replace the program."""
        (self.directory / "__main__.py").write_text(_FIRST_LINE + program, encoding="utf-8")

    def configure(self, stack: str, values: Mapping[str, object]) -> None:
        """Write the stack's configuration file."""
        (self.directory / f"Pulumi.{stack}.yaml").write_text(json.dumps({"config": values}), encoding="utf-8")

    def run(self, *arguments: str) -> Finished:
        """What the bare CLI does, with the offline providers attached, whether it succeeds or not."""
        packages = dict.fromkeys(("aws", "gcp"), "999.0.0")
        with OfflineProvider.start(OfflineRequest(packages)) as provider:
            return subprocess.run(
                [str(self.cli.path), *arguments, "--non-interactive"],
                cwd=self.directory,
                env={**self.environment, "PULUMI_DEBUG_PROVIDERS": provider.debug_providers()},
                capture_output=True,
                text=True,
                timeout=180,
            )

    def pulumi(self, *arguments: str) -> str:
        """What the bare CLI says, with the offline providers attached."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def up(self, stack: str = "dev") -> None:
        """Deploy to the offline providers, so that there is a state to preview against."""
        self.pulumi("up", "--yes", "--skip-preview", "--stack", stack)

    def preview(self, stack: str = "dev", **options: Any) -> PreviewResult:
        """The library's preview, offline."""
        environment = {**self.environment, **options.pop("environment", {})}
        given = PreviewOptions(**{"offline": True, "standard": Standard(), **options, "environment": environment})
        return preview(self.directory, stack=stack, options=given)

    def outlay(self, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> Finished:
        """What the command does, as a person runs it in the project's folder."""
        return subprocess.run(
            [OUTLAY, *arguments],
            cwd=self.directory,
            env={**self.environment, **environment},
            capture_output=True,
            text=True,
            timeout=120,
        )

    def leftovers(self) -> list[str]:
        """What is left in the temporary folder."""
        return sorted(path.name for path in Path(self.environment["TMPDIR"]).iterdir())


Finished: TypeAlias = "subprocess.CompletedProcess[str]"
ProjectMaker: TypeAlias = Callable[..., UserProject]

OUTLAY: Final = str(Path(sys.executable).with_name("outlay"))
_FIRST_LINE: Final = "import pulumi; from short import aws, gcp\n"
_SHORT: Final = """\
import pulumi


class Resource(pulumi.CustomResource):
    def __init__(self, type_, name, properties, options):
        super().__init__(type_, name, properties, pulumi.ResourceOptions(**options))


def aws(type_, name, properties=None, **options):
    return Resource(f"aws:{type_}", name, properties or {}, options)


def gcp(type_, name, properties=None, **options):
    return Resource(f"gcp:{type_}", name, properties or {}, options)
"""


@pytest.fixture
def outlay() -> str:
    """The command."""
    return OUTLAY


@pytest.fixture
def user_project(tmp_path: Path, pulumi_env: dict[str, str]) -> ProjectMaker:
    """Writes a project `shop` from the text of its program, with a stack `dev` in a file backend."""
    cli = find_cli()
    assert cli is not None

    def make(program: str = "", *, stack: str = "dev", config: Mapping[str, object] = DUBLIN) -> UserProject:
        directory, temporary = tmp_path / "shop", tmp_path / "tmp"
        directory.mkdir()
        temporary.mkdir()
        options = f"{{toolchain: pip, virtualenv: {sys.prefix}}}"
        (directory / "Pulumi.yaml").write_text(f"name: shop\nruntime: {{name: python, options: {options}}}\n")
        (directory / "short.py").write_text(_SHORT, encoding="utf-8")
        project = UserProject(directory, {**pulumi_env, "TMPDIR": str(temporary)}, cli)
        project.write(program)
        if stack:
            project.configure(stack, config)
            project.pulumi("stack", "init", stack)
        return project

    return make
