"""A stack's outputs from a file are those that the genuine engine reads from a backend."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest
from outlay_automation import PreviewResult
from outlay_automation.engine.placeholder import PLACEHOLDER
from outlay_automation.engine.scratch import write_backend

from tests.parity.comparison import differences, facts
from tests.parity.conftest import PROGRAMS

if TYPE_CHECKING:
    from tests.parity.conftest import Previewed

pytestmark = pytest.mark.engine

PROGRAM: Final = PROGRAMS / "with_backend" / "stack_references"
SECRET: Final = {
    "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
    "plaintext": json.dumps(PLACEHOLDER),
}


def exported(outputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The export of a stack `network/prod` with these outputs."""
    stack = {"urn": "urn:pulumi:prod::network::pulumi:pulumi:Stack::network-prod", "type": "pulumi:pulumi:Stack"}
    return {"version": 3, "deployment": {"resources": [{**stack, "custom": False, "outputs": outputs}]}}


def test_outputs_of_another_stack_are_those_of_its_backend(previewed: Previewed, tmp_path: Path) -> None:
    outputs = {**json.loads((PROGRAM / "network.json").read_text(encoding="utf-8")), "password": SECRET}
    backend = tmp_path / "backend"
    backend.mkdir()
    write_backend(backend, "network", "prod", exported(outputs))
    url = write_backend(backend, "parity", "dev", None)

    both = previewed(PROGRAM, environment={"PULUMI_BACKEND_URL": url, "PULUMI_CONFIG_PASSPHRASE": "test"})

    assert isinstance(both.genuine, PreviewResult), both.genuine
    assert isinstance(both.embedded, PreviewResult), both.embedded
    no_state = "notices/no state of the stack is at hand, so that everything counts as new"
    found = differences(facts(both.genuine), facts(both.embedded))
    assert [each for each in found if each.path != no_state] == []
    assert [each.path for each in found] == [no_state], "the genuine engine knows the stack's own state besides"
