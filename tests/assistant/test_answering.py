"""The whole flow over the bundled sources, without a language model."""

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest

from assistant.answering import answer_question
from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Event,
    Mode,
    Question,
    Reason,
    Stage,
    Statement,
    Stopped,
    Turn,
)
from assistant.texts import WHOLE_LIST
from assistant.wire import answer_json
from corpus.documents import Lane
from corpus.errors import ModelUnavailableError, UsageError

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant
    from assistant.writing import Written

DAY = date(2026, 11, 24)

EVERYDAY = [
    ("Måste kommunen kartlägga brottsligheten?", "4 §"),
    ("vem beslutar om åtgärdsplanen?", "5 §"),
    ("hur ofta ska lägesbilden göras om", "6 §"),
    ("måste vi skriva avtal med relevanta aktörer", "9 §"),
    ("vem leder strategiska rådet", "10 §"),
    ("Måste vi ha en samordnare?", "11 §"),
    ("far vi kamerabevaka torget", "14 §"),
]


def ask(assistant: "Assistant", text: str, **details: object) -> Answer:
    asked = Question(text=text, **({"as_of": DAY} | details))  # type: ignore[arg-type]
    return answer_question(assistant, asked)


@pytest.mark.parametrize(("text", "pinpoint"), EVERYDAY)
def test_everyday_question_is_answered_from_its_paragraph(
    bundled: "Assistant", text: str, pinpoint: str
) -> None:
    answer = ask(bundled, text)
    assert answer.status is AnswerStatus.ANSWERED
    # The camera surveillance act says more of how; that the municipality may is said here alone.
    assert answer.citations[0].document_id in {"sfs-2023-196", "sfs-2018-1200"}
    assert ("sfs-2023-196", pinpoint) in {(c.document_id, c.pinpoint) for c in answer.citations}


@pytest.mark.parametrize(
    "text", [text for text, _ in EVERYDAY] + ["Vad är SMART-mål?", "Vad är NOD?"]
)
def test_every_statement_stands_on_exact_words(bundled: "Assistant", text: str) -> None:
    answer = ask(bundled, text)
    labels = {citation.label for citation in answer.citations}
    assert labels == set(range(1, len(labels) + 1))
    assert {label for statement in answer.statements for label in statement.labels} == labels
    for citation in answer.citations:
        passage = bundled.passage(citation.passage_id)
        assert passage is not None
        assert passage.text[citation.start : citation.end] == citation.quote
    markers = {int(n) for n in re.findall(r"\[(\d+)\]", answer_json(answer)["answer"])}
    assert markers == labels


def test_lanes_come_in_order_and_hold_their_own_kind(bundled: "Assistant") -> None:
    answer = ask(bundled, "Vad är skillnaden mellan lagens lägesbild och Brås handbok?")
    lanes = [statement.lane for statement in answer.statements]
    assert lanes == sorted(lanes, key=lambda lane: lane.order)
    by_label = {citation.label: citation for citation in answer.citations}
    for statement in answer.statements:
        assert {by_label[label].lane for label in statement.labels} == {statement.lane}


def test_answer_is_short(bundled: "Assistant") -> None:
    for text, _ in EVERYDAY:
        words = sum(len(s.text.split()) for s in ask(bundled, text).statements)
        # About 120, and the condition that a permission of the law brings along.
        assert 0 < words <= 140, text


@pytest.mark.parametrize(
    ("text", "status", "reason"),
    [
        ("Vilken utbildning måste samordnaren ha?", "no_guidance_found", "weak_evidence"),
        ("Hur mycket betalt får samordnaren?", "no_guidance_found", "weak_evidence"),
        ("Vad säger 17 § i lagen?", "no_guidance_found", "weak_evidence"),
        ("Vad står på sidan 23 i handboken?", "no_guidance_found", "weak_evidence"),
        ("Vad sa delredovisningen om kommunerna?", "no_guidance_found", "weak_evidence"),
        ("Vem är samordnare i Ystad?", "no_guidance_found", "needs_local_facts"),
        ("Vilket är det bästa receptet på semlor?", "out_of_scope", "outside_corpus"),
        ("Vem vann melodifestivalen?", "out_of_scope", "outside_corpus"),
        ("det är slagsmål utanför just nu", "out_of_scope", "acute"),
        ("Får 19121212-1212 vara med?", "blocked_personal_data", "personal_identity_number"),
        ("??", "needs_clarification", "ambiguous"),
    ],
)
def test_question_without_an_answer_gets_its_typed_refusal(
    bundled: "Assistant", text: str, status: str, reason: str
) -> None:
    answer = ask(bundled, text)
    assert (answer.status.value, answer.reason and answer.reason.value) == (status, reason)
    assert answer.statements == ()
    assert answer.citations == ()


