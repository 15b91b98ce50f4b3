"""What tests of cost tests share: programs on disk, and the prices of a machine, by hand."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

AN_HOUR_OF_T3_MEDIUM: Final = Decimal("0.0416")
AN_HOUR_OF_M5_4XLARGE: Final = Decimal("0.768")
A_MONTH_OF_ROOT_DISK: Final = Decimal("0.80")
"""8 GB of gp2 at $0.10, all in us-east-1: aws.amazon.com/ec2/pricing/on-demand, …/ebs/pricing."""
T3_MEDIUM: Final = 730 * AN_HOUR_OF_T3_MEDIUM + A_MONTH_OF_ROOT_DISK
M5_4XLARGE: Final = 730 * AN_HOUR_OF_M5_4XLARGE + A_MONTH_OF_ROOT_DISK

ProjectWriter = Callable[..., Path]


@pytest.fixture
def project(tmp_path: Path) -> ProjectWriter:
    """Writes a Pulumi project: `project(program, name=…, files={…})`; the folder."""

    def write(program: str, *, name: str = "shop", files: Mapping[str, str] | None = None) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        files = {
            "Pulumi.yaml": f"name: {name}\nruntime: python\nconfig:\n  aws:region: us-east-1\n",
            "__main__.py": program,
            **(files or {}),
        }
        for path, text in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
        return folder

    return write
