"""Minimal pairs: what a model may make of a quote, and what it may not."""

from dataclasses import replace

import pytest
from answer_sources import ADVICE, BOOK, DUTY, HITS, LAW, PASSAGES

from assistant.citations import cite
from assistant.pairs import Pair
from assistant.verification import Fault, Verdict, verify_statement, wording_faults
from corpus.documents import Lane

# Our own accounts of rules, not the words of any source.
PICTURE = "Varje kommun ska ta fram en lägesbild som visar hur brottsligheten ser ut i kommunen."
PLAN = (
    "Kommunen ska besluta om en åtgärdsplan. "
    "Lagen pekar inte ut vem i kommunen som ska besluta planen."
)
EVERY_OTHER_YEAR = (
    "Kommunen ska minst vartannat år uppdatera lägesbilden och följa upp åtgärdsplanen."
)
SUITABLE = "Kommunen ska, så långt det är lämpligt, knyta ihop åtgärdsplanen med annan planering."
STRIVE = "Kommunen ska verka för skriftliga överenskommelser med relevanta aktörer."
COUNCIL = "Kommunen ska leda det strategiska rådet."
CAMERA = "Kommunen får kamerabevaka platser som allmänheten har tillträde till."
NOT_BEFORE = "Kommunen behövde inte ha beslutat åtgärdsplanen förrän den 1 juli 2024."
FUNCTION = "Lagen kräver en samordningsfunktion, inte en viss titel eller en heltidstjänst."
BOARD = "Kommunstyrelsen ansvarar för att löpande rapportera om arbetet till kommunfullmäktige."
NO_FINE = "Lagen innehåller inga regler om tillsyn, vite eller överklagande."
RECOMMENDED = "Kommunen bör enligt Brå bestämma mål och målgrupper för arbetet."
EXTRACT = "Registerutdraget får vara högst sex månader gammalt när det visas upp."
GRANT = "Bidraget är högst 250 000 kronor per förening och ska sökas senast den 15 mars 2026."
BETWEEN = (
    "Uppgifter får lämnas mellan myndigheter enligt 10 kap. 15 a §, men inte till en förening."
)
COORDINATE = "Kommunen ansvarar för den samordning som anges i 9 och 10 §§."
STARTED = "Bestämmelsen om kamerabevakning trädde i kraft den 1 april 2025."
BINDING = "En samverkansöverenskommelse mellan kommun och polis är inte juridiskt bindande."
THREE = "Lägesbilden ska ha tre delar: kartläggning, annan information och en analys."
POLICE = "Polisen och kommunen arbetar tillsammans med medborgarlöften i fem av tolv områden."
CONSENT = "Kommunen får lämna ut uppgiften bara om den enskilde samtycker."
NOT_OLDER = "Utdraget får inte vara äldre än sex månader."
ONLY_THEM = "Bidraget söks av kommunen, och det är kommunen som får använda det, inte en förening."
GIVES_NO_RIGHT = "Lagen ger inte föreningen rätt att lämna ut uppgifter."
EITHER_BODY = "Kommunstyrelsen eller en utsedd nämnd ansvarar för ledning av arbetet."
OFTEN = "Föreningar når enligt handboken inte sällan grupper som kommunen har svårt att nå."
SILENT = "Lagen anger inte vilken metod kommunen ska använda."
ASSIGNED = "Regeringen gav länsstyrelserna i uppdrag att utveckla ett regionalt stöd."
SCHOOL = "Rektorn ska anmäla oro till socialtjänsten, och föreningen bör göra det."

