"""The texts of Skyldigheter and of its calendar."""

from datetime import date

from corpus.dates import swedish_date
from corpus.obligations import Modality, Party

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

MORE_FILTERS = "Fler filter"


def show_rows(count: int) -> str:
    """What unfolds the rows of one document."""
    return "Visa en rad" if count == 1 else f"Visa {count} rader"


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
    "per": "Har börjat gälla senast",
}
"""The fields of Skyldigheter by their names in the address."""
