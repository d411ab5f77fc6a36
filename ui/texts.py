"""The page's Swedish labels (design: the texts that do not belong to a status of an answer)."""

from collections.abc import Sequence

from corpus.dates import MONTHS
from corpus.documents import Edition, Lane
from corpus.obligations import AppliesTo, Modality, Theme

SERVICE = "Samverkanslotsen"
PAGE_TITLE = "Fråga – Samverkanslotsen"
HEADING = "Fråga om brottsförebyggande arbete"
SKIP = "Hoppa till frågan"
SOURCES_PAGE = "Källor"
ABOUT_PAGE = "Om tjänsten"
NO_PAGE = "Sidan finns inte"
OBLIGATIONS_PAGE = "Skyldigheter"
MENU = (
    ("", "Fråga"),
    ("skyldigheter", OBLIGATIONS_PAGE),
    ("kallor", SOURCES_PAGE),
    ("om", ABOUT_PAGE),
)
"""The pages in the menu, by their address below the service's root."""

AI_NOTICE = (
    "Du använder en AI-tjänst. Den söker i utvalda dokument och kan ha fel. "
    "Läs källan innan du beslutar."
)
CAN = (
    "Jag kan lagen (2023:196). Jag kan också lagar om sekretess, socialtjänst, registerutdrag, "
    "kameror och bidrag. Till det kommer råd från Brå (Brottsförebyggande rådet) och vad "
    "regeringen har gett i uppdrag"
)
CAN_NOT = "Jag kan inte lokala beslut eller enskilda fall."
NO_INDEX = "Källorna kan inte läsas. Jag svarar inte utan dem."
NO_SCRIPT = "Sidan behöver JavaScript. Slå på det i webbläsaren och ladda om sidan."

WITHOUT_SCRIPT = "De andra sidorna fungerar utan:"

TRY = "Prova:"
EXAMPLES = (
    "Vem ska leda det strategiska rådet?",
    "Vad måste kommunen ha på plats?",
    "När måste lägesbilden uppdateras?",
    "Vad ska en överenskommelse innehålla?",
    "Måste en förening skriva på en överenskommelse?",
    "Vart i kommunen vänder sig en förening?",
)

YOUR_QUESTION = "Din fråga"
QUESTION_HELP = "Skriv inget om enskilda personer."
AS_OF = "Lagen per"
CHOOSE_LANES = "Välj källor"
ANSWER_FROM = "Sök i"
NO_LANES = "Välj minst ett slag av källor."
ASK = "Fråga"
STOP = "Stoppa svaret"
NEW_TALK = "Ny konversation"
CLEAR_QUESTION = "Rensa samtalet? Det går inte att ångra."
CLEAR = "Rensa samtalet"
CANCEL = "Avbryt"
CHANGE = "Ändra frågan"
RETRY = "Försök igen"
USE_SUGGESTION = "Använd förslaget"
CHANGE_MYSELF = "Ändra själv"
COPY_CODE = "Kopiera felkod"
COPY_QUOTE = "Kopiera citat"

BAD_DATE = "Skriv datumet så här: 2025-04-01."
STOPPED = "Stoppat. Svaret är inte färdigt."
SEARCHING = "Söker i källorna."
NO_ANSWER = "Klart. Frågan fick inget svar ur källorna."
CLEARED = "Samtalet är rensat."

ANSWER = "Svar"
QUESTION = "Fråga"
WRITTEN_BY_AI = "AI-genererat"
EXTRACT = "Utdrag, inte AI-skrivet"
CHECK = "Utdragen stämmer ord för ord med källtexten här. Bedöm själv om de passar."
CHECK_DIGEST = "Ett referat är vår sammanfattning: originalet gäller."
CHECK_AI = "Varje mening bygger på ett ordagrant citat. Kontrollera mot källan."
NO_LAW = "Inget lagkrav hittades i källorna"
PARTIAL = "Svaret gäller en del av frågan."
SOURCES = "Källor i svaret"
SOURCES_OF_TALK = "Källor i svaren"
READ_MORE = "Läs mer"
ASK_ON = "Fråga vidare"
COPY_ANSWER = "Kopiera med källor"
EXPORT = "Exportera"
EXPORT_TALK = "Exportera samtalet"
EXPORT_FORMATS = {
    "docx": "Word",
    "pdf": "PDF",
    "md": "Markdown",
    "json": "Data för andra program (JSON)",
}
SOURCE_CHANGED = "Källan har ändrats sedan svaret skrevs."
NEAREST = "Närmast i källorna"
WHO = "Vem kan svara?"
SUGGESTION = "Förslag:"
ERROR_CODE = "Felkod"

REFERS_TO = "Hänvisar till"
REFERRED_BY = "Nämns i"
SOURCE = "Källa"
SOURCE_PAGE = "Citerad källa"
IN_DOCUMENT = "Visa i dokumentet"
EMPTY_PANEL = "Välj en siffra i svaret så visas källan här."
DIGEST_NOTE = "Vår sammanfattning. Originalet gäller."
NOT_EXACT = "Citatet hittades inte ord för ord och visas inte."
NO_SOURCE = "Källan finns inte längre. Ställ frågan igen."
UNCHECKED_URL = "ej kontrollerad"
NOT_PUBLISHERS = "inte utgivarens egen sida"

