import numpy as np

from corpus.lexical import LexicalIndex, swedish_terms

SOURCES = (
    "Kommunen ska ta fram en lägesbild över brottsligheten i kommunen.",
    "Rådet samordnar arbetet och möts varje kvartal.",
    "En förening kan få bidrag till trygghetsvandringar.",
    "Lägesbilden uppdateras, lägesbilden sprids och lägesbilden sparas.",
)
ADDED = ("lägesbild lägesbild lägesbild cykelpool", "Rådet " * 50)
QUERIES = ("lägesbild", "rådet samordnar", "kommunens bidrag till trygghetsvandringar", "cykelpool")


def test_added_passages_do_not_move_the_scores_of_the_others() -> None:
    alone = LexicalIndex.build(map(swedish_terms, SOURCES))
    texts = (SOURCES[0], ADDED[0], *SOURCES[1:], ADDED[1])
    counted = [text in SOURCES for text in texts]
    together = LexicalIndex.build(map(swedish_terms, texts), counted)
    for query in QUERIES:
        expected = alone.scores(swedish_terms(query))
        found = together.scores(swedish_terms(query))[np.array(counted)]
        assert np.allclose(found, expected, rtol=1e-5), query
    plain = LexicalIndex.build(map(swedish_terms, texts))
    moved = plain.scores(swedish_terms("lägesbild"))[np.array(counted)]
    assert not np.allclose(moved, alone.scores(swedish_terms("lägesbild")), rtol=1e-2)


def test_added_passages_are_found_by_their_own_words() -> None:
    together = LexicalIndex.build(
        map(swedish_terms, (*SOURCES, *ADDED)), [True] * len(SOURCES) + [False] * len(ADDED)
    )
    scores = together.scores(swedish_terms("cykelpool"))
    assert scores.argmax() == len(SOURCES)
    assert scores[len(SOURCES)] > 0
