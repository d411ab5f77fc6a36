"""Mistyped words become the index's own; everything else stays."""

import pytest

from corpus.compounds import Compounds
from corpus.lexical import word_counts
from corpus.spelling import Spelling

TEXTS = (
    "Kommunen ska ta fram en åtgärdsplan och en lägesbild.",
    "Trygghetsvandringar ordnas av kommunen. Rådet samordnar arbetet.",
    "Håll ordning i hallen och kallar till möte. Föreningen får bidrag till projekt.",
)
COUNTS = word_counts(TEXTS)
SPELLING = Spelling(COUNTS, Compounds(COUNTS))


def test_words_are_counted_once_a_text() -> None:
    assert COUNTS["kommunen"] == 2
    assert "ska" not in COUNTS


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("trygghetsvandrngar", "trygghetsvandringar"),  # left out
        ("trygghetsvvandringar", "trygghetsvandringar"),  # doubled
        ("trygghetsvadnringar", "trygghetsvandringar"),  # swapped
        ("trygghetsvandrimgar", "trygghetsvandringar"),  # the key beside
        ("åtgärdspaln", "åtgärdsplan"),
        ("kommmunen", "kommunen"),
        ("lägesblid", "lägesbild"),
        ("vilkn", "vilken"),  # function words count as known
    ],
)
def test_one_slip_is_repaired(typed: str, meant: str) -> None:
    assert SPELLING.repaired(f"Vad är {typed}?") == f"Vad är {meant}?"


def test_a_capital_stays_a_capital() -> None:
    assert SPELLING.repaired("Trygghetsvandrngar på våren") == "Trygghetsvandringar på våren"


@pytest.mark.parametrize(
    "word",
    [
        "kommunen",  # known
        "kommunens",  # another form of a known word
        "arbetsprojekt",  # put together of known ones
        "killar",  # a word of its own: i is not beside a
        "sommunen",  # nobody misses the first letter
        "möta",  # too short to tell
        "trygghtsvandrngar",  # two slips
        "rädet",  # ä was typed and meant
    ],
)
def test_other_words_stay_as_typed(word: str) -> None:
    assert SPELLING.repaired(f"åh {word}") == f"åh {word}"


def test_the_commoner_of_two_neighbours_is_taken() -> None:
    counts = {"stöden": 9, "stölen": 1}
    assert Spelling(counts, Compounds(counts)).repaired("stöen är här") == "stöden är här"


def test_a_question_without_dots_gets_them_back_where_the_index_has_no_such_word() -> None:
    assert SPELLING.repaired("lagesbild i hall") == "lägesbild i håll"
    both = Spelling({"hall": 1, "håll": 5}, Compounds(()))
    assert both.repaired("i hall") == "i hall"
    # Who writes å anywhere has the letters on the keyboard.
    assert SPELLING.repaired("lagesbild på torget") == "lagesbild på torget"


JOINED = (
    "Ta fram en lägesbild över läget. Rita en bild. Åtgärdsplanen är en plan för varje åtgärd.",
    "Kommunens brottsförebyggande arbete är förebyggande mot brott. Ordningsvakt vaktar ordning.",
    "Tystnadsplikt är en plikt till tystnad. Åtgärdsplan. Vakt.",
)
JOINED_COUNTS = word_counts(JOINED)
JOINING = Spelling(JOINED_COUNTS, Compounds(JOINED_COUNTS))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lägebild", "lägesbild"),
        ("åtgärdplan", "åtgärdsplan"),
        ("brottförebyggande", "brottsförebyggande"),
        ("ordningvakt", "ordningsvakt"),
        ("tystnadplikt", "tystnadsplikt"),
        ("Åtgärdplan", "Åtgärdsplan"),
    ],
)
def test_a_compound_gets_the_s_that_joins_it_in_the_index(typed: str, meant: str) -> None:
    assert JOINING.repaired(f"år {typed}") == f"år {meant}"


def test_a_compound_that_the_index_has_not_stays() -> None:
    # "bildplan" is put together of known words, and no word of the index has an s there.
    assert JOINING.repaired("år bildplan ordningplan") == "år bildplan ordningplan"
    both = {"land": 3, "vägar": 2, "landsvägar": 1, "landvägar": 1}
    assert Spelling(both, Compounds(both)).repaired("å landvägar") == "å landvägar"


def test_a_very_long_word_costs_nothing() -> None:
    assert SPELLING.repaired("x" * 900) == "x" * 900
