"""Which words are asked for in vain: those of the questions that no source answers.

"På remiss", "protokoll" and "försäkring" stand in such questions much oftener than in the others.
Where the nearest sentences lack a word of the question, how it is asked for elsewhere tells whether
that word is what the question is about, or only another way of saying it.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping

from corpus.documents import Passage
from corpus.lexical import terms_of

_SMOOTHING = 1.0  # questions of each kind that are taken to have every word


def odds_in_vain(passages: Iterable[Passage]) -> Mapping[str, float]:
    """For each term of the digests' questions the log odds that a question with it has no answer.

    Against the share of such questions among all: 0 for a term that is as common in both kinds.
    """
    passages = tuple(passages)
    answered = [terms_of(q.text) for p in passages for q in p.sentence_questions]
    unanswered = [terms_of(text) for p in passages for text in p.unanswered]
    if not answered or not unanswered:
        return {}
    known, vain = (
        Counter(term for terms in kind for term in terms) for kind in (answered, unanswered)
    )
    return {
        term: _log_share(vain[term], len(unanswered)) - _log_share(known[term], len(answered))
        for term in known | vain
    }


def _log_share(count: int, of: int) -> float:
    return math.log((count + _SMOOTHING) / (of + 2 * _SMOOTHING))
