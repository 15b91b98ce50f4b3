"""Finding a Pulumi CLI, and providing one: in which order, and what never counts as found.

The CLIs, the installer and Go are doubles here: scripts that take their place on PATH. The genuine ones are driven by
tests/e2e.
"""

from __future__ import annotations

import importlib.util
import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import psutil
import pytest
from outlay_automation.engine import pulumi_cli
from outlay_automation.engine.pulumi_cli import CLI_VERSION, Origin, cli_version, find_cli, no_cli

ROOT = Path(__file__).resolve().parents[2]
PROVIDE = ROOT / "tools" / "pulumi-cli" / "provide.py"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine without any CLI: a home, a cache and one folder on PATH, all of this test."""
    for folder in ("home", "cache", "bin"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OUTLAY_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("OUTLAY_PULUMI", raising=False)
    return tmp_path


def put_program(path: Path, script: str = "exit 0") -> Path:
    """Puts a double of a program: a shell script."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def put_build(part: str, *programs: str, marked: bool = True) -> Path:
    """Puts what `make pulumi` leaves after building, with or without its marker."""
    toolchain = pulumi_cli.toolchain_dir()
    for program in programs:
        put_program(toolchain / f"{part}-0123" / program)
    if marked:
        (toolchain / f"{part}.complete").write_text(f"{part}-0123\n")
    return toolchain / f"{part}-0123"


# --- finding -----------------------------------------------------------------------------------------------------


def test_nothing_is_found_on_an_empty_machine(machine: Path) -> None:
    assert find_cli() is None


