"""Programs that do what a program may do and an engine has to bear: print, read, fork, shadow modules."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from outlay.wire import NOT_SEEN
from outlay_automation import PreviewResult
from outlay_automation.engine.placeholder import PLACEHOLDER

from tests.automation.embedded.conftest import ProjectMaker

QUEUE = 'aws("sqs/queue:Queue", "orders")\n'


def said(result: PreviewResult) -> list[str]:
    return [each.message for each in result.preview.diagnostics]


def test_ten_megabytes_on_both_streams_are_cut_to_their_beginning_and_end(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        QUEUE
        + """
import sys
for stream in (sys.stdout, sys.stderr):
    print("first", file=stream)
    for number in range(100_000):
        print(f"{number:099}", file=stream)
    print("last", file=stream)
"""
    )

    messages = said(project.preview())

    # 10,000,000 bytes of lines, "first" and "last" with their ends; the first and last 50,000 bytes are kept
    left_out = "[9900011 bytes left out]"
    assert [each for each in messages if each in ("first", "last", left_out)] == ["first", left_out, "last"] * 2
    assert sum(map(len, messages)) < 201_000


def test_a_program_that_prints_without_end_is_ended(embedded_project: ProjectMaker) -> None:
    project = embedded_project(QUEUE + "while True:\n    print('x' * 100_000)\n")

    failure = project.failure()

    assert failure.message.startswith("the program printed ")
    assert failure.message.endswith(" MB, and was ended for that")
    assert failure.hint == "Does it print in a loop that never ends?"
    assert project.processes() == []
    assert project.leftovers() == []


def test_bytes_that_are_no_text_are_borne(embedded_project: ProjectMaker) -> None:
    project = embedded_project(QUEUE + "import sys; sys.stdout.buffer.write(b'\\xff\\x00 ok\\n'); sys.stdout.close()\n")

    assert said(project.preview()) == ["\N{REPLACEMENT CHARACTER}\0 ok"]


def test_reading_input_meets_its_end_at_once(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
import sys
assert sys.stdin.read() == ""
try:
    input("which shop? ")
except EOFError:
    aws("sqs/queue:Queue", "asked")
"""
    )

    assert project.names() == ["asked"]


@pytest.mark.parametrize(
    "more",
    [
        "import threading, time\nthreading.Thread(target=time.sleep, args=(600,)).start()\n",
        "import subprocess\nsubprocess.Popen(['sleep', '600'])\n",
        "import subprocess\nsubprocess.Popen(['sleep', '600'], process_group=0)\n",
        "import os, time\nif os.fork() == 0:\n    time.sleep(600)\n",
        "import multiprocessing, time\nmultiprocessing.Process(target=time.sleep, args=(600,)).start()\n",
    ],
    ids=["thread", "child", "group", "fork", "multiprocessing"],
)
def test_what_a_program_leaves_running_neither_holds_the_preview_nor_outlives_it(
    embedded_project: ProjectMaker, more: str
) -> None:
    project = embedded_project(QUEUE + more)

    assert project.names(time_limit=30.0) == ["orders"]

    assert project.processes() == []
    assert project.leftovers() == []


def test_temporary_folders_of_the_programs_own_go_with_it(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        QUEUE + "import atexit, shutil, tempfile\natexit.register(shutil.rmtree, tempfile.mkdtemp())\n"
        "folder = tempfile.TemporaryDirectory()\n"
    )

    assert project.names() == ["orders"]

    assert project.leftovers() == []


def test_a_program_runs_in_its_own_folder_and_may_leave_it(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        "import os\nname = os.path.basename(os.getcwd())\nos.chdir('/')\naws('sqs/queue:Queue', name)"
    )

    assert project.names() == ["shop"]


def test_modules_of_the_project_go_before_all_others(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        "import outlay, run_program\nassert not hasattr(run_program, 'main')\naws('sqs/queue:Queue', outlay.name)\n"
    )
    for name in ("json", "run_program", "outlay", "outlay_automation", "configuration"):
        (project.directory / f"{name}.py").write_text(f"name = '{name}'\n", encoding="utf-8")
    before = project.tree()

    assert project.names() == ["outlay"]

    assert project.tree() == before, "no bytecode lies beside the user's own files"


@pytest.mark.parametrize(
    ("main", "file"), [("infra", "__main__.py"), ("infra/", "__main__.py"), ("infra/app.py", "app.py")]
)
def test_a_program_in_a_folder_or_file_of_its_own(embedded_project: ProjectMaker, main: str, file: str) -> None:
    project = embedded_project()
    project.runs_in(sys.prefix, f"main: {main}\n")
    project.program.unlink()
    (project.directory / "infra").mkdir()
    (project.directory / "infra" / file).write_text(
        "import os, pulumi\npulumi.CustomResource('aws:sqs/queue:Queue', os.path.basename(os.getcwd()), {})\n",
        encoding="utf-8",
    )

    assert project.names() == ["infra"]


@pytest.mark.parametrize(
    "program",
    [
        "pulumi.run(main)",
        "asyncio.get_event_loop().create_task(main())\npulumi.export('late', name())",
    ],
)
def test_a_program_that_uses_asyncio_itself(embedded_project: ProjectMaker, program: str) -> None:
    project = embedded_project(
        f"""
import asyncio

async def name():
    await asyncio.sleep(0.05)
    return "orders"

async def main():
    aws("sqs/queue:Queue", await name())
    pulumi.export("told", name())

{program}
"""
    )

    assert project.names() == ["orders"]


def test_secrets_of_the_configuration_cannot_be_printed(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        QUEUE + "config = pulumi.Config()\nprint('it is', config.require('key'), config.require_secret('key'))\n",
        config={"shop:key": {"secure": "v1:AAAA:c2VjcmV0"}},
    )

    messages = said(project.preview())

    assert any(each.startswith(f"it is {PLACEHOLDER} ") for each in messages)
    assert not any("c2VjcmV0" in each for each in messages)


def test_a_warning_of_the_program_is_headed_as_one(embedded_project: ProjectMaker) -> None:
    done = embedded_project("pulumi.log.warn('the queue is old')\n").outlay("preview", "--engine", "embedded")

    assert "warning: the queue is old" in done.stdout.splitlines()


def test_a_change_of_what_a_remote_component_is_given_is_a_change_of_it(
    embedded_project: ProjectMaker, tmp_path: Path
) -> None:
    program = """
class Cluster(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("cluster:index:Cluster", "main", {"nodes": NODES}, remote=True)

Cluster()
"""
    urn = "urn:pulumi:dev::shop::cluster:index:Cluster::main"
    before = {"urn": urn, "type": "cluster:index:Cluster", "custom": False, "inputs": {"nodes": 3, NOT_SEEN: True}}
    baseline = tmp_path / "before.json"
    baseline.write_text(json.dumps({"version": 3, "deployment": {"resources": [before]}}), encoding="utf-8")
    project = embedded_project()
    ops = {}
    for nodes in ("3", "90"):
        project.write(program.replace("NODES", nodes))
        (step,) = [each for each in project.preview(baseline=baseline).preview.steps if each.urn == urn]
        ops[nodes] = step.op.value

    assert ops == {"3": "same", "90": "update"}
