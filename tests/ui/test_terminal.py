"""What commands show while they work."""

import io
import sys

import pytest

from ui.terminal import progress_bar


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_terminal_shows_how_much_is_done_and_the_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Terminal()
    monkeypatch.setattr(sys, "stderr", shown)
    monkeypatch.setenv("COLUMNS", "120")
    monkeypatch.setenv("TERM", "xterm")
    with progress_bar("Bygger indexet") as progress:
        progress(1_200, 5_873)
    assert "1200 av 5873" in shown.getvalue()
    assert "kvar" in shown.getvalue()


def test_nothing_is_shown_where_nobody_looks(monkeypatch: pytest.MonkeyPatch) -> None:
    silent = io.StringIO()
    monkeypatch.setattr(sys, "stderr", silent)
    with progress_bar("Bygger indexet") as progress:
        progress(1, 2)
    assert silent.getvalue() == ""
