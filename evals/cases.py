"""Case files → EvalCase, and what is wrong in a file, with its line.

First step of an evaluation. A case that can't be used never keeps the others from being asked:
``read_cases`` gives both, ``parse_cases`` wants the whole file right.
"""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Literal

from corpus.errors import UsageError
from evals.case_fields import WrongFieldError, case_of
from evals.golden import EvalCase

_CASE = re.compile(r"^[ \t]*\[\[[ \t]*case[ \t]*\]\]", re.MULTILINE)
_AT_LINE = re.compile(r"\(at line (\d+), column \d+\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFault:
    """What is wrong in a file: ``about`` names the case or line, ``line`` counts from 1."""

    file: str
    line: int
    about: str
    explained: str

    @property
    def message(self) -> str:
        """One Swedish sentence without the line, as ``parse_cases`` raises it."""
        return f"Fallfilen {self.file}{self.about}{self.explained}."

    @property
    def message_with_line(self) -> str:
        """One Swedish sentence with the line."""
        about = "" if self.about.startswith(", rad ") else f", rad {self.line}"
        return f"Fallfilen {self.file}{about}{self.about}{self.explained}."


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFile:
    """The cases of a file that can be asked, on which lines, and what is wrong with the others."""

    cases: tuple[EvalCase, ...]
    faults: tuple[CaseFault, ...] = ()
    lines: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Entry:
    """A case as it is written; ``lines`` tells on which line each of its fields stands."""

    place: str
    fields: dict[str, object]
    line: int
    text: str = ""

    def line_of(self, field: str) -> int:
        found = re.search(rf"^[ \t]*{re.escape(field)}[ \t]*[.=]", self.text, re.MULTILINE)
        return self.line + (self.text.count("\n", 0, found.start()) if found else 0)


def load_cases(path: Path) -> tuple[EvalCase, ...]:
    """The cases of one file: our TOML, or JSON lines in any other file.

    Raises:
        UsageError: the file can't be read, or a case in it is wrong; names both.
    """
    return parse_cases(_read(path), path.name)


def load_case_file(path: Path) -> CaseFile:
    """The same, with the cases that can be asked though others are wrong.

    Raises:
        UsageError: the file can't be read, or it holds no case at all.
    """
    return read_cases(_read(path), path.name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Fallfilen {path} kan inte läsas.") from error


def bundled_cases(set_name: str | None = None) -> tuple[EvalCase, ...]:
    """The cases that come with the program, all of them or the sets of a name or pattern.

    Raises:
        UsageError: there is no set of that name; lists those there are.
    """
    texts = bundled_texts()
    cases = [case for name, text in texts.items() for case in parse_cases(text, name)]
    return in_set(cases, set_name)


def bundled_texts() -> dict[str, str]:
    """The files of cases that come with the program, by their names."""
    folder = files("evals") / "cases"
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".toml"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def in_set(cases: Iterable[EvalCase], set_name: str | None) -> tuple[EvalCase, ...]:
    """The cases of one set, of those that a pattern names ("guld-*"), or all for None.

    Several names or patterns stand with a comma between.

    Raises:
        UsageError: no case belongs to the set, or to one of several.
    """
    everything = tuple(cases)
    known = tuple(dict.fromkeys(case.set for case in everything))
    wanted = [None] if set_name is None else [part.strip() for part in set_name.split(",")]
    chosen: set[str] = set()
    for name in wanted:
        of_name = {own for own in known if name is None or fnmatchcase(own, name)}
        if not of_name:
            listed = ", ".join(known) or "inga"
            raise UsageError(f"Fallsamlingen {name} finns inte; de som finns: {listed}.")
        chosen |= of_name
    return tuple(case for case in everything if case.set in chosen)


def parse_cases(text: str, name: str) -> tuple[EvalCase, ...]:
    """The cases of a file's ``text``; ``name`` tells the format and is used in messages.

    Raises:
        UsageError: a case is wrong, an id comes twice, or there are no cases.
    """
    found = read_cases(text, name)
    if found.faults:
        raise UsageError(found.faults[0].message)
    return found.cases


def read_cases(text: str, name: str) -> CaseFile:
    """The cases of ``text`` that can be asked, and what is wrong with the others.

    Raises:
        UsageError: there is nothing in it, neither a case nor a fault.
    """
    is_toml = name.endswith(".toml")
    # A misspelt key in our own files would otherwise fall back to a default without a word.
    extra: Literal["forbid", "ignore"] = "forbid" if is_toml else "ignore"
    cases: dict[str, EvalCase] = {}
    lines: list[int] = []
    faults: list[CaseFault] = []
    for entry in _toml_entries(text, name) if is_toml else _json_entries(text, name):
        if isinstance(entry, CaseFault):
            faults.append(entry)
            continue
        case = _case(entry, name, extra)
        if isinstance(case, CaseFault):
            faults.append(case)
        elif case.id in cases:
            told = f" har två fall med id {case.id}"
            faults.append(CaseFault(file=name, line=entry.line, about="", explained=told))
        else:
            cases[case.id] = case
            lines.append(entry.line)
    if not cases and not faults:
        raise UsageError(f"Fallfilen {name} innehåller inga fall.")
    return CaseFile(cases=tuple(cases.values()), faults=tuple(faults), lines=tuple(lines))


def _case(entry: _Entry, name: str, extra: Literal["forbid", "ignore"]) -> EvalCase | CaseFault:
    try:
        return case_of(entry.fields, extra)
    except WrongFieldError as error:
        which = entry.fields.get("id") or entry.place
        line = entry.line_of(error.field)
        about = f", fall {which}: "
        return CaseFault(file=name, line=line, about=about, explained=error.explained)


def _toml_entries(text: str, name: str) -> Iterator[_Entry | CaseFault]:
    starts = [match.start() for match in _CASE.finditer(text)]
    blocks = [text[first:end] for first, end in pairwise([*starts, len(text)])]
    lines = [text.count("\n", 0, start) + 1 for start in starts]
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        pieces = list(
            _toml_pieces(text[: starts[0] if starts else None], blocks, lines, name, error)
        )
        yield from pieces
        if not any(isinstance(piece, CaseFault) for piece in pieces):
            yield _no_toml(name, error, 1, text)  # each piece is right, but not together
        return
    entries = table.get("case", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        told = " ska ha sina fall under [[case]]"
        yield CaseFault(file=name, line=1, about="", explained=told)
        return
    default_set = table.get("set", Path(name).stem)
    if len(blocks) != len(entries):  # written in another form of TOML, or "[[case]]" in a text
        blocks, lines = [""] * len(entries), [1] * len(entries)
    for n, (entry, block, line) in enumerate(zip(entries, blocks, lines, strict=True), 1):
        fields = {"set": default_set, **entry}
        yield _Entry(place=f"nr {n}", fields=fields, line=line, text=block)


def _toml_pieces(
    head: str, blocks: Sequence[str], lines: Sequence[int], name: str, whole: Exception
) -> Iterator[_Entry | CaseFault]:
    """The cases of a file that is no TOML as a whole: each of them is read by itself."""
    try:
        first = tomllib.loads(head)
    except tomllib.TOMLDecodeError as error:
        yield _no_toml(name, error, 1, head)
        return
    if not blocks or "case" in first:
        yield _no_toml(name, whole, 1, head)
    default_set = first.get("set", Path(name).stem)
    for n, (block, line) in enumerate(zip(blocks, lines, strict=True), 1):
        try:
            entry = tomllib.loads(block)["case"][0]
        except tomllib.TOMLDecodeError as error:
            yield _no_toml(name, error, line, block)
            continue
        yield _Entry(place=f"nr {n}", fields={"set": default_set, **entry}, line=line, text=block)


def _no_toml(name: str, error: Exception, first_line: int, text: str) -> CaseFault:
    at = _AT_LINE.search(str(error))
    line = first_line + (int(at[1]) - 1 if at else text.rstrip().count("\n"))
    told = f" är inte giltig TOML ({error})"
    return CaseFault(file=name, line=line, about="", explained=told)


def _json_entries(text: str, name: str) -> Iterator[_Entry | CaseFault]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        place = f"rad {number}"
        told = ""
        try:
            entry = json.loads(line)
        except ValueError:
            told = "raden är inte JSON"
        else:
            told = "" if isinstance(entry, dict) else "raden är inget JSON-objekt"
        if told:
            yield CaseFault(file=name, line=number, about=f", {place}: ", explained=told)
        else:
            fields = {"set": Path(name).stem, **entry}
            yield _Entry(place=place, fields=fields, line=number)
