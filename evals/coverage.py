"""Cases → what they cover: the §§, documents and themes that no question asks about."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from corpus.obligations import load_obligations
from corpus.references import HOME_STATUTE
from evals.golden import EvalCase
from evals.pinpoints import places

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A document, § or theme, and how many cases have their gold there."""

    name: str
    title: str
    cases: int

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        return {"name": self.name, "title": self.title, "cases": self.cases}


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How many cases ask about each of what the index holds."""

    sections: tuple[CoverageRow, ...]
    documents: tuple[CoverageRow, ...]
    themes: tuple[CoverageRow, ...]
    kinds: tuple[CoverageRow, ...]

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "sections": [row.to_json() for row in self.sections],
            "documents": [row.to_json() for row in self.documents],
            "themes": [row.to_json() for row in self.themes],
            "kinds": [row.to_json() for row in self.kinds],
        }

    def to_text(self) -> str:
        """Swedish lines for a terminal: what has no question first."""
        groups = (
            ("Paragrafer i lagen (2023:196)", self.sections),
            ("Dokument", self.documents),
            ("Ämnen", self.themes),
            ("Slag av frågor", self.kinds),
        )
        return "\n\n".join("\n".join(_lines(title, rows)) for title, rows in groups)


def _lines(title: str, rows: Sequence[CoverageRow]) -> Iterable[str]:
    bare = sum(not row.cases for row in rows)
    yield f"{title}: {len(rows)}, varav {bare} utan fråga"
    for row in sorted(rows, key=lambda row: row.cases):
        yield f"  {row.cases:4}  {row.name}  {row.title}".rstrip()


def coverage_of(cases: Iterable[EvalCase], assistant: "Assistant") -> Coverage:
    """What ``cases`` ask about, of what the index holds."""
    cases = tuple(cases)
    passages, entries = assistant.generation.passages, assistant.generation.entries
    of_document = Counter(d for case in cases for d in {g.document_id for g in case.gold})
    of_place = Counter(place for case in cases for place in _places(case))
    sections = dict.fromkeys(
        place
        for passage in passages
        if passage.document_id == HOME_STATUTE
        for place in sorted(places(passage.pinpoint))
    )
    return Coverage(
        sections=tuple(
            CoverageRow(name=place, title="", cases=of_place[HOME_STATUTE, place])
            for place in sections
        ),
        documents=tuple(
            CoverageRow(name=document_id, title=entry.title, cases=of_document[document_id])
            for document_id, entry in entries.items()
        ),
        themes=tuple(_themes(cases)),
        kinds=tuple(
            CoverageRow(name=kind, title="", cases=number)
            for kind, number in Counter(case.kind for case in cases).most_common()
        ),
    )


def _places(case: EvalCase) -> set[tuple[str, str]]:
    return {(gold.document_id, place) for gold in case.gold for place in places(gold.pinpoint)}


def _themes(cases: Iterable[EvalCase]) -> Iterable[CoverageRow]:
    """The themes of the obligations' matrix: a case asks about those of the duties it leads to."""
    asked = [_places(case) for case in cases]
    of_theme: dict[str, set[tuple[str, str]]] = {}
    for duty in load_obligations():
        there = of_theme.setdefault(duty.theme.value, set())
        there.update((duty.document_id, place) for place in places(duty.pinpoint))
    for theme, there in of_theme.items():
        number = sum(not there.isdisjoint(own) for own in asked)
        yield CoverageRow(name=theme, title="", cases=number)