LANE_LABELS = {
    Lane.LAW: "Lag",
    Lane.GUIDANCE: "Vägledning",
    Lane.REPORT: "Rapport",
    Lane.CONTEXT: "Sammanhang",
}
LANE_SIGNS = {Lane.LAW: "§", Lane.GUIDANCE: "›", Lane.REPORT: "○", Lane.CONTEXT: "i"}  # noqa: RUF001
# How much of a source is here, in its order of ``lotsen ingest status``.
STATE_LABELS = {
    "original": "original",
    "both": "original + referat",
    "digest": "referat",
    "missing": "saknas",
    "failed": "gick inte att läsa",
}
FETCH_LABELS = {"fetched": "hämtad", "unchanged": "oförändrad", "failed": "misslyckad"}
EDITION_LABELS = {Edition.DIGEST: "Referat", Edition.ORIGINAL: "Original"}


def swedish_month(month: str) -> str:
    """A month written YYYY-MM, as Swedes write it: februari 2026."""
    year, number = month.split("-")[:2]
    return f"{MONTHS[int(number) - 1]} {year}"


def documents_found(count: int, query: str) -> str:
    """How many documents a search of the list found."""
    if count:
        return "Ett dokument." if count == 1 else f"{count} dokument."
    if query:
        return f"Inga träffar på ”{query}”. Prova ett kortare ord."
    return "Inga dokument av det slaget."


def one_version(titles: Sequence[str]) -> str:
    """What to say of cited documents without earlier versions when an earlier day is asked."""
    *first, last = titles
    named = f"{', '.join(first)} och {last}" if first else last
    return f"Bara den senaste versionen finns här av {named}."


def answer_ready(statements: int, sources: int) -> str:
    """What the status line says when an answer is done."""
    pieces = "ett stycke" if statements == 1 else f"{statements} stycken"
    return f"Svaret är klart: {pieces}, {'en källa' if sources == 1 else f'{sources} källor'}."


def start_page_at(host: str) -> str:
    """The label of a link to a publisher's start page, beside an address that nobody has tried."""
    return f"Utgivarens startsida: {host} (ny flik)"


def open_at(host: str) -> str:
    """The label of a link that leaves the service."""
    return f"Öppna hos {host} (ny flik)"


GRADES = {
    Modality.SKA: "ska",
    Modality.SKA_OM_LAMPLIGT: "ska, om det är lämpligt",
    Modality.SKA_VERKA_FOR: "ska verka för",
    Modality.FAR: "får",
    Modality.BOR: "bör",
    Modality.BEHOVER_INTE_FORRAN: "behöver inte förrän",
}
CONCERNS = {
    AppliesTo.KOMMUN: "kommun",
    AppliesTo.FORENING: "förening",
    AppliesTo.BADA: "kommun och förening",
    AppliesTo.MYNDIGHET: "stat eller region",
    AppliesTo.SKOLA: "skola",
}
THEMES = {
    Theme.LAGEN: "lagen (2023:196)",
    Theme.SAMVERKAN: "samverkan",
    Theme.SOCIALTJANST: "socialtjänst",
    Theme.OROSANMALAN: "orosanmälan",
    Theme.SEKRETESS: "sekretess",
    Theme.UPPGIFTSSKYLDIGHET: "uppgiftsskyldighet",
    Theme.REGISTERUTDRAG: "registerutdrag",
    Theme.KAMEROR: "kameror",
    Theme.ORDNING: "ordning",
    Theme.SKOLA: "skola",
    Theme.BIDRAG: "bidrag",
}


# What readers think of an answer, and the pages about the service.
HELPED = "Hjälpte svaret dig?"
YES = "Ja"
NO = "Nej"
NOT_STORED = "Inget sparas. Vi räknar bara hur många som väljer vad."
ACCESSIBILITY_PAGE = "Tillgänglighet"
PRIVACY_PAGE = "Personuppgifter"
FOOTER = (
    ("om", ABOUT_PAGE),
    ("tillganglighet", ACCESSIBILITY_PAGE),
    ("personuppgifter", PRIVACY_PAGE),
)
"""The pages that the foot of every page leads to, by their address below the service's root."""


def stored_for(days: int) -> str:
    """What becomes of feedback that is sent: stored for so many days, or not at all."""
    if not days:
        return NOT_STORED
    time = "en dag" if days == 1 else f"{days} dagar"
    return f"Om du skickar sparas fråga, svar och kommentar i {time}."


# Pages about an error (ui/error_pages.py): what to do, by HTTP status.
_TRY_LATER = "Vänta en stund och ladda om sidan."
ERROR_ADVICE = {
    400: "Gå tillbaka och försök igen.",
    404: "Kontrollera adressen, eller gå vidare härifrån.",
    405: "Gå tillbaka och använd knapparna på sidan.",
    413: "Gå tillbaka och skicka mindre.",
    422: "Gå tillbaka och rätta det du skrev.",
    429: _TRY_LATER,
    500: f"Felet är vårt. {_TRY_LATER}",
    503: _TRY_LATER,
    504: _TRY_LATER,
}
ERROR_CODE_USE = "Ge felkoden till den som sköter tjänsten om felet kommer tillbaka."

# Utvärdering: its entry in the menu; its own texts are in ui/staff/texts.py.
STAFF_PAGE = "Utvärdering"
