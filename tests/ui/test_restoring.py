"""What a tab hands back becomes the conversation again, checked anew; nonsense begins anew."""

import json
from dataclasses import replace
from datetime import date

import pytest
from fakes_answers import LEADER, FakeAnswerer, leader_answer, refused

from assistant.conversation import AnswerStatus, Question, Reason
from assistant.wire import answer_json
from corpus.documents import text_sha256
from ui import texts
from ui.recent import RecentAnswers
from ui.restoring import restored
from ui.talk import Talk

QUESTION = Question(text="Vem leder rådet?", as_of=date(2026, 11, 23))
TAB = "en-flik-med-eget-namn"


def handed(*answers: object, waiting: str = "") -> str:
    return json.dumps({"svar": answers, "flik": TAB, "vantar": waiting})


def test_the_answers_come_back_in_their_order_with_the_last_as_the_newest():
    first = leader_answer(QUESTION)
    last = refused(replace(QUESTION, text="En svag fråga"), *WEAK)
    talk = restored(handed(answer_json(first), answer_json(last)), FakeAnswerer(), RecentAnswers())
    assert [answer.question for answer in talk.earlier] == ["Vem leder rådet?"]
    assert talk.earlier[0].statements == first.statements
    assert talk.newest is not None
    assert talk.newest.question == "En svag fråga"
    assert [turn.question for turn in talk.before_next().history()] == ["Vem leder rådet?"]


WEAK = (AnswerStatus.NO_GUIDANCE_FOUND, Reason.WEAK_EVIDENCE)


def test_a_source_that_has_changed_is_told_of_and_its_old_words_are_not_shown():
    words = LEADER.text.replace("Kommunen ska leda", "Kommunen får leda")
    changed = replace(LEADER, text=words, sha256=text_sha256(words))
    answerer = FakeAnswerer()
    answerer.passages = tuple(changed if p is LEADER else p for p in answerer.passages)
    talk = restored(handed(answer_json(leader_answer(QUESTION))), answerer, RecentAnswers())
    assert talk.newest is not None
    assert talk.newest.notices == (texts.SOURCE_CHANGED,)
    assert "Kommunen ska leda rådet." not in [s.text for s in talk.newest.statements]


def test_that_a_source_had_changed_is_told_once_however_often_the_page_is_reloaded():
    told = replace(leader_answer(QUESTION), notices=(texts.SOURCE_CHANGED,))
    talk = restored(handed(answer_json(told)), FakeAnswerer(), RecentAnswers())
    assert talk.newest is not None
    assert talk.newest.notices == (texts.SOURCE_CHANGED,)


def test_the_answer_that_was_finished_meanwhile_is_the_newest():
    recent = RecentAnswers()
    recent.put(TAB, "Vem leder rådet?", leader_answer(QUESTION))
    talk = restored(handed(waiting="Vem leder rådet?"), FakeAnswerer(), recent)
    assert talk.newest is not None
    assert talk.newest.question == "Vem leder rådet?"


@pytest.mark.parametrize(
    "raw", ["", "{", "[]", '{"svar": 7}', '{"svar": [7]}', '{"svar": [{"status": "answered"}]}',
            '{"flik": null}', "null"],
)  # fmt: skip
def test_what_can_not_be_read_begins_anew(raw):
    assert restored(raw, FakeAnswerer(), RecentAnswers()) == Talk()


def test_an_answer_that_the_tab_has_already_does_not_come_twice():
    recent = RecentAnswers()
    recent.put(TAB, "Vem leder rådet?", leader_answer(QUESTION))
    raw = handed(answer_json(leader_answer(QUESTION)), waiting="Vem leder rådet?")
    assert restored(raw, FakeAnswerer(), recent).earlier == ()
