"""Notes wrap in a terminal, and nowhere else."""

from __future__ import annotations

import io

import pytest
from outlay_automation.render.notes import say_note

TEXT = "prices of 2026-07-30 that this machine refreshed are in use"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_note_is_one_line_where_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    say_note(TEXT)

    assert capsys.readouterr().err == f"note: {TEXT}\n"


def test_note_wraps_between_words_in_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    monkeypatch.setenv("COLUMNS", "40")

    say_note(TEXT)

    assert terminal.getvalue().splitlines() == [
        "note: prices of 2026-07-30 that this",
        "      machine refreshed are in use",
    ]
