"""What a statement lacks in its quotes, in words; the values are in hand_scored.toml."""

from datetime import date

import pytest
from samples import citation

from assistant.conversation import Answer, AnswerStatus, Statement
from corpus.documents import Lane
from evals.support import Held, held_statements

DENIES = "förnekar vad citaten inte förnekar"
AFFIRMS = "påstår vad citaten förnekar"
BINDS = "binder mer än citaten"


def cited(label, quote, **changes):
    return citation(quote, label=label, **changes)


def held(text, *quotes, labels=None, citations=None):
    citations = citations or tuple(cited(n, quote) for n, quote in enumerate(quotes, 1))
    labels = tuple(c.label for c in citations) if labels is None else labels
    answer = Answer(
        status=AnswerStatus.ANSWERED,
        question="?",
        as_of=date(2026, 11, 30),
        statements=(Statement(text=text, lane=Lane.LAW, labels=labels),),
        citations=citations,
    )
    return held_statements(answer)


def faults(text, *quotes):
    (one,) = held(text, *quotes)
    return one.faults


def test_a_statement_is_held_against_the_quotes_of_its_own_labels_alone():
    citations = (cited(1, "Fyra råd."), cited(2, "Fem råd."))
    assert held("Fyra råd.", labels=(1, 9), citations=citations) == (
        Held(statement="Fyra råd.", faults=(), share=1.0),
    )
    assert held("Fyra råd.", labels=(2,), citations=citations)[0].faults == (
        "4 står inte i citaten",
    )
    assert held("Fyra råd.", labels=(9,), citations=citations) == ()


def test_each_strange_figure_and_name_is_told_once_in_its_order():
    text = "Där fick Umeå 7 av 9 och Umeå 7 % i 3 §."
    assert faults(text, "Där fick någon något.") == (
        "7 står inte i citaten",
        "9 står inte i citaten",
        "% står inte i citaten",
        "§3 står inte i citaten",
        "Umeå står inte i citaten",
    )


def test_the_first_word_of_a_sentence_is_no_name_and_others_are():
    assert faults("Umeå växer. Luleå växer.", "Någon växer.") == ()
    assert faults("I Umeå, Luleå och norr-Kiruna: Piteå – Boden", "I norr.") == (
        "Umeå står inte i citaten",
        "Luleå står inte i citaten",
        "Piteå står inte i citaten",
        "Boden står inte i citaten",
    )


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("title", "Sambandet", "Så enligt Sambandet."),
        ("short_title", "Boken", "Så enligt Boken."),
        ("publisher", "Verket", "Så enligt Verket."),
        ("year", 2019, "Så var det 2019."),
        ("pinpoint", "s. 7", "Så på sidan 7."),
    ],
)
def test_what_the_source_is_called_may_be_said(field, value, text):
    plain_quote, named = cited(1, "Så."), cited(1, "Så.", **{field: value})
    assert held(text, citations=(named,))[0].faults == ()
    assert len(held(text, citations=(plain_quote,))[0].faults) == 1


def test_what_any_of_the_sources_is_called_may_be_said():
    citations = (cited(1, "Så."), cited(2, "Så.", title="Sambandet"))
    assert held("Så enligt Sambandet.", citations=citations)[0].faults == ()


@pytest.mark.parametrize(
    ("text", "quotes", "told"),
    [
        ("Det gäller inte.", ["Det gäller."], (DENIES,)),
        ("Det gäller inte.", ["Det gäller.", "Annat gäller ej."], ()),
        ("Det gäller utan avtal.", ["Det gäller med avtal."], (DENIES,)),
        ("Det gäller.", ["Det gäller inte."], (AFFIRMS,)),
        ("Det gäller.", ["Det gäller utan avtal."], ()),
        # The nearest sentence decides, the first of those as near.
        ("Planen gäller.", ["Rådet gäller inte. Planen gäller."], ()),
        ("Planen gäller.", ["Rådet gäller. Planen gäller inte."], (AFFIRMS,)),
        ("Planen gäller.", ["Planen gäller.", "Planen gäller inte."], ()),
        ("Planen gäller.", ["Planen gäller inte.", "Planen gäller."], (AFFIRMS,)),
        # Not a sentence's end: "kap." before a figure.
        ("Planen gäller.", ["Planen gäller enligt 2 kap. 3 § inte."], (AFFIRMS,)),
        ("De ska mötas.", ["De möts."], (BINDS,)),
        ("De ska mötas.", ["De bör mötas."], (BINDS,)),
        ("De ska mötas.", ["De måste mötas."], ()),
        ("De ska mötas.", ["De möts.", "Det krävs att de möts."], ()),
        ("De bör mötas.", ["De möts."], (BINDS,)),
        ("De bör mötas.", ["Verket rekommenderar att de möts."], ()),
        ("De bör mötas.", ["De ska mötas."], ()),
        ("De möts.", ["De ska mötas."], ()),
        ("De är inte skyldiga att mötas.", ["De behöver inte mötas."], ()),
        ("Inga krav finns på möten.", ["De behöver inte mötas."], ()),
        ("Möten krävs inte.", ["De behöver inte mötas."], ()),
        ("De ska inte mötas.", ["De behöver inte mötas."], (BINDS,)),
        ("Ska de mötas.", ["De möts."], (BINDS,)),
    ],
)
def test_denials_and_force(text, quotes, told):
    assert faults(text, *quotes) == told


@pytest.mark.parametrize(
    ("text", "quotes", "share"),
    [
        ("Planen gäller rådet.", ["Planen gäller."], 2 / 3),
        ("Planen gäller.", ["Planerna.", "Det gäller rådet."], 1.0),
        ("Rådet.", ["Planen gäller."], 0.0),
        ("Plan, plan och råd.", ["En plan."], 2 / 3),  # each time it is said
        ("Det kan vara så 2024.", ["Planen gäller."], None),
    ],
)
def test_the_share_of_content_words_that_the_quotes_have(text, quotes, share):
    (one,) = held(text, *quotes)
    assert one.share == (None if share is None else pytest.approx(share))


def test_a_title_that_begins_with_a_denial_is_found_in_its_quote():
    said = "Kartläggningen i Inget att vänta på görs i flera steg."
    assert faults(said, said) == ()
    assert faults(said, "Kartläggningen görs i flera steg.") != ()
