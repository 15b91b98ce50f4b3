"""The tree of errors: drawn in the module's docstring as it is, each with its exit code."""

import inspect
import re
from collections.abc import Iterator

import pytest
from outlay import errors
from outlay.errors import ExitCode, InvalidFile, OutlayError

ROW = re.compile(r"^ {4}(?P<branches>[ │├└─]*)(?P<name>[A-Z]\w+) +(?P<code>\d)  (?P<text>.+)$", re.MULTILINE)


def drawn() -> list[tuple[int, str, int]]:
    """Depth, name and exit code of each row of the drawing."""
    rows = ROW.finditer(inspect.getdoc(errors) or "")
    return [(len(row["branches"]) // 4, row["name"], int(row["code"])) for row in rows]


def real(error: type[OutlayError], depth: int = 0) -> Iterator[tuple[int, str, int]]:
    yield depth, error.__name__, error.exit_code
    for child in error.__subclasses__():
        if child.__module__ == errors.__name__:
            yield from real(child, depth + 1)


def test_the_drawing_is_the_tree():
    assert drawn() == list(real(OutlayError))


def test_exit_codes_are_those_that_scripts_rely_on():
    assert {code.name: code.value for code in ExitCode} == {
        "FINE": 0,
        "OUR_ERROR": 1,
        "WRONG_USE": 2,
        "BLOCKED": 3,
        "PREVIEW_FAILED": 4,
        "UNDECIDED": 5,
    }


def test_an_error_ends_with_what_to_do_next():
    assert str(OutlayError("it is broken", "Mend it.")) == "it is broken\nMend it."
    assert str(OutlayError("it is broken")) == "it is broken"


@pytest.mark.parametrize(("line", "where"), [(7, "finops.yaml:7"), (None, "finops.yaml")])
def test_an_invalid_file_says_where_first(line, where):
    error = InvalidFile("finops.yaml", line, "no such key", "Allowed are: a, b.")
    assert str(error) == f"{where}: no such key\nAllowed are: a, b."
