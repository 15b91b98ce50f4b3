"""`outlay doctor`: what is there, where it lies, and what to do about what is not.

It looks and reports; it installs, changes and previews nothing. Not here: how each thing is found.
"""

import os
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final, TextIO

import typer
from outlay import __version__
from outlay.errors import ExitCode, OutlayError

from outlay_automation.cli.clock import today
from outlay_automation.engine.pulumi_cli import (
    CLI_VARIABLE,
    PulumiCli,
    cache_dir,
    cli_version,
    find_cli,
    no_cli,
    toolchain_dir,
)
from outlay_automation.engine.uv import UV_ADVICE, find_uv

_PACKAGES: Final = {"pulumi": "automation", "pulumi-aws": "aws", "pulumi-gcp": "gcp", "pulumi-policy": "policy"}
"""Packages of this environment, each with the extra of Outlay that brings it."""
_CLOUDS: Final = ("aws", "gcp")
_ANSWER_SECONDS: Final = 5.0
_DIGEST_SHOWN: Final = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that was looked for: what was found, and what to do where it is missing or wrong."""

    label: str
    found: str
    advice: str = ""


def show_health() -> None:
    """Print the report; the exit code is that of an unavailable engine where nothing could preview."""
    cli = find_cli()
    answered = cli_version(cli, _ANSWER_SECONDS) if cli is not None else None
    can_preview = cli is not None and answered is not None and bool(cli.language_hosts)
    sections = {
        "Engine": list(_engine(cli, answered)),
        "Providers": list(_providers()),
        "Python": list(_python()),
        "Prices": list(_prices(Path.cwd())),
        "Plug-ins": list(_plug_ins()),
        "Project": list(_project(Path.cwd(), cli)),
        "Places": list(_places()),
    }
    print_sections(sections, sys.stdout)
    if can_preview:
        sys.stdout.write("Previews can run: outlay preview DIR --offline needs neither cloud nor credentials.\n")
        return
    if cli is None and not os.environ.get(CLI_VARIABLE):
        sys.stdout.write("Previews of Python programs can run, on the embedded engine: outlay preview DIR --offline\n")
        return
    sys.stdout.write(
        "Previews cannot run: see Engine. Those of Python programs can: outlay preview DIR --engine embedded\n"
    )
    raise typer.Exit(ExitCode.PREVIEW_FAILED)


def print_sections(sections: Mapping[str, list[Line]], stream: TextIO) -> None:
    """Write the lines under their headings, labels aligned, advice below what it is about."""
    width = max(len(line.label) for lines in sections.values() for line in lines)
    for heading, lines in sections.items():
        stream.write(f"{heading}\n")
        for line in lines:
            stream.write(f"  {line.label:<{width}}  {line.found}\n")
            if line.advice:
                stream.write(f"  {'':<{width}}  → {line.advice}\n")
        stream.write("\n")


def _engine(cli: PulumiCli | None, answered: str | None) -> Iterator[Line]:
    if cli is None:
        if os.environ.get(CLI_VARIABLE):
            yield Line("Pulumi CLI", "missing", f"{no_cli().message}.")
        else:
            advice = (
                "Python programs are previewed by the embedded engine. For policy packs, other languages and your own "
                "backend install it (pulumi.com/docs/install), or run `make pulumi` in a clone of Outlay."
            )
            yield Line("Pulumi CLI", "missing", advice)
        return
    if answered is None:
        yield Line("Pulumi CLI", f"{cli.path} does not answer", "Run it by hand: does `pulumi version` print one?")
    else:
        yield Line("Pulumi CLI", f"{answered}, {cli.origin.value}: {cli.path}")
    if cli.language_hosts:
        yield Line("language hosts", ", ".join(cli.language_hosts))
    else:
        yield Line("language hosts", "missing", "The official CLI brings them; `make pulumi` builds python and yaml.")
    if (uv := find_uv()) is not None:
        yield Line("uv", str(uv))
    else:
        advice = (
            f"Outlay's policy pack and its components as a plugin need it: Pulumi installs them by uv. {UV_ADVICE}."
        )
        yield Line("uv", "missing", advice)


def _providers() -> Iterator[Line]:
    """The real providers among the user's plugins."""
    folder = Path(os.environ.get("PULUMI_HOME") or Path.home() / ".pulumi") / "plugins"
    for cloud in _CLOUDS:
        pattern = re.compile(rf"resource-{cloud}-v(.+)")
        matches = [pattern.fullmatch(path.name) for path in folder.glob(f"resource-{cloud}-v*") if path.is_dir()]
        found = sorted((match[1] for match in matches if match), key=_version_key)
        if found:
            yield Line(f"{cloud} plugin", ", ".join(found))
        else:
            advice = f"Previews with --offline need none. For others: pulumi plugin install resource {cloud}."
            yield Line(f"{cloud} plugin", f"none in {folder}", advice)


