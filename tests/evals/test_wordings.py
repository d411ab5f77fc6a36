"""Wordings and texts, each pair decided by hand: is it said, or not?"""

import pytest

from evals.wordings import DENYING, plain, said, tokens

SAID = (
    # Inflections: the same words in another form.
    ("lägesbild", "Lägesbilden är klar."),
    ("ta fram en plan", "De tar fram en plan."),
    ("kommunens ansvar", "kommunernas ansvar"),
    ("tar fram", "att ta fram"),
    ("ge stöd", "de ger stöd"),
    ("ha råd", "de har råd"),
    ("skall lämnas", "ska lämnas"),
    ("ingen skyldighet", "Det finns inga skyldigheter."),
    ("inget krav", "Ingen kräver det."),
    ("ej offentlig", "Uppgiften är inte offentlig."),
    ("ÅTGÄRDSPLAN", "en åtgärdsplan"),
    # Up to three other words between two of the wording's.
    ("kommunen beslutar", "kommunen beslutar"),
    ("kommunen beslutar", "kommunen själv beslutar"),
    ("kommunen beslutar", "kommunen eller regionen gemensamt beslutar"),
    ("plan lägesbild råd", "en plan för vår lägesbild och ett nytt råd"),
    ("lägesbild, plan", "Lägesbild. Sedan: plan"),
    # The first possible place is not the only one.
    ("råd beslutar", "Ett råd finns. Där är ett annat råd som beslutar."),
    ("råd beslutar plan", "råd beslutar om mycket annat just då, men råd beslutar plan"),
    # Denials that the wording itself has.
    ("behöver inte", "Det behöver kommunen inte."),
    ("varken plan eller råd", "varken plan eller råd"),
    ("inte bindande", "Den är inte juridiskt bindande."),
    ("får delas", "Den får delas, inte säljas."),
    # Words that look like a denial without their dots or endings.
    ("elever grupper", "elever i åldrar i grupper"),
    ("personer vård", "personer med värk får vård"),
    # Numbers in words and digits.
    ("fyra år", "4 år"),
    ("4 år", "fyra år"),
    ("noll kronor", "0 kronor"),
    ("tolv månader", "12 månader"),
    ("arton år", "fyllt 18 år"),
    ("21 år", "tjugoett år"),
    ("tjugoen dagar", "21 dagar"),
    ("99 fall", "nittionio fall"),
    ("hundra", "100"),
    ("tusen", "1 000"),
    ("1000 kronor", "1 000 kronor"),
    ("1 000 kronor", "1000 kronor"),
    ("1.000 kronor", "1\u00a0000 kronor"),
    ("1 250 000", "1250000"),
    ("2,5 miljoner", "2,5 miljoner"),
    ("tredje", "3:e"),
    # Days.
    ("1 juli 2024", "2024-07-01"),
    ("2024-07-01", "senast den 1 juli 2024"),
    ("den 1 juli 2024", "2024-07-01"),
    ("den 1 juli 2024", "1 JULI 2024"),
    ("31 februari 2024", "31 Februari 2024"),
    # Paragraphs.
    ("6 §", "§ 6"),
    ("6 §", "6§"),
    ("6 §", "paragraf 6"),
    ("paragraf 6", "i paragrafen 6"),
    ("sjätte paragrafen", "enligt 6 § gäller"),
    ("§ 6", "sjätte paragrafen"),
    ("6 a §", "6a §"),
    ("§ 6 a", "6 a §"),
    ("14 §", "fjortonde paragrafen"),
    ("4 §", "enligt 4 och 5 §§"),
    ("5 §", "enligt 4 och 5 §§"),
    ("4 §", "enligt 4, 5 eller 8 a §§"),
    ("8 a §", "8 a–9 §§"),
    ("10 kap. 18 §", "10 kap. 18 §"),
    # Shares.
    ("25 procent", "25 %"),
    ("25%", "25 procenten"),
    ("25 procentenheter", "25 procentenheterna"),
    # How it is written.
    ("lägesbild", "läges\u00adbild"),
    ("läges\u00adbild", "lägesbild"),
    ("lägesbild", "la\u0308gesbild"),
    ("a\u030ar", "år"),
    ("två  ord", "Två\nord"),
    ("och/eller", "och eller"),
)

