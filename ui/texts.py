"""The page's Swedish labels (design: the texts that do not belong to a status of an answer)."""

from collections.abc import Sequence
from datetime import date

from corpus.dates import MONTHS, swedish_date
from corpus.documents import Edition, Lane
from corpus.obligations import AppliesTo, Modality, Party, Theme

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
READ_MORE = "Läs mer"
ASK_ON = "Fråga vidare"
COPY_ANSWER = "Kopiera med källor"
EXPORT = "Exportera"
EXPORT_TALK = "Exportera samtalet"
EXPORT_FORMATS = {"docx": "Word", "pdf": "PDF", "md": "Markdown", "json": "Svarspass (JSON)"}
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

# Exports: what an answer says of itself once it has left the page.
EXPORT_TITLE = "Svar från Samverkanslotsen"
NOTHING_LEFT = "Inget av svaret finns kvar. Ställ frågan igen."
NOT_EXPORTED = "Svaret gick inte att ta med"
NOTHING_TO_EXPORT = "Det finns inget svar att ta med. Ställ en fråga först."
AI_LINES = {
    True: "AI-genererat. Kontrollera mot källan.",
    False: "Utdrag valda av AI. Kontrollera mot källan.",
}
ABOUT_EXPORT = "Om dokumentet"
REVIEWED = ("Granskad av", "datum")
ADDRESS = "Adress"
MADE = "Uttaget"
INDEX = "Källornas index"
PROGRAM = "Program"
LANGUAGE_MODEL = "språkmodell"
PAGE_NUMBER = ("Sida", "av")
RANKS = {
    "law": "Lag",
    "regulation": "Förordning",
    "preparatory_work": "Förarbete",
    "government_decision": "Beslut",
    "strategy": "Beslut",
    "guidance": "Vägledning",
    "report": "Rapport",
    "case_page": "Rapport",
}
"""The rank of a source in a word, by its kind; a kind that is not here goes by its lane."""


def built_on(generation: str, day: str) -> str:
    """Which index an answer was held against."""
    return f"{generation}, byggt {day}"


def pages(numbers: Sequence[int]) -> str:
    """On which pages a place stands."""
    return f"s. {', '.join(map(str, numbers))}"


# Skyldigheter
PARTIES = {Party.KOMMUN: "kommun", Party.FORENING: "förening"}
NO_OBLIGATIONS = "Inga skyldigheter med det urvalet."
NO_DUTIES_ON_ASSOCIATIONS = (
    "Lagen (2023:196) lägger inga skyldigheter på föreningar. Här är kommunens skyldigheter som "
    "rör er och krav i andra lagar."
)
OBLIGATIONS_NOTICE = (
    "Raderna är vår sammanfattning, inte lagtext. Originalet gäller. Lagen (2023:196) är med i sin "
    "helhet. Ur andra lagar och förordningar är raderna ett urval."
)
BINDS_AS = {Modality.SKA: "binder som ska", Modality.FAR: "räknas som får"}
"""Beside a row's own verb, when it is not the word of its grade."""


def obligations_found(count: int) -> str:
    """How many rows a choice holds."""
    if not count:
        return NO_OBLIGATIONS
    return (
        "en skyldighet eller möjlighet" if count == 1 else f"{count} skyldigheter och möjligheter"
    )


# The calendar of Skyldigheter
PICTURE_UPDATED = "Lägesbilden uppdaterades senast"
PICTURE_HINT = "Har den inte uppdaterats än? Skriv dagen då den blev klar."
PLAN_FOLLOWED_UP = "Uppföljningen gjordes senast"
PLAN_HINT = "Har åtgärdsplanen inte följts upp än? Skriv dagen då planen beslutades."
NOT_YET = "Dagen har inte varit än. Skriv den dag då det gjordes."
NO_DAY_IN_LAW = "Dagen är en beräkning. Lagen anger ingen dag och inget sätt att räkna."
OUR_ACCOUNT = "Det här är vår sammanfattning, inte lagtext. Läs lagen:"
NO_REMINDER_DAY = "Skriv minst en dag, så räknas nästa dag ut."


