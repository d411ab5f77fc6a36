"""Case files → what is wrong in them, beyond what keeps a case from being asked.

A case may be readable and yet worthless: gold at a place that is not there, a pattern that an empty
answer matches, a fact that its own gold places don't hold, a variant of nothing.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from corpus.catalogue import bundled_digests, load_catalogue
from evals.cases import CaseFile, bundled_texts, load_case_file, read_cases
from evals.golden import EvalCase, Gold, Nugget
from evals.pinpoints import places
from ingest.digest import parse_digest

FULL = "guld-"
"""Sets of this name have every field of a golden case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFault:
    """What is wrong in a file, with the line of the case (from 1) and its id, or ""."""

    file: str
    line: int
    case_id: str
    message: str

    def to_json(self) -> dict[str, Any]:
        """For machines."""
        return {
            "file": self.file,
            "line": self.line,
            "id": self.case_id,
            "message": self.message,
        }


def lint_files(paths: Sequence[Path]) -> tuple[LintFault, ...]:
    """What is wrong in files of cases, also between them.

    Raises:
        UsageError: a file can't be read, or holds nothing.
    """
    return _lint({path.name: load_case_file(path) for path in paths})


def bundled_faults() -> tuple[LintFault, ...]:
    """What is wrong in the cases that come with the program."""
    return _lint({name: read_cases(text, name) for name, text in bundled_texts().items()})


def _lint(files: Mapping[str, CaseFile]) -> tuple[LintFault, ...]:
    found: list[LintFault] = []
    known = {case.id: case for file in files.values() for case in file.cases}
    owner: dict[str, str] = {}
    for name, file in files.items():
        found += [
            LintFault(file=name, line=f.line, case_id="", message=f.message_with_line)
            for f in file.faults
        ]
        for case, line in zip(file.cases, file.lines, strict=True):
            told = list(_faults(case, known))
            if owner.setdefault(case.id, name) != name:
                told.append(f"fältet id är samma som i {owner[case.id]}")
            found += [
                LintFault(
                    file=name,
                    line=line,
                    case_id=case.id,
                    message=f"Fallfilen {name}, rad {line}, fall {case.id}: {one}.",
                )
                for one in told
            ]
    return tuple(found)


def _faults(case: EvalCase, known: Mapping[str, EvalCase]) -> Iterator[str]:
    """What is wrong in one case, as clauses that begin with the field."""
    yield from _field_faults(case)
    yield from _gold_faults(case)
    yield from _nugget_faults(case)
    if case.variant_of and case.variant_of not in known:
        yield f"fältet variant_of pekar på {case.variant_of}, som inte finns"
    for pattern in case.forbidden:
        if pattern.search(""):
            yield f"fältet forbidden har mönstret ”{pattern.pattern}”, som passar på ingenting"


def _field_faults(case: EvalCase) -> Iterator[str]:
    if not case.set.startswith(FULL):
        return
    wanted = {
        "audience": case.audience,
        "kind": case.kind,
        "written_by": case.written_by,
        "question": case.question.strip(),
    }
    for field, value in wanted.items():
        if not value:
            yield f"fältet {field} saknas"
    if case.answerable and not case.forbidden:
        yield "fältet forbidden saknas"


def _gold_faults(case: EvalCase) -> Iterator[str]:
    if case.answerable and not case.gold:
        yield "fältet gold saknas fast frågan ska besvaras"
    for gold in case.gold:
        if load_catalogue().get(gold.document_id) is None:
            yield f"fältet gold har dokumentet {gold.document_id}, som inte finns i katalogen"
        elif not _text_at(gold):
            yield f"fältet gold har stället {gold.pinpoint}, som inte finns i {gold.document_id}"


def _nugget_faults(case: EvalCase) -> Iterator[str]:
    if case.answerable and not any(nugget.vital for nugget in case.nuggets):
        yield "fältet nuggets har ingen viktig uppgift (vital)"
    for nugget in case.nuggets:
        if not nugget.says and not nugget.any_of:
            yield "fältet nuggets har en uppgift utan says och any_of"
        elif nugget.found_in("") is not None:
            yield f"fältet nuggets har uppgiften ”{nugget.name}”, som ett tomt svar har"
        elif nugget.vital and case.set.startswith(FULL) and not _is_told(nugget, case.gold):
            yield f"fältet nuggets har ”{nugget.name}”, som inget ställe i facit säger"


def _is_told(nugget: Nugget, gold: Iterable[Gold]) -> bool:
    return any(nugget.found_in(_text_at(place)) is not None for place in gold)


def _text_at(gold: Gold) -> str:
    """The digest's words at a gold place, or ""."""
    document = _texts().get(gold.document_id, {})
    wanted = places(gold.pinpoint)
    return "\n".join(text for at, text in document.items() if not wanted.isdisjoint(places(at)))


@cache
def _texts() -> Mapping[str, Mapping[str, str]]:
    """The bundled digests' words by document and pinpoint."""
    found: dict[str, dict[str, str]] = {}
    for source in bundled_digests():
        document = found.setdefault(source.entry.document_id, {})
        for block in parse_digest(source.content.decode("utf-8")).blocks:
            document[block.pinpoint] = f"{document.get(block.pinpoint, '')}\n{block.text}"
    return found
