"""A follow-up question made whole with what was said before.

"Och hur ofta?" is searched as the earlier question's subject plus its own words. The text that the
person sees stays as written.
"""

import re

from assistant.asked import Asked, analyse
from assistant.conversation import Question, Turn
from assistant.grounding import Vocabulary

_POINTING = re.compile(
    r"""
    \b(?:den|det|d|de|dem|dess|där|denna|detta|dessa|samma|sådan|sådant|it|that|they|this)\b
      (?!\s+(?:strategisk|lokal|brotts))
    """,
    re.IGNORECASE | re.VERBOSE,
)
_CONTINUING = re.compile(
    r"""
    ^\W*(?:och|men|jo|så|fast|då|and|but|what\s+about|how\s+about)\b
    | ^\W*(?:varför|hur\s+då|vilken\s+paragraf|när\s+då|vem\s+då|gäller\s+det|var\s+står)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# "Och om vi strular till det?" is about what was said, whatever it is that they fear.
_WHAT_IF = re.compile(
    r"""
    ^\W*(?:(?:och|men|fast|så|and|but)\s+)?(?:vad\s+händer\s+)?(?:om|ifall|if)\s+
    (?:vi|de|dom|man|någon|nån|hon|han|det|den|ni|kommunen|föreningen|we|they)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
# An adjective whose noun was said before: "kan vi göra en gemensam?", "måste vi ha en egen?"
_LACKS_NOUN = re.compile(
    r"""
    \b(?:en|ett|någon|något|nån|nåt|inga|vår|vårt|våra|flera|a|an|our|the)\s+
    (?:gemensamm?\w*|eget|egen|egna|ny|nytt|nya|gammal|annan|annat|andra|liknande|till|samma|större
    |mindre|bättre|enklare|kortare|skriftlig\w*|muntlig\w*|joint|new|common|own|another|one)\W*$
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FEW, _MANY = 3, 6  # content terms of its own: fewer than 3 name half a subject, 6 a whole one


def whole_question(question: Question, own: Asked, words: Vocabulary) -> str:
    """The text to search with: the question, after the history's subject when it leans on it."""
    if not question.history or not leans_on_history(own, words):
        return question.text
    return f"{_subject(question.history, words)} {question.text}"


def leans_on_history(asked: Asked, words: Vocabulary) -> bool:
    """Whether a question reads as a continuation of what was said before.

    One that brings words that the sources don't have, such as a recipe, has changed the subject.
    """
    strange = sum(not words.knows(term) for term in asked.terms)
    points = _POINTING.search(asked.text) is not None or lacks_noun(asked.text)
    if points and not asked.references:
        return len(asked.terms) < _MANY and strange < 2
    if _WHAT_IF.search(asked.text) and not asked.references:
        return len(asked.terms) < _FEW
    if asked.references or strange:
        return False
    if _CONTINUING.search(asked.text):
        return len(asked.terms) < _FEW
    return 0 < len(asked.terms) < _FEW


def may_stand_alone(asked: Asked) -> bool:
    """Whether nothing in the question but its shortness says that it goes on from another."""
    signs = (_POINTING, _CONTINUING, _WHAT_IF, _LACKS_NOUN)
    return bool(asked.terms) and not any(sign.search(asked.text) for sign in signs)


def lacks_noun(text: str) -> bool:
    """Whether ``text`` ends in an adjective whose noun was said before."""
    return _LACKS_NOUN.search(text) is not None


def names_its_subject(asked: Asked) -> bool:
    """Whether the question has words enough to say what it is about, not half of it."""
    return len(asked.terms) >= _FEW


def _subject(history: tuple[Turn, ...], words: Vocabulary) -> str:
    """The latest earlier question that stands on its own, else the first one."""
    for turn in reversed(history):
        if not leans_on_history(analyse(turn.question), words):
            return turn.question
    return history[0].question
