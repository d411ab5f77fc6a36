"""Testfrågor: the sets of evals/cases, and each set's questions with what they expect.

EvalCase –(``rows_of``)→ Row. A question that holds personal data is not shown, as in a run.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from starlette.responses import Response

from assistant.conversation import AnswerStatus
from assistant.personal_data import mask
from assistant.service import Answerer, DocumentOverview
from corpus.dates import swedish_date
from evals.answers import MASKED
from evals.cases import bundled_cases
from evals.golden import UNCHECKED, EvalCase, Gold
from evals.pinpoints import places
from ui.site_anchors import anchor_of
from ui.site_page import typed
from ui.staff import texts
from ui.staff.frame import Visit

_Documents = Mapping[str, DocumentOverview]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """A set: its name, how many questions, what they expect with how many of each, and checked."""

    name: str
    count: int
    expected: Sequence[tuple[str, int]]
    checked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldLink:
    """A place of the right answer; ``id`` is "" where the catalogue has no such document."""

    text: str
    id: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A question as it is shown; ``earlier`` is what was asked before it in the talk."""

    id: str
    question: str
    earlier: Sequence[str]
    day: str
    expected: str
    statuses: frozenset[str]
    gold: Sequence[GoldLink]
    checked: str

    def holds(self, word: str) -> bool:
        """Whether the word, in lower case, stands in anything that the row shows."""
        shown = (self.id, self.question, *self.earlier, *(link.text for link in self.gold))
        return any(word in text.lower() for text in shown)


class Questions:
    """The pages of the test questions, of one answerer."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer

    def response(self, visit: Visit) -> Response | None:
        """All sets, or one: ``testfragor/<set>?status=&sok=``."""
        by_set = case_sets()
        if not visit.rest:
            rows = [_set_row(name, cases) for name, cases in by_set.items()]
            return visit.page("utvardering_fragor", texts.QUESTIONS_PAGE, rows=rows)
        if visit.rest not in by_set:
            return None
        return self._set_page(visit, by_set[visit.rest])

    def _set_page(self, visit: Visit, cases: Sequence[EvalCase]) -> Response:
        documents = {row.entry.document_id: row for row in self._answerer.documents()}
        wanted = {name: typed(visit.request, name) for name in ("status", "sok")}
        rows = [
            row
            for row in rows_of(cases, documents)
            if row.holds(wanted["sok"].lower()) and wanted["status"] in {"", *row.statuses}
        ]
        asked = {status for case in cases for status in case.expected_status}
        return visit.page(
            "utvardering_samling",
            f"{texts.QUESTIONS_PAGE}: {visit.rest}",
            set_name=visit.rest,
            rows=rows,
            told=texts.found_of(len(rows), len(cases)),
            checked=texts.checked_of(checked_count(cases), len(cases)),
            wanted=wanted,
            statuses=[(s.value, texts.STATUSES[s]) for s in AnswerStatus if s in asked],
        )


def checked_count(cases: Iterable[EvalCase]) -> int:
    """How many of the cases a person has read."""
    return sum(case.checked != UNCHECKED for case in cases)


def rows_of(cases: Iterable[EvalCase], documents: _Documents) -> list[Row]:
    """The cases as they are shown; ``documents`` by their ids."""
    return [_row(case, documents) for case in cases]


def _row(case: EvalCase, documents: _Documents) -> Row:
    hidden = case.holds_personal_data
    return Row(
        id=case.id,
        question=MASKED if hidden else mask(case.question),
        earlier=() if hidden else tuple(mask(turn.question) for turn in case.history),
        day=swedish_date(case.as_of) if case.as_of else "",
        expected=texts.expected(_in_order(case)),
        statuses=frozenset(status.value for status in case.expected_status),
        gold=tuple(_gold_link(gold, documents) for gold in case.gold),
        checked=case.checked,
    )


def _gold_link(gold: Gold, documents: _Documents) -> GoldLink:
    """The place as the document itself names it: "4–5 §§" leads to "4 §"."""
    document = documents.get(gold.document_id)
    if document is None:
        return GoldLink(text=f"{gold.document_id} {gold.pinpoint}")
    named = places(gold.pinpoint)
    anchors = (anchor_of(own) for own in document.pinpoints if places(own) & named)
    return GoldLink(
        text=f"{document.entry.short_title}, {gold.pinpoint}",
        id=gold.document_id,
        anchor=next(anchors, ""),
    )


def _set_row(name: str, cases: Sequence[EvalCase]) -> SetRow:
    expected = Counter(texts.expected(_in_order(case)) for case in cases)
    return SetRow(
        name=name,
        count=len(cases),
        expected=tuple(expected.most_common()),
        checked=checked_count(cases),
    )


def _in_order(case: EvalCase) -> list[AnswerStatus]:
    """What the case expects in one order, so that the same expectations count together."""
    order = list(AnswerStatus)
    return sorted(case.expected_status, key=order.index)


@lru_cache(maxsize=1)
def case_sets() -> Mapping[str, Sequence[EvalCase]]:
    """The cases that come with the program by their set; they change with the program alone."""
    by_set: dict[str, list[EvalCase]] = {}
    for case in bundled_cases():
        by_set.setdefault(case.set, []).append(case)
    return by_set
