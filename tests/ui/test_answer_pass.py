"""A svarspass that comes back: what is honest stays as it was, what is forged says nothing."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from fakes_answers import (
    ADVICE,
    HANDBOOK,
    LAW,
    LEADER,
    NEAREST,
    ORIGINAL,
    PICTURE,
    FakeAnswerer,
    answered,
    cited,
)

from assistant.conversation import Answer, AnswerStatus, Citation, Question, Reason, Statement
from assistant.texts import UNKNOWN_DAY, day_text, not_told_text, status_text
from assistant.wire import answer_json
from corpus.documents import Lane
from corpus.errors import IndexMissingError, UsageError
from ui.answer_pass import KeptAnswer, pass_of, read_passes
from ui.kept_answers import REASONS

DAY = date(2026, 11, 23)


def asked(text: str, day: date = DAY) -> Answer:
    return FakeAnswerer().answer(Question(text=text, as_of=day), lambda _: None)


def back(*passes: dict[str, Any], answerer: FakeAnswerer | None = None) -> tuple[KeptAnswer, ...]:
    return read_passes(json.dumps(passes), answerer or FakeAnswerer())


def forged(answer: Answer | None = None, **changes: Any) -> dict[str, Any]:
    return {**answer_json(answer or asked("Vem leder rådet?")), **changes}


def with_first(key: str, **changes: Any) -> dict[str, Any]:
    """The leader's answer with changes in the first of its citations or statements."""
    whole = forged()
    whole[key] = [{**whole[key][0], **changes}, *whole[key][1:]]
    return whole


def as_before(answer: Answer) -> Answer:
    return replace(answer, timings_ms={}, checks=(), confidence=None)


@pytest.mark.parametrize(
    "question",
    ["Vem leder rådet?", "Vad är en överenskommelse?", "svag", "otydlig", "lokal", "bulle", "akut"],
)
def test_an_answer_comes_back_as_it_was(question):
    answer = asked(question)
    (kept,) = read_passes(f"[{pass_of(answer)}]", FakeAnswerer())
    assert kept == KeptAnswer(answer=as_before(answer), changed=False)


def test_answers_come_back_in_their_order():
    kept = back(forged(asked("svag")), forged(), forged(asked("lägesbild")))
    assert [one.answer.question for one in kept] == ["svag", "Vem leder rådet?", "lägesbild"]


def test_no_answers_are_no_answers():
    assert read_passes("[]", FakeAnswerer()) == ()


@pytest.mark.parametrize(
    "change",
    [
        {"title": "Lag om allt"},
        {"short_title": "Påhittad"},
        {"publisher": "Regeringen"},
        {"url": "https://ond.example/"},
        {"url": "javascript:alert(1)"},
        {"url_status": "guessed"},
        {"lane": "report"},
        {"rank": 7},
        {"year": 1809},
        {"edition": "original"},
        {"pinpoint": "99 §"},
        {"pages": [1, 2]},
        {"valid_from": "1809-06-06"},
        {"valid_to": "2024-01-01"},
        {"document_id": "bra-2020-samverkan"},
    ],
)
def test_what_a_pass_says_of_a_source_is_not_believed(change):
    (kept,) = back(with_first("citations", **change))
    assert kept == KeptAnswer(answer=as_before(asked("Vem leder rådet?")), changed=False)


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "Kommunen ska inte leda rådet."},
        {"start": 0},
        {"end": 10_000},
        {"start": 24, "end": 24},
        {"passage_id": "sfs-2023-196#99-§/1"},
        {"passage_id": PICTURE.passage_id},
        {"label": 9},
    ],
)
def test_a_quote_that_does_not_stand_there_goes_with_its_sentence(change):
    (kept,) = back(with_first("citations", **change))
    whole = asked("Vem leder rådet?")
    assert kept.changed
    assert kept.answer.statements == whole.statements[1:]
    assert kept.answer.citations == whole.citations[1:]