FAITHFUL = [
    (PICTURE, "Kommunen ska ta fram en lägesbild över brottsligheten."),
    (PICTURE, "Kommunerna måste ta fram en lägesbild över hur brottsligheten ser ut."),
    (PICTURE, "Varje kommun är skyldig att ta fram en lägesbild."),
    (PICTURE, "Enligt 4 § ska kommunen ta fram en lägesbild."),
    (PICTURE, "Enligt lagen (2023:196) ska varje kommun ta fram en lägesbild."),
    (PLAN, "Kommunen ska besluta om en åtgärdsplan."),
    (PLAN, "Lagen säger inte vem i kommunen som ska besluta planen."),
    (PLAN, "Vem som ska besluta planen pekas inte ut i lagen."),
    (EVERY_OTHER_YEAR, "Lägesbilden ska uppdateras minst vartannat år."),
    (EVERY_OTHER_YEAR, "Åtgärdsplanen ska följas upp vartannat år."),
    (EVERY_OTHER_YEAR, "Minst vartannat år måste kommunen följa upp åtgärdsplanen."),
    (EVERY_OTHER_YEAR, "Kommunen ska uppdatera lägesbilden minst en gång på två år."),
    (SUITABLE, "Kommunen ska så långt det är lämpligt knyta ihop planen med annan planering."),
    (SUITABLE, "Planen ska knytas ihop med annan planering i den utsträckning det är lämpligt."),
    (STRIVE, "Kommunen ska verka för överenskommelser med relevanta aktörer."),
    (STRIVE, "Kommunen måste verka för att överenskommelser ingås med relevanta aktörer."),
    (COUNCIL, "Det strategiska rådet ska ledas av kommunen."),
    (COUNCIL, "Kommunen måste leda rådet."),
    (CAMERA, "Kommunen får kamerabevaka platser dit allmänheten har tillträde."),
    (CAMERA, "Platser som allmänheten har tillträde till kan kommunen kamerabevaka."),
    (NOT_BEFORE, "Kommunen behövde inte besluta åtgärdsplanen förrän den 1 juli 2024."),
    (NOT_BEFORE, "Åtgärdsplanen behövde inte vara beslutad förrän den 1 juli 2024."),
    (FUNCTION, "Lagen kräver en samordningsfunktion."),
    (FUNCTION, "Lagen kräver inte en viss titel eller en heltidstjänst."),
    (BOARD, "Kommunstyrelsen ska löpande rapportera om arbetet till kommunfullmäktige."),
    (BOARD, "Kommunstyrelsen ansvarar för att kontinuerligt rapportera till fullmäktige."),
    (NO_FINE, "Lagen saknar regler om tillsyn och vite."),
    (NO_FINE, "Det finns inga regler om vite i lagen."),
    (RECOMMENDED, "Kommunen bör bestämma mål för arbetet."),
    (RECOMMENDED, "Brå rekommenderar att kommunen bestämmer mål och målgrupper."),
    (RECOMMENDED, "Enligt Brås handbok bör kommunen bestämma målgrupper för arbetet."),
    (EXTRACT, "Utdraget får vara högst 6 månader gammalt."),
    (GRANT, "Bidraget är högst 250 000 kronor per förening."),
    (GRANT, "Bidraget ska sökas senast den 15 mars 2026."),
    (GRANT, "Föreningen måste söka bidraget senast 2026-03-15."),
    (BETWEEN, "Uppgifter får lämnas mellan myndigheter enligt 10 kap. 15 a §."),
    (BETWEEN, "Enligt 15 a § får uppgifter lämnas mellan myndigheter."),
    (COORDINATE, "Kommunen ansvarar för samordningen enligt 9 och 10 §§."),
    (COORDINATE, "Kommunen har ansvar för den samordning som anges i 9–10 §§."),
    (STARTED, "Bestämmelsen gäller sedan den 1 april 2025."),
    (STARTED, "Bestämmelsen om kamerabevakning trädde i kraft i april 2025."),
    (BINDING, "Överenskommelsen mellan kommun och polis är inte bindande."),
    (THREE, "Lägesbilden ska ha 3 delar: kartläggning, annan information och analys."),
    (POLICE, "I fem av tolv områden arbetar polisen och kommunen med medborgarlöften."),
    (CONSENT, "Kommunen får lämna ut uppgiften bara om personen samtycker."),
    (NOT_OLDER, "Utdraget får vara högst sex månader gammalt."),
    (ONLY_THEM, "En förening får inte använda bidraget."),
    (GIVES_NO_RIGHT, "Föreningen får inte lämna ut uppgifter med stöd av lagen."),
    (EITHER_BODY, "För ledning av arbetet ansvarar kommunstyrelsen eller en nämnd som utsetts."),
    (OFTEN, "Det är inte ovanligt att föreningar når grupper som kommunen har svårt att nå."),
    (SILENT, "Vilken metod kommunen ska använda lämnar lagen öppet."),
    (ASSIGNED, "Länsstyrelserna fick regeringens uppdrag att utveckla ett regionalt stöd."),
    (ASSIGNED, "Länsstyrelserna skulle utveckla ett regionalt stöd."),
    (COUNCIL, "Att leda det strategiska rådet är något som kommunen ska göra."),
    (COUNCIL, "Det är kommunens uppgift att leda det strategiska rådet."),
    (SCHOOL, "Rektorn ska anmäla oro till socialtjänsten."),
    (SCHOOL, "Det är rektorn som ska anmäla oro till socialtjänsten."),
]

