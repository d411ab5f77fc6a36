"""What a question asks for."""

import pytest

from assistant.asked import FactKind, analyse


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Hur ofta ska lägesbilden uppdateras?", FactKind.FREQUENCY),
        ("Hur många gånger om året träffas rådet?", FactKind.FREQUENCY),
        ("Hur många kommuner har en överenskommelse?", FactKind.AMOUNT),
        ("Vad kostar en lägesbild?", FactKind.AMOUNT),
        ("När trädde lagen i kraft?", FactKind.TIME),
        ("Vem leder rådet?", FactKind.WHO),
        ("Vad ska lägesbilden innehålla?", FactKind.PARTS),
        ("Får kommunen kamerabevaka torget?", FactKind.PERMISSION),
        ("Måste vi ha en plan?", FactKind.DUTY),
        ("SMART-mål", FactKind.OTHER),
    ],
)
def test_kind_of_fact(text: str, kind: FactKind) -> None:
    assert analyse(text).kind is kind


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("Vilken utbildning måste samordnaren ha?", "utbildning"),
        ("Hur många procent av planerna gäller idrott?", "procent"),
        ("Vem på Brå är projektledare?", "projektled"),
        ("Vad säger lagen om planen?", None),
        ("Vilka ska ingå i rådet?", None),
    ],
)
def test_noun_in_focus(text: str, focus: str | None) -> None:
    assert analyse(text).focus == focus


def test_wrapping_carries_no_terms() -> None:
    assert analyse("hej jag undrar bara vad som gäller egentligen, tack").terms == ()


def test_english_is_noticed() -> None:
    assert analyse("What does the municipality have to do?").english
    assert not analyse("Vad ska kommunen göra enligt the law?").english


def test_verka_is_a_word_of_the_law_and_verkligen_is_none() -> None:
    assert analyse("Vad betyder verka för?").terms == ("verk",)
    assert analyse("Måste vi verkligen ha en plan?").terms == ("plan",)
