"""Words that are asked for in vain, and what the check makes of them."""

import math
from dataclasses import replace

import pytest
from samples import sample_passage

from assistant.in_vain import odds_in_vain
from assistant.sufficiency import Evidence
from corpus.documents import SentenceQuestion

PASSAGE = replace(
    sample_passage(1, "Rådet möts."),
    sentence_questions=(
        SentenceQuestion(1, "Möts rådet?"),
        SentenceQuestion(1, "När möts rådet?"),
    ),
    unanswered=("Förs protokoll?", "Får rådet protokoll?"),
)


def test_a_word_is_asked_for_in_vain_as_much_as_its_questions_lack_an_answer() -> None:
    odds = odds_in_vain([PASSAGE])
    # Of two questions each: both and none, with one more of each kind taken for granted.
    assert odds["protokoll"] == pytest.approx(math.log(3 / 4) - math.log(1 / 4))
    assert odds["mot"] == pytest.approx(math.log(1 / 4) - math.log(3 / 4))
    assert odds["rad"] == pytest.approx(math.log(2 / 4) - math.log(3 / 4))


def test_without_questions_of_both_kinds_nothing_is_in_vain() -> None:
    assert odds_in_vain([]) == {}
    assert odds_in_vain([replace(PASSAGE, unanswered=())]) == {}
    assert odds_in_vain([replace(PASSAGE, sentence_questions=())]) == {}


def test_what_speaks_against_an_answer_lowers_the_score() -> None:
    seen = Evidence(similarity=0.9, share=0.8, focus=1.0)
    assert replace(seen, vain=2.0).score < seen.score
    assert replace(seen, margin=-0.1).score < seen.score < replace(seen, margin=0.1).score
    assert replace(seen, named=True).score < seen.score
