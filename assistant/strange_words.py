"""Words in a statement that neither its quotes nor our sources know, where they would be believed.

A faithful restatement has words of its own: one in six of ours has some that no digest has. So a
strange word alone is no fault. It is one as a code or a shout, as the source that a statement names
("enligt …"), or as a part of the sentence by itself: there an attacker's word stands out.
"""

import re
from functools import cache

from assistant.pairs import Pair
from corpus.catalogue import bundled_digests
from corpus.compounds import Compounds
from corpus.lexical import STOP_WORDS, fold, swedish_terms, word_counts

_WORD = re.compile(r"[^\W_]+(?:[-_][^\W_]+)*")
_CODE = re.compile(r"(?=.*[^\W\d_])(?=.*\d).{3,}")
_SHOUT = re.compile(r"[A-ZÅÄÖ]{4,}")
_NAMED_SOURCE = re.compile(r"\b(?:enligt|hos)\s+([^\W_]+)", re.IGNORECASE)
_PART = re.compile(r"[,;:.!?()–—\"”]+(?:\s|$)|\s[(–—\"”]|\s(?=\()|[()]")
_ORDINAL = re.compile(r"\d+(?::[ae]|[a-h]|kr|st|h|km|m|år|tal\w*|procent\w*)", re.IGNORECASE)


def no_strange_words(pair: Pair) -> bool:
    """Whether no strange word of the statement stands where it would be taken for the sources'."""
    known = f"{pair.quotes}\n{pair.pinpoints}\n{pair.sources}".casefold()
    words = [word for word in _WORD.findall(pair.statement) if _is_strange(word, known)]
    if any(_CODE.fullmatch(word) or _SHOUT.search(word) for word in words):
        return False
    strange = {word.casefold() for word in words}
    named = {name.casefold() for name in _NAMED_SOURCE.findall(pair.statement)}
    alone = {part.strip().casefold() for part in _PART.split(pair.statement) if part}
    return strange.isdisjoint(named | alone)


def _is_strange(word: str, known: str) -> bool:
    lowered = word.casefold()
    if lowered in known or lowered in STOP_WORDS or lowered.isdecimal():
        return False
    if _ORDINAL.fullmatch(word):
        return False
    terms, compounds = _language()
    return not (terms.issuperset(swedish_terms(word)) or compounds.parts(lowered))


@cache
def _language() -> tuple[frozenset[str], Compounds]:
    """The terms of our digests, and what splits a compound of their words."""
    texts = [digest.content.decode("utf-8") for digest in bundled_digests()]
    terms = frozenset(term for text in texts for term in swedish_terms(text))
    return terms | {fold(term) for term in terms}, Compounds(word_counts(texts))
