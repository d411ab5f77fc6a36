"""Whether a question in mid-talk stands on its own, though it is short or says "det".

"Räcker det att vi gör den vartannat år, lägesbilden alltså?" points at words of its own; "vem leder
det?" points back. What points back needs the turn before; the rest may have changed the subject.
"""

import re
from bisect import bisect_left

from assistant.asked import Asked, FactKind, analyse
from assistant.followup import lacks_noun
from assistant.grounding import Vocabulary

_POINTER = re.compile(
    r"""
    \b(?:den|det|d|de|dem|dom|dess|deras|där|dit|denna|detta|dessa|samma|sådana?|sådant|sån|sånt|såna
    |han|hon|hen|honom|henne|hans|hennes|it|its|that|they|them|this|these)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "Det" that stands for nothing said before, and "den" that belongs to the noun after it.
_FORMAL = re.compile(
    r"""
    \b(?:finns|fanns|krävs|händer|kostar)\s+det\s+(?=\w)
    | \b(?:räcker|räckte|stämmer|går|innebär|betyder)\s+det\s+(?:\w+\s+){0,2}?(?:att|om)\b
    | \bstår\s+det\s+i\b | \bvad\s+är\s+det\b
    | \b(?:är|var)\s+det\s+(?:\w+\s+){1,4}?(?:som|att|man)\b
    | \bdet\s+(?:finns|krävs|står|som|att)\b | \b(?:den|det|de|dem|dom)\s+(?:som|vi|man)\b
    | \b(?:den|det|de)\s+(?:här|där|\d+|\w+[ae])\s+[\w-]{2,}(?:en|et|na)s?\b
    | \bden\s+(?:unge|enskilde)s?\b | \bsamma\s+\w+\s+som\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BREAK = re.compile(
    r"[,;:.!?–]|\b(?:och|men|eller|om|när|ifall|innan|medan|eftersom|att|som|så|utan|and|or|if|when|but)\b",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"""
    ^\W*(?:och|men|jo|så|fast|då|and|but|what\s+about|how\s+about)\b
    | ^\W*(?:om|ifall|if)\s+(?:vi|de|dom|man|någon|nån|hon|han|det|den|ni|we|they)\b
    | \b(?:då|sen|sedan|annars|också|i\s*stället|then|too)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_TELLING = 0.5
"""How much its most telling word must tell (``Vocabulary.weight``): "beslutar" tells of nothing."""


def stands_alone(asked: Asked, words: Vocabulary) -> bool:
    """Whether nothing in the question as it was typed needs what was said before it.

    It neither goes on from another ("och …", "… då?") nor points back, lacks no noun, and has a
    word that tells what it is about: a rare one, or one whose meaning is asked for.
    """
    if _GOES_ON.search(asked.text) or lacks_noun(asked.text) or points_back(asked.text):
        return False
    known = [term for term in asked.terms if words.knows(term)]
    if asked.kind is FactKind.DEFINITION and known:
        return True
    return any(words.weight(term) >= _TELLING for term in known)


def points_back(text: str) -> bool:
    """Whether a pronoun stands for something that ``text`` itself has not named before it.

    A name for it can only stand in a clause before the pronoun's own: in "kan nån ge oss vite om vi
    inte gör detta" it does, in "vem skriver under den?" it does not.
    """
    formal = [match.span() for match in _FORMAL.finditer(text)]
    breaks = [match.start() for match in _BREAK.finditer(text)]
    for pointer in _POINTER.finditer(text):
        if any(start <= pointer.start() < end for start, end in formal):
            continue
        before = bisect_left(breaks, pointer.start())
        return before == 0 or not analyse(text[: breaks[before - 1]]).terms
    return False
