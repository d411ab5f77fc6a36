"""The Swedish words of an evaluation's report."""

from collections.abc import Mapping

TITLE = "Rapport om svaren"
NOTHING = "–"
RIGHT, WRONG = "rätt", "fel"
HIGH, LOW = "högt", "lågt"
AT_LEAST, AT_MOST = "minst", "högst"
YES, PARTLY, NO = "ja", "delvis", "nej"

STATUSES: Mapping[str, str] = {
    "answered": "svar",
    "needs_clarification": "avstod (frågan är oklar)",
    "no_guidance_found": "avstod (inget svar i källorna)",
    "out_of_scope": "avstod (annat ämne)",
    "blocked_personal_data": "stoppades (personuppgifter)",
    "error": "tekniskt fel",
}

SETTINGS: Mapping[str, str] = {
    "mode": "Hur svaren gjordes",
    "as_of": "Dagen som frågorna gäller",
    "generation": "Index",
    "encoder": "Vektormodell",
    "model": "Språkmodell",
    "legs": "Sökningens delar",
    "prompt": "Kontrollsumma för språkmodellens instruktion",
    "version": "Programmets version",
    "sets": "Samlingar",
}
MODES: Mapping[str, str] = {
    "auto": "med språkmodell om en är inställd, annars ordagrant",
    "extractive": "ordagrant ur källorna",
    "model": "av språkmodell",
}
LEGS: Mapping[str, str] = {"bm25": "ord", "char": "bokstäver", "dense": "vektorer"}
NO_VALUE = "ingen"

SETS: Mapping[str, str] = {
    "lag-vardag": "Vardagsfrågor om lagen (2023:196).",
    "vagledning": "Frågor om handböcker, rapporter, uppdrag, strategi och NOD.",
    "avsta": "Frågor som inte ska få ett vanligt svar.",
    "grannlagar": "Frågor om lagarna bredvid (2023:196).",
    "nya-kallor": "Frågor om övriga källor, och vanliga missförstånd.",
    "foljdfragor": "Frågor som bara förstås med det som sagts förut.",
    "utveckling": "Felstavat, utan å, ä och ö, på engelska, eller två frågor i en.",
    "avsta-utveckling": "Låter möjliga att besvara, men svaret står ingenstans.",
    "svar-nya": "Vardagsord långt från lagens, och falska förutsättningar.",
    "avsta-nya": "Nästan besvarade frågor, och frågor om annat.",
    "kedjor-utveckling": "Samtal i två eller tre led.",
    "guld-lag": "Lagen (2023:196) och dess förarbeten, skrivet ur källorna.",
    "guld-grannlagar": "Lagarna bredvid, skrivet ur källorna.",
    "guld-vagledning": "Handböcker och metodstöd, skrivet ur källorna.",
    "guld-uppdrag": "Regeringens uppdrag och NOD, skrivet ur källorna.",
    "guld-foreningar": "Det som föreningar frågar om, skrivet ur källorna.",
    "guld-tid": "Frågor om en viss dag, skrivet ur källorna.",
    "guld-samtal": "Samtal i flera led, skrivet ur källorna.",
    "guld-avsta": "Frågor att avstå från: nära, om annat eller om en person.",
    "guld-varianter": "Samma fråga felstavad, kort, utan prickar eller på engelska.",
    "byte-av-amne": "Samtal som byter ämne eller går vidare.",
    "byte-av-amne-prov": "Fler samtal av samma slag, undanlagda till sist.",
    "overblick": "Frågor om allt på en gång, listor och frågor som inte säger vad de gäller.",
    "overblick-prov": "Fler frågor av samma slag, undanlagda till sist.",
}
OWN_SET = "En egen samling, som inte följer med programmet."

GATE_KEPT, GATE_BROKEN = "uppfyllt", "inte uppfyllt"
NOT_MEASURED = "inte mätt"
NOT_JUDGED = "inget att bedöma"

ALL_SETS = "Alla fall"
SET, VALUE, INTERVAL, JUDGED = "Samling", "Värde", "95 %", "Antal"
COVERAGE_AXIS = "Andel av alla frågor som besvaras"
RISK_AXIS = "Andel fel av svaren"
TIME_AXIS = "Tid för svaret i sekunder"
COUNT_AXIS = "Antal svar"
SHARE_AXIS = "Andel"
RUNS_AXIS = "Körningar, den äldsta först"

