"""Whether the sources answer the question: the check that comes before any sentence is shown.

A similarity alone tells other topics from ours, but not a near miss from a real question. So the
check also looks at the words: how much of the question the best passages speak of, and whether they
have the very noun that is asked for ("vilken utbildning …"). The weights were fitted by logistic
regression on the development questions and on our own cases (docs/evals.md has the figures).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.asked import Asked, FactKind
from assistant.conversation import AnswerStatus, Reason, RetrievedPassage
from assistant.facts import holds_kind
from assistant.grounding import Vocabulary, coverage, matched
from corpus.documents import Passage
from corpus.lexical import swedish_terms
from corpus.references import HOME_STATUTE
from corpus.sentences import sentence_spans
from corpus.thesaurus import load_thesaurus

# Who is quoted: "vad sa Brås slutredovisning", "enligt delredovisningen".
_SAID = re.compile(
    r"""
    (?:\bvad\s+(?:sa|säger|står\s+det\s+i|skriver|skrev|visar|visade|rekommenderar|föreslår)
    |\benligt|\bkom\b.{1,30}?\bfram\s+till\s+i|\bslutsats\w*\s+i)\s+((?:[\w:]+\s*){1,4})
    """,
    re.IGNORECASE | re.VERBOSE,
)
_PAGE = re.compile(r"\b(?:på\s+sid(?:an)?\.?|s\.)\s*(\d{1,4})\b", re.IGNORECASE)

LOOKED_AT = 3
"""How many of the best passages are read for the check."""

# The score is the sum of the first three times what was seen, and the last; 0 is enough.
_SIMILARITY, _COVERAGE, _FOCUS, _CONSTANT = 65.5, 3.7, 2.8, -61.2
_NEAR = 0.8  # of the best coverage of the subject: a passage that is about it too
_FITTED_ENCODER = "multilingual-e5-small"
# Left of "Och sen?", "Hur ofta?" and "Vad gäller?" when nothing was said before.
_FRAME = frozenset(swedish_terms("ofta sen sedan länge vad hur då när vem var lång sent tid"))
_LOWEST_SIMILARITY = 0.835  # below it lie other topics, whatever words they share
_ENGLISH_SIMILARITY = 0.86  # an English question shares no stems with Swedish sources
_OUTSIDE_SIMILARITY = 0.86
_OUTSIDE_COVERAGE = 0.15
# How much of the question a sentence must speak of before its figure counts as the answer.
_COUNTED = {FactKind.AMOUNT: 0.6, FactKind.FREQUENCY: 0.5}
_DENIES = re.compile(r"\b(?:inte|inga|ingen|inget|varken)\b", re.IGNORECASE)
_PLACE_COVERAGE = 0.6
_LEXICAL_COVERAGE = 0.5  # without an encoder the words have to do it alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the check saw: cosine of the best passage (None without an encoder) and coverage."""

    similarity: float | None
    share: float
    focus: float

    @property
    def score(self) -> float:
        """At least 0 when the sources are likely to answer."""
        if self.similarity is None:
            return self.share - _LEXICAL_COVERAGE + (self.focus - 1)
        return (
            _SIMILARITY * self.similarity + _COVERAGE * self.share + _FOCUS * self.focus + _CONSTANT
        )


def weigh(
    asked: Asked, found: Sequence[RetrievedPassage], words: Vocabulary, encoder_name: str | None
) -> Evidence:
    """What the best passages have of what was asked.

    A cosine means something else in every model, so it counts only from the one that the weights
    were fitted on; with another encoder the words decide alone.
    """
    best = found[:LOOKED_AT]
    passages = [hit.passage for hit in best]
    fitted = encoder_name is not None and encoder_name.endswith(_FITTED_ENCODER)
    known = [hit.similarity for hit in best if fitted and hit.similarity is not None]
    near = _about_the_subject(asked, passages, words)
    return Evidence(
        similarity=max(known, default=None),
        share=max(coverage(asked.terms, [passage], words).share for passage in near),
        focus=coverage([asked.focus], near, words).share if asked.focus else 1.0,
    )


def _about_the_subject(
    asked: Asked, passages: Sequence[Passage], words: Vocabulary
) -> Sequence[Passage]:
    """The passages that speak of what the question is about, beside the noun that it asks for.

    "Vilken utbildning måste samordnaren ha?" is not answered where only utbildning is spoken of.
    """
    subject = [term for term in asked.terms if term != asked.focus]
    if asked.focus is None or not subject:
        return passages
    shares = [coverage(subject, [passage], words).share for passage in passages]
    return [p for p, share in zip(passages, shares, strict=True) if share >= _NEAR * max(shares)]


