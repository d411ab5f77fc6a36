"""What an export says, whatever the format."""

from dataclasses import replace
from datetime import date

import pytest
from exports import (
    advice,
    export,
    hostile,
    kept,
    leader,
    numbered_quotations,
    numbers_in_text,
    originals,
    refusal,
    talk,
    written,
)
from fakes_answers import HANDBOOK, LAW, REPORT, FakeAnswerer

from corpus.documents import Edition, Lane
from corpus.visible import shown
from ui import export_texts, texts
from ui.answer_pass import KeptAnswer
from ui.export_content import export_of
from ui.export_sources import rank_word, web_address


def test_lanes_come_in_order_with_titles_signs_and_marks():
    (part,) = export(*kept(leader())).parts
    assert [(s.lane, s.sign, s.title) for s in part.strands] == [
        (Lane.LAW, "§", "Lagen kräver"),
        (Lane.GUIDANCE, "›", "Vägledningen rekommenderar"),  # noqa: RUF001
        (Lane.REPORT, "○", "Rapporter visar"),
    ]
    assert [(line.marks, line.labels) for line in part.strands[0].lines] == [
        (("SKA",), (1,)),
        (("FÅR",), (2,)),
    ]
    assert part.strands[1].lines[0].marks == ()  # only the law is marked


def test_without_law_the_document_says_so():
    (part,) = export(*kept(advice())).parts
    assert [strand.title for strand in part.strands] == [
        texts.NO_LAW,
        "Vägledningen rekommenderar",
    ]


def test_a_source_has_all_that_finds_it():
    (part,) = export(*kept(leader())).parts
    law, _, book, report = part.sources
    assert (law.label, law.place.title, law.place.pinpoint) == (1, LAW.title, "10 §")
    assert law.edition == "Referat. Vår sammanfattning. Originalet gäller."
    assert law.facts == "Riksdagen, 2023. Gäller från 1 juli 2023."
    assert law.place.url == LAW.url
    assert book.place.url_note == "ej kontrollerad"
    assert report.place.pinpoint == "s. 23"


def test_only_a_sources_own_words_stand_between_quotation_marks():
    own, ours = export(*kept(originals(), leader())).parts
    assert own.strands[0].lines[0].verbatim
    assert own.sources[0].edition == "Original"
    assert not any(line.verbatim for strand in ours.strands for line in strand.lines)


def test_a_place_of_several_answers_stands_once_with_all_that_is_quoted_of_it():
    made = talk()
    assert made.sources_title == "Källor i svaren"
    assert [(cited.place.title, cited.place.pinpoint) for cited in made.places] == [
        (LAW.title, "10 §"),
        (HANDBOOK.title, "Steg 3"),
        (REPORT.title, "s. 23"),
    ]
    assert [one.words for one in made.places[0].quotations] == [
        "Rådet får ha egna arbetsgrupper.",
        "Kommunen ska leda rådet.",
        "Kommunen behöver inte vara ensam om arbetet i rådet.",
    ]
    assert made.places[0].about == (
        "Lag. Referat. Vår sammanfattning. Originalet gäller. "
        "Riksdagen, 2023. Gäller från 1 juli 2023."
    )


def test_a_number_leads_to_the_words_that_its_sentence_stands_on():
    made = talk()
    words = numbered_quotations(made)
    said = [
        (line.text, [words[label] for label in line.labels])
        for part in made.parts
        for strand in part.strands
        for line in strand.lines
    ]
    assert len(said) == 7
    assert all(text == "".join(quoted) for text, quoted in said)  # extracts are their own quotes
    assert numbers_in_text(made) == set(words)
    assert len(set(words.values())) == len(words) == 5  # the same words have the same number
    assert [[one.label for one in cited.quotations] for cited in made.places] == [
        [2, 3, 6],
        [4],
        [5],
    ]


def test_an_answer_alone_keeps_the_numbers_that_the_page_shows():
    gone = replace(leader(), statements=leader().statements[2:], citations=leader().citations[2:])
    made = export(*kept(gone))
    assert made.sources_title == texts.SOURCES
    assert numbers_in_text(made) == {3, 4}
    assert list(numbered_quotations(made)) == [3, 4]


def test_two_wordings_of_a_place_and_its_two_editions_stand_apart():
    (law,) = originals().citations
    begun = replace(law, label=2, valid_from=date(2025, 1, 1))
    ours = replace(law, label=3, edition=Edition.DIGEST)
    said = replace(originals().statements[0], labels=(1, 2, 3))
    answer = replace(originals(), statements=(said,), citations=(law, begun, ours))
    made = export(KeptAnswer(answer=answer, changed=False))
    assert [(cited.original, len(cited.quotations)) for cited in made.places] == [
        (True, 1),
        (True, 1),
        (False, 1),
    ]
    assert "Gäller från 1 januari 2025" in made.places[1].about


