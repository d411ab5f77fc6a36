"""The interface's own texts are easy to read: LIX at most 35."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from plain_swedish import NAMES, english_words, text_of_template

import assistant.texts
import ui.export_texts
import ui.obligation_texts
import ui.source_texts
import ui.staff.review_texts
import ui.staff.run_texts
import ui.staff.texts
import ui.texts
from assistant.conversation import AnswerStatus, Reason
from assistant.texts import StatusText, status_text
from evals.readability import lix
from ui import pass_body

EASY = 35
LONG_ENOUGH = 20
"""Words that a text of its own needs for its LIX to mean anything."""

TEMPLATES = sorted((Path(ui.texts.__file__).parent / "templates").glob("*.html"))


def said_in(value: object) -> Iterator[str]:
    """The texts in a constant, whatever holds them."""
    if isinstance(value, StatusText):
        yield f"{value.title}. {value.text}"
    elif isinstance(value, str):
        yield value
    elif isinstance(value, tuple | list | frozenset | set):
        for part in value:
            yield from said_in(part)
    elif isinstance(value, dict):
        yield from said_in(list(value.values()))


def texts_of(module: ModuleType) -> list[str]:
    named = [value for name, value in vars(module).items() if name.isupper()]
    return [text for value in named for text in said_in(value)]


STATUS_TEXTS = [
    text
    for status in AnswerStatus
    for reason in (None, *Reason)
    for text in said_in(status_text(status, reason))
]
ALL_TEXTS = sorted(
    {
        *texts_of(ui.texts),
        *texts_of(ui.export_texts),
        *texts_of(ui.obligation_texts),
        *texts_of(ui.source_texts),
        *texts_of(ui.staff.texts),
        *texts_of(ui.staff.review_texts),
        *texts_of(ui.staff.run_texts),
        *texts_of(assistant.texts),
        *STATUS_TEXTS,
    }
)


def test_lix_is_words_a_sentence_plus_the_share_of_long_words():
    # 6 words, 1 sentence, "kommunen" is long: 6 + 100 / 6.
    assert lix("Det är kommunen som ska göra.") == pytest.approx(6 + 100 / 6)
    # 8 words, 2 sentences, "Lägesbilden", "uppdateras" and "vartannat" are long: 4 + 300 / 8.
    assert lix("Lägesbilden ska uppdateras vartannat år. Så är det.") == pytest.approx(4 + 300 / 8)
    # 3 words, 1 sentence, none long: "(Brå)" is a word, 2025 is not; six letters are not long.
    assert lix("Fråga hos (Brå) 2025") == pytest.approx(3)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_each_page_is_easy_to_read(template: Path):
    text = text_of_template(template.read_text(encoding="utf-8"))
    assert len(text.split()) < LONG_ENOUGH or lix(text) <= EASY


def test_what_answers_and_refusals_say_is_easy_to_read():
    assert lix("\n".join(dict.fromkeys(STATUS_TEXTS))) <= EASY


def test_each_longer_text_is_easy_to_read():
    longer = [text for text in ALL_TEXTS if len(text.split()) >= LONG_ENOUGH]
    assert longer
    assert {text: lix(text) for text in longer if lix(text) > EASY} == {}


def test_labels_and_notices_together_are_easy_to_read():
    assert lix("\n".join(ALL_TEXTS)) <= EASY


def test_no_text_has_english_words():
    assert {word for text in ALL_TEXTS for word in english_words(text)} == set()
    assert english_words("Copy svaret, Word") == {"Copy"}
    assert "Word" in NAMES


def test_the_programmers_word_for_a_kept_answer_is_not_said_to_a_reader():
    told = [*ALL_TEXTS, pass_body.UNREADABLE, pass_body.TOO_MANY, pass_body.TOO_LARGE]
    assert not [text for text in told if "svarspass" in text.lower()]
