"""The language hosts of the Pulumi CLI in use: what a program prints and raises, and how it ends.

Everything here runs the genuine engine without any provider; what previews cost is tested elsewhere.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
import venv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import grpc
import psutil
import pytest
from google.protobuf import empty_pb2
from outlay_automation.engine.pulumi_cli import PulumiCli, completed_build, toolchain_dir
from pulumi.runtime.proto import language_pb2, language_pb2_grpc

pytestmark = pytest.mark.engine

COMPONENT = """
import pulumi

class Shelf(pulumi.ComponentResource):
    def __init__(self, name):
        super().__init__("house:index:Shelf", name)
        self.register_outputs({})

Shelf("books")
"""

SLEEPER = """
import os, pathlib, subprocess, time
helper = subprocess.Popen(["sleep", "300"]) if os.environ["WITH_HELPER"] == "yes" else None
pathlib.Path(os.environ["STARTED"]).write_text("yes")
time.sleep(300)
"""


@dataclass(frozen=True)
class Project:
    """A project in a folder of its own, with a stack `dev` in the test's backend."""

    directory: Path
    command: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [self.command, *arguments, "--non-interactive"],
            cwd=self.directory,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
        )

    def start(self, *arguments: str, **variables: str) -> subprocess.Popen[str]:
        """Starts a command in a process group of its own, as a shell does."""
        return subprocess.Popen(
            [self.command, *arguments, "--non-interactive"],
            cwd=self.directory,
            env={**self.environment, **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def preview(self) -> dict[str, Any]:
        """The digest of a preview that succeeds."""
        done = self.run("preview", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        digest: dict[str, Any] = json.loads(done.stdout)
        return digest


ProjectMaker = Callable[[str, str], Project]


@pytest.fixture
def make_project(tmp_path: Path, pulumi_cli: PulumiCli, pulumi_env: dict[str, str]) -> ProjectMaker:
    """Writes a project from the text of its Pulumi.yaml and of its `__main__.py`."""

    def make(description: str, program: str = "") -> Project:
        directory = tmp_path / "project"
        directory.mkdir()
        (directory / "Pulumi.yaml").write_text(description)
        (directory / "__main__.py").write_text(program)
        project = Project(directory, str(pulumi_cli.path), pulumi_env)
        created = project.run("stack", "init", "dev")
        assert created.returncode == 0, created.stderr
        return project

    return make


@pytest.fixture
def python_project(make_project: ProjectMaker) -> Callable[[str], Project]:
    """Writes a Python project that runs with the Python of these tests."""
    return lambda program: make_project(python_description("house", sys.prefix), program)


@pytest.fixture
def environment_with_sdk(tmp_path: Path) -> Path:
    """A virtual environment, not the one of these tests, in which the Pulumi SDK can be imported."""
    directory = tmp_path / "its-own-venv"
    venv.create(directory, symlinks=True, with_pip=False)
    packages = sysconfig.get_path("purelib", "venv", vars={"base": str(directory), "platbase": str(directory)})
    (Path(packages) / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return directory


@pytest.fixture
def our_host(pulumi_cli: PulumiCli) -> Path:
    """The Python language host of this repository, for what only that one promises."""
    host = shutil.which("pulumi-language-python", path=pulumi_cli.environment(os.environ)["PATH"])
    ours = [completed_build(toolchain_dir(), part) for part in ("cli", "hosts")]
    if host is None or Path(host).resolve().parent not in ours:
        pytest.skip("this machine has the official language host")
    return Path(host).resolve()


def python_description(name: str, virtualenv: str | Path) -> str:
    return f"name: {name}\nruntime: {{name: python, options: {{toolchain: pip, virtualenv: {virtualenv}}}}}\n"


def messages(digest: dict[str, Any]) -> list[str]:
    return [diagnostic["message"].strip() for diagnostic in digest.get("diagnostics", [])]


def test_a_program_runs_with_the_python_of_its_own_virtual_environment(
    make_project: ProjectMaker, environment_with_sdk: Path
) -> None:
    program = COMPONENT + "import sys\npulumi.export('python', sys.prefix)\n"
    project = make_project(python_description("house", environment_with_sdk), program)

    deployed = project.run("up", "--yes", "--skip-preview")
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    outputs = json.loads(project.run("stack", "output", "--json").stdout)

    assert outputs == {"python": str(environment_with_sdk)}


def test_the_engine_sees_what_the_program_registers(python_project: Callable[[str], Project]) -> None:
    digest = python_project(COMPONENT).preview()

    assert digest["changeSummary"] == {"create": 2}
    assert [(step["op"], step["urn"]) for step in digest["steps"]] == [
        ("create", "urn:pulumi:dev::house::pulumi:pulumi:Stack::house-dev"),
        ("create", "urn:pulumi:dev::house::house:index:Shelf::books"),
    ]


def test_configuration_reaches_the_program_and_a_secret_stays_secret(python_project: Callable[[str], Project]) -> None:
    project = python_project(
        "import pulumi\n"
        "config = pulumi.Config()\n"
        "pulumi.export('rooms', config.require_int('rooms'))\n"
        "pulumi.export('safe', config.get('safe'))\n"  # get, not get_secret: the key alone must make it a secret
    )
    assert project.run("config", "set", "rooms", "3").returncode == 0
    assert project.run("config", "set", "--secret", "safe", "canary-1984").returncode == 0

    deployed = project.run("up", "--yes", "--skip-preview")

    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert "canary-1984" not in deployed.stdout + deployed.stderr
    assert json.loads(project.run("stack", "output", "--json").stdout)["rooms"] == 3


def test_what_a_program_prints_is_among_the_diagnostics(python_project: Callable[[str], Project]) -> None:
    program = "import sys\nprint('out of the program')\nprint('a worry of the program', file=sys.stderr)\n"

    digest = python_project(program).preview()

    severities = {diagnostic["message"].strip(): diagnostic["severity"] for diagnostic in digest["diagnostics"]}
    assert severities == {"out of the program": "info", "a worry of the program": "info#err"}


def test_a_program_that_raises_shows_its_own_traceback_and_nothing_else(
    python_project: Callable[[str], Project],
) -> None:
    project = python_project("def lay():\n    raise ValueError('no bricks')\n\nlay()\n")

    done = project.run("preview", "--json")

    program = project.directory / "__main__.py"
    assert done.returncode != 0
    assert messages(json.loads(done.stdout)) == [
        "error: Program failed with an unhandled exception:\n"
        "Traceback (most recent call last):\n"
        f'  File "{program}", line 4, in <module>\n'
        "    lay()\n"
        f'  File "{program}", line 2, in lay\n'
        "    raise ValueError('no bricks')\n"
        "ValueError: no bricks"
    ]


def test_a_program_that_exits_with_a_code_fails_the_preview_and_the_code_is_told(
    python_project: Callable[[str], Project],
) -> None:
    done = python_project("import sys\nsys.exit(7)\n").run("preview", "--json")

    assert done.returncode != 0
    assert any("7" in message for message in messages(json.loads(done.stdout)))


def test_a_virtual_environment_that_does_not_exist_is_named(make_project: ProjectMaker) -> None:
    done = make_project(python_description("house", "not-made-yet"), COMPONENT).run("preview", "--json")

    assert done.returncode != 0
    assert any("not-made-yet" in message for message in messages(json.loads(done.stdout)))


def test_what_a_program_leaves_running_does_not_hold_up_the_preview(python_project: Callable[[str], Project]) -> None:
    project = python_project(
        "import pathlib, subprocess\n"
        "helper = subprocess.Popen(['sleep', '300'])\n"
        "pathlib.Path('helper.pid').write_text(str(helper.pid))\n"
    )

    began = time.monotonic()
    project.preview()

    assert time.monotonic() - began < 30
    assert not alive([int((project.directory / "helper.pid").read_text())])


@pytest.mark.parametrize("stop", ["ctrl-c", "kill -9 of the CLI"])
def test_no_process_outlives_a_stopped_preview(
    python_project: Callable[[str], Project], tmp_path: Path, stop: str
) -> None:
    project = python_project(SLEEPER)
    preview = project.start("preview", STARTED=str(tmp_path / "started"), WITH_HELPER="yes")
    below = processes_below(preview, tmp_path / "started")

    if stop == "ctrl-c":
        os.killpg(preview.pid, signal.SIGINT)
    else:
        preview.kill()
    output, _ = preview.communicate(timeout=30)

    assert preview.returncode != 0
    assert "Traceback" not in output
    assert below, "the preview had started nothing"
    assert not alive(below)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent was killed")
def test_a_program_ends_when_its_language_host_is_killed(
    python_project: Callable[[str], Project], our_host: Path, tmp_path: Path
) -> None:
    preview = python_project(SLEEPER).start("preview", STARTED=str(tmp_path / "started"), WITH_HELPER="no")
    below = processes_below(preview, tmp_path / "started")
    [running_host] = [pid for pid in below if psutil.Process(pid).exe() == str(our_host)]

    os.kill(running_host, signal.SIGKILL)
    preview.communicate(timeout=30)

    assert preview.returncode != 0
    assert not alive(below)


def processes_below(command: subprocess.Popen[str], started: Path) -> list[int]:
    """The processes that a command has started, once its program says that it runs."""
    text_once_written(started)
    return [process.pid for process in psutil.Process(command.pid).children(recursive=True)]


def text_once_written(file: Path) -> str:
    """The text of a file that another process writes soon."""
    deadline = time.monotonic() + 60
    while not file.exists() or not (text := file.read_text()):
        assert time.monotonic() < deadline, f"{file} was not written"
        time.sleep(0.02)
    return text


def alive(pids: list[int]) -> list[int]:
    """Those that still run after a moment's grace; a zombie that nobody has collected does not run."""
    deadline = time.monotonic() + 5
    while True:
        running = [pid for pid in pids if is_running(pid)]
        if not running or time.monotonic() > deadline:
            return running
        time.sleep(0.05)


def is_running(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


POLICY_PACK = """
from pulumi_policy import EnforcementLevel, PolicyPack, ResourceValidationPolicy

def no_shelves(args, report_violation):
    if args.resource_type == "house:index:Shelf":
        report_violation("shelves are forbidden")

PolicyPack("house-rules", policies=[ResourceValidationPolicy(
    name="no-shelves", description="Shelves are forbidden.",
    enforcement_level=EnforcementLevel.MANDATORY, validate=no_shelves)])
"""


def test_a_policy_pack_in_a_folder_stops_the_preview(python_project: Callable[[str], Project], tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "PulumiPolicy.yaml").write_text(python_description("house-rules", sys.prefix))
    (pack / "__main__.py").write_text(POLICY_PACK)

    done = python_project(COMPONENT).run("preview", "--policy-pack", str(pack))

    assert done.returncode != 0
    assert "shelves are forbidden" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


def test_cancelling_ends_the_program_quietly(our_host: Path, tmp_path: Path) -> None:
    # After a violation the engine cancels the host and waits for the program: one that goes on holds the engine up.
    # The double stands in for Python, so that no engine has to serve the program.
    slow_python = tmp_path / "slow-python"
    slow_python.write_text("#!/bin/sh\necho $$ > pid\nexec sleep 300\n")
    slow_python.chmod(0o755)
    environment = {**os.environ, "PULUMI_PYTHON_CMD": str(slow_python)}
    info = language_pb2.ProgramInfo(root_directory=str(tmp_path), program_directory=str(tmp_path), entry_point=".")

    with subprocess.Popen(
        [our_host, "127.0.0.1:1"], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as host:
        assert host.stdout is not None
        with grpc.insecure_channel(f"127.0.0.1:{int(host.stdout.readline())}") as channel:
            stub = language_pb2_grpc.LanguageRuntimeStub(channel)
            run = stub.Run.future(language_pb2.RunRequest(project="house", stack="dev", info=info))
            pid = int(text_once_written(tmp_path / "pid"))
            stub.Cancel(empty_pb2.Empty())
            response = run.result(timeout=30)
        host.send_signal(signal.SIGTERM)
        rest = host.stdout.read()

    assert (response.bail, response.error) == (True, "")
    assert not alive([pid])
    assert rest == ""
    assert host.returncode == 0


COMPONENT_PLUGIN = """
from typing import Optional, TypedDict
import pulumi
from pulumi.provider.experimental import component_provider_host

class GreeterArgs(TypedDict):
    name: pulumi.Input[str]

class Greeter(pulumi.ComponentResource):
    greeting: pulumi.Output[str]

    def __init__(self, name: str, args: GreeterArgs, opts: Optional[pulumi.ResourceOptions] = None):
        super().__init__("house:index:Greeter", name, {}, opts)
        self.greeting = pulumi.Output.concat("hello ", args["name"])
        self.register_outputs({"greeting": self.greeting})

component_provider_host(name="house", components=[Greeter])
"""


def test_a_yaml_program_uses_a_python_component(
    make_project: ProjectMaker, environment_with_sdk: Path, tmp_path: Path
) -> None:
    plugin = tmp_path / "plugin"
    plugin.mkdir()
    (plugin / "PulumiPlugin.yaml").write_text(python_description("house", environment_with_sdk))
    (plugin / "__main__.py").write_text(COMPONENT_PLUGIN)
    project = make_project(
        "name: street\n"
        "runtime: yaml\n"
        f"plugins: {{providers: [{{name: house, path: {plugin}}}]}}\n"
        "resources: {greeter: {type: 'house:index:Greeter', properties: {name: world}}}\n"
        "outputs: {said: '${greeter.greeting}'}\n",
        "",
    )

    deployed = project.run("up", "--yes", "--skip-preview")

    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert json.loads(project.run("stack", "output", "--json").stdout) == {"said": "hello world"}
