"""What must stand beside a sentence of the law."""

from dataclasses import replace
from datetime import date

import pytest
from answer_sources import BOOK, LAW, passage

from assistant.citations import Claim, Evidence
from assistant.companions import place_of, with_companions, with_provisions
from assistant.conversation import RetrievedPassage
from corpus.catalogue import Transition, load_catalogue
from corpus.documents import Lane, Passage
from corpus.sentences import sentence_spans

PLAN = passage(
    LAW.document_id, "5 §", "Kommunen ska besluta om en plan. Planen ska vara skriftlig."
)
REMARK = replace(
    passage(LAW.document_id, "5 §", "Lagen anger inte hur lång planen ska vara."),
    passage_id="sfs-2023-196#5-§/2",
    comment=True,
)
CAMERA = passage(LAW.document_id, "14 §", "Kommunen får kamerabevaka torget.")
CAMERA_REMARK = replace(
    passage(LAW.document_id, "14 §", "Regeln är ny. Kommunen måste följa en annan lag också."),
    passage_id="sfs-2023-196#14-§/2",
    comment=True,
)
LATER = passage(LAW.document_id, "övergångsbestämmelserna, punkt 2", "Planen behövs först 2024.")
ADVICE = passage(BOOK.document_id, "Steg 4", "Planen får enligt handboken ha mål.")
PROVISIONS = {
    place_of(PLAN): (PLAN, REMARK),
    place_of(CAMERA): (CAMERA, CAMERA_REMARK),
    place_of(LATER): (LATER,),
}
TRANSITIONS = {
    place_of(PLAN): Transition(
        until=date(2024, 6, 30), shown_with="övergångsbestämmelserna, punkt 2"
    )
}
TODAY = date(2026, 11, 24)


def hits(*passages: Passage) -> list[RetrievedPassage]:
    return [RetrievedPassage(passage=p, score=1.0) for p in passages]


def claim(source: Passage, number: int = 0, lane: Lane = Lane.LAW) -> Claim:
    start, end = sentence_spans(source.text)[number]
    evidence = Evidence(passage=source, start=start, end=end)
    return Claim(text=evidence.quote, lane=lane, evidence=(evidence,))


def told(*claims: Claim, on: date = TODAY) -> list[str]:
    return [c.text for c in with_companions(claims, PROVISIONS, TRANSITIONS, on)]


def test_remark_brings_the_provision_along() -> None:
    widened = with_provisions(hits(REMARK, ADVICE), PROVISIONS, TODAY)
    assert [hit.passage for hit in widened] == [REMARK, PLAN, ADVICE]
    assert widened[1].score == pytest.approx(0.97)


def test_provision_that_did_not_hold_that_day_is_not_brought() -> None:
    newer = replace(PLAN, valid_from=date(2030, 1, 1))
    widened = with_provisions(hits(REMARK), {place_of(PLAN): (newer, REMARK)}, TODAY)
    assert [hit.passage for hit in widened] == [REMARK]


def test_provision_that_was_found_is_not_brought_twice() -> None:
    widened = with_provisions(hits(REMARK, PLAN), PROVISIONS, TODAY)
    assert [hit.passage for hit in widened] == [REMARK, PLAN]


def test_permission_brings_its_condition_right_after_it() -> None:
    assert told(claim(CAMERA), claim(PLAN)) == [
        "Kommunen får kamerabevaka torget.",
        "Kommunen måste följa en annan lag också.",
        "Kommunen ska besluta om en plan.",
    ]


def test_condition_that_is_said_already_is_not_repeated() -> None:
    assert (
        told(claim(CAMERA), claim(CAMERA_REMARK, 1)).count(
            "Kommunen måste följa en annan lag också."
        )
        == 1
    )


def test_permission_outside_the_law_brings_nothing() -> None:
    assert told(claim(ADVICE, lane=Lane.GUIDANCE)) == ["Planen får enligt handboken ha mål."]


def test_duty_that_was_not_yet_due_is_told_with_its_transition_first() -> None:
    before = told(claim(PLAN), claim(PLAN, 1), on=date(2024, 6, 30))
    assert before == [
        "Planen behövs först 2024.",
        "Kommunen ska besluta om en plan.",
        "Planen ska vara skriftlig.",
    ]
    assert told(claim(PLAN), on=date(2024, 7, 1)) == ["Kommunen ska besluta om en plan."]


def test_catalogue_knows_that_the_plan_was_due_a_year_later() -> None:
    transition = load_catalogue().transitions["sfs-2023-196", "5 §"]
    assert transition == Transition(
        until=date(2024, 6, 30), shown_with="övergångsbestämmelserna, punkt 2"
    )
