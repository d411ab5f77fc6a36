"""Answer → what to ask next: everyday questions of the places around those it shows.

The questions are our digests' own, each written for a passage that answers it; a passage of an
original or of an added document has none and suggests nothing.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from assistant.asked import is_english
from assistant.conversation import Answer, AnswerStatus, Reason
from corpus.documents import Passage, Place
from corpus.generation import Generation
from corpus.lexical import swedish_terms

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

MOST_SUGGESTED = 3

_WELL_FORMED = re.compile(r"[A-ZÅÄÖ][^?!.]{14,110}\?")
_SAME = 0.6  # of the terms shared: the same question in other words
STOPPED = {Reason.ACUTE, Reason.PERSONAL_IDENTITY_NUMBER, Reason.OUTSIDE_CORPUS}
"""Why a question is not searched for: then there is nothing beside it either."""


def follow_ups(answer: Answer, assistant: "Assistant") -> tuple[str, ...]:
    """Up to three questions from as many places, the nearest places' first."""
    if answer.status is AnswerStatus.ERROR or answer.reason in STOPPED:
        return ()
    shown = {(citation.document_id, citation.pinpoint) for citation in answer.citations}
    places = (p for p in _around(answer, assistant) if (p.document_id, p.pinpoint) not in shown)
    return tuple(islice(_questions(answer.question, places), MOST_SUGGESTED))


def _around(answer: Answer, assistant: "Assistant") -> Iterator[Passage]:
    """Passages beside the answer: those to read on, those the cited ones refer to, the next."""
    generation = assistant.generation
    cited = [p for c in answer.citations if (p := generation.passage(c.passage_id))]
    nearest = [p for n in answer.nearest if (p := generation.passage(n.passage_id))]
    referred = [
        p for one in cited for place in one.refers_to for p in assistant.places.get(place, ())
    ]
    beside = [p for one in cited for p in _beside(one, generation)]
    yield from (p for p in (*nearest, *referred, *beside) if p.holds_on(answer.as_of))


def _beside(passage: Passage, generation: Generation) -> Iterator[Passage]:
    """The next passage of the same document, and the one before."""
    row = generation.row(passage.passage_id)
    for other in () if row is None else (row + 1, row - 1):
        if 0 <= other < len(generation.passages):
            found = generation.passages[other]
            if found.document_id == passage.document_id:
                yield found


def _questions(asked: str, passages: Iterable[Passage]) -> Iterator[str]:
    """One question of each place, none that says again what was asked or suggested."""
    taken: set[Place] = set()
    said = [frozenset(swedish_terms(asked))]
    for passage in passages:
        place = Place(document_id=passage.document_id, pinpoint=passage.pinpoint)
        if place in taken:
            continue
        for question in filter(_fit, passage.questions):
            terms = frozenset(swedish_terms(question))
            if terms and all(len(terms & old) < _SAME * len(terms) for old in said):
                taken.add(place)
                said.append(terms)
                yield question
                break


def _fit(question: str) -> bool:
    return _WELL_FORMED.fullmatch(question) is not None and not is_english(question)
