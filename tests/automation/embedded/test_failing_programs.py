"""Programs that fail: their own words, where, and what to do; and nothing that is not theirs."""

from __future__ import annotations

import pytest
from outlay.errors import ExitCode, InvalidFile, WrongUse
from outlay.standard.model import Standard
from outlay.standard.offline import Offline

from tests.automation.embedded.conftest import ProjectMaker

QUEUE = 'aws("sqs/queue:Queue", "orders")\n'


def test_a_program_that_raises_shows_its_own_traceback_and_no_more(embedded_project: ProjectMaker) -> None:
    project = embedded_project(QUEUE + "def order():\n    raise ValueError('no such shop')\n\n\norder()\n")
    before = project.tree()

    done = project.outlay("preview", "--engine", "embedded")

    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert done.stdout == ""
    # word for word what the genuine engine's preview shows (tests/e2e/test_preview_failures.py)
    assert (
        done.stderr
        == f"""\
error: Traceback (most recent call last):
  File "{project.program}", line 7, in <module>
    order()
  File "{project.program}", line 4, in order
    raise ValueError('no such shop')
ValueError: no such shop
"""
    )
    assert project.tree() == before
    assert project.leftovers() == []


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import nothing_of_the_kind\n", "No module named 'nothing_of_the_kind'"),
        ("def (:\n", "SyntaxError: invalid syntax"),
        ("pulumi.Output.from_input(0).apply(lambda zero: 1 / zero)\n", "ZeroDivisionError: division by zero"),
        (QUEUE + "pulumi.Config().require('size')\n", "Missing required configuration variable 'shop:size'"),
        ("raise pulumi.RunError('choose a size')\n", "choose a size"),
        ("raise pulumi.RunError('')\n", "the program raised an error that says nothing"),
        ("raise KeyboardInterrupt\n", "KeyboardInterrupt"),
        (
            QUEUE * 2,
            "two resources have the URN urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders, the second at ",
        ),
        ("async def main():\n    raise ValueError('in main')\npulumi.run(main)\n", "ValueError: in main"),
        ("raise ValueError('x' * 5_000_000)\n", "ValueError: xxx"),
    ],
)
def test_however_a_program_fails_its_own_words_are_shown(
    embedded_project: ProjectMaker, program: str, words: str
) -> None:
    failure = embedded_project(program).failure()

    assert words in failure.message
    for foreign in ("asyncio", "pulumi/runtime", "run_program", "runpy", "grpc"):
        assert foreign not in failure.message


def test_an_error_in_an_apply_names_its_line(embedded_project: ProjectMaker) -> None:
    project = embedded_project(f"def later(urn):\n    raise ValueError(urn)\n{QUEUE.strip()}.urn.apply(later)\n")

    assert project.failure().message.splitlines() == [
        "Traceback (most recent call last):",
        f'  File "{project.program}", line 3, in later',
        "    raise ValueError(urn)",
        "ValueError: urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders",
    ]


@pytest.mark.parametrize(
    ("program", "message"),
    [
        ("import sys; sys.exit(3)", "the program ended itself with exit code 3"),
        ("import sys; sys.exit('no more')", "the program ended itself with exit code 1\nno more"),
        ("import os; os._exit(0)", "the program ended itself with exit code 0"),
        ("import os; os._exit(33)", "the program ended itself with exit code 33"),
    ],
)
def test_a_program_that_ends_itself_has_not_declared_everything(
    embedded_project: ProjectMaker, program: str, message: str
) -> None:
    failure = embedded_project(QUEUE + program).failure()

    assert failure.message == message
    assert failure.hint == "A program that ends by itself, as by sys.exit(), has not declared everything."


def test_what_a_program_wrote_before_it_ended_itself_is_told(embedded_project: ProjectMaker) -> None:
    project = embedded_project("import sys; print('no quota left', file=sys.stderr); sys.exit(4)")

    assert project.failure().message == "the program ended itself with exit code 4\nno quota left"


def test_exit_code_0_is_an_end_like_any_other_as_the_genuine_engine_has_it(embedded_project: ProjectMaker) -> None:
    project = embedded_project(QUEUE + "import sys; sys.exit(0)\naws('sqs/queue:Queue', 'never')\n")

    assert project.names() == ["orders"]


