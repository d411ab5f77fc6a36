"""Which passages a question may be answered from: the catalogue's first, added documents after.

Anyone's text can be added, also one that is written to be found. So an added document, which the
catalogue knows nothing of, speaks where the catalogue's sources don't answer, or where the question
names it; never on what the law, or a publisher of the catalogue, says. What gives orders to a
language model is no source at all.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Self

import numpy as np
from numpy.typing import NDArray

from assistant.asked import Asked
from assistant.asked_day import asks_what_held
from assistant.conversation import Question, RetrievedPassage
from assistant.drafting import LookedUp
from assistant.followup import may_stand_alone, names_its_subject
from assistant.grounding import Vocabulary
from assistant.retrieval import references_of, retrieve
from assistant.standing import stands_alone
from assistant.sufficiency import sufficiency
from corpus.catalogue import load_catalogue
from corpus.documents import Lane, Passage
from corpus.foreign_words import speaks_to_machine
from corpus.index import Generation
from corpus.lexical import swedish_terms

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant

RETRIEVED = 12
"""How many passages are fetched for an answer."""

MOST_ADDED = 4
"""How many of them may be of added documents that the question does not name."""

_ADDED_LEAST = 0.75
"""The score that is enough where such documents are searched: anyone may have written them to be
found, and our digests' silence does not speak against them."""

_NEARER = 0.03
"""How much nearer the sources must lie to a question together with what was said before it, for the
two to belong together though the question stands on its own (docs/evals.md)."""

_SURE = 2.0
"""The score that one content word must reach to be answered by itself: "vem beslutar" is half a
question, "måste kommunen ha samordnare" is not."""

Rows = NDArray[np.bool_]