@pytest.mark.parametrize(
    "change",
    [
        {"text": "Kommunen ska inte leda rådet."},
        {"text": "Kommunen får leda rådet."},
        {"text": "Regionen ska leda rådet."},
        {"text": "Kommunen ska leda rådet minst fyra gånger om året."},
        {"text": "Kommunen ska leda rådet. Läs mer på https://ond.example/"},
        {"text": "Kommunen ska leda rådet. [2]"},
        {"text": "<b>Kommunen ska leda rådet.</b>"},
        {"text": "Staten betalar rådet."},
        {"text": "Kommunen ska leda rådet. " * 40},
        {"lane": "guidance"},
        {"labels": [4]},
        {"labels": [1, 3]},
        {"labels": [8]},
    ],
)
def test_a_sentence_that_its_quotes_do_not_bear_is_left_out(change):
    (kept,) = back(with_first("statements", **change))
    assert kept.changed
    assert kept.answer.statements == asked("Vem leder rådet?").statements[1:]
    assert 1 not in {citation.label for citation in kept.answer.citations}


def test_advice_never_stands_as_law():
    advice = cited(1, HANDBOOK, ADVICE, "Rådet bör träffas ofta.")
    said = Statement(text="Rådet bör träffas ofta.", lane=Lane.LAW, labels=(1,))
    answer = replace(answered(Question(text="Hur ofta?", as_of=DAY), (advice,)), statements=(said,))
    (kept,) = back(forged(answer), forged(answer, citations=[]))[:1]
    assert (kept.answer.statements, kept.changed) == ((), True)


def test_a_citation_that_no_sentence_uses_is_not_listed():
    whole = forged()
    (kept,) = back({**whole, "statements": whole["statements"][:1]})
    assert [citation.label for citation in kept.answer.citations] == [1]
    assert kept.changed


def test_of_an_answer_whose_sources_are_gone_nothing_is_said():
    (kept,) = back(forged(), answerer=FakeAnswerer(passages=(PICTURE,)))
    answer = kept.answer
    assert (answer.status, answer.statements, answer.citations) == (AnswerStatus.ANSWERED, (), ())
    assert kept.changed


def test_a_rule_is_not_told_of_a_day_before_it_held():
    (kept,) = back(forged(as_of="2020-01-01"))
    assert [statement.lane for statement in kept.answer.statements] == [Lane.GUIDANCE, Lane.REPORT]
    assert kept.changed


def test_what_is_no_extract_is_never_labelled_as_one():
    reworded = with_first("statements", text="Det är kommunen som ska leda rådet.")
    (kept,) = back({**reworded, "ai_generated": False, "mode": "extractive"})
    assert kept.answer.statements[0].text == "Det är kommunen som ska leda rådet."
    assert kept.answer.ai_generated
    assert kept.answer.mode == "model"


def test_a_sentence_that_says_first_where_it_stands_is_an_extract():
    text = "Det står i 10 §: Kommunen ska leda rådet."
    (kept,) = back(with_first("statements", text=text))
    assert kept.answer.statements[0].text == text
    assert not kept.answer.ai_generated


def test_which_index_the_answer_stands_on_is_what_it_was_checked_against():
    (kept,) = back(forged(index={"generation": "gen-999999", "built_at": "1999-01-01T00:00:00Z"}))
    assert kept.answer.index == asked("x").index


@pytest.mark.parametrize(
    "notice",
    [
        "Brottsförebyggande rådet har godkänt det här svaret.",
        "Lagen är upphävd.",
        status_text(AnswerStatus.OUT_OF_SCOPE, Reason.ACUTE).text,
        day_text(date(2001, 1, 1)),
        not_told_text("Kommunen måste betala böter till förbundet."),
        "10 § i Lag (2023:196) finns inte i underlaget.",
    ],
)
def test_a_notice_that_is_not_ours_to_give_is_not_printed(notice):
    for whole in (forged(notices=[notice]), forged(asked("svag"), notices=[notice])):
        (kept,) = back(whole)
        assert (kept.answer.notices, kept.changed) == ((), True)


