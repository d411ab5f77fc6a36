"""How strongly a sentence of the law binds: SKA, SKA VERKA FÖR, FÅR, BÖR, BEHÖVER INTE and so on.

The words are read where they stand, in the order they stand; a sentence without them gets no mark,
and one with several gets them all, so that no mark says more than the sentence does.
"""

import re

MUST, MUST_WORK_FOR, MUST_NOT, MAY = "SKA", "SKA VERKA FÖR", "SKA INTE", "FÅR"

_MARKS = {
    "work_for": MUST_WORK_FOR,
    "shall_not": MUST_NOT,
    "shall": MUST,
    "need_not": "BEHÖVER INTE",
    "may_not": "FÅR INTE",
    "may": MAY,
    "should_not": "BÖR INTE",
    "should": "BÖR",
}

_WORDS = re.compile(
    r"""
    \b(?:
      (?P<work_for>ska(?:ll)?\s+(?:\w+\s+)?verka\s+för)
    | (?P<shall_not>ska(?:ll)?\s+(?:\w+\s+)?inte)
    | (?P<shall>ska(?:ll)?)
    | (?P<need_not>behöver\s+(?:\w+\s+){0,3}?inte)
    | (?P<may_not>får\s+(?:(?!om\b|som\b)\w+\s+){0,2}?inte)
    # "får" is also "receives": it permits only with an infinitive after it
    | (?P<may>får(?=\s+(?:[\w-]+\s+){0,4}?(?:[\w-]{2,}a|ske|ge|gå|stå|se|bli|få|bero|bestå)\b)
      (?!\s+(?:stöd|hjälp|information|medel|pengar|bidrag|del|veta|egna|alla|flera|samma)\b))
    | (?P<should_not>bör\s+(?:\w+\s+)?inte)
    | (?P<should>bör)
    )\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


# "Lagen anger inte hur ofta rådet ska träffas" demands nothing.
_SILENCE = re.compile(
    r"""
    \b(?:anger|säger|kräver|reglerar|nämner|innehåller|har|ger|tvingar|pekar|bestämmer|föreskriver)
      \s+(?:\w+\s+){0,2}?(?:inte|inga|ingen|inget)\b
    | \b(?:finns|finnas)\s+(?:inga|ingen|inget|inte)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)


def is_silence(sentence: str) -> bool:
    """Whether ``sentence`` says that a rule is not there."""
    return _SILENCE.search(sentence) is not None


def strength_marks(sentence: str) -> tuple[str, ...]:
    """The marks of ``sentence`` in order, each once; none where it says that there is no rule."""
    if is_silence(sentence):
        return ()
    found = (_MARKS[match.lastgroup] for match in _WORDS.finditer(sentence) if match.lastgroup)
    return tuple(dict.fromkeys(found))
