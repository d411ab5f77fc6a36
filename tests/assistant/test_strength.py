"""Which marks a sentence of the law gets."""

import pytest

from assistant.strength import strength_marks


@pytest.mark.parametrize(
    ("sentence", "marks"),
    [
        ("Kommunen ska ta fram en plan.", ("SKA",)),
        ("Kommunen skall ta fram en plan.", ("SKA",)),
        ("Kommunen ska verka för att fler är med.", ("SKA VERKA FÖR",)),
        ("Därför ska kommunen verka för att fler är med.", ("SKA VERKA FÖR",)),
        ("Rådet får ha egna grupper.", ("FÅR",)),
        ("Kommunen får inte lämna ut uppgiften.", ("FÅR INTE",)),
        ("Kommunen behöver inte göra en plan.", ("BEHÖVER INTE",)),
        ("En plan behöver kommunen då inte göra.", ("BEHÖVER INTE",)),
        ("Planen ska inte vara hemlig.", ("SKA INTE",)),
        ("Ledaren bör sitta i styrelsen.", ("BÖR",)),
        ("Kommunen ska följa planen och får ändra den.", ("SKA", "FÅR")),
        ("Kommunen ska leda rådet och ska kalla till möten.", ("SKA",)),
        ("Kommunen får stöd av staten.", ()),
        ("Lagen anger inte hur ofta rådet ska träffas.", ()),
        ("Lagen har inte heller några regler om vad planen ska kosta.", ()),
        ("Enligt lagen ska kommunen verka för att fler är med.", ("SKA VERKA FÖR",)),
        ("Med råd menas en grupp.", ()),
        ("Önskan att skapa trygghet.", ()),
    ],
)
def test_marks_are_the_sentences_own_words(sentence, marks):
    assert strength_marks(sentence) == marks
