"""Programs that never end: the limit, what they were waiting for, and the circles that are noticed before it."""

from __future__ import annotations

import asyncio
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import pulumi
import pytest
from outlay.errors import ExitCode, PreviewFailed
from outlay_automation import PreviewOptions, PreviewResult, preview
from outlay_automation.stack_preview import EngineName

from tests.automation.embedded.conftest import EmbeddedProject, ProjectMaker

LONGER = (
    "Does it wait for something that never comes? "
    "Give it longer: --time-limit SECONDS, or in a test time_limit=SECONDS."
)
BREAK = "Does an input rest on an output that waits for it in turn, or on a future that nobody sets? Break the circle."


def assert_nothing_stays(project: EmbeddedProject) -> None:
    assert project.processes() == []
    assert project.leftovers() == []


def test_a_program_that_never_ends_is_ended_and_says_where_it_was(embedded_project: ProjectMaker) -> None:
    project = embedded_project("import time\ndef wait():\n    time.sleep(600)\nwait()\n")
    began = time.monotonic()

    done = project.outlay("preview", "--engine", "embedded", "--time-limit", "2")

    assert time.monotonic() - began < 20
    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert done.stderr.splitlines() == [
        "error: the program did not end within 2 seconds",
        "it was here:",
        f'  File "{project.program}", line 5, in <module>',
        "    wait()",
        f'  File "{project.program}", line 4, in wait',
        "    time.sleep(600)",
        LONGER,
    ]
    assert_nothing_stays(project)


def test_a_program_that_holds_up_its_own_interpreter_is_ended_all_the_same(embedded_project: ProjectMaker) -> None:
    # a single call into C that never lets go of the interpreter's lock
    project = embedded_project("import re\nre.match('(a+)+$', 'a' * 64 + 'b')\n")

    failure = project.failure(time_limit=1.0)

    assert failure.message == "the program did not end within 1 seconds"
    assert_nothing_stays(project)


def test_a_program_that_waits_for_somebody_else_is_waited_for_and_told_by_its_last_resource(
    embedded_project: ProjectMaker,
) -> None:
    project = embedded_project(
        """
import asyncio

async def main():
    await asyncio.sleep(0)
    first = aws("sqs/queue:Queue", "orders")
    urn = asyncio.get_event_loop().create_future()
    first.urn.apply(urn.set_result)
    await urn
    await asyncio.sleep(600)

pulumi.run(main)
"""
    )

    failure = project.failure(time_limit=3.0)

    lines = failure.message.splitlines()
    assert lines[:2] == ["the program did not end within 3 seconds", "it was here:"]
    assert "    await asyncio.sleep(600)" in lines
    assert not any("pulumi:pulumi:Stack" in line for line in lines)
    assert lines[-1] == "the last resource that it registered: orders"


CIRCLE = """
import asyncio
never = asyncio.get_event_loop().create_future()
orders = aws("sqs/queue:Queue", "orders", {"name": pulumi.Output.from_input(never)})
bills = aws("sqs/queue:Queue", "bills", {"name": orders.id})
bills.id.apply(lambda _: never.set_result("orders"))
"""


def test_two_resources_that_wait_for_each_other_are_noticed_long_before_the_limit(
    embedded_project: ProjectMaker,
) -> None:
    project = embedded_project(CIRCLE)
    began = time.monotonic()

    done = project.outlay("preview", "--engine", "embedded")

    assert time.monotonic() - began < 60, "the limit is 600 seconds"
    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert done.stderr.splitlines() == [
        "error: the program waits for itself, and nothing is under way that could end that",
        "resources whose inputs never came: bills (aws:sqs/queue:Queue), orders (aws:sqs/queue:Queue)",
        BREAK,
    ]
    assert_nothing_stays(project)


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """An inline program counts as stuck after a fifth of a second."""
    monkeypatch.setattr("outlay_automation.engine.embedded.runner.run_program._PATIENCE_SECONDS", 0.2)


def previewed(program: Callable[[], object]) -> PreviewResult:
    return preview(program, stack="dev", options=PreviewOptions(engine=EngineName.EMBEDDED, time_limit=30))


def queue(name: str, given: object = None) -> pulumi.Resource:
    return pulumi.CustomResource("aws:sqs/queue:Queue", name, {"name": given})


@pytest.mark.usefixtures("impatient")
def test_an_inline_program_that_waits_for_itself() -> None:
    def program() -> None:
        never = asyncio.get_event_loop().create_future()
        queue("orders", pulumi.Output.from_input(never))

    with pytest.raises(PreviewFailed) as caught:
        previewed(program)

    assert "resources whose inputs never came: orders (aws:sqs/queue:Queue)" in caught.value.message
    assert caught.value.hint == BREAK