def _version_key(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", text))


def _python() -> Iterator[Line]:
    yield Line("outlay", __version__)
    yield Line("Python", f"{platform.python_version()}: {sys.executable}")
    for package, extra in _PACKAGES.items():
        try:
            yield Line(package, version(package))
        except PackageNotFoundError:
            advice = (
                f"Only programs that run in this environment need it. In the clone of Outlay: pip install '.[{extra}]'."
            )
            yield Line(package, "missing", advice)


def _prices(directory: Path) -> Iterator[Line]:
    """The book that a preview here would use: its layers, their age, and what pins them."""
    from outlay.prices.lock import FILE_NAME
    from outlay.prices.opened_book import open_book
    from outlay.standard.location import standard_path
    from outlay.standard.reading import read_standard

    path = standard_path(directory)
    try:
        opened = open_book(read_standard(path) if path is not None else None, path)
    except OutlayError as error:
        yield Line("price book", error.message, error.hint)
        return
    for layer in opened.layers:
        identity = layer.identity
        found = f"{identity.as_of.isoformat()}, digest {identity.digest[:_DIGEST_SHOWN]}: {layer.path}"
        [advice] = [
            f"{finding.message}; {finding.remediation}" for finding in opened.findings(today(), {layer.source.name})
        ] or [""]
        yield Line(f"{layer.source.name} prices", found, advice)
    if opened.lock is not None:
        yield Line(FILE_NAME, f"{opened.lock}: pins these prices")
    else:
        where = f"none beside {path}" if path is not None else "none, for want of a finops.yaml"
        yield Line(FILE_NAME, where, "`outlay prices update` pins the prices of a repository.")
    for notice in opened.notices:
        yield Line("note", notice)


def _plug_ins() -> Iterator[Line]:
    """The packages of others that price resources, and those that cannot be loaded."""
    from outlay.estimate.registry import OURS
    from outlay.plug_ins.installed import installed

    plug_ins = installed()
    for each in plug_ins.loaded:
        yield Line(each.name, f"{each.package}: {each.said}")
    for failed in plug_ins.failed:
        yield Line(failed.name, f"{failed.package}: left out: {failed.reason}", "Mend it, or uninstall the package.")
    for notice in plug_ins.notices_on_types(OURS):
        yield Line("note", notice)
    if not plug_ins.loaded and not plug_ins.failed:
        yield Line("plug-ins", "none installed")


def _project(directory: Path, cli: PulumiCli | None) -> Iterator[Line]:
    """What a preview here would use."""
    from outlay.errors import InvalidFile, WrongUse
    from outlay.standard.location import FILE_NAME, standard_path
    from outlay.standard.reading import read_standard

    from outlay_automation.engine.project import find_project, installed_version, interpreter_prefix

    try:
        project = find_project(directory)
    except InvalidFile as error:
        yield Line("Pulumi.yaml", error.message, error.hint)
    except WrongUse:
        yield Line("Pulumi.yaml", "none here or above", "Go to a project, or name one: outlay preview DIR.")
    else:
        stacks = ", ".join(project.stacks) or "none configured"
        yield Line("Pulumi.yaml", f"{project.file} ({project.name}, {project.runtime}; stacks: {stacks})")
        if cli is not None and project.runtime not in cli.language_hosts:
            yield Line("language host", f"none for {project.runtime}", "The official CLI brings it.")
        if project.runtime == "python":
            prefix = interpreter_prefix(project)
            if any(prefix.glob("lib/python*/site-packages/pulumi")):
                sdks = (f"{each} {found}" for each in _CLOUDS if (found := installed_version(project, each)))
                yield Line("program's Python", f"{prefix} ({', '.join(sdks) or 'neither aws nor gcp'})")
            else:
                yield Line("program's Python", f"{prefix}, without pulumi", "Run `pulumi install` in the project.")
    standard = standard_path(directory)
    if standard is None:
        advice = "Without it nothing is required and no use is stated; `outlay init` writes a first one."
        yield Line(FILE_NAME, "none here or above", advice)
        return
    try:
        read_standard(standard)
        yield Line(FILE_NAME, str(standard))
    except OutlayError as error:
        yield Line(FILE_NAME, error.message, error.hint)


def _places() -> Iterator[Line]:
    yield Line("cache", _place(cache_dir()))
    yield Line("toolchain", _place(toolchain_dir()))
    yield Line("bytecode", _place(Path(os.environ.get("PYTHONPYCACHEPREFIX") or cache_dir() / "pycache")))
    yield Line("history", "none: this version keeps none")


def _place(path: Path) -> str:
    return str(path) if path.exists() else f"{path} (not there yet)"