def test_each_way_of_writing_is_checked_in_its_own_words():
    assert export(*kept(leader(), originals())).checks == (texts.CHECK,)
    assert export(*kept(written(), leader())).checks == (texts.CHECK_AI, texts.CHECK)
    assert export(*kept(refusal())).checks == ()


def test_rank_is_a_word():
    assert rank_word(replace(LAW, kind="regulation")) == "Förordning"
    assert rank_word(replace(LAW, kind="preparatory_work", lane=Lane.CONTEXT)) == "Förarbete"
    assert rank_word(replace(REPORT, kind="method_support")) == "Rapport"
    assert rank_word(replace(HANDBOOK, kind="method_support")) == "Vägledning"
    assert rank_word(replace(HANDBOOK, kind="local")) == "Vägledning"


@pytest.mark.parametrize(
    ("answers", "label", "line"),
    [
        ((leader(),), "Utdrag, inte AI-skrivet", "Utdrag valda av AI. Kontrollera mot källan."),
        ((written(),), "AI-genererat", "AI-genererat. Kontrollera mot källan."),
        ((written(), leader()), "AI-genererat", "AI-genererat. Kontrollera mot källan."),
    ],
)
def test_the_label_says_who_wrote_it(answers, label, line):
    made = export(*kept(*answers))
    assert (made.parts[0].label, made.ai_line) == (label, line)
    assert made.marks["ai_generated"] == str(made.ai_generated).lower()


def test_a_refusal_says_what_is_missing_and_who_can_answer():
    (part,) = export(*kept(refusal())).parts
    assert part.heading == "Jag hittar inget säkert svar"
    assert part.notices[0].startswith("Det framgår inte av underlaget.")
    assert part.nearest_title == texts.NEAREST
    assert [place.title for place in part.nearest] == [LAW.title, HANDBOOK.title]
    assert "Länsstyrelsen" in part.contacts
    assert (part.label, part.sources, part.check) == ("", (), "")


def test_what_has_changed_since_is_said_first():
    changed = KeptAnswer(answer=leader(), changed=True)
    nothing = KeptAnswer(answer=replace(leader(), statements=(), citations=()), changed=True)
    first, second = export(changed, nothing).parts
    assert first.notices == (texts.SOURCE_CHANGED,)
    assert second.notices == (texts.SOURCE_CHANGED, export_texts.NOTHING_LEFT)
    assert (second.label, second.strands, second.check) == ("", (), "")


def test_a_partial_answer_and_an_individual_case_are_told_of():
    partial = replace(written(), completeness="partial")
    (part,) = export(*kept(partial)).parts
    assert part.notices == (
        "Jag bedömer inte enskilda fall. Så här säger reglerna i allmänhet.",
        texts.PARTIAL,
    )


def test_marks_name_index_engine_and_every_day():
    made = export(*kept(leader(), advice(), leader()))
    assert made.marks == {
        "ai_generated": "false",
        "mode": "extractive",
        "index": "gen-000001",
        "as_of": "2026-11-23, 2025-01-02",
        "engine": "Samverkanslotsen 0.1.0",
    }
    assert ("Källornas index", "gen-000001, byggt 20 november 2026") in made.facts
    assert ("Uttaget", "30 november 2026") in made.facts


def test_signs_that_turn_or_break_a_line_are_not_shown():
    assert shown("a\u202eb\x00c\x1b[0m\ufeff\ufffe\U0001ffff\r\n\td") == "abc[0m\n\td"
    assert shown("שלום 👨\u200d👩 å") == "שלום 👨\u200d👩 å"


@pytest.mark.parametrize(
    "url",
    ["", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://a.se/> <b"],
)
def test_only_an_address_of_the_web_is_an_address(url):
    assert web_address(url) == ""


def test_a_document_without_an_address_has_none_in_the_export():
    own = replace(HANDBOOK, url="", kind="local")
    lent = FakeAnswerer(entries=(LAW, own, REPORT))
    made = export_of(kept(advice()), lent, date(2026, 1, 1))
    assert (made.parts[0].sources[0].place.url, made.parts[0].sources[0].place.url_note) == ("", "")


def test_a_hostile_question_is_one_line():
    (part,) = export(KeptAnswer(answer=hostile(), changed=False)).parts
    assert "\u202e" not in part.question
    assert part.sources[0].quote.count("\n") == 5
