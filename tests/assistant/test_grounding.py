"""How well passages cover a question's words."""

from collections.abc import Iterator

import pytest
from samples import TEXTS, sample_contents

from assistant.grounding import Vocabulary, coverage, matched
from corpus.index import Generation, open_generation, publish_generation
from corpus.lexical import swedish_terms


@pytest.fixture(scope="module")
def generation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generation]:
    data = tmp_path_factory.mktemp("data")
    publish_generation(data, sample_contents(TEXTS), None)
    with open_generation(data) as opened:
        yield opened


@pytest.fixture(scope="module")
def words(generation: Generation) -> Vocabulary:
    return Vocabulary.of(generation)


def share(generation: Generation, words: Vocabulary, text: str, row: int = 0) -> float:
    return coverage(swedish_terms(text), [generation.passages[row]], words).share


def test_term_of_every_passage_weighs_nothing_and_unknown_one_all(words: Vocabulary) -> None:
    assert words.weight("lag") == pytest.approx(0.0)
    assert words.weight("kanelbull") == pytest.approx(1.0)
    assert 0 < words.weight(swedish_terms("lägesbild")[0]) < 1


def test_question_in_the_passages_words_is_covered(
    generation: Generation, words: Vocabulary
) -> None:
    assert share(generation, words, "lägesbild över brottsligheten") == pytest.approx(1.0)


def test_unknown_word_is_missing_and_named(generation: Generation, words: Vocabulary) -> None:
    found = coverage(swedish_terms("lägesbild och utbildning"), [generation.passages[0]], words)
    assert found.missing == tuple(swedish_terms("utbildning"))
    assert found.heaviest_missing == pytest.approx(1.0)
    assert 0 < found.share < 1


def test_misspelling_and_part_of_a_compound_count_as_the_word(
    generation: Generation, words: Vocabulary
) -> None:
    assert share(generation, words, "trygghetsvandrngar", row=2) == pytest.approx(1.0)
    assert share(generation, words, "vandringar", row=2) == pytest.approx(1.0)


def test_short_word_must_be_the_same(generation: Generation, words: Vocabulary) -> None:
    assert share(generation, words, "rån", row=1) == pytest.approx(0.0)


def test_everyday_word_is_covered_by_its_synonym(generation: Generation, words: Vocabulary) -> None:
    assert share(generation, words, "problembild") == pytest.approx(1.0)


def test_no_terms_are_covered_but_match_nothing(words: Vocabulary) -> None:
    assert coverage([], [], words).share == pytest.approx(1.0)
    assert matched([], frozenset(), words) == pytest.approx(0.0)