def test_who_asks_for_all_of_it_is_told_where_the_whole_list_is(bundled: "Assistant") -> None:
    answer = ask(bundled, "ge mej en checklista på allt kommunen ska göra")
    told = " ".join(statement.text for statement in answer.statements)
    assert [word for word in ("lägesbild", "åtgärdsplan", "vartannat år") if word not in told] == []
    assert WHOLE_LIST in answer.notices
    assert answer.question == "ge mej en checklista på allt kommunen ska göra"


def test_follow_up_without_its_noun_gets_none_from_elsewhere(bundled: "Assistant") -> None:
    earlier = Turn(question="vad är en lägesbild", answer="En bild av brottsligheten.")
    answer = ask(bundled, "kan grannkommunen och vi göra en gemensam", history=(earlier,))
    assert answer.status is AnswerStatus.NO_GUIDANCE_FOUND


def test_refusal_names_the_nearest_places_and_whom_to_ask(bundled: "Assistant") -> None:
    answer = ask(bundled, "Vilken utbildning måste samordnaren ha?")
    assert len(answer.nearest) == 3
    assert answer.nearest[0].pinpoint == "11 §"
    assert all(bundled.passage(place.passage_id) for place in answer.nearest)
    assert answer.contacts


def test_personal_number_is_repeated_to_nobody(bundled: "Assistant") -> None:
    events: list[Event] = []
    question = Question(text="Är 19121212-1212 med i SSPF?", as_of=DAY)
    answer = answer_question(bundled, question, events.append)
    assert "1212" not in str(answer_json(answer))
    assert events == [answer]


def test_rule_that_did_not_apply_yet_is_not_given(bundled: "Assistant") -> None:
    before = ask(bundled, "Får kommunen kamerabevaka torget?", as_of=date(2025, 3, 31))
    assert (before.status, before.reason) == (
        AnswerStatus.NO_GUIDANCE_FOUND,
        Reason.NOT_IN_FORCE,
    )
    assert "2025-04-01" in before.notices[0]
    after = ask(bundled, "Får kommunen kamerabevaka torget?", as_of=date(2025, 4, 1))
    assert after.status is AnswerStatus.ANSWERED


@pytest.mark.parametrize(
    ("day", "said", "not_said"),
    [
        (date(2026, 2, 28), "ett år", "sex månader"),
        (date(2026, 3, 1), "sex månader", None),
    ],
)
@pytest.mark.parametrize(
    "text", ["Hur gammalt får ett registerutdrag vara?", "Vad säger 4 § registerkontrollagen?"]
)
def test_an_earlier_day_gets_the_wording_of_that_day(
    bundled: "Assistant", text: str, day: date, said: str, not_said: str | None
) -> None:
    answer = ask(bundled, text, as_of=day)
    # What a bill proposed stands in another lane.
    words = " ".join(s.text for s in answer.statements if s.lane is Lane.LAW)
    assert answer.status is AnswerStatus.ANSWERED
    assert said in words
    assert not_said is None or not_said not in words


def test_before_the_law_nothing_of_it_applied(bundled: "Assistant") -> None:
    answer = ask(bundled, "Måste kommunen ha en lägesbild?", as_of=date(2023, 6, 30))
    assert answer.reason is Reason.NOT_IN_FORCE


def test_follow_up_is_answered_with_its_subject(bundled: "Assistant") -> None:
    turn = Turn(question="Vad är en lägesbild enligt lagen?", answer="…")
    answer = ask(bundled, "och hur ofta ska den uppdateras?", history=(turn,))
    assert "6 §" in {citation.pinpoint for citation in answer.citations}
    assert answer.question == "och hur ofta ska den uppdateras?"


def test_individual_case_gets_the_general_rule_and_the_reminder(bundled: "Assistant") -> None:
    answer = ask(bundled, "Kan det strategiska rådet diskutera uppgifter om Kalle?")
    assert answer.reason is Reason.INDIVIDUAL_CASE
    assert "enskilda fall" in answer.notices[0]


