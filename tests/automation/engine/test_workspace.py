"""What a preview runs in: which stack, which backend, which environment."""

import json
from hashlib import sha1
from pathlib import Path

import pytest
from outlay.errors import StackNotFound, WrongUse
from outlay.standard.offline import Offline
from outlay_automation.engine.project import find_project
from outlay_automation.engine.pulumi_cli import Origin, PulumiCli
from outlay_automation.engine.seam import EngineOptions, StackSource
from outlay_automation.engine.workspace import NO_STATE, baseline_of, prepare, selected_stack

CLI = PulumiCli(Path("/opt/pulumi/pulumi"), "3.259.0", Origin.PATH, ("python",), ())
EXPORT = {"version": 3, "deployment": {"resources": []}}


@pytest.fixture
def project(tmp_path):
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n", encoding="utf-8")
    (folder / "Pulumi.dev.yaml").write_text("encryptionsalt: v1:x\nconfig: {'a:b': {secure: x}}\n", encoding="utf-8")
    return find_project(folder)


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A user without a backend, a login or a selected stack."""
    for name in ("PULUMI_BACKEND_URL", "PULUMI_ACCESS_TOKEN", "PULUMI_STACK", "PYTHONPYCACHEPREFIX"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    (folder / "workspaces").mkdir(parents=True)
    monkeypatch.setenv("PULUMI_HOME", str(folder))
    return folder


def select(home, project, document):
    digest = sha1(str(project.file).encode(), usedforsecurity=False).hexdigest()
    (home / "workspaces" / f"shop-{digest}-workspace.json").write_text(json.dumps(document), encoding="utf-8")


def prepared(project, tmp_path, source=None, **options):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    return prepare(project, source or StackSource(project.directory, "dev"), EngineOptions(**options), CLI, scratch)


@pytest.mark.parametrize(
    ("environment", "document", "stack"),
    [
        ({"PULUMI_STACK": "live"}, {"stack": "old"}, "live"),
        ({"PULUMI_BACKEND_URL": "s3://a"}, {"stacks": {"s3://a": "of-a", "s3://b": "of-b"}, "stack": "old"}, "of-a"),
        ({}, {"stacks": {"s3://b": "of-b"}, "stack": "old"}, "old"),
        ({"PULUMI_BACKEND_URL": "s3://a"}, {}, "dev"),
    ],
    ids=["by variable", "of this backend", "by an older CLI", "the only one"],
)
def test_the_selected_stack(project, home, environment, document, stack):
    select(home, project, document)

    assert selected_stack(project, {"PULUMI_HOME": str(home), **environment}) == stack


def test_no_stack_can_be_told(project, home):
    (project.directory / "Pulumi.prod.yaml").touch()

    with pytest.raises(WrongUse) as caught:
        selected_stack(project, {"PULUMI_HOME": str(home)})
    assert caught.value.hint == "Choose one with --stack: dev, prod."


def test_the_standard_s_baseline_counts_offline_and_where_it_exists(project, home):
    source = StackSource(project.directory, "acme/shop/dev")
    answers = Offline(baseline="states/{stack}.json")
    assert baseline_of(project, source, EngineOptions(offline=True, answers=answers)) is None

    state = project.directory / "states" / "dev.json"
    state.parent.mkdir()
    state.write_text(json.dumps(EXPORT), encoding="utf-8")
    assert baseline_of(project, source, EngineOptions(offline=True, answers=answers)) == state
    assert baseline_of(project, source, EngineOptions(offline=False, answers=answers)) is None
    given = EngineOptions(offline=True, answers=answers, baseline=Path("mine.json"))
    assert baseline_of(project, source, given) == Path("mine.json")


def test_the_user_s_own_backend_keeps_its_secrets(project, home, tmp_path):
    workspace = prepared(project, tmp_path, environment={"PULUMI_BACKEND_URL": "s3://state"}, offline=True)

    assert workspace.environment["PULUMI_BACKEND_URL"] == "s3://state"
    assert "secure: x" in workspace.config_file.read_text(encoding="utf-8")
    assert (workspace.assumptions, workspace.notices) == ((), ())


def test_without_a_backend_an_offline_preview_gets_one_of_its_own(project, home, tmp_path):
    workspace = prepared(project, tmp_path, offline=True, environment={"PULUMI_CONFIG_PASSPHRASE_FILE": "/secret"})

    assert workspace.environment["PULUMI_BACKEND_URL"] == (tmp_path / "scratch" / "backend").as_uri()
    assert workspace.environment["PULUMI_HOME"] != str(home)
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" not in workspace.environment
    assert [each.subject for each in workspace.assumptions] == ["config a:b"]
    assert workspace.notices == (NO_STATE,)


def test_a_login_is_a_backend(project, home, tmp_path):
    (home / "credentials.json").write_text('{"current": "https://api.pulumi.com"}', encoding="utf-8")

    assert "PULUMI_BACKEND_URL" not in prepared(project, tmp_path, offline=True).environment


def test_a_baseline_takes_the_place_of_any_backend(project, home, tmp_path):
    state = tmp_path / "state.json"
    state.write_text(json.dumps(EXPORT), encoding="utf-8")
    source = StackSource(project.directory, "acme/shop/live")

    workspace = prepared(
        project, tmp_path, source, baseline=state, environment={"PULUMI_BACKEND_URL": "s3://x", "PULUMI_STACK": "dev"}
    )
    assert (workspace.stack, workspace.stack_name) == ("live", "live")
    assert workspace.environment["PULUMI_BACKEND_URL"].startswith("file://")
    assert "PULUMI_STACK" not in workspace.environment


def test_a_stack_that_is_nowhere(project, home, tmp_path):
    with pytest.raises(StackNotFound) as caught:
        prepared(project, tmp_path, StackSource(project.directory, "live"), offline=True)
    assert caught.value.hint == "The project configures: dev."


@pytest.mark.parametrize(
    ("more", "file"), [("", "Pulumi.dev.yaml"), ("stackConfigDir: stacks\n", "stacks/Pulumi.dev.yaml")]
)
def test_the_first_stack_of_a_project_is_made_by_a_command(project, home, tmp_path, more, file):
    (project.directory / "Pulumi.dev.yaml").unlink()
    project.file.write_text(f"name: shop\nruntime: python\n{more}", encoding="utf-8")

    with pytest.raises(StackNotFound, match="no stack 'dev' in shop") as caught:
        prepared(find_project(project.directory), tmp_path, StackSource(project.directory, "dev"), offline=True)
    assert caught.value.hint == (
        "The project has no Pulumi.STACK.yaml yet. Make one in its folder: "
        f"`pulumi stack init dev`, or `touch {file}` for an offline preview."
    )


def test_bytecode_stays_out_of_the_user_s_tree(project, home, tmp_path, monkeypatch):
    monkeypatch.setenv("OUTLAY_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")

    environment = prepared(project, tmp_path, offline=True).environment

    assert environment["PYTHONPYCACHEPREFIX"] == str(tmp_path / "cache" / "pycache")
    assert "PYTHONDONTWRITEBYTECODE" not in environment
