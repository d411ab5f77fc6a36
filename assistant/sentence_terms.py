"""The words of a sentence and of the everyday questions that it answers."""

from corpus.documents import Passage
from corpus.lexical import terms_of
from corpus.sentences import sentence_spans


def asked_terms(passage: Passage, number: int) -> frozenset[str]:
    """The terms of the questions that sentence ``number``, from 1, of ``passage`` answers."""
    own = (terms_of(q.text) for q in passage.sentence_questions if q.sentence == number)
    return frozenset().union(*own)


def sentence_terms(passage: Passage, number: int) -> frozenset[str]:
    """The same, and the terms of the sentence itself."""
    start, end = sentence_spans(passage.text)[number - 1]
    return terms_of(passage.text[start:end]) | asked_terms(passage, number)
