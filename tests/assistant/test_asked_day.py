"""The day that a question itself asks about."""

from datetime import date

import pytest

from assistant.asked_day import AskedDay, asks_what_held, day_asked_about, without_year

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Vad gällde för kameror före 1 april 2025?", date(2025, 3, 31)),
        ("fick kommunen filma torget innan den 1 april 2025", date(2025, 3, 31)),
        ("Behövdes åtgärdsplan före juli 2024?", date(2024, 6, 30)),
        ("Vad gällde före 2025-04-01?", date(2025, 3, 31)),
        ("Vilka krav fanns innan 2023?", date(2022, 12, 31)),
        ("Hur gammalt fick utdraget vara i februari 2026?", date(2026, 2, 28)),
        ("Måste kommunen ha en lägesbild den 30 juni 2023?", date(2023, 6, 30)),
        ("Var kommunen skyldig att ha en plan under 2023?", date(2023, 12, 31)),
        ("krävdes lägesbild 2022?", date(2022, 12, 31)),
        ("Vad gäller från och med den 1 mars 2026 för utdraget?", date(2026, 3, 1)),
        ("Fick kommunen kamerabevaka fram till 31 mars 2025?", date(2025, 3, 31)),
        ("What applied in March? gällde det i december 2024", date(2024, 12, 31)),
        ("Behöver kommunen tillstånd för kameror före den 1 april 2025?", date(2025, 3, 31)),
        (
            "Hej! Vi har två frågor. Hur gammalt fick utdraget vara före mars 2026?",
            date(2026, 2, 28),
        ),
        ("Fick vi filma innan lagen ändrades?", date(2025, 3, 31)),
        ("Vad gällde före lagändringen i registerkontrollagen?", date(2026, 2, 28)),
        ("Vad gällde innan lagen fanns?", date(2023, 6, 30)),
        ("Måste rektorn lämna uppgifter till polisen i januari 2025?", date(2025, 1, 31)),
        ("Vem skulle göra orosanmälan i maj 2025?", date(2025, 5, 31)),
        ("Fick myndigheter dela uppgifter hösten 2025?", date(2025, 11, 30)),
        ("gällde det här under 2026?", TODAY),
    ],
)
def test_a_day_in_the_words_is_the_day_asked_about(text: str, day: date) -> None:
    assert day_asked_about(text, TODAY) == AskedDay(day=day)


@pytest.mark.parametrize(
    "text",
    [
        "Vad säger lagen (2023:196)?",
        "Måste kommunen ha en lägesbild enligt lag 2023:196?",
        "Vilket uppdrag gav regeringen till Brå i juni 2024?",
        "Vad sade Brå i mars 2024?",
        "När kom metodstödet från 2022?",
        "Får kommunen sätta upp kameror?",
        "Måste vi göra lägesbilden före åtgärdsplanen?",
        "Måste vi prata med polisen innan vi ändrar planen?",
        "Vad gäller enligt skr. 2023/24:68?",
        "Vad gällde den 31 februari 2025?",
        "Vad måste kommunen göra innan lagen börjar gälla?",
        "Vad måste kommunen göra innan lagen tillåter kamerabevakning?",
        "Måste planen som antogs den 5 maj 2022 revideras?",
        "Vilka krav gäller på lägesbilden som vi antog i mars 2023?",
        "Måste kommunen ha beslutat om en åtgärdsplan före 1 juli 2025?",
        "Vi tog fram en lägesbild under 2023. Hur ofta måste den uppdateras?",
        "Ska lägesbilden vara klar före 2027?",
    ],
)
def test_other_dates_and_words_set_no_day(text: str) -> None:
    assert day_asked_about(text, TODAY) is None


@pytest.mark.parametrize(
    "text",
    [
        "Fick socialnämnden göra hembesök enligt socialtjänstlagen före lagändringen?",
        "Vad gällde i skollagen innan reglerna ändrades?",
    ],
)
def test_an_earlier_day_that_is_not_known_here_is_told_as_such(text: str) -> None:
    assert day_asked_about(text, TODAY) == AskedDay(day=None)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("vad gällde om sekretess 2019?", "vad gällde om sekretess ?"),
        ("Vad krävdes för utdrag hösten 2025?", "Vad krävdes för utdrag ?"),
        ("Vad gällde i mars 2022?", "Vad gällde i mars 2022?"),
        ("Vad gällde enligt lagen (2023:196)?", "Vad gällde enligt lagen (2023:196)?"),
        ("Vad gällde den 1 juli 2023?", "Vad gällde den 1 juli 2023?"),
    ],
)
def test_a_year_that_stands_alone_is_no_word_to_look_for(text: str, rest: str) -> None:
    assert without_year(text) == rest


def test_which_rules_held_is_another_matter_than_what_happened() -> None:
    assert asks_what_held("Vad gällde 2019?")
    assert not asks_what_held("Hur många kommuner hade en plan 2019?")
