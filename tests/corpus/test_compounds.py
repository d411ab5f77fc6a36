import pytest

from corpus.compounds import Compounds
from corpus.lexical import part_terms, swedish_terms, word_counts

KNOWN = Compounds(
    "åtgärd plan planen läge bild bilden brott förebyggande säker kommun styrelse styrelsen".split()
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("åtgärdsplanen", ("åtgärd", "planen")),
        ("lägesbild", ("läge", "bild")),
        ("brottsförebyggande", ("brott", "förebyggande")),
        ("kommunstyrelsen", ("kommun", "styrelsen")),
        ("säkerhet", ()),
        ("planen", ()),
        ("okändaord", ()),
    ],
)
def test_a_compound_is_cut_where_known_words_meet(word: str, parts: tuple[str, ...]) -> None:
    assert KNOWN.parts(word) == parts


def test_the_fewest_parts_win() -> None:
    compounds = Compounds("ungdoms mottagning motta ungdomsmottagning ungdom".split())
    assert compounds.parts("ungdomsmottagning") == ("ungdom", "mottagning")


def test_a_questions_single_word_meets_a_compound_of_the_sources() -> None:
    compounds = Compounds(word_counts(["Kommunens åtgärd. En plan för åtgärdsplanen."]))
    assert set(part_terms("planen", compounds)) <= set(part_terms("åtgärdsplan", compounds))
    assert not set(swedish_terms("planen")) & set(swedish_terms("åtgärdsplan"))


def test_text_without_compounds_has_the_same_terms_either_way() -> None:
    text = "Vem tar hand om det?"
    assert part_terms(text, KNOWN) == swedish_terms(text)