def refusal(
    asked: Asked,
    own: Asked,
    found: Sequence[RetrievedPassage],
    words: Vocabulary,
    encoder_name: str | None,
) -> tuple[AnswerStatus, Reason] | None:
    """Why the sources don't answer, or None when they do.

    ``own`` is the question as it was typed, without what was taken over from the history.
    """
    if not found:
        return AnswerStatus.OUT_OF_SCOPE, Reason.OUTSIDE_CORPUS
    if not set(asked.terms) - _FRAME and not asked.references:
        return AnswerStatus.NEEDS_CLARIFICATION, Reason.AMBIGUOUS
    if names_missing_place(asked, words) or speaks_of_unread(asked.text, words):
        return AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE
    seen = weigh(asked, found, words, encoder_name)
    if is_enough(asked, seen, [hit.passage for hit in found[:LOOKED_AT]], words):
        return None
    if _is_elsewhere(own, seen, [hit.passage for hit in found[:LOOKED_AT]], words):
        return AnswerStatus.OUT_OF_SCOPE, Reason.OUTSIDE_CORPUS
    return AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE


def is_enough(asked: Asked, seen: Evidence, passages: Sequence[Passage], words: Vocabulary) -> bool:
    """Whether what was seen is enough for an answer."""
    if seen.similarity is not None and seen.similarity < _LOWEST_SIMILARITY:
        return False
    if asked.english and seen.similarity is not None:
        return seen.similarity >= _ENGLISH_SIMILARITY
    if asked.references and _is_about_place(asked, passages, words):
        return True
    if asked.kind in _COUNTED and not _tells(asked, passages, words):
        return False
    return seen.score >= 0


def _is_about_place(asked: Asked, passages: Sequence[Passage], words: Vocabulary) -> bool:
    """Whether what is asked beside the named place is what stands there: "4 §", "14 § om kameror".

    "Enligt 4 §, vad kostar en pizza?" names a place too.
    """
    named = {reference.pinpoint for reference in asked.references} - {None}
    there = [passage for passage in passages if passage.pinpoint in named] or passages
    return coverage(asked.terms, there, words).share >= _PLACE_COVERAGE


def _tells(asked: Asked, passages: Sequence[Passage], words: Vocabulary) -> bool:
    """Whether a sentence has the kind of fact asked for, or says that there is none.

    "Hur många kommuner svarade?" is not answered by any number, but by one that stands in a
    sentence about those who svarade.
    """
    for passage in passages:
        heading = frozenset(swedish_terms(" ".join(passage.heading_path)))
        for start, end in sentence_spans(passage.text):
            sentence = passage.text[start:end]
            known = frozenset(swedish_terms(sentence)) | heading
            told = holds_kind(asked.kind, sentence) or _DENIES.search(sentence)
            if told and matched(asked.terms, known, words) >= _COUNTED[asked.kind]:
                return True
    return False


def _is_elsewhere(
    own: Asked, seen: Evidence, passages: Sequence[Passage], words: Vocabulary
) -> bool:
    """Whether the question is about something else than our field."""
    if not own.terms or load_thesaurus().source_terms(own.terms):
        return False
    covered = max(coverage(own.terms, [passage], words).share for passage in passages)
    unlike = seen.similarity is None or seen.similarity < _OUTSIDE_SIMILARITY
    return unlike or covered < _OUTSIDE_COVERAGE


def names_missing_place(asked: Asked, words: Vocabulary) -> bool:
    """Whether the question names a paragraph or a statute that the sources don't have."""
    documents = {document for document, _ in words.places}
    for reference in asked.references:
        document = reference.document_id or HOME_STATUTE
        if document not in documents:
            return True
        if reference.pinpoint is not None and (document, reference.pinpoint) not in words.places:
            return True
    return False


def speaks_of_unread(text: str, words: Vocabulary) -> bool:
    """Whether ``text`` asks what a document says that is known by name but not in the index.

    The same for a page: what stands on page 23 can't be told without a text that has pages.
    """
    page = _PAGE.search(text)
    if page and int(page[1]) not in words.pages:
        return True
    quoted = {term for said in _SAID.findall(text) for term in swedish_terms(said)}
    return bool(quoted) and any(quoted & names for names in words.unread)