def overdue(task: str, due: date) -> str:
    """What is said instead of a reminder of a day that has been."""
    return (
        f"Enligt beräkningen var sista dag att {task} den {swedish_date(due)}. Den dagen har "
        "varit, så det finns inget att påminna om. Har det gjorts sedan dess? Skriv den dagen."
    )


def reckoning(last: date, due: date) -> str:
    """How a reminder's day was found."""
    return (
        f"Enligt det du skrev gjordes det senast den {swedish_date(last)}. "
        f"Högst två år senare är den {swedish_date(due)}. {NO_DAY_IN_LAW}"
    )


FIELDS = {
    "roll": "Jag är",
    "vem": "Vem ska göra det",
    "styrka": "Hur starkt",
    "dokument": "Lag eller förordning",
    "paragraf": "§",
    "tema": "Ämne",
    "per": "Per",
}
"""The fields of Skyldigheter by their names in the address."""
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

# Källor: what is known of a source, pages as pictures, wordings beside each other.
RANK_LINES = {
    1: "Rang: lag",
    2: "Rang: förordning",
    3: "Rang: förarbete",
    4: "Rang: beslut",
    5: "Rang: vägledning",
    6: "Rang: rapport",
    7: "Rang: civilsamhälle och kommuner",
}
RANK_OF_ADDED = "Rang: tillagt av er, svarar efter övriga källor"
RIGHTS = {
    "free_text_9": "Texten är fri enligt 9 § upphovsrättslagen",
    "citation_only": "Texten är skyddad: du får citera den och ange källan",
    "unknown": "Vi vet inte om texten är fri: citera den och ange källan",
}

SHOW_PAGE = "Visa sidan som bild"
PREVIOUS_PAGE = "Förra sidan"
NEXT_PAGE = "Nästa sidan"
LARGER_PAGE = "Visa större"
FRAMED = "Det citerade är inramat."
QUOTE_GOES_ON = "Citatet står också på"
QUOTE_STANDS = "Citatet står på"
PAGE_LATER = "Bilden av sidan är inte klar än. Läs texten så länge."
PAGE_CHANGED = (
    "Sidan visas inte som bild, för originalet har ändrats eller flyttats sedan texten lästes in. "
    "Texten här är den som lästes då."
)
PAGE_UNREADABLE = "Sidan går inte att visa som bild. Läs texten här eller öppna originalet."


def page_fault(kind: str) -> str:
    """Why a page has no picture; ``kind`` is that of the ``UnreadableFileError``."""
    return PAGE_CHANGED if kind == "oåtkomlig" else PAGE_UNREADABLE


def page_heading(page: int) -> str:
    """The heading of a page's picture."""
    return f"Sida {page} i originalet"


def page_named(page: int) -> str:
    """A page in running text."""
    return f"sida {page}"


def picture_of(page: int, title: str, *, marked: bool) -> str:
    """What a page's picture says to those who can't see it."""
    said = f"Sida {page} i {title}."
    return f"{said} {FRAMED}" if marked else said


COMPARE_WORDINGS = "Jämför lydelser"
OLDER_WORDING = "Äldre lydelse"
REMOVED, ADDED = "borttaget:", "tillagt:"
WORDING_UNDATED = "Okända datum"
SAME_WORDING = "Du har valt samma lydelse två gånger. Välj två olika."
OUR_WORDS = (
    "Minst en av texterna är vårt referat. Ändrade ord är därför inte utmärkta: jämför innehållet."
)
TOO_LONG_TO_COMPARE = (
    "Texterna är för långa för att jämföras ord för ord. Läs dem bredvid varandra."
)


def as_of_told(day: str, left_out: int) -> str:
    """What a document's page says when it shows the wordings of one day."""
    told = f"Texten per {day}."
    if left_out == 0:
        return told
    if left_out == 1:
        return f"{told} Ett ställe gäller inte den dagen och visas inte."
    return f"{told} {left_out} ställen gäller inte den dagen och visas inte."


# Utvärdering: its entry in the menu; its own texts are in ui/staff/texts.py.
STAFF_PAGE = "Utvärdering"