_SHORT_NAMES = frozenset({"Brå", "NOD", "SKR", "SKL", "MUCF", "Upphandlingsmyndigheten"})
_NAME = re.compile(r"\b(?:[A-ZÅÄÖ]|\d)\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AddedDocuments:
    """The passages of added documents, ``rows`` of the index, and each document's own names.

    ``owners`` has the document of each row; ``names`` the terms of a title that are names or
    numbers and that no source of the catalogue has.
    """

    rows: Rows
    owners: tuple[str, ...]
    names: Mapping[str, frozenset[str]]

    @classmethod
    def of(cls, generation: Generation, words: Vocabulary) -> Self:
        """The added documents of an index."""
        passages, entries = generation.passages, generation.entries
        rows = [entries[passage.document_id].is_added for passage in passages]
        known = (words.passages[p.passage_id] for p, added in zip(passages, rows, strict=True)
                 if not added)  # fmt: skip
        common = frozenset().union(*known)
        return cls(
            rows=np.array(rows, dtype=np.bool_),
            owners=tuple(passage.document_id for passage in passages),
            names={
                entry.document_id: frozenset(_name_terms(entry.title)) - common
                for entry in entries.values()
                if entry.is_added
            },
        )

    def unnamed(self, text: str) -> Rows | None:
        """The rows of added documents that ``text`` does not name; None when there are none."""
        if not self.names:
            return None
        asked = frozenset(swedish_terms(text))
        named = {document for document, names in self.names.items() if names & asked}
        if not named:
            return self.rows
        apart = [owner not in named for owner in self.owners]
        return self.rows & np.array(apart, dtype=np.bool_)


def _name_terms(title: str) -> Iterable[str]:
    return swedish_terms(" ".join(_NAME.findall(title)))


def look_up(assistant: "Assistant", question: Question, asked: Asked, own: Asked) -> LookedUp:
    """What the sources have for ``asked``; ``own`` is the question as it was typed.

    A short question is taken for a continuation, which it need not be. One that stands on its own
    is answered by itself, unless the sources are nearer to it together with what was said before.
    Another is looked up by itself where they have nothing for the two together.
    """
    together = _looked_up(assistant, question, asked, own)
    if asked is own:
        return together
    whole = stands_alone(own, assistant.vocabulary)
    nothing = together.lacking is not None and may_stand_alone(own)
    if not whole and not nothing:
        return together
    alone = _looked_up(assistant, question, own, own)
    if whole and _nearness(alone) > _nearness(together) - _NEARER:
        # What is a whole question, and has no answer, has none for coming after another either.
        return alone if not alone.lacking or names_its_subject(own) else together
    sure = len(own.terms) > 1 or (alone.confidence or 0.0) >= _SURE
    return alone if nothing and sure and not alone.lacking else together


def _nearness(looked_up: LookedUp) -> float:
    """The cosine of the nearest sentence's own questions; 0 without an encoder."""
    near = (max(hit.sentence_similarities.values(), default=0.0) for hit in looked_up.valid)
    return max(near, default=0.0)


def _looked_up(assistant: "Assistant", question: Question, asked: Asked, own: Asked) -> LookedUp:
    unnamed, unwanted = assistant.added.unnamed(asked.text), _unwanted(assistant, question)
    first = _searched(assistant, question, asked, own, _either(unnamed, unwanted))
    if unnamed is None or not first.lacking or _asks_the_catalogue(asked.text):
        return first
    second = _searched(assistant, question, asked, own, unwanted, least=_ADDED_LEAST)
    return first if second.lacking else second


def _unwanted(assistant: "Assistant", question: Question) -> Rows | None:
    """The rows of the lanes that may not answer; None when all may."""
    out = [rows for lane, rows in assistant.lane_rows.items() if lane not in question.lanes]
    return np.logical_or.reduce(out) if out else None


def _either(one: Rows | None, other: Rows | None) -> Rows | None:
    return other if one is None else one if other is None else one | other


def _searched(
    assistant: "Assistant",
    question: Question,
    asked: Asked,
    own: Asked,
    left_out: Rows | None,
    *,
    least: float = 0.0,
) -> LookedUp:
    generation = assistant.generation
    query = (asked.text, asked.beside) if asked.beside else asked.text
    # More than are needed: some may not be cited.
    hits = retrieve(
        generation,
        assistant.encoder,
        query,
        as_of=None,
        k=3 * RETRIEVED,
        left_out=left_out,
        legs_used=assistant.legs,
    )
    found = tuple(islice(_fit(hits, assistant, asked.text), RETRIEVED))
    valid = tuple(hit for hit in found if _tells_of_the_day(hit.passage, question, assistant))
    words, encoder = assistant.vocabulary, generation.encoder_name
    seen = sufficiency(asked, own, valid, words, encoder, least=least)
    return LookedUp(
        asked=asked, found=found, valid=valid, lacking=seen.lacking, confidence=seen.score
    )


def _tells_of_the_day(passage: Passage, question: Question, assistant: "Assistant") -> bool:
    """Whether ``passage`` may tell what is asked on its day: what was in force, or written by then.

    What a later bill proposes is not what held when the question's words name an earlier day.
    """
    if not passage.holds_on(question.as_of):
        return False
    if not question.day_notice or not asks_what_held(question.text):
        return True
    entry = assistant.generation.entries[passage.document_id]
    return entry.lane is not Lane.CONTEXT or entry.year <= question.as_of.year


def _fit(
    hits: Sequence[RetrievedPassage], assistant: "Assistant", text: str
) -> Iterable[RetrievedPassage]:
    """The hits that may be cited: none that gives a machine orders, few of unnamed documents."""
    unnamed = assistant.added.unnamed(text)
    apart = set() if unnamed is None else {
        owner for owner, out in zip(assistant.added.owners, unnamed, strict=True) if out
    }  # fmt: skip
    left = MOST_ADDED
    for hit in hits:
        if speaks_to_machine(hit.passage.text):
            continue
        if hit.passage.document_id in apart:
            left -= 1
            if left < 0:
                continue
        yield hit


def _asks_the_catalogue(text: str) -> bool:
    """Whether the question is about what the law, or a publisher of the catalogue, says."""
    return bool(references_of(text)) or _publishers().search(text) is not None


@cache
def _publishers() -> re.Pattern[str]:
    """The names of the catalogue's publishers, as they are written: "Brå" is not "BRÅ"."""
    told = (re.split(r", | – ", entry.publisher) for entry in load_catalogue().entries)
    names = {name.removesuffix(" m.fl.") for parts in told for name in parts} | _SHORT_NAMES
    # A municipality asks of itself: its own documents are the added ones.
    names = {name for name in names if not name.endswith(("kommun", "stad"))}
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})s?\b")
