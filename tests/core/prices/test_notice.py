"""NOTICE names every work that figures were taken from, under its licence."""

from __future__ import annotations

from pathlib import Path

import pytest
from outlay.prices.build import SHEETS
from outlay.prices.figure import Source
from outlay.prices.sheets import read_figures, read_sources

NOTICE = (Path(__file__).parents[3] / "NOTICE").read_text(encoding="utf-8")
HEADINGS = {
    "Apache-2.0": "Under the Apache License, Version 2.0:",
    "MIT": "Under the MIT License:",
    "MIT (of AWS published prices)": "Under the MIT License:",
    "published by AWS": "Published by Amazon Web Services:",
    "published by Google": "Published by Google:",
}
OURS = {"own calculation", "own record"}
SOURCES = sorted({source for source in read_sources(SHEETS).values() if source.licence not in OURS})


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_a_source_stands_under_its_licence(source: Source) -> None:
    section = NOTICE.split(HEADINGS[source.licence])[1].split("\n\n")[0]
    if "as public articles quote them" in source.name:
        assert source.name.split()[0] in section
    else:
        assert source.name.split(" (")[0].split("(")[0] in section


def test_what_we_made_ourselves_is_called_so_and_graded_so() -> None:
    ours = {source for source in read_sources(SHEETS).values() if source.licence in OURS}
    assert all(source.name.startswith(("estimate", "derived", "unverified")) for source in ours)
    assert {str(figure.grade) for figure, _ in read_figures(SHEETS) if figure.source in ours} == {"C", "D"}


def test_every_source_is_the_source_of_a_figure() -> None:
    assert {figure.source for figure, _ in read_figures(SHEETS)} == set(read_sources(SHEETS).values())
