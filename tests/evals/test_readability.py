"""How hard a text is to read: each figure is worked out from the words beside it."""

import pytest

from evals.readability import lix, sentence_length


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        ("", 0.0),
        ("12 345 – ?!", 0.0),  # no words
        ("Ja.", 1.0),  # 1 word in 1 sentence, none long
        ("Ja", 1.0),  # the end of the text ends a sentence
        ("Hej du. Kom nu.", 2.0),  # 4 words in 2 sentences
        ("Hej du! Kom nu? Bra: ja.", 1.5),  # six words in four sentences
        ("en två\ntre", 1.5),  # a line is a sentence
        ("Se 3.2 och a.b nu.", 5.0),  # a stop inside a word or figure ends nothing: Se och a b nu
        ("Råd\n\n\n. .", 1.0),  # what holds no word is no sentence
        ("snälla", 1.0),  # six letters are not long
        ("snällare", 101.0),  # eight are
        ("plattan", 101.0),  # seven are
        ("a-b-c-d-e-f", 1.0),  # six letters and five hyphens
        ("a-b-c-d-e-f-g", 101.0),
        ("plattan är en", 3 + 100 / 3),
    ],
)
def test_lix(text, figure):
    assert lix(text) == pytest.approx(figure)


@pytest.mark.parametrize(
    ("text", "figure"),
    [("", 0.0), ("?", 0.0), ("Ett ord. Och fyra ord till.", 3.0), ("Ett\nEtt två", 1.5)],
)
def test_sentence_length(text, figure):
    assert sentence_length(text) == figure
