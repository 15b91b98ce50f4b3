"""Where the standard is looked for, in this order."""

import os
from pathlib import Path

import pytest
from outlay.errors import InvalidFile
from outlay.standard.location import VARIABLE, standard_path
from outlay.standard.reading import read_standard


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder below one with a standard."""
    (tmp_path / "finops.yaml").write_text("organisation: Above")
    folder = tmp_path / "team" / "project"
    folder.mkdir(parents=True)
    return folder


def test_what_is_named_comes_before_the_variable_and_that_before_the_nearest(project: Path) -> None:
    variable = {VARIABLE: "org/standard.yaml"}

    assert standard_path(project, Path("mine.yaml"), variable) == Path("mine.yaml")
    assert standard_path(project, None, variable) == Path("org/standard.yaml")
    assert standard_path(project, None, {VARIABLE: " "}) == project.parents[1] / "finops.yaml"
    assert standard_path(project, None, {}) == project.parents[1] / "finops.yaml"


def test_a_nearer_one_comes_before_one_further_up(project: Path) -> None:
    (project / "finops.yaml").write_text("organisation: Here")

    assert standard_path(project, None, {}) == project / "finops.yaml"


def test_where_there_is_none_there_is_none() -> None:
    assert standard_path(Path(os.sep), None, {}) is None


def test_a_file_that_is_named_and_not_there_is_an_error_and_no_reason_to_look_on(project: Path) -> None:
    found = standard_path(project, None, {VARIABLE: str(project / "gone.yaml")})

    assert found is not None
    with pytest.raises(InvalidFile, match=r"gone\.yaml: cannot be read"):
        read_standard(found)