MUTANTS = [
    (PICTURE, "Kommunen bör ta fram en lägesbild.", Fault.MODALITY),
    (PICTURE, "Kommunen får ta fram en lägesbild.", Fault.MODALITY),
    (PICTURE, "Kommunen ska verka för att ta fram en lägesbild.", Fault.MODALITY),
    (PICTURE, "Kommunen tar fram en lägesbild.", Fault.MODALITY),
    (PICTURE, "Kommunen ska inte ta fram en lägesbild.", Fault.NEGATION),
    (PICTURE, "Kommunen behöver inte ta fram en lägesbild.", Fault.NEGATION),
    (PICTURE, "Polisen ska ta fram en lägesbild.", Fault.ACTOR),
    (PICTURE, "Regionen ska ta fram en lägesbild som visar brottsligheten.", Fault.ACTOR),
    (PICTURE, "Kommunen ska ta fram en lägesbild varje år.", Fault.FREQUENCY),
    (PICTURE, "Enligt 5 § ska kommunen ta fram en lägesbild.", Fault.PARAGRAPH),
    (PICTURE, "Enligt lagen (2023:197) ska kommunen ta fram en lägesbild.", Fault.NUMBER),
    (PICTURE, "Kommunen ska bygga en ny simhall och anställa fler badvakter.", Fault.SUPPORT),
    (PICTURE, "Kommunen ska ta fram en lägesbild och publicera den på webben.", Fault.SUPPORT),
    (PICTURE, "Kommunen ska ta fram en lägesbild, som granskas av revisorer.", Fault.SUPPORT),
    (PICTURE, "Kommunen ska ta fram en lägesbild, se https://exempel.se.", Fault.MARKUP),
    (PICTURE, "Kommunen ska ta fram en lägesbild ![](x).", Fault.MARKUP),
    (PICTURE, "Kommunen ska ta fram en lägesbild [7].", Fault.MARKUP),
    (PLAN, "Lagen pekar ut vem i kommunen som ska besluta planen.", Fault.NEGATION),
    (PLAN, "Kommunstyrelsen ska besluta om en åtgärdsplan.", Fault.ACTOR),
    (PLAN, "Kommunfullmäktige måste besluta om en åtgärdsplan.", Fault.ACTOR),
    (EVERY_OTHER_YEAR, "Kommunen ska minst vart fjärde år uppdatera lägesbilden.", Fault.FREQUENCY),
    (EVERY_OTHER_YEAR, "Kommunen ska årligen uppdatera lägesbilden.", Fault.FREQUENCY),
    (EVERY_OTHER_YEAR, "Kommunen ska högst vartannat år uppdatera lägesbilden.", Fault.FREQUENCY),
    (EVERY_OTHER_YEAR, "Kommunen ska minst varannan månad uppdatera lägesbilden.", Fault.FREQUENCY),
    (EVERY_OTHER_YEAR, "Kommunen bör minst vartannat år uppdatera lägesbilden.", Fault.MODALITY),
    (EVERY_OTHER_YEAR, "Kommunen ska löpande uppdatera lägesbilden.", Fault.FREQUENCY),
    (
        EVERY_OTHER_YEAR,
        "Kommunen behöver inte följa upp åtgärdsplanen vartannat år.",
        Fault.MODALITY,
    ),
    (SUITABLE, "Kommunen ska knyta ihop åtgärdsplanen med annan planering.", Fault.MODALITY),
    (SUITABLE, "Kommunen bör knyta ihop åtgärdsplanen med annan planering.", Fault.MODALITY),
    (STRIVE, "Kommunen ska ingå överenskommelser med relevanta aktörer.", Fault.MODALITY),
    (STRIVE, "Kommunen får verka för överenskommelser.", Fault.MODALITY),
    (STRIVE, "Kommunen ska verka för överenskommelser med polisen.", Fault.ACTOR),
    (STRIVE, "Kommunen ska verka för överenskommelser med civilsamhället.", Fault.ACTOR),
    (COUNCIL, "Kommunen ska verka för att leda det strategiska rådet.", Fault.MODALITY),
    (COUNCIL, "Länsstyrelsen ska leda det strategiska rådet.", Fault.ACTOR),
    (COUNCIL, "Kommunen leder inte det strategiska rådet.", Fault.NEGATION),
    (CAMERA, "Kommunen ska kamerabevaka platser med tillträde för allmänheten.", Fault.MODALITY),
    (CAMERA, "Kommunen får inte kamerabevaka platser.", Fault.NEGATION),
    (CAMERA, "Kommunen bör kamerabevaka platser.", Fault.MODALITY),
    (NOT_BEFORE, "Kommunen behövde inte besluta åtgärdsplanen.", Fault.MODALITY),
    (NOT_BEFORE, "Kommunen skulle ha beslutat åtgärdsplanen före den 1 juli 2024.", Fault.DATE),
    (NOT_BEFORE, "Kommunen behövde inte ha beslutat planen förrän den 1 juli 2023.", Fault.DATE),
    (NOT_BEFORE, "Kommunen ska besluta åtgärdsplanen.", Fault.MODALITY),
    (FUNCTION, "Lagen kräver en viss titel eller en heltidstjänst.", Fault.NEGATION),
    (FUNCTION, "Lagen kräver inte en samordningsfunktion.", Fault.NEGATION),
    (FUNCTION, "Lagen rekommenderar en samordningsfunktion.", Fault.MODALITY),
    (BOARD, "Kommunfullmäktige ansvarar för att rapportera till kommunstyrelsen.", Fault.ACTOR),
    (BOARD, "Kommunstyrelsen får rapportera om arbetet till kommunfullmäktige.", Fault.MODALITY),
    (BOARD, "Kommunstyrelsen ska årligen rapportera till kommunfullmäktige.", Fault.FREQUENCY),
    (BOARD, "Kommunstyrelsen ska löpande rapportera till länsstyrelsen.", Fault.ACTOR),
    (NO_FINE, "Lagen innehåller regler om tillsyn och vite.", Fault.NEGATION),
    (NO_FINE, "Lagen har regler om överklagande.", Fault.NEGATION),
    (RECOMMENDED, "Kommunen ska enligt Brå bestämma mål och målgrupper.", Fault.MODALITY),
    (RECOMMENDED, "Brå bör bestämma mål och målgrupper för arbetet.", Fault.ACTOR),
    (RECOMMENDED, "Polisen bör enligt Brå bestämma mål för arbetet.", Fault.ACTOR),
    (EXTRACT, "Utdraget får vara högst tolv månader gammalt.", Fault.NUMBER),
    (EXTRACT, "Utdraget får vara högst sex år gammalt.", Fault.NUMBER),
    (EXTRACT, "Utdraget får vara minst sex månader gammalt.", Fault.NUMBER),
    (EXTRACT, "Utdraget får vara sex månader gammalt.", Fault.NUMBER),
    (GRANT, "Bidraget är högst 25 000 kronor per förening.", Fault.NUMBER),
    (GRANT, "Bidraget ska sökas senast den 15 maj 2026.", Fault.DATE),
    (GRANT, "Bidraget ska sökas tidigast den 15 mars 2026.", Fault.DATE),
    (GRANT, "Bidraget ska sökas senast den 15 mars 2027.", Fault.DATE),
    (GRANT, "Bidraget är högst 250 000 kronor per kommun.", Fault.ACTOR),
    (BETWEEN, "Uppgifter får lämnas till en förening.", Fault.NEGATION),
    (BETWEEN, "Uppgifter får lämnas mellan myndigheter enligt 10 kap. 14 §.", Fault.PARAGRAPH),
    (BETWEEN, "Uppgifter får lämnas mellan myndigheter enligt 12 kap. 15 a §.", Fault.PARAGRAPH),
    (BETWEEN, "Uppgifter ska lämnas mellan myndigheter.", Fault.MODALITY),
    (COORDINATE, "Kommunen ansvarar för samordningen enligt 8 och 10 §§.", Fault.PARAGRAPH),
    (COORDINATE, "Kommunen ansvarar för samordningen i 4 §.", Fault.PARAGRAPH),
    (STARTED, "Bestämmelsen om kamerabevakning gällde till den 1 april 2025.", Fault.DATE),
    (STARTED, "Bestämmelsen om kamerabevakning trädde i kraft i april 2024.", Fault.DATE),
    (BINDING, "Överenskommelsen mellan kommun och polis är juridiskt bindande.", Fault.NEGATION),
    (BINDING, "En överenskommelse mellan kommun och region är inte bindande.", Fault.ACTOR),
    (THREE, "Lägesbilden ska ha fyra delar.", Fault.NUMBER),
    (THREE, "Lägesbilden bör ha tre delar.", Fault.MODALITY),
    (POLICE, "Polisen och kommunen arbetar med löften i sju av tolv områden.", Fault.NUMBER),
    (CONSENT, "Kommunen får inte lämna ut uppgiften om den enskilde samtycker.", Fault.NEGATION),
    (CONSENT, "Kommunen ska lämna ut uppgiften om den enskilde samtycker.", Fault.MODALITY),
    (NOT_OLDER, "Utdraget får vara minst sex månader gammalt.", Fault.NUMBER),
    (NOT_OLDER, "Utdraget får vara äldre än sex månader.", Fault.NUMBER),
    (ONLY_THEM, "En förening får använda bidraget.", Fault.NEGATION),
    (GIVES_NO_RIGHT, "Föreningen får lämna ut uppgifter.", Fault.NEGATION),
    (EITHER_BODY, "Kommunfullmäktige ansvarar för ledning av arbetet.", Fault.ACTOR),
    (
        OFTEN,
        "Det är ovanligt att föreningar når grupper som kommunen har svårt att nå.",
        Fault.RELATION,
    ),
    (SILENT, "Lagen anger vilken metod kommunen ska använda.", Fault.NEGATION),
    (ASSIGNED, "Länsstyrelserna får utveckla ett regionalt stöd.", Fault.MODALITY),
    (COUNCIL, "Att leda det strategiska rådet är något som kommunen får göra.", Fault.MODALITY),
    (SCHOOL, "Föreningen ska anmäla oro till socialtjänsten.", Fault.ACTOR),
    (SCHOOL, "Rektorn bör anmäla oro till socialtjänsten.", Fault.MODALITY),
    (SCHOOL, "Rektorn ska anmäla oro till polisen.", Fault.ACTOR),
    (SCHOOL, "Rektorn ska anmäla oro till Skolinspektionen.", Fault.ACTOR),
]


