"""Where uv is found, and what wants it."""

import sys
from pathlib import Path

import pytest
from outlay_automation.engine.uv import find_uv, wants_uv, with_uv

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone of Outlay without a uv of its own, whose environment is the running one."""
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "clone" / ".venv"))
    return tmp_path / "clone"


def executable(path):
    path.parent.mkdir(parents=True)
    path.write_text("#!/bin/sh\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_where_there_is_none_the_environment_stays_as_it_is(clone, tmp_path):
    environment = {"PATH": str(tmp_path), "HOME": str(tmp_path)}

    assert find_uv(environment) is None
    assert with_uv(environment) == environment


@pytest.mark.parametrize("folder", [".uv/bin", ".venv/bin"])
def test_uv_of_the_clone_or_of_its_environment_comes_last_on_path(clone, tmp_path, folder):
    uv = executable(clone / folder / "uv")

    assert find_uv({"PATH": str(tmp_path)}) == uv
    assert with_uv({"PATH": str(tmp_path)}) == {"PATH": f"{tmp_path}:{uv.parent}"}


def test_uv_on_path_comes_before_that_of_the_clone(clone, tmp_path):
    executable(clone / ".uv" / "bin" / "uv")
    uv = executable(tmp_path / "bin" / "uv")
    environment = {"PATH": str(uv.parent)}

    assert find_uv(environment) == uv
    assert with_uv(environment) == environment


def test_the_policy_pack_and_the_components_of_this_repository_want_it():
    assert wants_uv(ROOT / "policy_pack")
    assert wants_uv(ROOT / "components")
    assert not wants_uv(ROOT / "core")


def test_a_pack_under_pip_does_not_want_it(tmp_path):
    (tmp_path / "PulumiPolicy.yaml").write_text(
        "runtime:\n  name: python\n  options:\n    toolchain: pip\n", encoding="utf-8"
    )
    assert not wants_uv(tmp_path)