@pytest.mark.parametrize(
    ("program", "message", "hint"),
    [
        (
            "import os; os.kill(os.getpid(), 9)",
            "the program was ended by SIGKILL before it had declared everything",
            "Was it killed by hand, or for want of memory?",
        ),
        ("import os; os.abort()", "the program was ended by SIGABRT before it had declared everything", ""),
    ],
)
def test_a_program_that_is_killed(embedded_project: ProjectMaker, program: str, message: str, hint: str) -> None:
    project = embedded_project(QUEUE + program)

    failure = project.failure()

    assert (failure.message, failure.hint) == (message, hint)
    assert project.processes() == []
    assert project.leftovers() == []


def test_a_module_that_is_missing_is_answered_with_the_interpreter_that_misses_it(
    embedded_project: ProjectMaker,
) -> None:
    failure = embedded_project("import nothing_of_the_kind").failure()

    assert failure.hint.startswith("The program ran in ")
    assert "-m pip install nothing_of_the_kind; or name" in failure.hint


def test_a_project_with_requirements_is_told_to_install_those(embedded_project: ProjectMaker) -> None:
    project = embedded_project("import nothing_of_the_kind")
    (project.directory / "requirements.txt").write_text("nothing-of-the-kind\n", encoding="utf-8")

    assert "-m pip install -r requirements.txt; or name" in project.failure().hint


def test_a_value_that_the_configuration_lacks_can_be_written_without_a_cli(embedded_project: ProjectMaker) -> None:
    failure = embedded_project("pulumi.Config().require('size')\n").failure()

    assert failure.hint == (
        "Set it: pulumi config set shop:size VALUE --stack dev; "
        "or write it into Pulumi.dev.yaml under config: {shop:size: VALUE}."
    )


def test_what_a_program_said_before_it_raised_follows_the_error(embedded_project: ProjectMaker) -> None:
    program = "for each in range(30):\n    print(f'step {each}')\npulumi.log.warn('careful')\n"
    project = embedded_project(f"{program}raise pulumi.RunError('no more')\n")

    assert project.failure().message.splitlines() == [
        "no more",
        "before that it said:",
        *(f"step {each}" for each in range(11, 30)),
        "warning: careful",
    ]


def test_the_second_of_two_resources_with_one_urn_is_told_by_its_place(embedded_project: ProjectMaker) -> None:
    project = embedded_project(
        """
class Queue(pulumi.CustomResource):
    def __init__(self):
        super().__init__("aws:sqs/queue:Queue", "orders")

Queue()
Queue()
"""
    )

    assert project.failure().message.splitlines()[0] == (
        "two resources have the URN urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders, the second at __main__.py:8: "
        "give one of them another name"
    )


def test_an_output_that_another_stack_does_not_have(embedded_project: ProjectMaker) -> None:
    project = embedded_project("pulumi.export('id', pulumi.StackReference('acme/net/prod').require_output('id'))\n")
    (project.directory / "net.json").write_text('{"zone": "a", "vpc": "v"}', encoding="utf-8")
    standard = Standard(offline=Offline(stack_references={"acme/net/prod": "net.json"}))

    failure = project.failure(standard=standard)

    assert (
        failure.message == "the program requires the output 'id' of another stack, and there is none in acme/net/prod"
    )
    assert failure.hint == "Correct its name, or give it there: net.json has vpc, zone."


def test_a_folder_without_a_program(embedded_project: ProjectMaker) -> None:
    project = embedded_project()
    project.program.unlink()

    with pytest.raises(WrongUse) as caught:
        project.preview()

    assert caught.value.message == f"no program in {project.directory}: it has no __main__.py"
    assert caught.value.hint == "Write it there, or name its folder or file in Pulumi.yaml: main: FOLDER."


def test_a_program_that_pulumi_yaml_names_and_that_is_not_there(embedded_project: ProjectMaker) -> None:
    project = embedded_project()
    project.runs_in(".venv", "main: infra\n")

    with pytest.raises(InvalidFile, match=r"Pulumi\.yaml: names the program .*infra, and there is none"):
        project.preview()


@pytest.mark.parametrize("runtime", ["yaml", "nodejs", "go", "dotnet"])
def test_programs_of_other_languages_are_sent_to_the_genuine_engine(
    embedded_project: ProjectMaker, runtime: str
) -> None:
    project = embedded_project()
    (project.directory / "Pulumi.yaml").write_text(f"name: shop\nruntime: {runtime}\n", encoding="utf-8")

    done = project.outlay("preview", "--engine", "embedded")

    assert done.returncode == ExitCode.WRONG_USE
    assert done.stderr.splitlines() == [
        f"error: shop is a program in {runtime}, and the embedded engine runs Python alone",
        "Install the Pulumi CLI, and preview with --engine pulumi.",
    ]
