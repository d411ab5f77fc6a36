"""The words behind a row: its own sentence of an account, else the whole place."""

from dataclasses import replace
from datetime import date

import pytest
from fakes_answers import HANDBOOK, LEADER, ORIGINAL, PASSAGES, FakeAnswerer

from assistant.bootstrap import Assistant
from corpus.documents import Edition, Passage
from corpus.obligations import Obligation, load_obligations
from corpus.sentences import sentence_spans
from ui.obligation_words import ObligationWords, Said, said_of, shortened

BY_ID = {row.id: row for row in load_obligations()}
LEADS, AGREES = BY_ID["l-leda-rad"], BY_ID["l-overenskommelse"]


def texts_of(row: Obligation, passages: tuple[Passage, ...]) -> list[str]:
    return [said.text for said in said_of(row, passages)]


def test_of_an_account_the_sentence_that_says_the_duty_is_shown() -> None:
    assert said_of(LEADS, PASSAGES) == (
        Said(text="Kommunen ska leda rådet.", edition=Edition.DIGEST, pinpoint="10 §"),
    )


def test_when_two_sentences_say_it_as_well_the_whole_place_is_shown() -> None:
    twice = replace(LEADER, text="Kommunen ska leda rådet. Rådet ska leda kommunen.")
    assert texts_of(LEADS, (twice,)) == [twice.text]


def test_when_no_sentence_has_the_rows_verb_the_whole_place_is_shown() -> None:
    other = replace(LEADER, text="Kommunen leder rådet. Rådet har en ordförande.")
    assert texts_of(LEADS, (other,)) == [other.text]


def test_the_sources_own_words_come_whole_and_alone() -> None:
    account = replace(ORIGINAL, edition=Edition.DIGEST, text="Kommunen ska verka för avtal.")
    assert said_of(AGREES, (account, ORIGINAL)) == (
        Said(text=ORIGINAL.text, edition=Edition.ORIGINAL, pinpoint="9 §"),
    )


def test_an_account_of_several_places_is_found_again_in_the_statutes_own() -> None:
    row = replace(LEADS, pinpoint="4–5 §§")
    own = tuple(replace(ORIGINAL, pinpoint=f"{n} §", text=f"Ord i {n} §.") for n in (3, 4, 5))
    assert [said.pinpoint for said in said_of(row, own)] == ["4 §", "5 §"]


def test_a_wording_that_no_longer_holds_gives_way() -> None:
    old = replace(ORIGINAL, text="Gamla ord.", valid_to=date(2024, 12, 31))
    assert texts_of(AGREES, (old, ORIGINAL)) == [ORIGINAL.text]


def test_our_remarks_are_not_what_a_row_stands_on() -> None:
    remark = replace(LEADER, text="Kommunen ska leda det strategiska rådet väl.", comment=True)
    assert texts_of(LEADS, (LEADER, remark)) == ["Kommunen ska leda rådet."]
    assert texts_of(LEADS, (remark,)) == []


def test_without_an_index_no_row_has_words() -> None:
    assert ObligationWords(FakeAnswerer(index_missing=True)).by_row() == {}


def test_help_is_told_by_its_title_its_voice_and_its_first_sentences() -> None:
    place = next(p for row in BY_ID.values() for p in row.guidance
                 if p.document_id == HANDBOOK.document_id)  # fmt: skip
    assert place.pinpoint is not None
    text = "Första meningen. " + "Andra meningen är lång. " * 20
    advice = replace(LEADER, document_id=HANDBOOK.document_id, pinpoint=place.pinpoint, text=text)
    words = ObligationWords(FakeAnswerer(passages=(*PASSAGES, advice))).by_row()
    row = next(row for row in BY_ID.values() if place in row.guidance)
    (helping,) = (one for one in words[row.id].help if one.place == place)
    assert (helping.title, helping.lane) == (HANDBOOK.short_title, HANDBOOK.lane)
    assert helping.start.startswith("Första meningen. Andra meningen är lång.")
    assert helping.start.endswith("lång.")
    assert len(helping.start) <= 200


def test_a_new_generation_is_read_anew() -> None:
    class Rebuilt(FakeAnswerer):
        def info(self):
            return replace(super().info(), generation=self.generation)

    answerer = Rebuilt()
    answerer.generation = "gen-000001"
    words = ObligationWords(answerer)
    assert words.by_row() is words.by_row()
    assert words.by_row()[LEADS.id].said[0].text == "Kommunen ska leda rådet."
    answerer.passages = (replace(LEADER, text="Kommunen ska leda det nya rådet."),)
    assert words.by_row()[LEADS.id].said[0].text == "Kommunen ska leda rådet."
    answerer.generation = "gen-000002"
    assert words.by_row()[LEADS.id].said[0].text == "Kommunen ska leda det nya rådet."


def test_a_long_text_is_cut_at_a_word() -> None:
    assert shortened("ett två\ntre", 20) == "ett två tre"
    assert shortened("ett två tre", 9) == "ett två …"


@pytest.fixture(scope="module")
def real_words(bundled: Assistant):
    return ObligationWords(bundled).by_row()


@pytest.mark.parametrize("row", load_obligations(), ids=[row.id for row in load_obligations()])
def test_every_row_has_words_that_stand_at_its_place(row, real_words, bundled) -> None:
    contents = bundled.document(row.document_id)
    at_place = [p.text for p in contents.passages if p.pinpoint == row.pinpoint]
    said = real_words[row.id].said
    assert said
    for words in said:
        holding = [text for text in at_place if words.text in text]
        assert holding
        whole = {text[start:end] for text in holding for start, end in sentence_spans(text)}
        assert words.text in {*whole, *holding}
        assert words.pinpoint == row.pinpoint
    assert [one.place for one in real_words[row.id].help] == list(row.guidance)
    assert all(one.start for one in real_words[row.id].help)


def test_nearly_every_row_has_a_sentence_of_its_own(real_words, bundled) -> None:
    whole = [
        row.id
        for row in load_obligations()
        if any(
            words.text == p.text and len(sentence_spans(p.text)) > 1
            for words in real_words[row.id].said
            for p in bundled.document(row.document_id).passages
        )
    ]
    assert len(whole) < 12, whole
