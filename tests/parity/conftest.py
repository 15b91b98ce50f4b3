"""What tests of both engines share: a program previewed by each, where nothing of the machine shows."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from outlay.errors import OutlayError
from outlay.standard.model import Standard
from outlay_automation import EngineName, PreviewOptions, PreviewResult, preview
from outlay_automation.engine.pulumi_cli import find_cli
from outlay_automation.engine.seam import Program

PROGRAMS: Final = Path(__file__).resolve().parent / "programs"


@dataclass(frozen=True)
class Both:
    """What the two engines made of a program: a result, or the error in its place."""

    genuine: PreviewResult | OutlayError
    embedded: PreviewResult | OutlayError


Previewed = Callable[..., Both]


@pytest.fixture
def previewed(tmp_path: Path) -> Previewed:
    """Previews a program with each engine, offline; with the baseline and the standard in its folder, if any.

    The program is a folder, or a function.
    """
    if find_cli() is None:
        pytest.skip("no Pulumi CLI: run `make pulumi`")
    unset = {name: "" for name in os.environ if name.startswith("PULUMI_")}
    own = {**unset, "PULUMI_HOME": str(tmp_path / "home"), "PYTHONPATH": str(PROGRAMS)}

    def both(source: Path | Program, stack: str = "dev", environment: Mapping[str, str] = {}, **options: Any) -> Both:
        folder = source if isinstance(source, Path) else tmp_path
        baseline, standard = folder / "baseline.json", folder / "finops.yaml"

        def by(engine: EngineName) -> PreviewResult | OutlayError:
            given = PreviewOptions(
                engine=engine,
                offline=True,
                baseline=baseline if baseline.exists() else None,
                standard=standard if standard.exists() else Standard(),
                environment={**own, **environment},
                **options,
            )
            try:
                return preview(source, stack=stack, project="" if source == folder else "parity", options=given)
            except OutlayError as error:
                return error

        return Both(by(EngineName.PULUMI), by(EngineName.EMBEDDED))

    return both
