"""The folders of a user, which are those that platformdirs names on every system."""

from pathlib import Path

import platformdirs
import pytest
from outlay.user_folder import user_cache_folder, user_data_folder


@pytest.mark.parametrize("named", [None, "", "/elsewhere", "relative"])
def test_the_folders_are_those_of_the_system(
    named: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    for variable in ("XDG_DATA_HOME", "XDG_CACHE_HOME"):
        if named is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, named)

    assert user_data_folder() == platformdirs.user_data_path("outlay")
    assert user_cache_folder() == platformdirs.user_cache_path("outlay")
