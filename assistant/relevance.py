"""How likely a sentence is to hold what was asked: what it has and its passage has, weighed.

The weights are those of a logistic regression on which sentences of the passages found held a vital
fact of a development question in one of its gold places (docs/evals.md).
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from assistant.asked import Asked, FactKind
from assistant.citations import Evidence
from assistant.conversation import RetrievedPassage
from assistant.facts import holds_kind
from assistant.grounding import Vocabulary, matched
from assistant.sentence_terms import asked_terms
from assistant.strength import is_silence, strength_marks
from corpus.documents import WHOLE, CatalogueEntry, Edition, Lane, Passage
from corpus.foreign_words import is_unfit
from corpus.lexical import terms_of
from corpus.references import HOME_STATUTE, Reference
from corpus.sentences import sentence_spans

_BINDING = {
    FactKind.DUTY: frozenset({"SKA", "SKA VERKA FÖR", "SKA INTE", "BEHÖVER INTE", "BÖR"}),
    FactKind.PERMISSION: frozenset({"FÅR", "FÅR INTE", "BEHÖVER INTE"}),
}
_FIGURES = frozenset({FactKind.TIME, FactKind.FREQUENCY, FactKind.AMOUNT})

_SCORE = 8.2  # of the passage, 0–1
_BEST_PASSAGE = 1.2
_GAP = 4.1  # times the cosine that the sentence and its everyday questions lack to the nearest one
_NO_QUESTION = -1.4  # a sentence without any
_ASKED_OF = 1.2  # the share of the question's words that the sentence or its questions have
_WORDED = -0.65  # less this for those that it has itself: beside the former, they tell less
_COVERAGE = 0.9  # the share that a sentence without questions has
_SILENT = 0.3  # it says that something is not laid down
_KIND = 0.2  # the kind of fact that is asked for
_FIGURE = 1.3  # the same, where that is a day, a number or an interval
_BINDS = 0.8  # the same, where it binds or permits as the question asks
_LAW = 0.2
_FIRST = 0.3  # the first sentence of its passage
_SECOND_HAND = -0.6  # it speaks of an act that has a passage of its own among those found
# Not of the fit, for no development question has them: the source's own words before our remarks on
# them (set with nine statutes' own words in the index), and a § that is named before all others.
_ORIGINAL = 0.5
_NAMED = 4.0
_TELLING = 3.0  # it has the figure or name that is wanted, and the answer needs it

_ACT = re.compile(r"\b(\d{4}):(\d+)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A sentence that might be shown, and how likely it is to hold what was asked (log odds).

    ``share`` of the question's words stand in it or in its own questions; None without such.
    """

    evidence: Evidence
    terms: frozenset[str]
    relevance: float
    share: float | None

    @property
    def passage(self) -> Passage:
        """Where it stands."""
        return self.evidence.passage

    @property
    def place(self) -> tuple[str, str]:
        """The document and pinpoint that a citation names."""
        return self.passage.document_id, self.passage.pinpoint

    @property
    def words(self) -> int:
        """Its length."""
        return len(self.evidence.quote.split())


def candidates(
    asked: Asked,
    found: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
    words: Vocabulary,
    telling: Collection[tuple[str, int]] = (),
) -> list[Candidate]:
    """Every sentence of the passages ``found``, in their order.

    ``telling`` are those that have the figure or name that is wanted (passage id and start): one of
    them leads the answer.
    """
    single = (near for hit in found for near in hit.sentence_similarities.values())
    closest = max(single, default=0.0)
    present = {hit.passage.document_id for hit in found}
    made = []
    for place, hit in enumerate(found):
        ground = _standing(hit, entries) + (not place) * _BEST_PASSAGE
        if not hit.passage.comment and any(_is_at(hit.passage, p) for p in asked.references):
            ground += _NAMED
        for number, (start, end) in enumerate(sentence_spans(hit.passage.text), start=1):
            sentence = hit.passage.text[start:end]
            if is_unfit(sentence):
                continue
            terms, asked_of = terms_of(sentence), asked_terms(hit.passage, number)
            share = matched(asked.terms, terms | asked_of, words) if asked_of else None
            relevance = (
                ground
                + _nearness(hit, number, closest)
                + _coverage(matched(asked.terms, terms, words), share)
                + is_silence(sentence) * _SILENT
                + _kind_gain(asked.kind, sentence)
                + (number == 1) * _FIRST
                + ((hit.passage.passage_id, start) in telling) * _TELLING
                + _speaks_of(present - {hit.passage.document_id}, sentence) * _SECOND_HAND
            )
            evidence = Evidence(passage=hit.passage, start=start, end=end)
            made.append(Candidate(evidence=evidence, terms=terms, relevance=relevance, share=share))
    return made


def _coverage(own: float, share: float | None) -> float:
    """What the question's words in the sentence, and in its own questions, are worth."""
    return _COVERAGE * own if share is None else _ASKED_OF * share + _WORDED * own


def _standing(hit: RetrievedPassage, entries: Mapping[str, CatalogueEntry]) -> float:
    """What every sentence has from its passage."""
    standing = _SCORE * hit.score
    if hit.passage.edition is Edition.ORIGINAL:
        standing += _ORIGINAL
    if entries[hit.passage.document_id].lane is Lane.LAW:
        standing += _LAW
    return standing


def _speaks_of(documents: Collection[str], sentence: str) -> bool:
    """Whether ``sentence`` names one of these acts by its number."""
    return any(f"sfs-{year}-{number}" in documents for year, number in _ACT.findall(sentence))


def _nearness(hit: RetrievedPassage, number: int, closest: float) -> float:
    """How near the sentence's own everyday questions lie, against the nearest of all."""
    whole = hit.sentence_similarities.get(WHOLE)
    similarity = hit.sentence_similarities.get(number, whole)
    if similarity is None:
        return 0.0 if hit.similarity is None else _NO_QUESTION
    return _GAP * (similarity - closest)


def _is_at(passage: Passage, place: Reference) -> bool:
    """Whether the question names this passage's §; one named alone is the home statute's."""
    document = place.document_id or HOME_STATUTE
    return (passage.document_id, passage.pinpoint) == (document, place.pinpoint)


def _kind_gain(kind: FactKind, sentence: str) -> float:
    if kind is FactKind.OTHER or not holds_kind(kind, sentence):
        return 0.0
    if kind in _BINDING and _BINDING[kind].intersection(strength_marks(sentence)):
        return _BINDS
    return _FIGURE if kind in _FIGURES else _KIND