def test_each_place_comes_before_the_next(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = put_build("cli", "pulumi", "pulumi-language-python")
    found = [find_cli()]
    official = put_program(pulumi_cli.toolchain_dir() / "official" / "bin" / "pulumi")
    found.append(find_cli())
    at_home = put_program(machine / "home" / ".pulumi" / "bin" / "pulumi")
    found.append(find_cli())
    on_path = put_program(machine / "bin" / "pulumi")
    found.append(find_cli())
    given = put_program(machine / "elsewhere" / "pulumi")
    monkeypatch.setenv("OUTLAY_PULUMI", str(given))
    found.append(find_cli())

    assert [(cli.path, cli.origin) for cli in found if cli is not None] == [
        (built / "pulumi", Origin.BUILT),
        (official, Origin.INSTALLED),
        (at_home, Origin.INSTALLED),
        (on_path, Origin.PATH),
        (given, Origin.GIVEN),
    ]


def test_a_given_path_that_is_no_program_is_not_replaced_by_another(
    machine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put_program(machine / "bin" / "pulumi")
    monkeypatch.setenv("OUTLAY_PULUMI", str(machine / "gone" / "pulumi"))

    assert find_cli() is None


def test_why_there_is_no_cli_is_said():
    assert no_cli({}).message == "no Pulumi CLI was found"
    assert no_cli({"OUTLAY_PULUMI": "/gone"}).message == "OUTLAY_PULUMI names /gone, which is no executable file"


def test_a_build_without_its_marker_does_not_count(machine: Path) -> None:
    put_build("cli", "pulumi", "pulumi-language-python", marked=False)

    assert find_cli() is None


def test_a_marker_whose_build_was_removed_does_not_count(machine: Path) -> None:
    put_build("cli", "pulumi")
    (pulumi_cli.toolchain_dir() / "cli.complete").write_text("cli-9999\n")

    assert find_cli() is None


def test_a_cli_on_path_with_its_language_host_is_left_alone(machine: Path) -> None:
    put_program(machine / "bin" / "pulumi")
    put_program(machine / "bin" / "pulumi-language-python")
    put_build("hosts", "pulumi-language-python", "pulumi-language-yaml")

    cli = find_cli()

    assert cli is not None
    assert cli.language_hosts == ("python",)
    assert cli.path_entries == ()
    assert cli.environment({"PATH": "/usr/bin", "A": "b"}) == {"PATH": "/usr/bin", "A": "b"}


def test_a_language_host_beside_the_file_that_a_link_leads_to_belongs_to_the_cli(machine: Path) -> None:
    target = put_program(machine / "opt" / "pulumi" / "pulumi")
    put_program(target.with_name("pulumi-language-python"))
    (machine / "bin" / "pulumi").symlink_to(target)
    put_build("hosts", "pulumi-language-python")

    cli = find_cli()

    assert cli is not None
    assert cli.language_hosts == ("python",)
    assert cli.path_entries == ()


def test_a_cli_on_path_without_a_language_host_gets_ours(machine: Path) -> None:
    put_program(machine / "bin" / "pulumi")
    without = find_cli()
    hosts = put_build("hosts", "pulumi-language-python", "pulumi-language-yaml")
    with_ours = find_cli()

    assert without is not None
    assert without.language_hosts == ()
    assert with_ours is not None
    assert with_ours.language_hosts == ("python", "yaml")
    assert with_ours.environment({"PATH": "/usr/bin"})["PATH"] == f"{hosts}:/usr/bin"


def test_the_environment_of_a_built_cli_begins_with_its_folder(machine: Path) -> None:
    built = put_build("cli", "pulumi", "pulumi-language-python")

    cli = find_cli()

    assert cli is not None
    assert cli.environment({"PATH": "/usr/bin"}) == {"PATH": f"{built}:/usr/bin"}
    assert cli.environment({}) == {"PATH": str(built)}


def test_the_version_is_asked_only_where_it_is_not_known(machine: Path) -> None:
    put_build("cli", "pulumi")  # this double prints no version
    built = find_cli()
    put_program(machine / "bin" / "pulumi", "echo v3.250.1")
    on_path = find_cli()
    put_program(machine / "bin" / "pulumi", "exit 1")

    assert built is not None
    assert built.version == CLI_VERSION
    assert cli_version(built) == CLI_VERSION
    assert on_path is not None
    assert on_path.version is None
    assert cli_version(on_path) is None  # the file was replaced by one that fails


def test_the_version_of_a_cli_on_path_is_what_it_says(machine: Path) -> None:
    put_program(machine / "bin" / "pulumi", "echo v3.250.1")

    cli = find_cli()

    assert cli is not None
    assert cli_version(cli) == "3.250.1"


def test_finding_a_cli_does_not_load_pulumi() -> None:
    code = (
        "import sys, outlay_automation.engine.pulumi_cli as c; c.find_cli();"
        "print([m for m in sys.modules if m in ('pulumi', 'grpc', 'rich', 'pydantic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_version_found_is_the_version_built() -> None:
    required = re.findall(r"github.com/pulumi/pulumi/(?:pkg|sdk)/v3 v(\S+)", (PROVIDE.parent / "go.mod").read_text())

    assert required == [CLI_VERSION, CLI_VERSION]


# --- providing ---------------------------------------------------------------------------------------------------

FAKE_GO = f"""
echo "$@" >> "$GO_LOG"
case "$1" in
build)
    [ -z "$GO_SECONDS" ] || /bin/sleep "$GO_SECONDS"
    [ -z "$GO_FAILS" ] || {{ echo "cannot load module" >&2; exit 1; }}
    out=; wanted=
    while [ $# -gt 0 ]; do
        if [ "$1" = -o ]; then out="$2"; shift; fi
        case "$1" in */cmd/pulumi) wanted=cli;; esac
        shift
    done
    [ -z "$wanted" ] || printf '#!/bin/sh\\necho v{CLI_VERSION}\\n' > "$out/pulumi"
    printf '#!/bin/sh\\necho 4711\\n' > "$out/pulumi-language-python"
    printf '#!/bin/sh\\nexit 0\\n' > "$out/pulumi-language-yaml"
    /bin/chmod 755 "$out"/*;;
list) echo "$GO_SDK";;
esac
"""


@pytest.fixture
def fake_go(machine: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A double of Go on PATH that "builds" scripts; returns the file that lists how it was called."""
    put_program(machine / "bin" / "go", FAKE_GO)
    put_program(machine / "sdk" / "python" / "cmd" / "pulumi-language-python-exec")
    put_program(machine / "sdk" / "python" / "dist" / "pulumi-resource-pulumi-python")
    calls = machine / "go-calls"
    calls.touch()
    monkeypatch.setenv("GO_LOG", str(calls))
    monkeypatch.setenv("GO_SDK", str(machine / "sdk"))
    for variable in ("GO_SECONDS", "GO_FAILS"):
        monkeypatch.delenv(variable, raising=False)
    return calls


@pytest.fixture
def provider() -> ModuleType:
    """tools/pulumi-cli/provide.py as a module; the folder is no package."""
    spec = importlib.util.spec_from_file_location("provide", PROVIDE)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def builds(calls: Path) -> int:
    return sum(line.startswith("build ") for line in calls.read_text().splitlines())


def run_provide(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(PROVIDE), *arguments],
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_build_is_found_afterwards_and_not_repeated(machine: Path, fake_go: Path) -> None:
    first = run_provide("--force-build", "--print")
    second = run_provide("--force-build", "--print")

    cli = find_cli()
    assert cli is not None
    assert (cli.origin, cli.language_hosts) == (Origin.BUILT, ("python", "yaml"))
    assert first.stdout == second.stdout == f"{cli.path}\n"
    assert builds(fake_go) == 1
    assert os.access(cli.path.with_name("pulumi-language-python-exec"), os.X_OK)


def test_a_build_that_fails_leaves_nothing_and_says_what_to_do(machine: Path, fake_go: Path) -> None:
    failed = run_provide("--force-build", GO_FAILS="yes")

    assert failed.returncode == 1
    assert "cannot load module" in failed.stderr
    assert "https://www.pulumi.com/docs/install/" in failed.stderr
    assert "Traceback" not in failed.stderr
    assert find_cli() is None
    assert [path.name for path in pulumi_cli.toolchain_dir().iterdir()] == ["lock"]


def test_a_killed_build_does_not_count_and_the_next_one_clears_it_away(machine: Path, fake_go: Path) -> None:
    building = subprocess.Popen(
        [sys.executable, str(PROVIDE), "--force-build"],
        env={**os.environ, "GO_SECONDS": "30"},
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_until(lambda: builds(fake_go) == 1)
    os.killpg(building.pid, 9)
    building.wait()
    toolchain = pulumi_cli.toolchain_dir()
    left_behind = list(toolchain.glob(".unfinished-*"))

    assert len(left_behind) == 1
    assert find_cli() is None

    assert run_provide("--force-build").returncode == 0
    assert find_cli() is not None
    assert not left_behind[0].exists()


def test_a_second_build_waits_for_the_first_and_finds_it_done(machine: Path, fake_go: Path) -> None:
    results: list[subprocess.CompletedProcess[str]] = []
    both = [
        threading.Thread(target=lambda: results.append(run_provide("--force-build", "--print", GO_SECONDS="1")))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert [result.returncode for result in results] == [0, 0]
    assert results[0].stdout == results[1].stdout
    assert builds(fake_go) == 1


def test_a_cli_that_does_not_run_is_not_kept(machine: Path, fake_go: Path) -> None:
    put_program(machine / "bin" / "go", FAKE_GO.replace(f"echo v{CLI_VERSION}", "exit 2"))

    failed = run_provide("--force-build")

    assert failed.returncode == 1
    assert "does not run" in failed.stderr
    assert find_cli() is None


def test_changed_sources_make_another_build(
    machine: Path, fake_go: Path, provider: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = machine / "sources"
    (sources / "pulumi-language-python").mkdir(parents=True)
    for name in ("go.mod", "go.sum", "pulumi-language-python/main.go"):
        (sources / name).write_text("first")
    monkeypatch.setattr(provider, "SOURCE", sources)

    before = provider.provide_built().path
    (sources / "pulumi-language-python" / "main.go").write_text("second")
    after = provider.provide_built().path

    assert builds(fake_go) == 2
    assert before != after
    found = find_cli()
    assert found is not None
    assert found.path == after
    assert before.exists()  # a preview may still be using it


def test_the_cli_on_path_is_used_and_nothing_is_built(machine: Path, fake_go: Path) -> None:
    on_path = put_program(machine / "bin" / "pulumi")
    put_program(machine / "bin" / "pulumi-language-python")

    provided = run_provide("--print")

    assert (provided.returncode, provided.stdout) == (0, f"{on_path}\n")
    assert builds(fake_go) == 0


def test_a_cli_on_path_without_language_host_gets_only_the_hosts_built(machine: Path, fake_go: Path) -> None:
    on_path = put_program(machine / "bin" / "pulumi")

    provided = run_provide("--print")

    cli = find_cli()
    assert (provided.returncode, provided.stdout) == (0, f"{on_path}\n")
    assert "no Python language host" in provided.stderr
    assert cli is not None
    assert (cli.path, cli.language_hosts) == (on_path, ("python", "yaml"))
    assert "cmd/pulumi " not in fake_go.read_text()


def test_without_network_and_without_go_the_error_says_what_to_do(machine: Path) -> None:
    nothing = run_provide("--answer-seconds", "0")

    assert nothing.returncode == 1
    assert "OUTLAY_PULUMI" in nothing.stderr
    assert "https://www.pulumi.com/docs/install/" in nothing.stderr
    assert "Traceback" not in nothing.stderr


def test_a_given_path_that_is_no_program_is_an_error(machine: Path, fake_go: Path) -> None:
    refused = run_provide(OUTLAY_PULUMI=str(machine / "gone"))

    assert refused.returncode == 1
    assert f"OUTLAY_PULUMI is {machine / 'gone'}" in refused.stderr
    assert builds(fake_go) == 0


def test_a_cli_on_path_without_language_host_and_without_go_says_what_is_missing(machine: Path) -> None:
    on_path = put_program(machine / "bin" / "pulumi")

    refused = run_provide()

    assert refused.returncode == 1
    assert f"{on_path} has no Python language host" in refused.stderr


def test_an_old_build_is_better_than_none_where_there_is_no_go(machine: Path) -> None:
    built = put_build("cli", "pulumi", "pulumi-language-python")

    provided = run_provide("--print")

    assert (provided.returncode, provided.stdout) == (0, f"{built / 'pulumi'}\n")


def test_an_installer_that_hangs_is_given_up_with_all_it_started(machine: Path, provider: ModuleType) -> None:
    hanging = put_program(machine / "hanging-installer", f"/bin/sleep 300 &\necho $! > {machine}/pid\nwait")
    toolchain = pulumi_cli.toolchain_dir()
    toolchain.mkdir(parents=True)

    began = time.monotonic()
    installed = provider.install(toolchain, 1.0, installer=[str(hanging)])

    assert not installed
    assert 1.0 <= time.monotonic() - began < 20
    sleeper = int((machine / "pid").read_text())
    wait_until(lambda: not is_running(sleeper))
    assert list(toolchain.iterdir()) == []


def test_an_installer_that_answers_may_take_its_time_and_is_then_found(machine: Path, provider: ModuleType) -> None:
    slow = put_program(
        machine / "slow-installer",
        'echo answered\n/bin/sleep 1.5\n/bin/mkdir "$1/bin"\nprintf "#!/bin/sh\\n" > "$1/bin/pulumi"\n'
        '/bin/chmod 755 "$1/bin/pulumi"',
    )
    toolchain = pulumi_cli.toolchain_dir()
    toolchain.mkdir(parents=True)

    assert provider.install(toolchain, 1.0, installer=[str(slow)])
    cli = find_cli()
    assert cli is not None
    assert (cli.origin, cli.version) == (Origin.INSTALLED, CLI_VERSION)


def test_an_installer_that_breaks_off_leaves_nothing(machine: Path, provider: ModuleType) -> None:
    broken = put_program(machine / "broken-installer", 'echo answered\n/bin/mkdir "$1/bin"\nexit 1')
    toolchain = pulumi_cli.toolchain_dir()
    toolchain.mkdir(parents=True)

    assert not provider.install(toolchain, 10.0, installer=[str(broken)])
    assert list(toolchain.iterdir()) == []


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
