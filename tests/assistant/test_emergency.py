"""Danger now is told from questions on the law that speak of the police, threats and weapons."""

import pytest

from assistant.emergency import is_acute


@pytest.mark.parametrize(
    "text",
    [
        "Ring polisen!",
        "ring polsien nån har blivit sjuten",
        "Snälla ring polisen, de slår sönder hela lokalen",
        "hjälp ring polis dom står utanför med påkar",
        "Kan någon ringa polisen nu?",
        "ska jag ringa polisen?",
        "Ska vi ringa polisen eller socialjouren?",
        "måste jag larma polisen nu",
        "en kille blöder, ska vi larma polisen eller vänta",
        "larma polisen, hon skriker på hjälp i trapphuset",
        "ambulansen dröjer, ring ambulans igen",
        "ska fritidsledaren ringa 112",
        "Får skolan ringa polisen? Det är slagsmål utanför just nu",
        "kan polisen komma, nån har kniv",
        "Kan personalen ringa polisen nu, de slåss",
        "nån sjuter vid skolan",
        "han har en pistol och står i kapprummet",
        "dom rånar kiosken",
        "vi är jagade av ett gäng, hjälp",
        "någon slår en kille vid busshållplatsen, vi ringer polisen nu",
        "Call the police, they have a knife!",
        "Should we call the police?",
        "there's a fight at the youth club",
        "someone has a gun",
        "call 112 please",
        "nån måste ringa polisen",
        "hon vågar inte ringa polisen, han är på väg hit",
    ],
)
def test_danger_now_is_heard(text: str) -> None:
    assert is_acute(text)


@pytest.mark.parametrize(
    "text",
    [
        "får soc ringa polisen om en kille i gänget?",
        "Får socialtjänsten ringa polisen om en klient berättar om ett brott?",
        "kan skolan ringa polisen utan att fråga föräldrarna",
        "Måste rektorn ringa polisen om en elev har haft kniv i skåpet?",
        "Får en fritidsledare larma polisen trots tystnadsplikt?",
        "när får elevhälsan ringa polisen",
        "Bryter kuratorn mot sekretessen om hon ringer polisen?",
        "vad gäller när soc ringer polisen om en 17-åring",
        "Får vi ringa polisen och berätta vilka ungdomar som är med i gänget?",
        "vi ringer polisen varje vecka om mopederna, vad kan kommunen göra",
        "Ska kommunen ringa polisen innan den sätter upp kameror?",
        "Vem i kommunen får ringa polisen om samverkansöverenskommelsen?",
        "Får skolan ringa polisen om någon hotar en lärare?",
        "Måste personalen larma polisen när någon har vapen med sig?",
        "Får kommunen berätta för polisen att någon hotar en tjänsteman?",
        "Kan ordningsvakter ringa polisen om någon bråkar med dem?",
        "vilka regler gäller om vapen i skolan",
        "Får socialtjänsten lämna ut uppgifter om hot till polisen?",
        "Hur ska lägesbilden ta upp hot och vapen?",
        "Är hot mot tjänstemän något som lägesbilden ska ta med?",
        "vad kan en förening göra mot att ungdomar bär kniv",
        "Får polisen använda kommunens kameror efter ett rån?",
        "Kan vi ringa polisen för att få hjälp med lägesbilden?",
        "May social services call the police about a gang member?",
        "When must a school call the police?",
    ],
)
def test_a_question_on_the_law_is_no_alarm(text: str) -> None:
    assert not is_acute(text)
