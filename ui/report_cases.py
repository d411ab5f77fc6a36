"""One judged case → what a report tells of it.

A stored run may come from anywhere: nothing in it is taken for more than text.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.catalogue import load_catalogue
from evals.report_figures import STRICT, JudgedCase
from ui import report_texts as texts
from ui.report_numbers import figure, number, seconds, titled


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an answer with the numbers of its sources."""

    text: str
    labels: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """What a report tells of a case; ``why`` is empty where nothing was wrong.

    ``source`` tells whether the places of the key are cited; ``source_share`` is the share of them
    that are, None where there are none.
    """

    order: int
    id: str
    set: str
    question: str
    expected: str
    got: str
    failed: bool
    source: str
    source_share: float | None
    confidence: float | None
    confidence_told: str
    milliseconds: float | None
    time_told: str
    why: Sequence[str]
    gold: Sequence[str]
    sentences: Sequence[Sentence]
    citations: Sequence[str]
    scores: Sequence[tuple[str, str, str]]
    is_unchecked: bool

    @property
    def result(self) -> str:
        """Right or wrong."""
        return texts.WRONG if self.failed else texts.RIGHT


def case_view(order: int, judged: JudgedCase) -> CaseView:
    """The case as it is told; ``order`` is its place in the run."""
    case, body = judged.case, judged.case.body
    share = judged.value("citation_recall")
    got, expected = status_name(case.status), _expected(body.get("expected_status"))
    return CaseView(
        order=order,
        id=case.id,
        set=case.set,
        question=str(body.get("question", "")),
        expected=expected,
        got=got,
        failed=judged.failed,
        source=_source(share),
        source_share=share,
        confidence=judged.confidence,
        confidence_told=number(judged.confidence, 2),
        milliseconds=judged.value("latency_ms"),
        time_told=seconds(judged.value("latency_ms")),
        why=tuple(_why(judged, got, expected)),
        gold=tuple(_place(gold) for gold in _rows(body, "gold")),
        sentences=tuple(
            Sentence(text=str(row.get("text", "")), labels=_labels(row.get("labels")))
            for row in _rows(body, "statements")
        ),
        citations=tuple(
            f"[{row.get('label', '')}] {_place(row)}" for row in _rows(body, "citations")
        ),
        scores=tuple(
            (titled(name), figure(name, score.value), _reason(judged, name, got, expected))
            for name, score in case.scores.items()
            if score.value is not None and name != "status_accuracy"
        ),
        is_unchecked=body.get("checked", "ej granskad") == "ej granskad",
    )


def status_name(status: str) -> str:
    """How an answer ended, in Swedish."""
    return texts.STATUSES.get(status, status)


def _why(judged: JudgedCase, got: str, expected: str) -> Iterator[str]:
    """What was wrong, a sentence for each."""
    for name in judged.faults:
        reason = _reason(judged, name, got, expected)
        as_is = name == STRICT and _ended_wrong(judged)
        yield reason if as_is else f"{texts.FAULTS.get(name, name)}: {reason}."
    share = judged.value("citation_recall")
    if judged.failed and not _ended_wrong(judged) and share is not None and share < 1:
        yield texts.missing_source(judged.case.scores["citation_recall"].why)


def _reason(judged: JudgedCase, measure: str, got: str, expected: str) -> str:
    """Why a score is what it is; a wrong status is told in Swedish, not by the statuses' names."""
    if measure == STRICT and _ended_wrong(judged):
        return texts.status_fault(got, expected)
    return judged.case.scores[measure].why


def _ended_wrong(judged: JudgedCase) -> bool:
    return (judged.value("status_accuracy") or 0.0) < 1


def _expected(value: object) -> str:
    known = value if isinstance(value, list) else [value]
    return " eller ".join(status_name(str(status)) for status in known if status)


def _source(share: float | None) -> str:
    if share is None:
        return texts.NOTHING
    return texts.YES if share >= 1 else texts.PARTLY if share > 0 else texts.NO


def _labels(value: object) -> str:
    return "".join(f"[{label}]" for label in value) if isinstance(value, list) else ""


def _rows(body: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    rows = body.get(name)
    return (row for row in (rows if isinstance(rows, list) else ()) if isinstance(row, dict))


def _place(row: Mapping[str, Any]) -> str:
    document_id = str(row.get("document_id", ""))
    entry = load_catalogue().get(document_id)
    title = entry.short_title if entry else document_id
    return f"{title}, {row.get('pinpoint', '')}"
