"""Whether the sources answer the question: the check that comes before any sentence is shown.

A similarity alone tells other topics from ours, but not a near miss from a real question. So the
check also looks at the words: how much of the question the best passages speak of, and whether they
have the very noun that is asked for ("vilken utbildning …"). The weights were fitted by logistic
regression on the development questions and on our own cases (docs/evals.md has the figures).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from assistant.asked import Asked
from assistant.conversation import AnswerStatus, Reason, RetrievedPassage
from assistant.demands import demand_of, meets, names_in, subject_of
from assistant.grounding import Vocabulary, coverage, lacking, matched
from assistant.retrieval import references_of
from assistant.sentence_terms import sentence_terms
from assistant.strength import is_silence
from corpus.catalogue import load_catalogue
from corpus.documents import WHOLE, Passage
from corpus.lexical import swedish_terms
from corpus.references import HOME_STATUTE, Reference
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
# What a report says, unless it is asked of somebody's account of it.
_CONTENT = re.compile(
    r"\b(?:kom\w*\s+.{0,30}fram\s+till|rekommend\w+|slutsats\w*|resultat\w*|visa(?:r|de)|säger|sade?"
    r"|stod|står|konstatera\w*)\b",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(r"\benligt\s+regeringen|återgiv\w*", re.IGNORECASE)
_UNREAD = re.compile(r"\binte\s+(?:är\s+)?genomgång(?:en|et|na)\b")
_PAGE = re.compile(r"\b(?:på\s+sid(?:an)?\.?|s\.)\s*(\d{1,4})\b", re.IGNORECASE)

LOOKED_AT = 3
"""How many of the best passages are read for the check."""

# What each thing seen adds to the score; 0 is enough. benchmarks/sufficiency_weights.py fits them.
_SIMILARITY, _COVERAGE, _FOCUS, _STRANGE = 60.2, 1.5, 2.76, -5.54
_MARGIN, _NAMED, _VAIN = 15.0, -1.54, -1.67
_CONSTANT = -55.7
_MOST_VAIN = 1.0  # log odds: beyond it, how much oftener a word is asked for in vain tells no more
_NEAR = 0.8  # of the best coverage of the subject: a passage that is about it too
_FITTED_ENCODER = "multilingual-e5-small"
# Left of "Och sen?", "Hur ofta?" and "Vad gäller?" when nothing was said before.
_FRAME = frozenset(swedish_terms("ofta sen sedan länge vad hur då när vem var lång sent tid"))
_LOWEST_SIMILARITY = 0.835  # below it lie other topics, whatever words they share
_OUTSIDE_SIMILARITY = 0.876
_OUTSIDE_COVERAGE = 0.15
_OUTSIDE_STRANGE = 0.65  # of the words in no source: another field than ours
_FAR_SIMILARITY = 0.853  # below it another topic, though a word of it is one of ours
# How much of the subject a sentence must speak of before its figure counts as the answer, and of
# the whole question before its denial does; or how near a question of its own must lie.
_TOLD, _DENIED, _SAME_QUESTION = 0.4, 0.6, 0.68
_PLACE_COVERAGE = 0.6
_LEXICAL_COVERAGE = 0.5  # without an encoder the words have to do it alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the check saw of a question in the best passages.

    ``similarity`` is the cosine of the nearest of all that were found (None without an encoder that
    the weights were fitted on), ``share`` how much of the question the nearest sentences, or the
    best passages, speak of together, ``focus`` whether they have the noun that is asked for,
    ``strange`` the share of its words that neither a source nor an everyday question on one has,
    ``margin`` how much nearer the nearest question with an answer lies than the nearest without,
    ``named`` whether it names a place: that alone makes it like the passages there, and ``vain``
    how much in vain the word is asked for elsewhere that the nearest sentences lack.
    """

    similarity: float | None
    share: float
    focus: float
    strange: float = 0.0
    margin: float = 0.0
    named: bool = False
    vain: float = 0.0

    @property
    def score(self) -> float:
        """At least 0 when the sources are likely to answer."""
        if self.similarity is None:
            return self.share - _LEXICAL_COVERAGE + (self.focus - 1)
        return (
            _SIMILARITY * self.similarity
            + _COVERAGE * self.share
            + _FOCUS * self.focus
            + _STRANGE * self.strange
            + _MARGIN * self.margin
            + _NAMED * self.named
            + _VAIN * min(self.vain, _MOST_VAIN)
            + _CONSTANT
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
    known = [hit.similarity for hit in found if fitted and hit.similarity is not None]
    near = _about_the_subject(asked, passages, words)
    told = _told(found, words)
    return Evidence(
        similarity=max(known, default=None),
        share=matched(asked.terms, told, words)
        if known and asked.terms
        else coverage(asked.terms, passages, words).share,
        vain=max((0.0, *(words.in_vain.get(term, 0.0) for term in lacking(asked.terms, told)))),
        focus=coverage([asked.focus], near, words).share if asked.focus else 1.0,
        strange=sum(map(words.is_strange, asked.terms)) / max(1, len(asked.terms)),
        margin=found[0].margin if known else 0.0,
        named=any(reference.pinpoint is not None for reference in asked.references),
    )


def _told(found: Sequence[RetrievedPassage], words: Vocabulary) -> frozenset[str]:
    """The terms of the nearest sentences and of their everyday questions.

    What has no nearness of its own speaks with all its words when it is among the best passages.
    """
    near = [
        (similarity, hit.passage, number)
        for hit in found
        for number, similarity in hit.sentence_similarities.items()
        if number != WHOLE
    ]
    nearest = sorted(near, key=lambda one: -one[0])[:LOOKED_AT]
    told = [sentence_terms(passage, number) for _, passage, number in nearest]
    told += [
        words.passages[hit.passage.passage_id]
        for hit in found[:LOOKED_AT]
        if not set(hit.sentence_similarities) - {WHOLE}
    ]
    return frozenset().union(*told)


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Sufficiency:
    """Why the sources don't answer (``lacking``, None when they do), and how sure that is.

    ``score`` is the evidence's, in log odds; None where a rule decided before anything was weighed.
    """

    lacking: tuple[AnswerStatus, Reason] | None
    score: float | None = None


def sufficiency(
    asked: Asked,
    own: Asked,
    found: Sequence[RetrievedPassage],
    words: Vocabulary,
    encoder_name: str | None,
    *,
    least: float = 0.0,
) -> Sufficiency:
    """Whether the sources answer.

    ``own`` is the question as it was typed, without what was taken over from the history; ``least``
    the score that is enough.
    """
    if not found:
        return Sufficiency(lacking=(AnswerStatus.OUT_OF_SCOPE, Reason.OUTSIDE_CORPUS))
    if not set(asked.terms) - _FRAME and not references_of(asked.text):
        return Sufficiency(lacking=(AnswerStatus.NEEDS_CLARIFICATION, Reason.AMBIGUOUS))
    unread = speaks_of_unread(asked.text, words) or asks_of_unread(asked, found)
    if unread or missing_place(asked, words) is not None:
        return Sufficiency(lacking=(AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE))
    asked = without_strange_words(asked, own, words)
    seen = weigh(asked, found, words, encoder_name)
    lacking = None
    if not is_enough(asked, seen, found, words, least):
        elsewhere = _is_elsewhere(own, seen, [hit.passage for hit in found[:LOOKED_AT]], words)
        outside = AnswerStatus.OUT_OF_SCOPE, Reason.OUTSIDE_CORPUS
        lacking = outside if elsewhere else (AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE)
    return Sufficiency(lacking=lacking, score=float(seen.score))


def without_strange_words(asked: Asked, own: Asked, words: Vocabulary) -> Asked:
    """A follow-up without those of its own words that the sources don't have.

    What it is about was said before; "och om vi strular till det?" needs no strul in the sources.
    """
    if asked.text == own.text:
        return asked
    strange = {term for term in own.terms if not words.knows(term)}
    return replace(asked, terms=tuple(term for term in asked.terms if term not in strange))


def is_enough(
    asked: Asked,
    seen: Evidence,
    found: Sequence[RetrievedPassage],
    words: Vocabulary,
    least: float = 0.0,
) -> bool:
    """Whether what was seen is enough for an answer."""
    passages = [hit.passage for hit in found[:LOOKED_AT]]
    if seen.similarity is not None and seen.similarity < _LOWEST_SIMILARITY:
        return False
    if lacks_figure(asked, found, words):
        return False
    if (asked.references or not asked.terms) and _is_about_place(asked, passages, words):
        return True
    return seen.score >= least


def _is_about_place(asked: Asked, passages: Sequence[Passage], words: Vocabulary) -> bool:
    """Whether what is asked beside the named place is what stands there: "4 §", "14 § om kameror".

    "Enligt 4 §, vad kostar en pizza?" names a place too.
    """
    named = {reference.pinpoint for reference in asked.references} - {None}
    there = [passage for passage in passages if passage.pinpoint in named] or passages
    return coverage(asked.terms, there, words).share >= _PLACE_COVERAGE


def lacks_figure(asked: Asked, found: Sequence[RetrievedPassage], words: Vocabulary) -> bool:
    """Whether a figure or a name is wanted that no sentence of the best passages has."""
    return demand_of(asked) is not None and not any(telling(asked, found, words))


def telling(
    asked: Asked, found: Sequence[RetrievedPassage], words: Vocabulary
) -> Iterator[tuple[str, int]]:
    """The sentences with the figure or name that is wanted: passage id, and where it begins.

    "Hur många kommuner svarade?" is not answered by any number, but by one of kommuner in a
    sentence about those who svarade; or by a sentence that says that there is none. None are told
    where no figure is wanted.
    """
    demand = demand_of(asked)
    if demand is None:
        return
    subject, names = subject_of(asked), names_in(asked, words)
    for hit in found[:LOOKED_AT]:
        around = _around(hit.passage)
        for number, (start, end) in enumerate(sentence_spans(hit.passage.text), start=1):
            sentence = hit.passage.text[start:end]
            known = frozenset(swedish_terms(sentence)) | around
            denied = is_silence(sentence) and matched(asked.terms, known, words) >= _DENIED
            close = hit.sentence_similarities.get(number, 0.0) >= _SAME_QUESTION
            told = not subject or close or matched(subject, known, words) >= _TOLD
            told = told and all(matched([name], known, words) for name in names)
            if denied or (told and meets(demand, asked, sentence, words)):
                yield hit.passage.passage_id, start


def _around(passage: Passage) -> frozenset[str]:
    """The terms of the passage's headings and its document's title: said of each sentence."""
    entry = load_catalogue().get(passage.document_id)
    named = () if entry is None else (entry.title, entry.short_title, entry.publisher)
    return frozenset(swedish_terms(" ".join((*passage.heading_path, *named))))


def _is_elsewhere(
    own: Asked, seen: Evidence, passages: Sequence[Passage], words: Vocabulary
) -> bool:
    """Whether the question is about something else than our field."""
    if not own.terms:
        return False
    if seen.similarity is not None and seen.similarity < _FAR_SIMILARITY:
        return True
    if load_thesaurus().source_terms(own.terms):
        return False
    covered = max(coverage(own.terms, [passage], words).share for passage in passages)
    unlike = seen.similarity is None or seen.similarity < _OUTSIDE_SIMILARITY
    return unlike or covered < _OUTSIDE_COVERAGE or seen.strange >= _OUTSIDE_STRANGE


def missing_place(asked: Asked, words: Vocabulary) -> Reference | None:
    """The first place that the question names and that the sources don't have."""
    documents = {document for document, _ in words.places}
    for reference in asked.references:
        document = reference.document_id or HOME_STATUTE
        if document not in documents:
            return reference
        if reference.pinpoint is not None and (document, reference.pinpoint) not in words.places:
            return reference
    return None


def asks_of_unread(asked: Asked, found: Sequence[RetrievedPassage]) -> bool:
    """Whether the question is what a report says that our own sources call unread."""
    if _CONTENT.search(asked.text) is None or _ACCOUNT.search(asked.text) is not None:
        return False
    return any(_UNREAD.search(hit.passage.text) for hit in found[:LOOKED_AT])


def speaks_of_unread(text: str, words: Vocabulary) -> bool:
    """Whether ``text`` asks what a document says that is known by name but not in the index.

    The same for a page: what stands on page 23 can't be told without a text that has pages.
    """
    page = _PAGE.search(text)
    if page and int(page[1]) not in words.pages:
        return True
    quoted = {term for said in _SAID.findall(text) for term in swedish_terms(said)}
    return bool(quoted) and any(quoted & names for names in words.unread)