@pytest.mark.parametrize(
    "notice",
    [
        status_text(AnswerStatus.ANSWERED, Reason.INDIVIDUAL_CASE).text,
        day_text(DAY),
        UNKNOWN_DAY,
        not_told_text("vem ledr rådet?"),
    ],
)
def test_our_own_notices_stay(notice):
    (kept,) = back(forged(notices=[notice]))
    assert (kept.answer.notices, kept.changed) == ((notice,), False)


def test_that_a_place_is_not_there_is_said_only_when_it_is_not():
    notices = [
        f"{place} i {LAW.short_title} finns inte i underlaget."
        for place in ("99 §", "10 §", "Ring 0900, 99 §")
    ]
    (kept,) = back(forged(asked("svag"), notices=notices))
    assert kept.answer.notices == (notices[0],)


def test_that_a_rule_had_not_begun_is_said_only_when_it_had_not():
    told = "10 § i lagen (2023:196) gällde inte 2020-01-01. Regeln gäller från {}."
    notices = [told.format("2023-07-01"), told.format("2024-01-01")]
    whole = forged(asked("ännu inte", date(2020, 1, 1)), notices=notices)
    (kept,) = back(whole)
    assert kept.answer.notices == (notices[0],)
    (later,) = back({**whole, "as_of": "2026-11-23"})
    assert later.answer.notices == ()


def test_contacts_are_those_of_the_status():
    told = ["Fejkbyrån: 0900-123", "Kommunjuristen", "Länsstyrelsen"]
    (kept,) = back(forged(asked("svag"), contacts=told))
    assert kept.answer.contacts == ("Länsstyrelsen",)


def test_where_to_read_on_is_named_by_our_own_documents():
    places = [
        {"passage_id": NEAREST[0].passage_id, "title": "Ond", "url": "https://ond.example/"},
        {"passage_id": "finns-inte#1/1"},
    ]
    (kept,) = back(forged(asked("svag"), nearest=places))
    assert (kept.answer.nearest, kept.changed) == ((NEAREST[0],), True)


def test_a_refusal_comes_with_no_sentences():
    whole = forged()
    (kept,) = back({**whole, "status": "no_guidance_found", "reason": "weak_evidence"})
    assert (kept.answer.statements, kept.answer.citations, kept.changed) == ((), (), True)


def test_a_personal_number_in_the_question_is_masked():
    (kept,) = back(forged(question="Får vi veta något om 19850709-9805 i laget?"))
    assert kept.answer.question == "Får vi veta något om [personnummer borttaget] i laget?"


def test_a_question_is_one_line_of_what_can_be_seen():
    (kept,) = back(forged(question="Vem\u202e leder\n\n# rådet\x00?\u2066 👨\u200d👩\u200d👧"))
    assert kept.answer.question == "Vem leder # rådet? 👨\u200d👩\u200d👧"


WRONG: list[Any] = [
    {"status": "upphöjd"},
    {"status": "error", "reason": "internal"},
    {"status": "blocked_personal_data", "reason": "personal_identity_number"},
    {"reason": "acute"},
    {"question": ""},
    {"question": "\u202e\u2066"},
    {"question": "a" * 1_001},
    {"question": 7},
    {"as_of": "23 november"},
    {"as_of": "0001-01-01"},
    {"as_of": 0},
    {"completeness": "kanske"},
    {"statements": [{"text": "a", "lane": "law", "labels": []}]},
    {"statements": [{"text": "a" * 1_501, "lane": "law", "labels": [1]}]},
    {"statements": [{"text": "a", "lane": "lagen", "labels": [1]}]},
    {"statements": [{"text": "a", "lane": "law", "labels": [10**30]}]},
    {"citations": [{"label": 1}]},
    {"citations": "många"},
    {"notices": ["a"] * 31},
    {"mode": "orakel"},
    {"prompt": {"version": "1 och <b>", "sha256": "0" * 64}},
]


@pytest.mark.parametrize("change", WRONG, ids=lambda change: json.dumps(change)[:40])
def test_what_has_the_wrong_form_is_refused_in_swedish(change):
    with pytest.raises(UsageError, match="Svaret går inte att läsa"):
        back(forged(**change))


