"""Question → what is asked: on which day, made whole with what was said before, part by part."""

import re
from dataclasses import replace
from datetime import date

from assistant.asked import Asked, FactKind, analyse
from assistant.asked_day import asks_what_held, day_asked_about, without_year
from assistant.conversation import Question
from assistant.followup import leans_on_history, whole_question
from assistant.grounding import Vocabulary
from assistant.overview import of_everything
from assistant.parts import read_message
from assistant.standing import stands_alone
from assistant.texts import UNKNOWN_DAY, day_text

_YES_OR_NO = re.compile(
    r"^\W*(?:(?:och|men|så)\s+)?(?:gäller|räcker|finns|är|har|blir|går|ingår|omfattas?|hör)\b",
    re.IGNORECASE,
)
_FEW = 3  # content words: a later question with fewer is about what the first one was about


def on_its_own_day(question: Question, today: date) -> Question:
    """The question with the day that its words name, when no other day was chosen."""
    asked = day_asked_about(question.text, today) if question.as_of == today else None
    if asked is None:
        return question
    if asked.day is None:
        return replace(question, day_notice=UNKNOWN_DAY)
    return replace(question, as_of=asked.day, day_notice=day_text(asked.day))


def sought(question: Question) -> Question:
    """The question as it is searched with: a year that only says when is no word to look for."""
    question = of_everything(question)
    if not question.day_notice or not asks_what_held(question.text):
        return question
    return replace(question, text=without_year(question.text))


def understood(question: Question, words: Vocabulary) -> tuple[Asked, Asked]:
    """What is asked, made whole with the history, and what was asked as it was typed."""
    own = analyse(words.spelt(question.text))
    whole = whole_question(question, own, words)
    if whole == question.text:
        return own, own
    asked = replace(analyse(words.spelt(whole)), beside=own.text)
    if own.kind is FactKind.OTHER and _YES_OR_NO.search(own.text) is None:
        return asked, own
    # "Ska det skrivas ner?" after "Hur fort …?" no longer wants to know how fast.
    return replace(asked, kind=own.kind, focus=own.focus, text_asked=own.text), own


def parts_asked(question: Question, words: Vocabulary) -> tuple[Asked, ...]:
    """The questions in one message, each made whole; none where there is but one.

    A later question that leans on an earlier one is searched together with it.
    """
    message = read_message(words.spelt(question.text))
    if len(message.questions) == 1:
        return ()
    first = analyse(f"{message.told} {message.questions[0]}".strip())
    text = first.text
    if not stands_alone(first, words):
        text = whole_question(replace(question, text=text), first, words)
    parts = [_part(words.spelt(text), message.questions[0], question.text)]
    for text in message.questions[1:]:
        own = analyse(text)
        leans = leans_on_history(own, words) or len(own.terms) < _FEW
        whole = f"{parts[-1].text} {text}" if leans else text
        parts.append(_part(whole, text, text if leans else question.text))
    return tuple(parts)


def _part(whole: str, text: str, beside: str) -> Asked:
    return replace(analyse(whole), text_asked=text, beside=beside)
