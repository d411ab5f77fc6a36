"""Questions changed on purpose: how, how much, and the same way every time."""

import pytest

from corpus.errors import UsageError
from evals.perturbations import PERTURBATIONS, perturbation_kinds, perturbed

QUESTION = "Hur ofta ska kommunen följa upp åtgärdsplanen?"
SEEDS = range(200)


def changed_word(text: str, other: str) -> tuple[str, str]:
    pairs = [pair for pair in zip(text.split(), other.split(), strict=True) if pair[0] != pair[1]]
    assert len(pairs) == 1, other
    return pairs[0]


@pytest.mark.parametrize("kind", PERTURBATIONS)
def test_a_seed_gives_the_same_question_every_time(kind: str) -> None:
    assert perturbed(QUESTION, kind, 7) == perturbed(QUESTION, kind, 7)


def test_a_slip_is_in_one_word_of_five_letters_or_more_and_spares_its_first_letter() -> None:
    slips = {perturbed(QUESTION, "typo1", seed) for seed in SEEDS}
    assert len(slips) > 50
    for slip in slips:
        word, typed = changed_word(QUESTION, slip)
        assert len(word.strip("?")) >= 5
        assert typed[0] == word[0]
        assert abs(len(typed) - len(word)) <= 1


def test_all_four_slips_are_made() -> None:
    kinds = set()
    for seed in SEEDS:
        typed = perturbed("kommunstyrelse", "typo1", seed)
        if len(typed) != len("kommunstyrelse"):
            kinds.add("dropped" if len(typed) < len("kommunstyrelse") else "doubled")
        else:
            kinds.add("swapped" if sorted(typed) == sorted("kommunstyrelse") else "key")
    assert kinds == {"dropped", "doubled", "swapped", "key"}


def test_another_key_lies_beside_the_right_one() -> None:
    wrong = set()
    for seed in SEEDS:
        typed = perturbed("ggggg", "typo1", seed)
        wrong |= set(typed) - {"g"}
    assert wrong == set("fhtyvb")


def test_a_question_of_short_words_has_no_slip() -> None:
    assert perturbed("Vad är en lag?", "typo1") == "Vad är en lag?"


def test_dots_and_rings_are_left_out() -> None:
    assert perturbed("Får Åsa på ön?", "nodiacritics") == "Far Asa pa on?"


def test_keywords_are_the_content_words_in_their_order() -> None:
    assert perturbed(QUESTION, "keywords") == "ofta ska kommunen följa åtgärdsplanen"
    assert perturbed("Vad är det?", "keywords") == "Vad är det?"


def test_small_talk_holds_the_whole_question_and_varies() -> None:
    asked = {perturbed(QUESTION, "chatty", seed) for seed in SEEDS}
    assert len(asked) >= 5
    assert all("hur ofta ska kommunen följa upp åtgärdsplanen?" in text for text in asked)


def test_kinds_are_named_with_commas_and_unknown_ones_are_wrong_usage() -> None:
    assert perturbation_kinds("typo1, chatty,typo1") == ("typo1", "chatty")
    with pytest.raises(UsageError, match="typo9"):
        perturbation_kinds("typo1,typo9")
