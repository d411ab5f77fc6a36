"""The order of what was found: documents, places and the law before what is said of it."""

from dataclasses import replace

import numpy as np
import pytest
from samples import sample_entry, sample_passage

from assistant.ordering import MOST_OF_A_PLACE, STATUTE_REACH, diverse, lifted, statutes_first
from corpus.documents import Lane, Passage, Place

LAW = sample_passage(4, "Kommunen ska ta fram en lägesbild.")
OTHER_LAW = sample_passage(5, "Kommunen ska ta fram en åtgärdsplan.")
GUIDE = replace(
    sample_passage(1, "Lägesbilden tas fram i fyra steg."),
    document_id="handbok",
    pinpoint="s. 7",
    refers_to=(Place(document_id=LAW.document_id, pinpoint="4 §"),),
)
ENTRIES = {
    LAW.document_id: sample_entry(),
    "handbok": replace(sample_entry(), document_id="handbok", lane=Lane.GUIDANCE),
}


def scores(*values: float) -> np.ndarray:
    return np.array(values, dtype=np.float32)


def order(passages: list[Passage], values: np.ndarray) -> list[int]:
    rows = [int(row) for row in np.argsort(-values)]
    return [row for row, _ in statutes_first(passages, ENTRIES, rows, values)]


def test_a_paragraph_stands_before_the_guidance_that_refers_to_it() -> None:
    assert order([GUIDE, OTHER_LAW, LAW], scores(0.9, 0.85, 0.8)) == [2, 0, 1]


def test_it_takes_over_the_score_so_that_scores_never_rise() -> None:
    found = statutes_first([GUIDE, LAW], ENTRIES, [0, 1], scores(0.9, 0.8))
    assert [score for _, score in found] == pytest.approx([0.9, 0.9])


def test_a_paragraph_far_below_stays_there() -> None:
    far = 0.9 - STATUTE_REACH - 0.01
    assert order([GUIDE, LAW], scores(0.9, far)) == [0, 1]


def test_a_paragraph_that_is_not_referred_to_stays_where_it_is() -> None:
    assert order([GUIDE, OTHER_LAW], scores(0.9, 0.89)) == [0, 1]


def test_a_statute_that_refers_to_another_stays_first() -> None:
    refers = replace(OTHER_LAW, refers_to=GUIDE.refers_to)
    assert order([refers, LAW], scores(0.9, 0.89)) == [0, 1]


def test_no_more_than_some_of_one_place_stand_first() -> None:
    same = [replace(LAW, passage_id=f"a/{number}") for number in range(5)]
    passages = [*same, GUIDE, OTHER_LAW]
    assert diverse(passages, range(7), 5) == [0, 1, 2, 5, 6]
    assert MOST_OF_A_PLACE == 3


def test_more_of_a_place_fill_up_where_nothing_else_is_left() -> None:
    same = [replace(LAW, passage_id=f"a/{number}") for number in range(5)]
    assert diverse([*same, GUIDE], range(6), 6) == [0, 1, 2, 5, 3, 4]


def test_a_document_without_pinpoints_is_not_one_place() -> None:
    plain = [replace(LAW, passage_id=f"a/{number}", pinpoint="") for number in range(6)]
    assert diverse(plain, range(6), 5) == [0, 1, 2, 3, 4]


def test_a_passage_is_drawn_towards_the_best_of_its_document() -> None:
    own = scores(0.9, 0.5, 0.55)
    drawn = lifted(own, np.array([0, 0, 1]))
    assert drawn[0] == pytest.approx(0.9)
    assert drawn[2] == pytest.approx(0.55)
    assert drawn[2] < drawn[1] < drawn[0]


def test_nothing_found_is_nothing_to_order() -> None:
    assert diverse([], [], 5) == []
    assert statutes_first([], {}, [], scores()) == []
    assert lifted(scores(), np.array([], dtype=np.intp)).size == 0