def pair(quote: str, statement: str) -> Pair:
    publisher = "Brå" if "Brå" in quote else ""
    sources = f"{publisher} Lag (2023:196) om kommuners ansvar för brottsförebyggande arbete"
    return Pair(statement=statement, quotes=quote, pinpoints="4 §", sources=sources)


@pytest.mark.parametrize(("quote", "statement"), FAITHFUL)
def test_faithful_paraphrase_is_accepted(quote: str, statement: str) -> None:
    assert wording_faults(pair(quote, statement)) == ()


@pytest.mark.parametrize(("quote", "statement", "fault"), MUTANTS)
def test_changed_meaning_is_rejected(quote: str, statement: str, fault: Fault) -> None:
    assert fault in wording_faults(pair(quote, statement))


CITED = cite(HITS[0].passage, 0, len(DUTY), 1, LAW)


def test_sentence_that_is_its_quote_needs_no_comparison_of_words() -> None:
    assert verify_statement(DUTY, Lane.LAW, [CITED], PASSAGES) == Verdict()


@pytest.mark.parametrize(
    "change",
    [
        {"quote": DUTY.replace("ska", "bör")},
        {"quote": DUTY.upper()},
        {"start": 1},
        {"end": len(DUTY) - 1},
        {"end": 10_000},
        {"start": -len(DUTY)},
        {"start": 5, "end": 5, "quote": ""},
        {"passage_id": "sfs-2023-196#6-§/1"},
        {"passage_id": "finns inte"},
        {"document_id": "handbok"},
        {"pinpoint": "5 §"},
    ],
)
def test_quote_must_be_exactly_the_characters_of_its_passage(change: dict[str, object]) -> None:
    changed = replace(CITED, **change)
    verdict = verify_statement(changed.quote, Lane.LAW, [changed], PASSAGES)
    assert verdict.faults == (Fault.QUOTE_MISMATCH,)


def test_statement_without_citation_is_not_borne() -> None:
    assert Fault.QUOTE_MISMATCH in verify_statement(DUTY, Lane.LAW, [], PASSAGES).faults


@pytest.mark.parametrize("lane", [Lane.GUIDANCE, Lane.REPORT, Lane.CONTEXT])
def test_lane_is_that_of_every_cited_document(lane: Lane) -> None:
    assert verify_statement(DUTY, lane, [CITED], PASSAGES).faults == (Fault.LANE,)
    advice = cite(HITS[2].passage, 0, len(ADVICE), 1, BOOK)
    assert verify_statement(ADVICE, Lane.LAW, [advice], PASSAGES).faults == (Fault.LANE,)
