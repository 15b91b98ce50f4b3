"""Where the pack looks for its standard, in which order, and what it says where there is none or a broken one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.errors import WrongUse
from outlay_policy_pack.engine.standard_search import StandardSearch
from pulumi.runtime.proto import analyzer_pb2 as messages

from tests.policy_pack.analyzer.conftest import BUCKET, levels, said

if TYPE_CHECKING:
    from tests.policy_pack.analyzer.conftest import EngineMaker


def standard(folder: Path, organisation: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "finops.yaml"
    path.write_text(f"organisation: {organisation}\n", encoding="utf-8")
    return path


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, Path]:
    """A standard in every place, each of an organisation of that place's name."""
    project = tmp_path / "repository" / "infra"
    project.mkdir(parents=True)
    return {
        "project": project,
        "configured": standard(tmp_path / "configured", "configured"),
        "variable": standard(tmp_path / "variable", "variable"),
        "upwards": standard(tmp_path / "repository", "upwards"),
        "pack": standard(tmp_path / "pack", "pack"),
    }


@pytest.mark.parametrize("first", ["configured", "variable", "upwards", "pack"])
def test_the_order(folders: dict[str, Path], first: str) -> None:
    """Each place counts where those before it say nothing."""
    order = ["configured", "variable", "upwards", "pack"]
    left = order[order.index(first) :]
    if "upwards" not in left:
        folders["upwards"].unlink()
    environment = {"OUTLAY_STANDARD": str(folders["variable"])} if "variable" in left else {}
    search = StandardSearch(folders["project"], folders["pack"].parent, environment)

    found = search.read(str(folders["configured"]) if "configured" in left else "")

    assert found is not None
    assert (found.standard.organisation, found.path) == (first, folders[first])


def test_a_path_is_looked_for_in_the_project_and_then_in_the_pack(folders: dict[str, Path]) -> None:
    search = StandardSearch(folders["project"], folders["pack"].parent, {})
    found = search.read("finops.yaml")
    assert found is not None
    assert found.standard.organisation == "pack"


def test_a_file_that_is_named_and_not_there_is_an_error_that_says_who_named_it(folders: dict[str, Path]) -> None:
    search = StandardSearch(folders["project"], None, {"OUTLAY_STANDARD": "elsewhere.yaml"})
    with pytest.raises(WrongUse, match=r"OUTLAY_STANDARD names elsewhere.yaml, and there is no such file"):
        search.read()


def test_no_standard_is_a_violation_with_the_way_out_and_nothing_else_is_judged(make_engine: EngineMaker) -> None:
    engine = make_engine(None).start()

    response = engine.register("aws:ec2/instance:Instance", {"instanceType": "m1.small"})

    assert levels(response) == {"financial-standard": messages.MANDATORY}
    (text,) = said(response)
    assert "OUT-S001 A financial standard that can be read\nno finops.yaml in " in text
    assert "`outlay init` writes a first one" in text
    assert "OUTLAY_STANDARD" in text


def test_it_is_said_once_a_run(make_engine: EngineMaker) -> None:
    engine = make_engine(None).start()
    found = [*said(engine.register(BUCKET)), *said(engine.register(BUCKET, name="other")), *said(engine.finish())]
    assert len(found) == 1


def test_it_is_said_of_the_stack_where_nothing_was_registered(make_engine: EngineMaker) -> None:
    assert levels(make_engine(None).start().finish()) == {"financial-standard": messages.MANDATORY}


@pytest.mark.parametrize(("level", "expected"), [("advisory", [messages.ADVISORY]), ("disabled", [])])
def test_who_wants_no_standard_says_so_and_is_judged_by_an_empty_one(
    make_engine: EngineMaker, level: str, expected: list[int]
) -> None:
    engine = make_engine(None).start(policies={"financial-standard": level})

    assert [each.enforcementLevel for each in engine.register(BUCKET).diagnostics] == expected
    assert said(engine.finish(), "cost-summary") != []


@pytest.mark.parametrize("level", ["mandatory", "advisory", "disabled"])
def test_a_broken_standard_blocks_with_file_and_line_whatever_the_level(make_engine: EngineMaker, level: str) -> None:
    engine = make_engine("version: 1\ntags:\n  requird: [owner]\n").start(policies={"financial-standard": level})

    response = engine.register(BUCKET)

    assert levels(response) == {"financial-standard": messages.MANDATORY}
    assert "finops.yaml:3: tags.requird: no such key" in said(response)[0]
    assert "exempt it by" not in said(response)[0]


def test_a_rule_that_is_set_wrongly_is_told_with_its_line(make_engine: EngineMaker) -> None:
    response = make_engine("rules:\n  monthly-delta:\n    amount: a lot\n").start().register(BUCKET)
    assert "finops.yaml:3: rules.monthly-delta.amount: " in said(response, "financial-standard")[0]


def test_prices_that_the_standard_names_and_that_are_not_there_block(make_engine: EngineMaker) -> None:
    response = make_engine("prices: {contract: contract.yaml}").start().register(BUCKET)
    assert "contract.yaml: cannot be read" in said(response, "financial-standard")[0]


def test_the_standard_of_policy_configuration_is_used(make_engine: EngineMaker, tmp_path: Path) -> None:
    strict = tmp_path / "strict.yaml"
    strict.write_text("tags: {required: [owner]}", encoding="utf-8")
    engine = make_engine("{}").start(policies={"financial-standard": {"standard": "../strict.yaml"}})
    assert levels(engine.register(BUCKET)) == {"required-tags": messages.MANDATORY}


def test_the_packs_own_standard_is_used_where_the_project_has_none(make_engine: EngineMaker, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    pack.mkdir()
    (pack / "finops.yaml").write_text("tags: {required: [owner]}", encoding="utf-8")
    engine = make_engine(None).start(pack=pack)
    assert levels(engine.register(BUCKET)) == {"required-tags": messages.MANDATORY}
