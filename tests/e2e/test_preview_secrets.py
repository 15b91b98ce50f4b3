"""A secret is never printed, wherever it comes from, and none stays on disk: looked for as a canary in every output."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.e2e.conftest import ProjectMaker, UserProject

pytestmark = pytest.mark.engine

CANARY = "canary-5f2c"
PROGRAM = """
import json

config = pulumi.Config()
password = config.require_secret("password")


class Provider(pulumi.ProviderResource):
    def __init__(self, name, properties):
        super().__init__("aws", name, properties)


there = Provider("there", {"region": "eu-west-1", "secretKey": password, "accessKey": pulumi.Output.secret("MARK-1")})
database = aws(
    "rds/instance:Instance", "orders",
    {"instanceClass": "db.t3.small", "engine": "postgres", "allocatedStorage": 20, "password": password,
     "username": pulumi.Output.secret("MARK-2"), "tags": {"deep": [{"er": pulumi.Output.secret("MARK-3")}]},
     "identifier": pulumi.Output.concat("db-", password)},
    provider=there,
)
aws("ec2/instance:Instance", pulumi.get_stack(), {"instanceType": pulumi.Output.secret("MARK-4"), "ami": "ami-1",
    "userData": pulumi.Output.format("export PASSWORD={0}", password)})
parameter = pulumi.runtime.invoke("aws:ssm/getParameter:getParameter", {"name": "p", "withDecryption": True}).value
aws("sqs/queue:Queue", "queue", {"name": pulumi.Output.secret(parameter["value"])})
pulumi.runtime.invoke("aws:nobody/getKnows:getKnows", {"password": pulumi.Output.secret("MARK-5")})
pulumi.log.info(pulumi.Config().require("password"))
pulumi.export("password", password)
""".replace("MARK", CANARY)
ANSWERS = f"""
offline:
  answers:
    aws:ssm/getParameter:getParameter: {{value: {CANARY}-6, type: SecureString}}
"""


@pytest.fixture
def project(user_project: ProjectMaker) -> UserProject:
    project = user_project(PROGRAM)
    project.pulumi("config", "set", "--stack", "dev", "--secret", "password", f"{CANARY}-7")
    (project.directory / "finops.yaml").write_text(ANSWERS, encoding="utf-8")
    return project


@pytest.mark.parametrize(
    "command",
    [
        ("preview",),
        ("preview", "--format", "json"),
        ("explain", "orders"),
        ("explain", "dev"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize("deployed", [False, True], ids=["new", "deployed"])
def test_no_output_holds_a_secret(project: UserProject, command: tuple[str, ...], deployed: bool) -> None:
    if deployed:
        project.up()

    bytecode = {"PYTHONPYCACHEPREFIX": str(project.directory / "pyc")}
    done = project.outlay(*command, "--stack", "dev", "--offline", environment=bytecode)

    assert done.returncode in (0, 3, 5), done.stderr
    assert CANARY not in done.stdout + done.stderr
    assert project.leftovers() == []
    for place in (project.environment["PULUMI_HOME"], project.environment["TMPDIR"], str(project.directory / "pyc")):
        assert secrets_on_disk(Path(place)) == []


def test_the_result_of_the_library_holds_no_secret(project: UserProject) -> None:
    result = project.preview(standard=project.directory / "finops.yaml")

    assert CANARY not in repr((result.preview, result.diff, result.findings, result.notices))


def secrets_on_disk(folder: Path) -> list[Path]:
    """The files that hold the secret, but for what Python compiles of the program, which has it as a literal."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("__main__.cpython"))
    return [path for path in files if CANARY.encode() in path.read_bytes()]