@pytest.mark.usefixtures("impatient")
def test_work_under_way_is_no_circle() -> None:
    async def program() -> None:
        await asyncio.get_running_loop().run_in_executor(None, time.sleep, 0.6)
        queue("orders")

    assert any(each.name == "orders" for each in previewed(program).preview.after)


@pytest.mark.usefixtures("impatient")
def test_a_wait_that_ends_by_itself_is_no_circle() -> None:
    async def program() -> None:
        await asyncio.sleep(0.6)
        queue("orders")

    assert any(each.name == "orders" for each in previewed(program).preview.after)


@pytest.mark.usefixtures("impatient")
def test_a_thread_of_the_programs_own_may_still_bring_what_it_waits_for() -> None:
    def program() -> None:
        loop = asyncio.get_event_loop()
        name = loop.create_future()

        def bring() -> None:
            time.sleep(0.6)
            loop.call_soon_threadsafe(name.set_result, "late")

        threading.Thread(target=bring, daemon=True).start()
        queue("orders", pulumi.Output.from_input(name))

    (orders,) = [each for each in previewed(program).preview.after if each.name == "orders"]
    assert orders.inputs["name"] == "late"


@pytest.mark.usefixtures("impatient")
def test_a_socket_that_the_program_listens_to_may_still_bring_what_it_waits_for() -> None:
    async def program() -> None:
        ours, theirs = socket.socketpair()

        def bring() -> None:
            time.sleep(0.6)
            theirs.sendall(b"late\n")

        asyncio.get_running_loop().run_in_executor(None, bring)
        reader, writer = await asyncio.open_connection(sock=ours)
        queue("orders", (await reader.readline()).decode().strip())
        writer.close()
        theirs.close()

    (orders,) = [each for each in previewed(program).preview.after if each.name == "orders"]
    assert orders.inputs["name"] == "late"


def test_an_inline_program_that_never_ends_says_where_it_was() -> None:
    def program() -> None:
        time.sleep(4)  # its thread cannot be ended

    with pytest.raises(PreviewFailed) as caught:
        preview(program, stack="dev", options=PreviewOptions(engine=EngineName.EMBEDDED, time_limit=1.5))

    lines = caught.value.message.splitlines()
    assert lines[0] == "the program did not end within 1.5 seconds"
    assert lines[-2].endswith(", in program")
    assert lines[-1].startswith("    time.sleep(4)")
    assert caught.value.hint == LONGER


def test_what_was_registered_waits_for_nothing_when_the_time_is_up(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
import time

orders = aws("sqs/queue:Queue", "orders")
bills = aws("sqs/queue:Queue", "bills")
pulumi.Output.all(orders.urn).apply(lambda _: time.sleep(60))
aws("sqs/queue:Queue", "later", {"name": bills.id})
"""
    )

    lines = project.failure(time_limit=4.0).message.splitlines()

    assert lines[-2] == "declared, and not registered yet: later (aws:sqs/queue:Queue)"
    assert lines[-1] in (
        "the last resource that it registered: orders",
        "the last resource that it registered: bills",
    )


def test_a_child_that_depends_on_its_component_is_noticed_by_the_sdk(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
class Shop(pulumi.ComponentResource):
    def __init__(self):
        super().__init__("shop:index:Shop", "shop")
        aws("sqs/queue:Queue", "orders", parent=self, depends_on=[self])
        self.register_outputs({})

Shop()
"""
    )

    message = project.failure(time_limit=30.0).message

    assert "a circular dependency involving a resource of type aws:sqs/queue:Queue named orders" in message


HANGS = """
import asyncio
import time

import pulumi
from outlay.errors import PreviewFailed
from outlay_automation import PreviewOptions, preview
from outlay_automation.stack_preview import EngineName


async def waits():
    await asyncio.to_thread(time.sleep, 60)


def transforms():
    def wait(args):
        time.sleep(60)

    pulumi.runtime.register_resource_transform(wait)
    pulumi.CustomResource("aws:sqs/queue:Queue", "orders", {})


try:
    preview(PROGRAM, stack="dev", options=PreviewOptions(engine=EngineName.EMBEDDED, time_limit=1))
except PreviewFailed as failure:
    print(failure.message.splitlines()[0])
"""


@pytest.mark.parametrize("program", ["waits", "transforms"])
def test_python_ends_though_an_inline_program_does_not(program: str) -> None:
    began = time.monotonic()

    done = subprocess.run(
        [sys.executable, "-c", HANGS.replace("PROGRAM", program)], capture_output=True, text=True, timeout=55
    )

    assert time.monotonic() - began < 40, "what the program left under way takes 60 seconds"
    assert (done.returncode, done.stdout) == (0, "the program did not end within 1 seconds\n"), done.stderr