NOT_SAID = (
    ("lägesbild", "Planen är klar."),
    ("plan", "planera"),  # another word, though it begins alike
    ("kommunen beslutar", "beslutar kommunen"),  # another order
    ("plan plan", "en plan"),  # twice is not once
    # Four other words between are too many.
    ("kommunen beslutar", "kommunen eller hela regionen gemensamt beslutar"),
    ("plan lägesbild råd", "plan lägesbild ett två tre fyra råd"),
    # A denial between the words.
    ("ska beslutas", "ska inte beslutas"),
    ("ska beslutas", "ska ej beslutas"),
    ("ska beslutas", "ska aldrig beslutas"),
    ("får delas", "får under inga villkor delas"),
    ("kan ges", "kan utan avtal ges"),
    ("finns plan", "finns ingen plan"),
    ("finns plan", "finns varken råd eller plan"),
    ("behöver inte rapportera", "behöver rapportera"),
    # Numbers, days, paragraphs and shares that are others.
    ("fyra år", "14 år"),
    ("fyra år", "fyrtio år"),
    ("1 000", "1 0000"),
    ("1 000", "10 000"),
    ("2,5", "25"),
    ("2,5", "2,50"),
    ("18 år", "åttio år"),
    ("tredje", "3"),
    ("andra", "2"),  # "andra" is "others" too
    ("ett år", "1 år"),  # "ett" is an article too
    ("1 juli 2024", "2024-07-10"),
    ("1 juli 2024", "1 juli"),
    ("1 juli 2024", "11 juli 2024"),
    ("1 juli 2024", "1 juni 2024"),
    ("6 §", "16 §"),
    ("6 §", "6 a §"),
    ("6 §", "6"),
    ("6 §", "§ 66"),
    ("sjätte paragrafen", "sjätte stycket"),
    ("4 §", "4 och 5 kap."),
    ("2 §", "2 och 5 §"),  # one sign: the first number may be something else
    ("25 procent", "25"),
    ("25 procent", "25 procentenheter"),
    # Words of nothing.
    ("", "vad som helst"),
    (" .,;\u00ad ", "vad som helst . , ;"),
    ("plan", ""),
    ("", ""),
)


@pytest.mark.parametrize(("wording", "text"), SAID)
def test_said(wording, text):
    assert said(wording, plain(text)) is not None


@pytest.mark.parametrize(("wording", "text"), NOT_SAID)
def test_not_said(wording, text):
    assert said(wording, plain(text)) is None


def test_there_are_enough_pairs_both_ways():
    assert len(set(SAID)) >= 60
    assert len(set(NOT_SAID)) >= 30


@pytest.mark.parametrize(
    ("wording", "text", "part"),
    [
        ("kommunen besluta", "I dag har kommunen själv beslutat det.", "kommunen själv beslutat"),
        ("6 §", "Se 6 § i lagen.", "6 §"),
        ("1 juli 2024", "Före den 1 juli 2024 gäller", "den 1 juli 2024"),
        ("plan", "Plan, plan och plan", "Plan"),
        ("plan råd", "plan, plan, råd, råd", "plan, plan, råd"),
        ("4 §", "Enligt 4 och 5 §§.", "4"),
    ],
)
def test_the_part_that_says_it_is_given_as_it_is_written(wording, text, part):
    assert said(wording, text) == part


def test_the_forms_that_are_compared():
    text = "Den 1 juli 2024 gav 6 a § 1 000 kronor, 5 % (inte åldrar) åt tjugotvå."
    assert [token.form for token in tokens(text)] == [
        "2024-07-01",
        "gav",
        "§6a",
        "1000",
        "kron",
        "5",
        "%",
        "inte",
        "aldr",
        "at",
        "22",
    ]


def test_a_token_knows_where_it_stands():
    text = "ja, 6 § och 3:e"
    assert [text[token.start : token.end] for token in tokens(text)] == ["ja", "6 §", "och", "3:e"]


def test_denials_of_the_same_meaning_have_one_form():
    forms = {
        word: tokens(word)[0].form
        for word in "inte ej icke ingen inget inga aldrig varken utan".split()
    }
    assert forms == {
        "inte": "inte",
        "ej": "inte",
        "icke": "inte",
        "ingen": "ingen",
        "inget": "ingen",
        "inga": "ingen",
        "aldrig": "aldrig",
        "varken": "varken",
        "utan": "utan",
    }
    assert set(forms.values()) == DENYING


@pytest.mark.parametrize("word", ["åldrar", "värken", "intar", "engelska", "inges"])
def test_a_word_that_only_resembles_a_denial_is_none(word):
    assert tokens(word)[0].form not in DENYING


def test_plain_text_is_one_line_of_composed_letters():
    assert plain("  a\u030a\u00adr \n\t 2024\u202f ") == "år 2024"


def test_percentage_points_are_a_share_of_their_own():
    assert [token.form for token in tokens("5 %, 5 procent, 5 procentenheter")] == [
        *("5", "%"),
        *("5", "%"),
        *("5", "%-enhet"),
    ]
