"""The figure or name that a question wants, and the sentences that have it."""

import pytest

from assistant.asked import analyse
from assistant.demands import Demand, demand_of, meets, names_in, subject_of
from assistant.grounding import Vocabulary

WORDS = Vocabulary(
    frequencies={},
    passages={"a": frozenset(), "b": frozenset()},
    names=frozenset({"malmö", "göteborg", "brå"}),
)


@pytest.mark.parametrize(
    ("question", "demand"),
    [
        ("Hur många kameror får vi ha?", Demand.COUNT),
        ("hur manga dagar har namnden", Demand.DURATION),
        ("Hur länge ska vi spara utdraget?", Demand.DURATION),
        ("Hur ofta ska planen följas upp?", Demand.FREQUENCY),
        ("Hur många gånger om året möts rådet?", Demand.FREQUENCY),
        ("Vad kostar utbildningen?", Demand.MONEY),
        ("va kostar de att va med", Demand.MONEY),
        ("hur många ggr per år", Demand.FREQUENCY),
        ("Vad tjänar en samordnare?", Demand.MONEY),
        ("Hur många procent svarade?", Demand.SHARE),
        ("Vilket år kom lagen?", Demand.YEAR),
        ("Vem är projektledare för uppdraget?", Demand.PERSON),
        ("Which page has the template?", Demand.PAGE),
        ("Vem leder rådet?", None),
        ("Måste vi ha en plan?", None),
    ],
)
def test_what_a_question_wants(question: str, demand: Demand | None) -> None:
    assert demand_of(analyse(question)) is demand


@pytest.mark.parametrize(
    ("question", "has", "lacks"),
    [
        (
            "Hur många kameror får vi ha?",
            "Kommunen har satt upp 14 kameror på torget.",
            "Enligt 14 § får kommunen sätta upp kameror på torget.",
        ),
        (
            "Hur många kommuner svarade?",
            "På enkäten svarade 280 kommuner.",
            "Kommunerna svarade den 1 juli 2024.",
        ),
        (
            "Hur länge ska utdraget sparas?",
            "Utdraget ska sparas i fem år.",
            "Utdraget ska sparas av föreningen.",
        ),
        (
            "Hur många kameror får vi ha?",
            "Kommunen får ha tre kameror.",
            "Bedömningen ska sparas i fem år efter kamerornas tid.",
        ),
        ("Vad kostar kursen?", "Kursen kostar 500 kronor.", "Kursen ges av Brå."),
        (
            "Hur stor andel har en plan?",
            "Två av tio kommuner har en plan.",
            "Kommuner har en plan.",
        ),
        (
            "Vem är ordförande i rådet?",
            "Enligt sidan är Anna Exempelsson ordförande.",
            "Kommunen är ordförande i rådet.",
        ),
    ],
)
def test_a_sentence_has_what_is_wanted_or_lacks_it(question: str, has: str, lacks: str) -> None:
    asked = analyse(question)
    demand = demand_of(asked)
    assert demand is not None
    assert meets(demand, asked, has, WORDS)
    assert not meets(demand, asked, lacks, WORDS)


def test_the_subject_is_what_is_left_without_the_asking_words() -> None:
    assert subject_of(analyse("Hur lång tid får utredningen ta?")) == ("utredning",)


def test_only_names_that_the_sources_know_must_be_told_of() -> None:
    asked = analyse("Hur mycket minskade brotten i Göteborg och i Sverige enligt Kalle?")
    assert names_in(asked, WORDS) == frozenset({"goteborg"})
