"""`outlay baseline write` where no state says what the stack costs, and where one says that it is empty."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from outlay.baseline import read_baseline
from outlay.errors import WrongUse
from outlay.money import ZERO, Cost
from outlay_automation.cli.baseline import write_baseline
from outlay_automation.cli.stack_to_price import StackToPrice

if TYPE_CHECKING:
    from tests.automation.embedded.conftest import ProjectMaker

ADDRESS = 'aws("ec2/eip:Eip", "door")\n'


def test_without_a_state_there_is_no_baseline(
    embedded_project: ProjectMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would say $0.00, and everything would count as growth."""
    result = embedded_project(ADDRESS).preview(offline=True)
    monkeypatch.setattr(StackToPrice, "previewed", lambda _: result)

    with pytest.raises(WrongUse) as raised:
        write_baseline(StackToPrice(tmp_path, "dev"), tmp_path / "baseline.json")

    assert raised.value.message.startswith("shop/dev has no baseline: no state of the stack is at hand")
    assert "--baseline EXPORT" in raised.value.hint
    assert "--file EXPORT" in raised.value.hint
    assert not (tmp_path / "baseline.json").exists()


def test_a_stack_that_is_empty_costs_nothing(
    embedded_project: ProjectMaker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    state = tmp_path / "state.json"
    state.write_text(json.dumps({"version": 3, "deployment": {"resources": []}}), encoding="utf-8")
    result = embedded_project(ADDRESS).preview(offline=True, baseline=state)
    monkeypatch.setattr(StackToPrice, "previewed", lambda _: result)

    write_baseline(StackToPrice(tmp_path, "dev", state=state), tmp_path / "baseline.json")

    found = read_baseline(tmp_path / "baseline.json")
    assert found.total == Cost.exactly(ZERO)