FAULTS: Mapping[str, str] = {
    "strict_correctness": "Sakfel",
    "quote_exactness": "Citat",
    "statements_cited": "Källa saknas",
    "lane_errors": "Spår",
    "forbidden_claims": "Förbjudet påstående",
}

LIMITS = (
    "Frågorna är våra egna. De visar inte hur det går för andras frågor.",
    "Flera samlingar användes när tjänsten byggdes. Bara undanlagda frågor visar hur nya går.",
    "Facit letar efter ord. Rätt svar med andra ord kan räknas som fel, och tvärtom.",
    "Intervallet visar vad slumpen gör med ett så litet urval. Det visar inte om facit är rätt.",
    "Tiden beror på datorn och på vad den gjorde samtidigt.",
    "Inget mått här visar om någon förstår svaret eller har nytta av det.",
)


def unchecked(count: int, of: int) -> str:
    """How many cases nobody has read, said first of all."""
    if count == 0:
        return f"Alla {of} fall är granskade av en sakkunnig."
    return (
        f"{count} av {of} fall är ej granskade. Ingen sakkunnig har läst dem, "
        "så siffrorna bygger på vårt eget facit."
    )


def summary(right: int, of: int) -> str:
    """The whole run in a sentence."""
    return f"{right} av {of} fall är rätt. {of - right} har fel."


def status_fault(got: str, expected: str) -> str:
    """What was wrong with how an answer ended."""
    return f"Väntat: {expected}. Fick: {got}."


def missing_source(why: str) -> str:
    """Which places of the key an answer did not cite."""
    return f"Källa: {why}."


SETS_DESC = (
    "Varje rad är en samling. Punkten är värdet. Strecket är intervallet på 95 procent. "
    "Samma tal står i tabellen."
)
NOTHING_TO_DRAW = "Det finns inget att mäta här."
RISK_TITLE = "Risk och täckning"
RISK_DESC = (
    "Tänk dig att bara de säkraste svaren gavs. Kurvan visar hur stor del av dem som är fel, "
    "från de säkraste svaren till vänster till alla svar till höger."
)
NO_RISK = "Körningen har inga svar med känd säkerhet. Äldre körningar saknar den."
RISK_HEADINGS = ("Krav på säkerhet", "Andel som besvaras", "Andel fel")
TIMES_TITLE = "Svarstid"
TIMES_DESC = (
    "Antal svar efter tid. Den sista stapeln har alla som tog längre tid. "
    "Samma tal står i tabellen."
)
SECONDS = "Sekunder"
HISTORY_TITLE = "Från körning till körning"
HISTORY_DESC = (
    "Tre linjer över körningar av samma samlingar. Var och en har eget märke och streck. "
    "Samma tal står i tabellen."
)
HISTORY_HEADINGS = ("Körning", "Dag", "Fall")
NO_HISTORY = "Det finns ingen annan färdig körning av samma samlingar att jämföra med."


def in_sets(title: str) -> str:
    """The title of a drawing of one measure."""
    return f"{title} i varje samling"


def area(told: str) -> str:
    """The area below the curve of risk, and how to read it."""
    return (
        f"Ytan under kurvan (AURC) är {told}. Den är medelrisken längs kurvan. "
        "Ju lägre, desto bättre skiljer säkerheten rätta svar från fel."
    )


def without_confidence(count: int) -> str:
    """How many answers the curve leaves out."""
    return f"{count} svar har ingen känd säkerhet och är inte med i kurvan."


def span(low: str, high: str) -> str:
    """A bin of times."""
    return f"{low}–{high}" if high else f"{low} eller mer"


def quantiles(p50: str, p95: str, longest: str) -> str:
    """How long the answers took."""
    return (
        f"Hälften av svaren tog högst {p50} sekunder (p50). Av hundra svar tog 95 högst {p95} "
        f"sekunder (p95). Det längsta tog {longest} sekunder."
    )


def this_run(name: str) -> str:
    """The run that is reported, among others."""
    return f"{name} (den här)"
