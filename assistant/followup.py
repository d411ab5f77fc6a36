"""A follow-up question made whole with what was said before.

"Och hur ofta?" is searched as the earlier question's subject plus its own words. The text that the
person sees stays as written.
"""

import re

from assistant.conversation import Question, Turn
from corpus.lexical import swedish_terms

_LEANING = re.compile(
    r"""
    ^\W*(?:och|men|jo|ja|ok(?:ej)?|så|fast|då|and|but|what\s+about|how\s+about)\b
    | \b(?:den|det|de|dem|dess|där|denna|detta|dessa|samma|it|that|they|this)\b
      (?!\s+(?:strategisk|lokal|brotts))
    | ^\W*(?:varför|hur\s+då|vilken\s+paragraf|när\s+då|vem\s+då|gäller\s+det|var\s+står)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SHORT = 3  # content terms; a question with fewer rarely names its own subject


def whole_question(question: Question) -> str:
    """The text to search with: the question, after the history's subject when it leans on it."""
    if not question.history or not leans_on_history(question.text):
        return question.text
    return f"{_subject(question.history)} {question.text}"


def leans_on_history(text: str) -> bool:
    """Whether ``text`` reads as a continuation."""
    terms = swedish_terms(text)
    return len(terms) < _SHORT or (len(terms) < 2 * _SHORT and bool(_LEANING.search(text)))


def _subject(history: tuple[Turn, ...]) -> str:
    """The latest earlier question that stands on its own, else the latest one."""
    for turn in reversed(history):
        if not leans_on_history(turn.question):
            return turn.question
    return history[0].question
