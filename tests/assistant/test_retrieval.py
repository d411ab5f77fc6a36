"""Three legs, fused, with exact look-up of places and days."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from fakes import HashingEncoder
from samples import sample_contents, sample_passage

from assistant.conversation import RetrievedPassage
from assistant.retrieval import (
    best_first,
    fuse,
    leg_scores,
    named_places,
    normalised,
    references_of,
    retrieve,
    searched_text,
    similarities,
)
from corpus.documents import Passage, SentenceQuestion
from corpus.index import Generation, open_generation, publish_generation
from corpus.references import HOME_STATUTE, Reference

DAY = date(2026, 11, 24)
TEXTS = (
    "Kommunen ska ta fram en lägesbild över brottsligheten.",
    "Rådet samordnar arbetet och möts varje kvartal.",
    "En förening kan få bidrag till trygghetsvandringar.",
)


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    contents = sample_contents(TEXTS)
    later = replace(
        sample_passage(4, "Kommunen får bevaka torget med kamera.", ("Får vi filma torget?",)),
        valid_from=date(2025, 4, 1),
    )
    data = tmp_path_factory.mktemp("data")
    publish_generation(
        data, replace(contents, passages=(*contents.passages, later)), HashingEncoder()
    )
    with open_generation(data) as opened:
        yield opened


def found(generation: Generation, query: str, **wanted: object) -> list[str]:
    asked = {"as_of": DAY, "k": 10} | wanted
    hits = retrieve(generation, HashingEncoder(), query, **asked)  # type: ignore[arg-type]
    return [hit.passage.pinpoint for hit in hits]


def test_min_max_brings_scores_to_zero_and_one() -> None:
    scores = normalised(np.array([2.0, 4.0, 3.0], dtype=np.float32))
    assert scores.tolist() == [0.0, 1.0, 0.5]


def test_equal_scores_tell_nothing() -> None:
    assert normalised(np.array([3.0, 3.0], dtype=np.float32)).tolist() == [0.0, 0.0]


def test_fusion_is_the_weighted_mean() -> None:
    one, other = np.array([1, 0], np.float32), np.array([0, 1], np.float32)
    legs = [one, other, one]
    assert fuse(legs).tolist() == pytest.approx([0.75, 0.25])


def test_missing_dense_leg_leaves_its_weight_to_the_others() -> None:
    legs = [np.array([1, 0], np.float32), np.array([0, 1], np.float32)]
    assert fuse(legs).tolist() == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("count", [0, 1, 999, 1_000, 1_001, 5_000])
def test_rows_come_best_first_and_equal_ones_in_their_order(count: int) -> None:
    # Fifty values for thousands of rows: many are equal, across the head's end too.
    scores = np.random.default_rng(3).integers(50, size=count).astype(np.float32)
    assert list(best_first(scores)) == np.argsort(-scores, kind="stable").tolist()


def test_a_passage_gains_what_the_best_of_several_places_gives() -> None:
    there = sample_passage(4, "Rådet möts.")
    here = replace(there, document_id=HOME_STATUTE)
    named = [
        Reference(document_id=HOME_STATUTE, pinpoint=None),
        Reference(document_id=None, pinpoint=here.pinpoint),
    ]
    gained = named_places([here, there], named)
    # A § alone is the home statute's, where it has that §.
    assert gained[0] == named_places([here], named[1:])[0] > gained[1] == 0
    assert named_places([there], named[1:])[0] > 0
    assert named_places([here], named[:1])[0] < gained[0]
    assert named_places([there], named[:1])[0] == 0


def test_best_passage_comes_first_with_score_one(generation: Generation) -> None:
    hits = retrieve(generation, HashingEncoder(), TEXTS[1], as_of=DAY, k=2)
    assert hits[0].passage.pinpoint == "2 §"
    assert hits[0].score == pytest.approx(1.0, abs=0.05)
    assert hits[0].score >= hits[1].score


def test_question_without_diacritics_finds_the_same(generation: Generation) -> None:
    assert found(generation, "lagesbild over brottsligheten")[0] == "1 §"


def test_misspelt_word_is_found_by_its_characters(generation: Generation) -> None:
    assert found(generation, "trygghetsvandrngar")[0] == "3 §"


def test_a_mistyped_word_and_small_talk_change_nothing_in_what_is_found(
    generation: Generation,
) -> None:
    asked = "Vem ordnar trygghetsvandringar?"
    typed = "Hej! Jag undrar en sak, vem ordnar trygghetsvandrngar? Tack på förhand"
    assert searched_text(generation, typed).lower() == asked.lower()
    assert found(generation, typed) == found(generation, asked)


def test_an_english_question_is_not_repaired(generation: Generation) -> None:
    assert searched_text(generation, "what is the rad for") == "what is the rad for"
    assert searched_text(generation, "what is the kommunnen for") == "what is the kommunnen for"


def test_a_slip_does_not_cost_similarity(generation: Generation) -> None:
    encoder = HashingEncoder()
    typed = "trygghetsvandrngar"
    hit = retrieve(generation, encoder, typed, as_of=DAY, k=1)[0]
    assert hit.passage.pinpoint == "3 §"
    of_typed = similarities(generation, encoder, typed).cosines[2]
    of_repaired = similarities(generation, encoder, "trygghetsvandringar").cosines[2]
    assert hit.similarity == pytest.approx(of_repaired, abs=1e-6)
    assert of_repaired > of_typed + 0.01


def test_named_paragraph_stands_above_everything_else(generation: Generation) -> None:
    assert found(generation, "2 § lagen (2099:1) lägesbild brottsligheten")[0] == "2 §"


def test_rule_is_not_found_before_it_was_in_force(generation: Generation) -> None:
    assert "4 §" not in found(generation, "kamera på torget", as_of=date(2025, 3, 31))
    assert found(generation, "kamera på torget", as_of=date(2025, 4, 1))[0] == "4 §"
    assert "4 §" in found(generation, "kamera på torget", as_of=None)


def test_search_within_a_document_that_is_not_there_finds_nothing(generation: Generation) -> None:
    assert found(generation, "lägesbild", document_id="saknas") == []


def test_everyday_question_counts_as_its_passage(generation: Generation) -> None:
    cosines = similarities(generation, HashingEncoder(), "Får vi filma torget?").cosines
    assert generation.dense is not None
    assert generation.dense.size == 5
    assert int(np.argmax(cosines)) == 3
    assert cosines[3] == pytest.approx(1.0, abs=1e-4)


def test_passages_outside_the_top_k_stand_where_its_last_one_does(
    generation: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = similarities(generation, HashingEncoder(), TEXTS[0])
    monkeypatch.setattr("assistant.retrieval.DENSE_TOP", 2)
    part = similarities(generation, HashingEncoder(), TEXTS[0])
    assert part.farthest == pytest.approx(whole.farthest, abs=1e-5)
    second = sorted(whole.cosines)[-2]
    assert part.cosines.tolist() == pytest.approx(np.maximum(whole.cosines, second).tolist())


def test_each_leg_scores_every_passage(generation: Generation) -> None:
    legs = leg_scores(generation, HashingEncoder(), "lägesbild")
    assert [leg.shape for leg in legs] == [(4,)] * 3
    assert leg_scores(generation, None, "lägesbild")[0].tolist() == legs[0].tolist()


def test_query_of_stop_words_alone_is_answered_without_error(generation: Generation) -> None:
    assert len(found(generation, "och i på att")) == 4


def test_index_without_vectors_is_searched_by_words(tmp_path: Path) -> None:
    publish_generation(tmp_path, sample_contents(TEXTS), None)
    with open_generation(tmp_path) as opened:
        hits = retrieve(opened, HashingEncoder(), "lägesbild", as_of=DAY)
        assert hits[0].passage.pinpoint == "1 §"
        assert hits[0].similarity is None


@pytest.mark.parametrize(
    ("text", "documents"),
    [
        ("hur gör vi med lagens krav på råd", ["sfs-2023-196"]),
        ("vad säger lagen om vistelseförbud", []),
        ("vad kräver nya lagen av skolan", []),
        ("lagens krav enligt skollagen", ["sfs-2010-800"]),
        ("vad krävs av rådet", []),
    ],
)
def test_the_law_alone_is_the_law_on_crime_prevention(text: str, documents: list[str]) -> None:
    assert [row.document_id for row in references_of(text)] == documents


ASIDES = ("Vem lagar cykeln?", "Var bor katten?", "När kommer bussen?")


def test_a_passage_is_found_by_the_questions_of_its_sentences(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    plain = [sample_passage(number, text) for number, text in enumerate(TEXTS, start=1)]
    asked = [
        replace(passage, sentence_questions=(SentenceQuestion(1, text),))
        for text, passage in zip(ASIDES, plain, strict=True)
    ]
    for name, passages in (("plain", plain), ("asked", asked)):
        contents = replace(sample_contents(), passages=tuple(passages))
        publish_generation(tmp_path / name, contents, encoder)
    with open_generation(tmp_path / "plain") as opened:
        before = at(plain[2], retrieve(opened, encoder, ASIDES[2], as_of=DAY))
        assert before.sentence_similarities == {}
    with open_generation(tmp_path / "asked") as opened:
        after = at(plain[2], retrieve(opened, encoder, ASIDES[2], as_of=DAY))
        assert after.legs[2] > before.legs[2] + 0.3
        assert after.sentence_similarities[1] == pytest.approx(1.0, abs=0.01)
        assert after.similarity == pytest.approx(1.0, abs=0.01)
        both = at(plain[2], retrieve(opened, encoder, (ASIDES[2], "helt annat"), as_of=DAY))
        # The sentences' mean over the wordings, the similarity of the better one.
        assert both.sentence_similarities[1] < 0.95
        assert both.similarity == pytest.approx(1.0, abs=0.01)


def test_hits_tell_whether_the_question_is_like_one_without_an_answer(tmp_path: Path) -> None:
    encoder = HashingEncoder()
    asked = replace(
        sample_passage(1, "Katten bor i huset."),
        sentence_questions=(SentenceQuestion(1, ASIDES[1]),),
    )
    silent = replace(asked, unanswered=(ASIDES[2],))
    added = sample_passage(2, "Cykeln är grön.")
    for name, passages in (("silent", (silent, added)), ("told", (asked, added))):
        publish_generation(tmp_path / name, replace(sample_contents(), passages=passages), encoder)
    with open_generation(tmp_path / "silent") as opened:
        lacks, tells, both = (
            at(asked, retrieve(opened, encoder, query, as_of=DAY)).margin
            for query in (ASIDES[2], ASIDES[1], (ASIDES[2], ASIDES[1]))
        )
        beside = at(added, retrieve(opened, encoder, ASIDES[2], as_of=DAY))
    assert lacks < -0.1 < 0.1 < tells
    assert lacks < both < tells
    assert beside.margin == 0  # a document without such questions
    with open_generation(tmp_path / "told") as opened:
        assert at(asked, retrieve(opened, encoder, ASIDES[2], as_of=DAY)).margin == 0


def at(passage: Passage, hits: Sequence[RetrievedPassage]) -> RetrievedPassage:
    return next(hit for hit in hits if hit.passage.pinpoint == passage.pinpoint)
