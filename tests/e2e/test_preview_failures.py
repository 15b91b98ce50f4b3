"""What goes wrong in the program, the project or the files: a clear error with its exit code, and nothing else."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.errors import ExitCode, InvalidFile, PreviewFailed, StackNotFound, WrongUse

if TYPE_CHECKING:
    from tests.e2e.conftest import Finished, ProjectMaker

pytestmark = pytest.mark.engine

QUEUE = 'aws("sqs/queue:Queue", "orders")\n'
OFFLINE = ("preview", "--stack", "dev", "--offline")


def assert_fails(done: Finished, code: ExitCode, stderr: str) -> None:
    assert done.stderr == stderr
    assert done.stdout == ""
    assert done.returncode == code


def test_a_program_that_raises_shows_its_own_traceback_and_no_more(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE + "def order():\n    raise ValueError('no such shop')\n\n\norder()\n")
    program = project.directory / "__main__.py"

    assert_fails(
        project.outlay(*OFFLINE),
        ExitCode.PREVIEW_FAILED,
        f"""\
error: Traceback (most recent call last):
  File "{program}", line 7, in <module>
    order()
  File "{program}", line 4, in order
    raise ValueError('no such shop')
ValueError: no such shop
""",
    )
    assert project.leftovers() == []


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("import nothing_of_the_kind\n", "No module named 'nothing_of_the_kind'"),
        ("def (:\n", "SyntaxError"),
        ("pulumi.Output.from_input(0).apply(lambda zero: 1 / zero)\n", "ZeroDivisionError"),
        ("pulumi.Config().require('size')\n", "Missing required configuration variable 'shop:size'"),
        ("raise pulumi.RunError('choose a size')\n", "choose a size"),
        ("raise SystemExit(3)\n", "exit status 3"),
    ],
)
def test_however_a_program_fails_its_own_words_are_shown(user_project: ProjectMaker, program: str, words: str) -> None:
    project = user_project(program)

    with pytest.raises(PreviewFailed) as caught:
        project.preview()

    assert words in caught.value.message
    for foreign in ("asyncio", "pulumi/runtime", "language-python-exec", "preview failed"):
        assert foreign not in caught.value.message


def test_a_protected_resource_cannot_be_deleted(user_project: ProjectMaker) -> None:
    project = user_project('aws("sqs/queue:Queue", "orders", protect=True)\n')
    project.up()
    project.write("")

    with pytest.raises(PreviewFailed, match="cannot be deleted\nbecause it is protected"):
        project.preview()


def test_a_package_that_is_not_served_is_named_with_the_way_out(user_project: ProjectMaker) -> None:
    project = user_project('pulumi.CustomResource("datadog:index/monitor:Monitor", "alarm", {})\n')

    done = project.outlay(*OFFLINE)

    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert done.stderr.endswith(
        "Name the package in finops.yaml, so that it is served offline: offline.packages: [datadog].\n"
    )
    (project.directory / "finops.yaml").write_text("offline: {packages: [datadog]}\n", encoding="utf-8")
    assert project.outlay(*OFFLINE).returncode == ExitCode.FINE


def test_a_program_that_never_ends_is_ended_where_a_limit_is_given(user_project: ProjectMaker) -> None:
    project = user_project("import time; time.sleep(600)\n")

    done = project.outlay(*OFFLINE, "--time-limit", "3")

    assert_fails(
        done,
        ExitCode.PREVIEW_FAILED,
        "error: the program did not end within 3 seconds\n"
        "Does it wait for something that never comes? "
        "Give it longer: --time-limit SECONDS, or in a test time_limit=SECONDS.\n",
    )
    assert project.leftovers() == []


def test_a_function_that_nobody_answers_is_a_gap_of_the_stack(user_project: ProjectMaker) -> None:
    project = user_project("pulumi.runtime.invoke('acme:index:getSize', {})\n")
    (project.directory / "finops.yaml").write_text("offline: {packages: [acme]}\n", encoding="utf-8")

    result = project.preview(standard=project.directory / "finops.yaml")

    (gap,) = result.diff.after.total.gaps
    assert gap.reason.startswith("acme:index:getSize was not answered")
    assert result.diff.after.total.high is None


def test_no_such_stack(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE)

    with pytest.raises(StackNotFound, match="no stack 'live' in the backend"):
        project.preview(stack="live")
    assert project.leftovers() == []


def test_no_stack_is_selected_and_there_are_several(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE, stack="")
    project.configure("dev", {})
    project.configure("live", {})

    assert_fails(
        project.outlay("preview", "--offline"),
        ExitCode.WRONG_USE,
        "error: no stack is selected in shop\nChoose one with --stack: dev, live.\n",
    )


def test_no_project(tmp_path: Path, user_project: ProjectMaker) -> None:
    project = user_project(stack="")
    (project.directory / "Pulumi.yaml").unlink()

    assert_fails(
        project.outlay(*OFFLINE),
        ExitCode.WRONG_USE,
        "error: no Pulumi.yaml in . or above it\nName the folder of a Pulumi project: outlay preview DIR.\n",
    )


@pytest.mark.parametrize(
    ("file", "text", "where"),
    [
        ("Pulumi.yaml", "name: shop\nruntime: {name: python\n", "Pulumi.yaml:3: cannot be read"),
        ("Pulumi.yaml", "runtime: python\n", "Pulumi.yaml:1: is no Pulumi project"),
        ("Pulumi.dev.yaml", "config: {a: [}\n", "Pulumi.dev.yaml:1: is no YAML"),
        ("Pulumi.dev.yaml", "config: [1]\n", "Pulumi.dev.yaml:1: is no stack configuration"),
        ("finops.yaml", "budget: {}\n", "finops.yaml:1: "),
        ("finops.yaml", "\nlimits: {usage: 7}\n", "finops.yaml:2: "),
    ],
)
def test_a_broken_file_is_named_with_its_line(user_project: ProjectMaker, file: str, text: str, where: str) -> None:
    project = user_project(QUEUE)
    (project.directory / file).write_text(text, encoding="utf-8")

    done = project.outlay(*OFFLINE)

    assert done.returncode == ExitCode.WRONG_USE
    assert where in done.stderr.splitlines()[0]
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_baseline_that_is_cut_in_half(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE)
    project.up()
    whole = project.pulumi("stack", "export", "--stack", "dev")
    half = project.directory / "half.json"
    half.write_text(whole[: len(whole) // 2], encoding="utf-8")

    with pytest.raises(InvalidFile, match=r"half\.json:\d+: is no JSON"):
        project.preview(baseline=half)
    half.write_text(json.dumps({"version": 3}), encoding="utf-8")
    with pytest.raises(InvalidFile, match="is no stack export"):
        project.preview(baseline=half)
    with pytest.raises(InvalidFile, match="cannot be read"):
        project.preview(baseline=project.directory / "none.json")


def test_no_policy_pack_there(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE)

    with pytest.raises(WrongUse, match="no policy pack at nowhere"):
        project.preview(policy_packs=("nowhere",))


def test_a_cli_that_cannot_be_started(user_project: ProjectMaker) -> None:
    project = user_project(QUEUE)
    broken = project.directory / "pulumi"
    broken.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    broken.chmod(0o755)

    done = project.outlay(*OFFLINE, environment={"OUTLAY_PULUMI": str(broken)})

    assert done.returncode == ExitCode.PREVIEW_FAILED
    assert done.stderr.startswith("error: pulumi cannot be started: ")
    assert project.leftovers() == []


def test_numbers_as_texts_and_nonsense_as_numbers_do_not_stop_a_preview(user_project: ProjectMaker) -> None:
    project = user_project(
        """
aws("ebs/volume:Volume", "text", {"availabilityZone": "eu-west-1a", "size": "100", "type": "gp3"})
aws("ebs/volume:Volume", "negative", {"availabilityZone": "eu-west-1a", "size": -1, "type": "gp3"})
aws("ebs/volume:Volume", "word", {"availabilityZone": "eu-west-1a", "size": "many", "type": "gp3"})
"""
    )
    costs = {each.name: each.cost for each in project.preview().diff.after.resources.values()}

    assert costs["text"].expected == 100 * Decimal("0.088"), "$0.088 per GB-month of gp3 in eu-west-1"
    assert costs["negative"].high is None
    assert costs["word"].high is None