def test_events_come_in_order_and_end_with_the_answer(bundled: "Assistant") -> None:
    events: list[Event] = []
    question = Question(text="Måste kommunen ha en lägesbild?", as_of=DAY)
    answer = answer_question(bundled, question, events.append)
    kinds = [type(event) for event in events]
    assert kinds[:2] == [Stage, Stage]
    assert [event for event in events if isinstance(event, Statement)] == list(answer.statements)
    assert [event for event in events if isinstance(event, Citation)] == list(answer.citations)
    assert events[-1] == answer


def test_whoever_listens_can_stop_the_work(bundled: "Assistant") -> None:
    def stop(event: Event) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        answer_question(bundled, Question(text="Måste vi ha en plan?", as_of=DAY), stop)


def test_mode_model_without_a_model_says_how_to_set_one(bundled: "Assistant") -> None:
    with pytest.raises(UsageError, match="LOTSEN_MODEL"):
        ask(bundled, "Måste kommunen ha en lägesbild?", mode=Mode.MODEL)


class DeadModel:
    """A model that never answers."""

    def write(self, *_: object) -> "Written":
        raise ModelUnavailableError("Språkmodellen svarar inte.")

    def close(self) -> None:
        """Nothing to close."""


def test_dead_model_gives_the_extracts_with_a_notice(bundled: "Assistant") -> None:
    plain = ask(bundled, "Måste kommunen ha en lägesbild?")
    with_model = replace(bundled, model=DeadModel())  # type: ignore[arg-type]
    answer = ask(with_model, "Måste kommunen ha en lägesbild?")
    assert answer.statements == plain.statements
    assert answer.reason is Reason.MODEL_UNAVAILABLE
    assert answer.notices == ("Språkmodellen svarar inte. Du får ordagranna utdrag.",)
    assert answer.mode is Mode.EXTRACTIVE
    assert not answer.ai_generated


def test_mode_model_forbids_falling_back(bundled: "Assistant") -> None:
    with_model = replace(bundled, model=DeadModel())  # type: ignore[arg-type]
    with pytest.raises(ModelUnavailableError):
        ask(with_model, "Måste kommunen ha en lägesbild?", mode=Mode.MODEL)


def test_english_question_is_answered_in_the_sources_own_swedish(bundled: "Assistant") -> None:
    answer = ask(bundled, "Who leads the strategic council under the Swedish act?")
    assert answer.status is AnswerStatus.ANSWERED
    assert "10 §" in {citation.pinpoint for citation in answer.citations}
    assert all(citation.lane is Lane.LAW for citation in answer.citations[:1])


def test_plan_of_the_first_year_is_told_with_the_transitional_rule(bundled: "Assistant") -> None:
    before = ask(bundled, "Måste kommunen ha en åtgärdsplan?", as_of=date(2024, 6, 30))
    assert before.citations[0].pinpoint == "övergångsbestämmelserna, punkt 2"
    after = ask(bundled, "Måste kommunen ha en åtgärdsplan?", as_of=date(2024, 7, 1))
    assert after.citations[0].pinpoint == "5 §"


def test_named_paragraph_is_told_from_its_beginning(bundled: "Assistant") -> None:
    answer = ask(bundled, "12 §")
    passage = bundled.passage("sfs-2023-196#12-§/1")
    assert passage is not None
    assert [c.passage_id for c in answer.citations[:3]] == [passage.passage_id] * 3
    assert answer.citations[0].start == 0


@pytest.mark.parametrize("text", ["hej", "Tack!", "Vad?", "Och sen?", "Hur ofta?", "Vad gäller?"])
def test_what_names_nothing_is_asked_again(bundled: "Assistant", text: str) -> None:
    assert ask(bundled, text).reason is Reason.AMBIGUOUS


def test_question_without_dots_is_read_with_them(bundled: "Assistant") -> None:
    dotted = ask(bundled, "Får kommunen sätta upp kameror på allmänna platser?")
    plain = ask(bundled, "Far kommunen satta upp kameror pa allmanna platser?")
    assert plain.status is AnswerStatus.ANSWERED
    assert {c.pinpoint for c in plain.citations} == {c.pinpoint for c in dotted.citations}


@pytest.mark.parametrize(
    "text",
    [
        "Måste regionen ta fram en lägesbild?",
        "Måste länsstyrelsen leda rådet?",
        "Ska polisen besluta om åtgärdsplanen?",
    ],
)
def test_duty_of_another_body_is_led_by_whom_the_law_binds(bundled: "Assistant", text: str) -> None:
    first = ask(bundled, text).statements[0]
    assert "åläggs något" in first.text or "bara kommunen" in first.text


