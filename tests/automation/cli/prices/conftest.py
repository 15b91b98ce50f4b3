"""What tests of `outlay prices` share: a folder of overlays of their own, overlays in it, and a standard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import pytest
from outlay.prices.embedded import embedded_prices
from outlay.prices.figure import Figure, Source
from outlay.prices.lookup_writer import LookupWriter

if TYPE_CHECKING:
    from tests.automation.cli.conftest import Outlay

REFRESHED = Source("AWS bulk offer AmazonEC2", date(2026, 11, 20), "published by AWS")
UseOverlay: TypeAlias = Callable[[Iterable[Figure]], str]


@pytest.fixture(autouse=True)
def overlays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the overlays, empty: those of the machine have no say here."""
    folder = tmp_path / "overlays"
    folder.mkdir()
    monkeypatch.setenv("OUTLAY_PRICES", str(folder))
    return folder


@pytest.fixture
def use_overlay(overlays: Path) -> UseOverlay:
    """Makes an overlay of figures and uses it; gives its digest."""

    def use(figures: Iterable[Figure]) -> str:
        with LookupWriter(overlays / "made.sqlite") as writer:
            for figure in figures:
                writer.add(figure)
        digest = writer.identity.digest
        (overlays / "made.sqlite").rename(overlays / f"{digest}.sqlite")
        (overlays / "current").write_text(f"{digest}\n")
        return digest

    return use


@pytest.fixture
def m5_large() -> Figure:
    """What a refresh found for an m5.large in Frankfurt: 0.120 in the place of 0.115."""
    [found] = embedded_prices().figures("AmazonEC2", "eu-central-1", "m5.large")
    return replace(found, price=Decimal("0.120"), source=REFRESHED)


@pytest.fixture
def standard(outlay: Outlay) -> Callable[..., None]:
    """Writes a finops.yaml with these lines under `prices`, and the files that it names."""

    def write(*lines: str, **files: str) -> None:
        text = "version: 1\nprices:\n" + "".join(f"  {line}\n" for line in lines)
        (outlay.directory / "finops.yaml").write_text(text)
        for name, content in files.items():
            (outlay.directory / f"{name}.csv").write_text(content)

    return write
