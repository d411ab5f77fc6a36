"""The Swedish texts that belong to each status and reason of an answer."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from assistant.conversation import AnswerStatus, Reason
from corpus.dates import swedish_date
from corpus.documents import Lane
from corpus.foreign_words import without_addresses

LANE_TITLES = {
    Lane.LAW: "Lagen kräver",
    Lane.GUIDANCE: "Vägledningen rekommenderar",
    Lane.REPORT: "Rapporter visar",
    Lane.CONTEXT: "Sammanhang",
}

LAW_PERMITS = "Lagen tillåter"
LAW_SAYS = "Lagen säger"

COORDINATOR = "Kommunens samordningsfunktion"
COUNTY = "Länsstyrelsen"
BRA = "Brottsförebyggande rådet (Brå)"
LAWYER = "Kommunjuristen"
FEDERATION = "Föreningens förbund"
CONTACT_CENTRE = "Kommunens kontaktcenter"
SOCIAL_SERVICES = "Socialtjänsten i kommunen"
EMERGENCY = "Akut fara: ring 112"
POLICE = "Polisen: 114 14"
PRIVACY = "Integritetsskyddsmyndigheten (IMY)"
CIVIL_SOCIETY = "Myndigheten för ungdoms- och civilsamhällesfrågor (MUCF)"
PRISONS = "Kriminalvården"
VICTIMS = "Brottsoffermyndigheten"
WELFARE = "Socialstyrelsen"
PROCUREMENT = "Upphandlingsmyndigheten"

KNOWS: dict[str, str] = {
    "sfs-2009-400": LAWYER,
    "sfs-2017-725": LAWYER,
    "sfs-2018-1200": PRIVACY,
    "prop-2024-25-93": PRIVACY,
    "sfs-2013-852": POLICE,
    "sfs-1998-620": POLICE,
    "sfs-1984-387": POLICE,
    "sfs-2023-421": POLICE,
    "sfs-2025-400": SOCIAL_SERVICES,
    "sfs-2024-199": CIVIL_SOCIETY,
    "sfs-2024-152": CIVIL_SOCIETY,
    "sfs-2023-434": CIVIL_SOCIETY,
    "sfs-2025-900": CIVIL_SOCIETY,
    "sfs-2025-669": PRISONS,
    "sfs-2025-744": VICTIMS,
    "sfs-2025-1255": WELFARE,
    "uhm-iop": PROCUREMENT,
    "sfs-2016-1145": PROCUREMENT,
}
"""Who answers for what a source is about, where that is someone else than for the rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusText:
    """A title, the reason in one or two sentences, and whom to ask instead."""

    title: str
    text: str
    contacts: tuple[str, ...] = ()


_UNSURE = StatusText(
    title="Jag hittar inget säkert svar",
    text="Det framgår inte av underlaget. Källorna är inte tydliga och jag gissar inte.",
    contacts=(COORDINATOR, COUNTY, BRA),
)
_ERROR = StatusText(
    title="Något gick fel",
    text="Felet är vårt och frågan finns kvar. Försök igen om en stund.",
)

_BY_REASON: dict[Reason, StatusText] = {
    Reason.CONFLICTING_SOURCES: StatusText(
        title="Svar", text="Källorna skiljer sig åt. Lag går före vägledning."
    ),
    Reason.INDIVIDUAL_CASE: StatusText(
        title="Svar",
        text="Jag bedömer inte enskilda fall. Så här säger reglerna i allmänhet.",
        contacts=(LAWYER, FEDERATION),
    ),
    Reason.MODEL_UNAVAILABLE: StatusText(
        title="Svar", text="Språkmodellen svarar inte. Du får ordagranna utdrag."
    ),
    Reason.AMBIGUOUS: StatusText(
        title="Vad menar du?",
        text="Frågan kan gälla flera saker. Skriv om den med några ord till.",
    ),
    Reason.WEAK_EVIDENCE: _UNSURE,
    Reason.NOT_IN_FORCE: StatusText(
        title="Regeln gällde inte då",
        text="Det du frågar om gällde inte den dagen.",
        contacts=(COORDINATOR, COUNTY, BRA),
    ),
    Reason.NEEDS_LOCAL_FACTS: StatusText(
        title="Svaret finns hos kommunen",
        text="Frågan gäller ett lokalt beslut. Det framgår inte av mina källor.",
        contacts=(COORDINATOR,),
    ),
    Reason.OUTSIDE_CORPUS: StatusText(
        title="Det ligger utanför mitt område",
        text="Jag svarar om brottsförebyggande arbete i kommuner och föreningar.",
        contacts=(CONTACT_CENTRE,),
    ),
    Reason.ACUTE: StatusText(
        title="Är det akut? Ring 112",
        text="Tips till polisen: 114 14. Oro för ett barn: socialtjänsten i kommunen.",
        contacts=(EMERGENCY, POLICE, SOCIAL_SERVICES),
    ),
    Reason.PERSONAL_IDENTITY_NUMBER: StatusText(
        title="Frågan stoppades",
        text=(
            "Den ser ut att innehålla ett personnummer. "
            "Den har inte sparats eller skickats vidare. Skriv om frågan utan numret."
        ),
        contacts=(SOCIAL_SERVICES,),
    ),
    Reason.BAD_REQUEST: StatusText(title="Frågan gick inte att läsa", text="Skriv en fråga först."),
    Reason.INDEX_UNAVAILABLE: StatusText(
        title="Något gick fel", text="Källorna kan inte läsas. Jag svarar inte utan dem."
    ),
    Reason.TIMEOUT: StatusText(
        title="Något gick fel", text="Det tog för lång tid. Försök igen om en stund."
    ),
    Reason.BUSY: StatusText(
        title="Många frågar just nu", text="Vänta några sekunder och försök igen."
    ),
    Reason.RATE_LIMITED: StatusText(
        title="Du har ställt många frågor", text="Vänta en minut och försök igen."
    ),
    Reason.INTERNAL: _ERROR,
}

