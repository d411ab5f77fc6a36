"""Rules of Swedish words and of BM25 over them."""

import json
import math
from pathlib import Path

import numpy as np
import pytest

from corpus.lexical import STOP_WORDS, LexicalIndex, char_grams, fold, swedish_terms


def test_inflected_words_share_a_term() -> None:
    assert swedish_terms("Åtgärderna") == swedish_terms("åtgärd") == ["atgard"]


def test_question_without_diacritics_meets_the_same_terms() -> None:
    assert swedish_terms("atgarder") == swedish_terms("åtgärder")


def test_decomposed_letters_meet_the_same_terms() -> None:
    assert swedish_terms("o\u0308ppet") == swedish_terms("öppet")


def test_stop_words_are_left_out_with_and_without_diacritics() -> None:
    assert swedish_terms("Vad är det för plan på") == ["plan"]
    assert swedish_terms("Vad ar det for plan pa") == ["plan"]


def test_year_is_no_stop_word_although_it_folds_to_one() -> None:
    assert swedish_terms("vilket år är det") == ["ar"]


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("4 §", ["4", "4§"]),
        ("9 och 10 §§", ["9", "10", "9§", "10§"]),
        ("10 kap. 18 a § OSL", ["10", "kap", "18", "a", "osl", "18a§", "10kap18a§"]),
        ("enligt 5 §.", ["enl", "5", "5§"]),
        ("10 kap 18a §", ["10", "kap", "18a", "18a§", "10kap18a§"]),
        ("kl. 18 a", ["kl", "18", "a"]),
    ],
)
def test_sections_are_terms_of_their_own(text: str, terms: list[str]) -> None:
    assert swedish_terms(text) == terms


def test_word_is_padded_and_cut_into_five_grams() -> None:
    assert char_grams("Å på lägen") == ["_a_", "_pa_", "_lage", "lagen", "agen_"]


def test_fold_keeps_letters_and_drops_their_marks() -> None:
    assert fold("ÅÄÖ åäö é ü ß") == "aao aao e u ß"


def test_no_stop_word_hides_a_content_word_when_folded() -> None:
    content = {"val", "far", "anda", "gang", "mal", "ratt", "aren", "bade"}
    assert content.isdisjoint(fold(word) for word in STOP_WORDS)


def test_scores_are_bm25_with_k1_0_5_and_b_0_3() -> None:
    index = LexicalIndex.build([["a", "b"], ["b", "b", "c"], ["d"]])
    idf = math.log(1 + (3 - 2 + 0.5) / (2 + 0.5))

    def weight(times: int, length: int) -> float:
        return idf * times / (times + 0.5 * (1 - 0.3 + 0.3 * length / 2))

    expected = [weight(1, 2), weight(2, 3), 0]
    assert index.scores(["b"]) == pytest.approx(expected, rel=1e-5)


def test_unknown_and_no_terms_score_zero_everywhere() -> None:
    index = LexicalIndex.build([["a"], ["b"]])
    assert index.scores([]).tolist() == index.scores(["z", ""]).tolist() == [0, 0]


def test_repeated_term_counts_twice() -> None:
    index = LexicalIndex.build([["a"], ["b"]])
    assert index.scores(["a", "a"]) == pytest.approx(2 * index.scores(["a"]))


def test_passage_without_terms_has_a_row_and_no_score() -> None:
    index = LexicalIndex.build([[], ["a"]])
    assert index.size == 2
    assert index.scores(["a"])[0] == 0


def test_saved_index_scores_as_before(tmp_path: Path) -> None:
    index = LexicalIndex.build([["åtgärd", "plan"], ["plan"], []])
    index.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    assert loaded.size == 3
    assert np.array_equal(loaded.scores(["åtgärd", "plan"]), index.scores(["åtgärd", "plan"]))


def test_terms_are_numbered_as_they_appear_so_that_equal_passages_give_equal_files(
    tmp_path: Path,
) -> None:
    LexicalIndex.build([["plan", "brott"], ["brott", "anmälan"]]).save(tmp_path)
    vocabulary = json.loads((tmp_path / "vocab.index.json").read_text(encoding="utf-8"))
    assert list(vocabulary.items()) == [("", 0), ("plan", 1), ("brott", 2), ("anmälan", 3)]
