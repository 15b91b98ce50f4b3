"""Provides a Pulumi CLI: the one on PATH, else the official installer's, else one built from source with Go.

What it installs or builds lies in the user's cache directory by version, where `outlay_automation.engine.pulumi_cli`
finds it. It never changes PATH, nor anything outside that directory (Go keeps its own caches).
"""

import argparse
import contextlib
import fcntl
import hashlib
import os
import re
import selectors
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from outlay_automation.engine.pulumi_cli import (
    CLI_VARIABLE,
    CLI_VERSION,
    Origin,
    PulumiCli,
    completed_build,
    completion_marker,
    find_cli,
    official_cli_path,
    toolchain_dir,
)

SOURCE = Path(__file__).resolve().parent
SDK_MODULE = "github.com/pulumi/pulumi/sdk/v3"
CLI_PACKAGES = ("github.com/pulumi/pulumi/pkg/v3/cmd/pulumi",)
HOST_PACKAGES = ("github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml", "./pulumi-language-python")
# The SDK's own scripts, without which a Python program or a dynamic provider cannot be started.
SDK_SCRIPTS = ("python/cmd/pulumi-language-python-exec", "python/dist/pulumi-resource-pulumi-python")
BUILD_FLAGS = (
    "-trimpath",
    "-tags=osusergo grpcnotrace",
    f"-ldflags=-s -w -X {SDK_MODULE}/go/common/version.Version=v{CLI_VERSION}",
)

ANSWER_SECONDS = 10.0  # without a word from the installer's server in this time, there is no network
INSTALL_SECONDS = 900.0  # the download itself is some 100 MB
CHECK_SECONDS = 60.0
OLD_BUILD_SECONDS = 24 * 3600.0  # a build that another clone replaced may still be running a preview

INSTALLER = """
import sys, urllib.request
urllib.request.urlopen("https://get.pulumi.com/install.sh", timeout=float(sys.argv[3])).close()
print("answered", flush=True)
import semver
from pulumi.automation import PulumiCommand
PulumiCommand.install(root=sys.argv[1], version=semver.VersionInfo.parse(sys.argv[2]))
"""


NO_WAY = f"""no Pulumi CLI could be provided. Do one of these, and run this again:
  - install it: https://www.pulumi.com/docs/install/ (then it is on PATH);
  - set OUTLAY_PULUMI to the path of one that lies elsewhere;
  - install Go 1.26 or newer, which builds Pulumi {CLI_VERSION} from source through your Go module proxy."""