def test_municipalitys_own_duty_needs_no_such_lead(bundled: "Assistant") -> None:
    first = ask(bundled, "Måste kommunen ta fram en lägesbild?").statements[0]
    assert "ska kommunen ta fram en lägesbild" in first.text


@pytest.mark.parametrize(
    ("text", "expert"),
    [
        ("Hur många kameror får kommunen sätta upp enligt kamerabevakningslagen?", "IMY"),
        ("Vad är det högsta belopp en förening kan få enligt förordningen 2024:199?", "MUCF"),
        ("Hur lång handläggningstid har polisen för ett registerutdrag?", "Polisen"),
    ],
)
def test_a_refusal_names_who_answers_for_the_nearest_source(
    bundled: "Assistant", text: str, expert: str
) -> None:
    answer = ask(bundled, text)
    assert answer.status is AnswerStatus.NO_GUIDANCE_FOUND
    assert expert in answer.contacts[0]
    assert len(answer.contacts) == len(set(answer.contacts)) > 1


def test_a_paragraph_that_is_not_there_is_told_of(bundled: "Assistant") -> None:
    answer = ask(bundled, "Enligt 17 § ska kommunen anställa en samordnare, hur fort?")
    assert answer.status is AnswerStatus.NO_GUIDANCE_FOUND
    assert answer.notices[0] == (
        "17 § i lagen om kommuners brottsförebyggande ansvar finns inte i underlaget."
    )
    assert answer.nearest


def test_without_a_sentence_that_may_be_cited_there_is_no_answer(
    bundled: "Assistant", monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.relevance.is_unfit", lambda _: True)
    answer = ask(bundled, "Hur ofta ska lägesbilden uppdateras?")
    assert answer.status is AnswerStatus.NO_GUIDANCE_FOUND
    assert answer.citations == ()
    assert answer.nearest


@pytest.mark.parametrize(
    ("before", "text", "pinpoint"),
    [
        ("Vem ska leda det strategiska rådet?", "När måste lägesbilden uppdateras?", "6 §"),
        ("Får vi kamerabevaka torget?", "Vem beslutar om åtgärdsplanen?", "5 §"),
        ("Måste en ideell tränare göra orosanmälan?", "Måste kommunen ha samordnare?", "11 §"),
    ],
)
def test_a_short_question_on_another_matter_is_answered_by_itself(
    bundled: "Assistant", before: str, text: str, pinpoint: str
) -> None:
    answer = ask(bundled, text, history=(Turn(question=before, answer="Det står i lagen."),))
    assert answer.status is AnswerStatus.ANSWERED
    assert pinpoint in {citation.pinpoint for citation in answer.citations}


@pytest.mark.parametrize(
    "text", ["vad gällde 2019?", "Vad gällde 2019?", "Vad krävdes av kommuner under 2022?"]
)
def test_a_day_before_the_law_has_one_thing_said_of_it(bundled: "Assistant", text: str) -> None:
    answer = ask(bundled, text, as_of=bundled.today())
    assert (answer.status, answer.reason) == (
        AnswerStatus.NO_GUIDANCE_FOUND,
        Reason.NOT_IN_FORCE,
    )
    (said,) = answer.notices
    assert "gällde inte" in said
    assert "2023-07-01" in said


def test_a_day_alone_on_which_the_law_held_is_asked_back(bundled: "Assistant") -> None:
    answer = ask(bundled, "Vad gällde 2024?", as_of=bundled.today())
    assert answer.status is AnswerStatus.NEEDS_CLARIFICATION


@pytest.mark.parametrize(
    ("text", "document", "year"),
    [
        ("vad gällde om sekretess 2019?", "sfs-2009-400", 2019),
        ("Vad gällde registerutdrag 2025?", "sfs-2013-852", 2025),
        ("Vad krävdes för registerutdrag hösten 2025?", "sfs-2013-852", 2025),
    ],
)
def test_what_held_a_year_is_told_by_what_held_then(
    bundled: "Assistant", text: str, document: str, year: int
) -> None:
    answer = ask(bundled, text, as_of=bundled.today())
    assert answer.status is AnswerStatus.ANSWERED
    assert answer.citations[0].document_id == document
    later = [c for c in answer.citations if c.lane is Lane.CONTEXT and c.year > year]
    assert later == []
