"""Finds the Pulumi CLI and the language hosts that go with it, without starting either.

It does not install: `make pulumi` does (tools/pulumi-cli), into the cache directory that this module names. It imports
nothing of Pulumi, so that a command can say that there is no CLI before it has loaded anything heavy.
"""

import os
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from outlay.errors import EngineUnavailable
from outlay.user_folder import user_cache_folder

CLI_VERSION = "3.259.0"
"""The version that `make pulumi` provides, and that the tests run with."""

CACHE_VARIABLE = "OUTLAY_CACHE_DIR"
"""Environment variable that replaces the user's cache directory."""

CLI_VARIABLE = "OUTLAY_PULUMI"
"""Environment variable that gives the path of the CLI to use, before any other."""

LANGUAGES = ("python", "yaml", "nodejs", "go", "dotnet", "java")
"""Languages whose hosts are looked for, by the name that Pulumi.yaml calls the runtime."""


class Origin(Enum):
    """Where a CLI comes from."""

    GIVEN = "given by OUTLAY_PULUMI"
    PATH = "on PATH"
    INSTALLED = "installed by Pulumi's installer"
    BUILT = "built by `make pulumi`"


@dataclass(frozen=True, slots=True)
class PulumiCli:
    """A Pulumi CLI on this machine.

    `version` is None where only the CLI itself could tell: ask `cli_version`. `language_hosts` are the languages that
    it can run, as in `LANGUAGES`. `path_entries` are the folders that its PATH must begin with.
    """

    path: Path
    version: str | None
    origin: Origin
    language_hosts: tuple[str, ...]
    path_entries: tuple[Path, ...]

    def environment(self, base: Mapping[str, str]) -> dict[str, str]:
        """The environment to run this CLI in: `base`, with the CLI's folders first on PATH."""
        entries = [str(entry) for entry in self.path_entries]
        if inherited := base.get("PATH"):
            entries.append(inherited)
        return {**base, "PATH": os.pathsep.join(entries)}


def cache_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder for everything that can be made again: `OUTLAY_CACHE_DIR`, else the user's cache directory."""
    if given := environ.get(CACHE_VARIABLE):
        return Path(given).expanduser().absolute()
    return user_cache_folder()


def toolchain_dir(environ: Mapping[str, str] = os.environ) -> Path:
    """The folder where `make pulumi` keeps this version of the CLI. All clones of a user share it."""
    return cache_dir(environ) / "pulumi" / f"v{CLI_VERSION}"


def official_cli_path(toolchain: Path) -> Path:
    """Where the CLI lies that Pulumi's own installer put into the toolchain folder."""
    return toolchain / "official" / "bin" / "pulumi"


def completion_marker(toolchain: Path, part: str) -> Path:
    """The file that names the finished build of a part, `cli` or `hosts`. Written last: no marker, no build."""
    return toolchain / f"{part}.complete"


def completed_build(toolchain: Path, part: str) -> Path | None:
    """The folder of the finished build of a part, or None: a folder that no marker names is unfinished or old."""
    try:
        name = completion_marker(toolchain, part).read_text(encoding="utf-8").strip()
    except OSError:
        return None
    folder = toolchain / name
    return folder if name and folder.is_dir() else None


def find_cli(environ: Mapping[str, str] = os.environ) -> PulumiCli | None:
    """The CLI to use, or None where there is none.

    Looked for in this order: the path in `OUTLAY_PULUMI` (and then nowhere else), PATH, `~/.pulumi/bin`, and what
    `make pulumi` installed or built. A CLI without a Python language host gets ours from the cache, if it was built.
    """
    search_path = environ.get("PATH", os.defpath)
    toolchain = toolchain_dir(environ)
    if given := environ.get(CLI_VARIABLE):
        path = Path(given).expanduser().absolute()
        return _describe(path, Origin.GIVEN, search_path, toolchain) if _is_executable(path) else None
    if on_path := shutil.which("pulumi", path=search_path):
        return _describe(Path(on_path).absolute(), Origin.PATH, search_path, toolchain)
    for path, version in (
        (Path.home() / ".pulumi" / "bin" / "pulumi", None),
        (official_cli_path(toolchain), CLI_VERSION),
    ):
        if _is_executable(path):
            return _describe(path, Origin.INSTALLED, search_path, toolchain, version)
    build = completed_build(toolchain, "cli")
    if build is not None and _is_executable(build / "pulumi"):
        return _describe(build / "pulumi", Origin.BUILT, search_path, toolchain, CLI_VERSION)
    return None


def no_cli(environ: Mapping[str, str] = os.environ) -> EngineUnavailable:
    """The error for a CLI that `find_cli` did not find, which says why."""
    if given := environ.get(CLI_VARIABLE):
        return EngineUnavailable(
            f"{CLI_VARIABLE} names {given}, which is no executable file",
            "Correct it, or unset it; see `outlay doctor`.",
        )
    return EngineUnavailable("no Pulumi CLI was found", "Install it, or run `make pulumi`; see `outlay doctor`.")


def cli_version(cli: PulumiCli, seconds: float = 20.0) -> str | None:
    """The CLI's version without the leading "v", by running it if need be; None if it does not answer in time."""
    if cli.version is not None:
        return cli.version
    environment = {**cli.environment(os.environ), "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        answer = subprocess.run(
            [cli.path, "version"], env=environment, capture_output=True, text=True, timeout=seconds, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return answer.stdout.strip().removeprefix("v") or None


def _describe(path: Path, origin: Origin, search_path: str, toolchain: Path, version: str | None = None) -> PulumiCli:
    # The folder of a CLI from PATH stays where it is on PATH: in front, it could hide the Python that a user activated.
    entries = (path.parent,) if origin in (Origin.INSTALLED, Origin.BUILT) else ()
    hosts = _language_hosts(path, entries, search_path)
    if "python" not in hosts:
        ours = completed_build(toolchain, "hosts") or completed_build(toolchain, "cli")
        if ours is not None:
            entries = (*entries, ours)
            hosts = _language_hosts(path, entries, search_path)
    return PulumiCli(path, version, origin, hosts, entries)


def _language_hosts(cli: Path, entries: tuple[Path, ...], search_path: str) -> tuple[str, ...]:
    """The languages whose hosts the engine would find: on PATH, or beside the file that a link to the CLI leads to."""
    folders = os.pathsep.join([*map(str, entries), search_path, str(cli.resolve().parent)])
    return tuple(language for language in LANGUAGES if shutil.which(f"pulumi-language-{language}", path=folders))


def _is_executable(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)