_BY_STATUS: dict[AnswerStatus, StatusText] = {
    AnswerStatus.ANSWERED: StatusText(title="Svar", text=""),
    AnswerStatus.NEEDS_CLARIFICATION: _BY_REASON[Reason.AMBIGUOUS],
    AnswerStatus.NO_GUIDANCE_FOUND: _UNSURE,
    AnswerStatus.OUT_OF_SCOPE: _BY_REASON[Reason.OUTSIDE_CORPUS],
    AnswerStatus.BLOCKED_PERSONAL_DATA: _BY_REASON[Reason.PERSONAL_IDENTITY_NUMBER],
    AnswerStatus.ERROR: _ERROR,
}

WHOLE_LIST = (
    "Allt samlat finns på sidan Skyldigheter: vad som krävs och rekommenderas, en checklista att "
    "spara och datum till kalendern."
)

UNKNOWN_DAY = (
    "Du frågar om tiden före en ändring, men underlaget säger inte när den gjordes. "
    "Svaret gäller i dag."
)
MODEL_UNVERIFIED = "Språkmodellens svar gick inte att styrka i källorna. Du får ordagranna utdrag."
MODEL_PAUSED = "Språkmodellen vilar efter flera fel i rad. Svaren är ordagranna utdrag så länge."
MODEL_WRITES = "Språkmodellen skriver. Varje mening kontrolleras innan den visas."
MODEL_WITHDRAWN = "Språkmodellen skrev inte klart. Jag tar om från början."
LEXICAL_ONLY = "Sökningen använder bara ord här, eftersom vektormodellen inte finns för datorn."


def status_text(status: AnswerStatus, reason: Reason | None = None) -> StatusText:
    """The text for ``reason`` where it has one, else for ``status``."""
    if reason is not None and reason in _BY_REASON:
        return _BY_REASON[reason]
    return _BY_STATUS[status]


def not_in_force_text(
    pinpoint: str, as_of: date, valid_from: date | None, valid_to: date | None
) -> StatusText:
    """What to say when the rule asked about did not apply on the day asked about."""
    said = f"{pinpoint[:1].upper()}{pinpoint[1:]} gällde inte {as_of.isoformat()}."
    if valid_from is not None and as_of < valid_from:
        said += f" Regeln gäller från {valid_from.isoformat()}."
    elif valid_to is not None:
        said += f" Regeln gällde till och med {valid_to.isoformat()}."
    return StatusText(title="Regeln gällde inte då", text=said, contacts=_UNSURE.contacts)


def older_wording_text(pinpoint: str, as_of: date, amended_by: str) -> StatusText:
    """What to say when a provision was worded otherwise on the day, in words that are not here."""
    said = (
        f"{pinpoint} har ändrats genom {amended_by}. "
        f"Hur den löd {as_of.isoformat()} framgår inte av underlaget."
    )
    return StatusText(title="Äldre lydelse saknas", text=said, contacts=_UNSURE.contacts)


def day_text(as_of: date) -> str:
    """What to say when the question's own words set the day that the answer is about."""
    return f"Svaret gäller läget den {swedish_date(as_of)}, som du frågade om."


def missing_place_text(pinpoint: str, title: str) -> str:
    """What to say of a paragraph that a question names and that the sources don't have."""
    return f"{pinpoint} i {title} finns inte i underlaget."


def not_told_text(question: str) -> str:
    """What to say of one question among several that the sources don't answer."""
    told = " ".join(without_addresses(question).split())
    return f"Det framgår inte av underlaget: ”{told}”"


LANE_NAMES = {
    Lane.LAW: "lag",
    Lane.GUIDANCE: "vägledning",
    Lane.REPORT: "rapport",
    Lane.CONTEXT: "sammanhang",
}


def narrowed_text(lanes: Iterable[Lane]) -> str:
    """What to say of an answer that only some voices were asked for."""
    *first, last = (LANE_NAMES[lane] for lane in lanes)
    named = f"{', '.join(first)} och {last}" if first else last
    return f"Sökningen gällde bara {named}. Andra källor kan säga mer."
