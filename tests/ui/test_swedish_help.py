"""No English reaches a person who asks for help, however narrow the window."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import typer
from command_line import Lotsen

from ui.cli import app

ENGLISH = frozenset(
    """usage options option arguments commands command show this message and exit default required
    the of is are a an or not to for file path folder directory str int float bool range list text
    question query name number value error try see with choose from missing invalid""".split()
) - {"text"}  # the same word in Swedish


def command_paths(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    yield path
    for name, child in getattr(command, "commands", {}).items():
        yield from command_paths(child, (*path, name))


def words_of(text: str) -> set[str]:
    """The words in lower case, without options and the commands' own names."""
    found = {word.lower() for word in re.findall(r"(?<![-\w])[^\W\d_]+", text)}
    return found - {name for path in PATHS for name in path}


PATHS = tuple(command_paths(typer.main.get_command(app)))


@pytest.mark.parametrize("columns", ["40", "80"])
@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_help_is_in_swedish(
    lotsen: Lotsen, monkeypatch: pytest.MonkeyPatch, path: tuple[str, ...], columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    said = lotsen(*path, "--help")
    assert (said.code, said.err) == (0, "")
    assert said.out.startswith(f"Användning: {' '.join(('lotsen', *path))}")
    assert "Visa hjälpen." in said.out
    assert words_of(said.out) & ENGLISH == set()
    assert re.findall(r"[<>{}]", said.out) == []


def test_arguments_and_options_are_named_in_capitals(lotsen: Lotsen) -> None:
    assert "lotsen ask [VAL] [FRÅGA]" in lotsen("ask", "--help").out
    assert "lotsen ingest add [VAL] FIL..." in lotsen("ingest", "add", "--help").out
    search = lotsen("search", "--help").out
    assert "-k ANTAL" in search
    assert "[annars: 10; 1–100]" in search
    assert "[krävs]" in search


def test_the_words_of_the_list_would_be_found_in_the_frameworks_own_help() -> None:
    plain = typer.Typer(add_completion=False, rich_markup_mode=None)
    plain.command()(lambda name: None)
    command = typer.main.get_command(plain)
    help_text = command.get_help(typer.Context(command))
    assert words_of(help_text) & ENGLISH >= {"usage", "options", "arguments", "message", "required"}
