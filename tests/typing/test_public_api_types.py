"""The public API has the types that it promises, and mypy refuses what it must: users' programs under --strict."""

from pathlib import Path

import pytest
from mypy import api

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["public_api.py", "own_rule.py"])
def test_users_program_has_the_promised_types(tmp_path: Path, name: str) -> None:
    settings = HERE.parents[1] / "pyproject.toml"
    program = HERE / name

    output, errors, code = api.run(
        ["--strict", "--config-file", str(settings), "--cache-dir", str(tmp_path), str(program)]
    )

    assert (output, errors, code) == ("Success: no issues found in 1 source file\n", "", 0)
