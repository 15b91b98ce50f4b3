"""A table that never breaks a cell, and takes the layout that there is room for."""

from __future__ import annotations

import io

import pytest
from outlay_automation.render.price_grid import Column, Grid, Side, fitting
from rich.console import Console
from rich.text import Text


@pytest.fixture
def grid() -> Grid:
    made = Grid([Column("Term"), Column("Per\nhour", Side.RIGHT)])
    made.add("on-demand", "$0.10")
    made.add_heading(Text("a heading wider than the table"))
    made.add("spot", "$0.0301")
    return made


def printed(grid: Grid, width: int) -> list[str]:
    stream = io.StringIO()
    grid.print(Console(file=stream, width=width))
    return stream.getvalue().splitlines()


def test_cells_stand_in_columns_and_headings_do_not_widen_them(grid: Grid) -> None:
    assert printed(grid, 40) == [
        "               Per",
        "Term          hour",
        "on-demand    $0.10",
        "a heading wider than the table",
        "spot       $0.0301",
    ]
    assert grid.width == 18


def test_row_without_room_stays_a_line(grid: Grid) -> None:
    assert "on-demand    $0.10" in printed(grid, 10)


def test_first_layout_with_room_is_taken(grid: Grid) -> None:
    narrow = Grid([Column("")])
    narrow.add("on-demand")

    def taken(width: int) -> Grid:
        return fitting(Console(width=width), [grid, narrow])

    assert taken(18) is grid
    assert taken(17) is narrow
    assert taken(3) is narrow  # there is no narrower one