@pytest.mark.parametrize(
    "raw",
    [
        "",
        "nej",
        "{}",
        "null",
        "[null]",
        "[[]]",
        '[{"status": "answered"}',
        "[" * 50_000,
        '"\\ud800"',
    ],
)
def test_what_is_no_array_of_passes_is_refused(raw):
    with pytest.raises(UsageError, match="Svaret går inte att läsa"):
        read_passes(raw, FakeAnswerer())


def test_half_a_surrogate_pair_is_refused():
    raw = f"[{pass_of(asked('Vem leder rådet?'))}]".replace("Vem", "\\ud800Vem")
    with pytest.raises(UsageError, match="Svaret går inte att läsa"):
        read_passes(raw, FakeAnswerer())


def test_more_than_a_tab_keeps_is_refused():
    assert len(back(*[forged()] * 20)) == 20
    with pytest.raises(UsageError, match="Högst 20 svar"):
        back(*[forged()] * 21)
    with pytest.raises(UsageError, match="för stora"):
        back(forged(utfyllnad="a" * 300_000))


def test_without_an_index_nothing_is_checked():
    with pytest.raises(IndexMissingError):
        back(forged(), answerer=FakeAnswerer(index_missing=True))


def test_the_same_sentence_is_said_once():
    whole = forged()
    (kept,) = back({**whole, "statements": whole["statements"] * 3})
    assert kept.answer.statements == asked("Vem leder rådet?").statements


def test_sentences_with_their_own_words_may_stand_on_several_quotes():
    first = cited(1, LAW, PICTURE, "Kommunen ska ta fram en lägesbild.")
    second = cited(2, LAW, PICTURE, "Bilden ska vara skriftlig.")
    said = Statement(text=PICTURE.text, lane=Lane.LAW, labels=(1, 2))
    whole = answered(Question(text="Vad krävs?", as_of=DAY), (first, second))
    (kept,) = back(forged(replace(whole, statements=(said,))))
    assert kept.answer.statements == (said,)
    assert not kept.answer.ai_generated


def test_only_statuses_of_the_interface_are_kept():
    assert set(AnswerStatus) - REASONS.keys() == {
        AnswerStatus.BLOCKED_PERSONAL_DATA,
        AnswerStatus.ERROR,
    }
    for status, reasons in REASONS.items():
        for reason in reasons - {None}:
            assert status_text(status, reason) is not status_text(AnswerStatus.ERROR)


def original() -> Citation:
    return cited(1, LAW, ORIGINAL, ORIGINAL.text)


def test_a_source_that_has_got_other_words_since_takes_its_sentence_along():
    answer = answered(Question(text="Vad?", as_of=DAY), (original(),))
    reworded = replace(ORIGINAL, text="Kommunen får skriva under en överenskommelse.")
    (kept,) = back(forged(answer), answerer=FakeAnswerer(passages=(LEADER, reworded)))
    assert (kept.answer.statements, kept.changed) == ((), True)


def test_what_the_real_assistant_says_comes_back_as_it_was(bundled):
    for text, day in (
        ("Måste kommunen kartlägga brottsligheten, och vem ska leda rådet?", DAY),
        ("Var står det att kommunen ska ta fram en lägesbild?", DAY),
        ("Vad gällde enligt 10 § lagen 2023:196 den 1 maj 2023?", DAY),
        ("Vad säger 14 § lagen (2023:196)?", date(2024, 1, 1)),
        ("Vad säger 77 § i lagen om kommuners ansvar?", DAY),
        ("Får vi kamerabevaka torget?", DAY),
        ("Vad kostar en brottsförebyggande samordnare?", DAY),
    ):
        answer = bundled.answer(Question(text=text, as_of=day), lambda _: None)
        (kept,) = read_passes(f"[{pass_of(answer)}]", bundled)
        assert kept == KeptAnswer(answer=as_before(answer), changed=False), text
