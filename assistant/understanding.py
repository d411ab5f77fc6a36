"""Question → what is asked: on which day, made whole with what was said before, part by part."""

from dataclasses import replace
from datetime import date

from assistant.asked import Asked, analyse
from assistant.asked_day import day_asked_about
from assistant.conversation import Question
from assistant.followup import leans_on_history, whole_question
from assistant.grounding import Vocabulary
from assistant.parts import read_message
from assistant.texts import UNKNOWN_DAY, day_text


def on_its_own_day(question: Question, today: date) -> Question:
    """The question with the day that its words name, when no other day was chosen."""
    asked = day_asked_about(question.text, today) if question.as_of == today else None
    if asked is None:
        return question
    if asked.day is None:
        return replace(question, day_notice=UNKNOWN_DAY)
    return replace(question, as_of=asked.day, day_notice=day_text(asked.day))


def understood(question: Question, words: Vocabulary) -> tuple[Asked, Asked]:
    """What is asked, made whole with the history, and what was asked as it was typed."""
    own = analyse(words.spelt(question.text))
    whole = whole_question(question, own, words)
    return (own if whole == question.text else analyse(words.spelt(whole))), own


def parts_asked(question: Question, words: Vocabulary) -> tuple[Asked, ...]:
    """The questions in one message, each made whole; none where there is but one.

    A later question that leans on an earlier one is searched together with it.
    """
    message = read_message(words.spelt(question.text))
    if len(message.questions) == 1:
        return ()
    first = analyse(f"{message.told} {message.questions[0]}".strip())
    text = whole_question(replace(question, text=first.text), first, words)
    parts = [replace(analyse(words.spelt(text)), text_asked=message.questions[0])]
    for text in message.questions[1:]:
        own = analyse(text)
        whole = f"{parts[-1].text} {text}" if leans_on_history(own, words) else text
        parts.append(replace(analyse(whole), text_asked=text))
    return tuple(parts)
