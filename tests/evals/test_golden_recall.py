"""The places that our cases name are found: what no answer can do without."""

from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.conversation import Question
from assistant.ordering import STATUTE_REACH
from assistant.retrieval import retrieve
from assistant.understanding import on_its_own_day, understood
from corpus.documents import Lane
from evals.cases import bundled_cases
from evals.golden import EvalCase
from evals.pinpoints import places

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

TODAY = date(2026, 11, 24)
NEW = ("grannlagar", "nya-kallor")


def is_found(assistant: "Assistant", case: EvalCase, k: int) -> bool:
    """Whether one of the case's places is among the first ``k`` passages of its day."""
    question = Question(text=case.question, as_of=case.as_of or TODAY, history=case.history)
    question = on_its_own_day(question, TODAY)
    asked, _ = understood(question, assistant.vocabulary)
    found = retrieve(assistant.generation, assistant.encoder, asked.text, as_of=question.as_of, k=k)
    return any(
        hit.passage.document_id == gold.document_id
        and places(hit.passage.pinpoint) & places(gold.pinpoint)
        for hit in found
        for gold in case.gold
    )


@pytest.mark.parametrize(
    ("sets", "least", "floor"),
    [(NEW, 160, 0.95), (("lag-vardag", "vagledning", "foljdfragor"), 40, 0.95)],
)
def test_the_place_that_answers_is_among_the_first_five(
    bundled: "Assistant", sets: tuple[str, ...], least: int, floor: float
) -> None:
    cases = [case for name in sets for case in bundled_cases(name) if case.gold]
    missed = [case.id for case in cases if not is_found(bundled, case, 5)]
    assert len(cases) >= least
    assert 1 - len(missed) / len(cases) >= floor, missed


def test_no_guidance_stands_right_above_the_paragraph_that_it_refers_to(
    bundled: "Assistant",
) -> None:
    asked = [case for name in NEW for case in bundled_cases(name) if case.gold]
    beside = 0
    for case in asked:
        day = case.as_of or TODAY
        hits = retrieve(bundled.generation, bundled.encoder, case.question, as_of=day, k=5)
        for place, hit in enumerate(hits):
            named = {(p.document_id, p.pinpoint) for p in hit.passage.refers_to}
            of_law = {other for other in named if is_law(bundled, other[0])}
            if is_law(bundled, hit.passage.document_id):
                continue
            above = [(h.passage.document_id, h.passage.pinpoint) for h in hits[:place]]
            below = [
                (h.passage.document_id, h.passage.pinpoint)
                for h in hits[place + 1 :]
                if hit.score - h.score < STATUTE_REACH / 2
            ]
            beside += any(other in above for other in of_law)
            assert not of_law & set(below), case.id
    assert beside > 0  # there are such pairs among the first five


def is_law(assistant: "Assistant", document_id: str) -> bool:
    """Whether the document is a statute or regulation."""
    return assistant.generation.entries[document_id].lane is Lane.LAW