class NotProvidedError(Exception):
    """There is no CLI, and none could be made. The message says what a person does next."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Provides the CLI, and returns the exit code: 0, or 1 with a message on standard error."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--force-build", action="store_true", help="build, even where there is a CLI or an installer")
    parser.add_argument("--print", action="store_true", dest="print_path", help="print the path of the CLI found")
    parser.add_argument("--answer-seconds", type=float, default=ANSWER_SECONDS, help="how long to wait for a network")
    options = parser.parse_args(arguments)
    try:
        cli = provide_built() if options.force_build else provide(options.answer_seconds)
    except (NotProvidedError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if options.print_path:
        print(cli.path)
    else:
        say(f"{cli.path} ({cli.origin.value}; runs {', '.join(cli.language_hosts) or 'no language'})")
    return 0


def provide(answer_seconds: float) -> PulumiCli:
    """The best CLI of this machine, made if need be.

    Raises NotProvidedError.
    """
    cli = find_cli()
    if cli is None and (given := os.environ.get(CLI_VARIABLE)):
        raise NotProvidedError(f"{CLI_VARIABLE} is {given}, which is not a program; correct it or unset it")
    if cli is not None and cli.origin is not Origin.BUILT:
        return with_python_host(cli)
    toolchain = toolchain_dir()
    if is_current(toolchain, "cli"):
        return found()
    if cli is not None and shutil.which("go") is None:
        say("the CLI was built from other sources than these, and there is no Go to build it again: using it as it is")
        return cli
    with locked(toolchain):
        if find_cli() == cli and (cli is not None or not install(toolchain, answer_seconds)):
            build(toolchain, "cli")
    return found()


def provide_built() -> PulumiCli:
    """The CLI built from source, whatever else there is.

    Raises NotProvidedError.
    """
    toolchain = toolchain_dir()
    if not is_current(toolchain, "cli"):
        with locked(toolchain):
            if not is_current(toolchain, "cli"):
                build(toolchain, "cli")
    folder = completed_build(toolchain, "cli")
    assert folder is not None
    return PulumiCli(folder / "pulumi", CLI_VERSION, Origin.BUILT, ("python", "yaml"), (folder,))


def with_python_host(cli: PulumiCli) -> PulumiCli:
    """The CLI found, with our language host added where none for Python belongs to it.

    Raises NotProvidedError.
    """
    toolchain = toolchain_dir()
    has_its_own = "python" in cli.language_hosts and not cli.path_entries
    if cli.origin is Origin.INSTALLED or has_its_own or is_current(toolchain, "hosts"):
        return cli
    if shutil.which("go") is None:
        raise NotProvidedError(
            f"{cli.path} has no Python language host (pulumi-language-python) beside it or on PATH, and there is no Go "
            "to build one. Install the whole CLI: https://www.pulumi.com/docs/install/"
        )
    say(f"{cli.path} has no Python language host: building ours, which is not the official one")
    with locked(toolchain):
        if not is_current(toolchain, "hosts"):
            build(toolchain, "hosts")
    return found()


def found() -> PulumiCli:
    """What find_cli finds after something was provided."""
    cli = find_cli()
    if cli is None:
        raise NotProvidedError(f"the CLI was provided, but is not in {toolchain_dir()} any more; run this again")
    return cli


def install(toolchain: Path, answer_seconds: float, installer: Sequence[str] = ()) -> bool:
    """Runs the official installer in a process of its own; False if there is no network or it fails.

    It is given up after `answer_seconds` without an answer of its server. `installer` replaces the command; it gets the
    target folder, the version and the seconds, and prints a line when the server has answered.
    """
    say(f"asking for the official Pulumi CLI {CLI_VERSION} (at most {answer_seconds:g} s)")
    target = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=toolchain))
    command = [*(installer or (sys.executable, "-c", INSTALLER)), str(target), CLI_VERSION, str(answer_seconds)]
    # A session of its own, so that the downloads it starts end with it.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        if not answers(process, answer_seconds) or process.wait(INSTALL_SECONDS) != 0:
            say("no answer from the official installer")
            return False
        if not (target / "bin" / "pulumi").is_file():
            say("the official installer ended without a CLI")
            return False
        target.rename(official_cli_path(toolchain).parent.parent)
        return True
    except subprocess.TimeoutExpired:
        say(f"the official installer did not finish in {INSTALL_SECONDS:g} s")
        return False
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        if process.stdout is not None:
            process.stdout.close()
        shutil.rmtree(target, ignore_errors=True)


def answers(process: subprocess.Popen[bytes], seconds: float) -> bool:
    """Whether the process prints anything within the time."""
    assert process.stdout is not None
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        return bool(selector.select(seconds)) and os.read(process.stdout.fileno(), 1) != b""


def build(toolchain: Path, part: str) -> None:
    """Builds `cli` (the CLI and its hosts) or `hosts` (only those), and marks the build as the finished one.

    Raises NotProvidedError where there is no Go or it fails.
    """
    if shutil.which("go") is None:
        raise NotProvidedError(NO_WAY)
    folder = toolchain / build_name(part)
    if not folder.is_dir():
        unfinished = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=toolchain))
        try:
            build_into(unfinished, part)
            unfinished.chmod(0o755)
            unfinished.rename(folder)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)
    mark_complete(toolchain, part, folder)
    remove_old_builds(toolchain, part, folder)


def build_into(folder: Path, part: str) -> None:
    """Fills the folder, and tries the CLI that came out."""
    say(f"building Pulumi {CLI_VERSION} from source: some minutes the first time")
    started = time.monotonic()
    packages = HOST_PACKAGES if part == "hosts" else (*CLI_PACKAGES, *HOST_PACKAGES)
    go("build", *BUILD_FLAGS, "-o", f"{folder}{os.sep}", *packages)
    sdk = Path(go("list", "-m", "-f", "{{.Dir}}", SDK_MODULE).strip())
    for script in SDK_SCRIPTS:
        copied = folder / Path(script).name
        shutil.copyfile(sdk / script, copied)
        copied.chmod(0o755)
    if part == "cli":
        check(folder / "pulumi", "version", pattern=rf"v{re.escape(CLI_VERSION)}\s*")
    # A language host prints its port, and ends because nobody is at the other end of its standard input.
    check(folder / "pulumi-language-python", pattern=r"\d+\s*")
    say(f"built in {time.monotonic() - started:.0f} s")


def check(program: Path, *arguments: str, pattern: str) -> None:
    """Runs a program that was built. Raises NotProvidedError unless it ends well and prints what the pattern says."""
    environment = {**os.environ, "PULUMI_SKIP_UPDATE_CHECK": "true"}
    try:
        answer = subprocess.run(
            [program, *arguments], env=environment, input="", capture_output=True, text=True, timeout=CHECK_SECONDS
        )
    except subprocess.TimeoutExpired:
        raise NotProvidedError(f"{program.name} was built but does not end within {CHECK_SECONDS:g} s") from None
    if answer.returncode != 0 or not re.fullmatch(pattern, answer.stdout):
        raise NotProvidedError(f"{program.name} was built but does not run: {answer.stderr.strip() or answer.stdout!r}")


def go(*arguments: str) -> str:
    """Runs Go in the module beside this file; its messages go straight to the terminal.

    Raises NotProvidedError.
    """
    environment = {**os.environ, "CGO_ENABLED": "0"}
    done = subprocess.run(["go", *arguments], cwd=SOURCE, env=environment, stdout=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise NotProvidedError(f"`go {arguments[0]}` failed in {SOURCE}: see its message above.\n{NO_WAY}")
    return done.stdout


def build_name(part: str) -> str:
    """The folder of a build: the same for clones with the same sources, another for others."""
    digest = hashlib.sha256(repr(BUILD_FLAGS).encode())
    for file in (SOURCE / "go.mod", SOURCE / "go.sum", *sorted((SOURCE / "pulumi-language-python").glob("*.go"))):
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return f"{part}-{digest.hexdigest()[:12]}"


def is_current(toolchain: Path, part: str) -> bool:
    """Whether the finished build is one of the sources beside this file."""
    folder = completed_build(toolchain, part)
    return folder is not None and folder.name == build_name(part)


def mark_complete(toolchain: Path, part: str, folder: Path) -> None:
    """Makes the folder the finished build, in one step that others see wholly or not at all."""
    marker = completion_marker(toolchain, part)
    written = marker.with_suffix(".new")
    written.write_text(folder.name + "\n", encoding="utf-8")
    written.replace(marker)


def remove_old_builds(toolchain: Path, part: str, current: Path) -> None:
    """Removes what was replaced long enough ago that nobody runs it any more."""
    for folder in toolchain.glob(f"{part}-*"):
        if folder != current and time.time() - folder.stat().st_mtime > OLD_BUILD_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def locked(toolchain: Path) -> Iterator[None]:
    """Holds the toolchain folder: a second build waits for the first, and then finds it done."""
    toolchain.mkdir(parents=True, exist_ok=True)
    with (toolchain / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another build of the CLI")
            fcntl.flock(lock, fcntl.LOCK_EX)
        for left_behind in toolchain.glob(".unfinished-*"):  # whoever made it was killed: we hold the lock
            shutil.rmtree(left_behind, ignore_errors=True)
        yield


def say(message: str) -> None:
    """Tells the person what happens, apart from what a script reads."""
    print(f"pulumi: {message}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
