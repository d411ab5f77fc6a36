"""A message with several questions, part by part."""

from datetime import date

from assistant.asked import FactKind
from assistant.conversation import Question, Turn
from assistant.grounding import Vocabulary
from assistant.understanding import parts_asked, understood

TERMS = "plan besl rad mot led kommun atgardsplan lagesbild foljs upp".split()
WORDS = Vocabulary(frequencies=dict.fromkeys(TERMS, 3), passages={}, names=frozenset())
DAY = date(2026, 11, 29)


def question(text: str, *history: tuple[str, str]) -> Question:
    turns = tuple(Turn(question=asked, answer=answer) for asked, answer in history)
    return Question(text=text, as_of=DAY, history=turns)


def test_one_question_has_no_parts() -> None:
    assert parts_asked(question("Vem beslutar om planen?"), WORDS) == ()


def test_a_later_question_that_names_little_is_searched_with_the_earlier_one() -> None:
    first, second = parts_asked(question("Vem beslutar om åtgärdsplanen? Och hur ofta?"), WORDS)
    assert first.shown == "Vem beslutar om åtgärdsplanen?"
    assert second.shown == "Och hur ofta?"
    assert second.text == "Vem beslutar om åtgärdsplanen? Och hur ofta?"
    assert second.beside == "Och hur ofta?"


def test_a_later_question_of_its_own_is_searched_alone_beside_the_whole() -> None:
    text = "Vem beslutar om åtgärdsplanen? Hur ofta möts det lokala rådet för lägesbilden?"
    _, second = parts_asked(question(text), WORDS)
    assert second.text == "Hur ofta möts det lokala rådet för lägesbilden?"
    assert second.beside == text


def test_a_follow_up_is_searched_with_its_subject_and_alone() -> None:
    asked, own = understood(question("och hur ofta?", ("Vem följer upp planen?", "Ni.")), WORDS)
    assert asked.text == "Vem följer upp planen? och hur ofta?"
    assert asked.beside == own.text == "och hur ofta?"


def test_a_question_of_its_own_has_one_wording() -> None:
    asked, own = understood(question("Vem beslutar om åtgärdsplanen?"), WORDS)
    assert asked == own
    assert asked.beside == ""


def test_what_a_follow_up_wants_is_its_own() -> None:
    before = ("Hur fort ska kommunen besluta om planen?", "Genast.")
    asked, _ = understood(question("måste rådet leda?", before), WORDS)
    assert asked.text == "Hur fort ska kommunen besluta om planen? måste rådet leda?"
    assert asked.kind is FactKind.DUTY
    assert asked.shown == "måste rådet leda?"


def test_a_follow_up_that_only_names_somebody_else_wants_the_same() -> None:
    before = ("Hur ofta ska kommunen följa upp planen?", "Ofta.")
    asked, _ = understood(question("och rådet?", before), WORDS)
    assert asked.kind is FactKind.FREQUENCY
    assert asked.shown == "Hur ofta ska kommunen följa upp planen? och rådet?"


def test_a_yes_or_no_follow_up_asks_for_no_interval() -> None:
    before = ("Hur ofta ska kommunen följa upp planen?", "Ofta.")
    asked, _ = understood(question("gäller det även rådet?", before), WORDS)
    assert asked.kind is FactKind.OTHER
    assert asked.shown == "gäller det även rådet?"
