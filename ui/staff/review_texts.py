"""The Swedish texts of Granskning, the part of Utvärdering where people judge answers."""

from datetime import datetime

from assistant.conversation import Mode
from corpus.dates import swedish_date
from evals.review import Preferred, Support, Verdict

REVIEWS_PAGE = "Granskning"
DRAFT_PAGE = "Gör till testfråga"
APPROVED_PAGE = "Godkända frågor"

NOTHING_STORED = "Den här tjänsten sparar inget, så det går inte att granska svar här."
UNREADABLE = "Granskningarna kan inte läsas just nu. Prova igen om en stund."
NO_RUNS = "Det finns inga körningar att granska än."
NO_RUN_CHOSEN = "Välj en körning att granska."
SAME_RUN = "Välj två olika körningar att jämföra, eller bara en."
UNKNOWN_RUN = "Körningen finns inte längre. Välj en annan."
UNKNOWN_SIZE = "Välj hur många frågor som ska granskas."
LONG_COMMENT = "Kommentaren är för lång. Korta den till 2 000 tecken och spara igen."
LONG_NOTE = "Noteringen är för lång. Korta den till 2 000 tecken och spara igen."
NO_FINAL = "Välj vad ni kom fram till innan du sparar."

RUN_GONE = (
    "Körningen är borttagen, så svaret kan inte visas. Det som ni har sagt om den finns kvar."
)
CASE_GONE = "Frågan finns inte kvar i körningen. Hoppa över den."
NO_DRAFT = "Det går inte att göra en testfråga: frågan finns inte kvar eller får inte visas."

VERDICTS = {
    Verdict.RIGHT: "korrekt",
    Verdict.PARTLY: "delvis",
    Verdict.WRONG: "fel",
    Verdict.SHOULD_REFUSE: "borde ha avstått",
}
SUPPORTS = {Support.YES: "ja", Support.PARTLY: "delvis", Support.NO: "nej"}
USEFUL = {"ja": "ja", "nej": "nej"}
PREFERRED = {
    Preferred.LEFT: "vänster",
    Preferred.RIGHT: "höger",
    Preferred.ALIKE: "lika bra",
}
ALIKE = "lika bra"

MODES = {
    Mode.AUTO.value: "som vanligt",
    Mode.EXTRACTIVE.value: "utdrag",
    Mode.MODEL.value: "språkmodell",
}
"""How a run's answers were made."""

SIZES = {"10": "10", "25": "25", "50": "50", "alla": "alla (högst 500)"}

SIDES = ("Vänster svar", "Höger svar")

RUBRIC_SINGLE = (
    (
        "korrekt",
        "Allt är rätt och inget viktigt saknas.",
        "Svaret säger vem som leder rådet, precis som källan.",
    ),
    (
        "delvis",
        "En del är rätt, men något viktigt saknas.",
        "Svaret säger att planen ska följas upp, men inte när.",
    ),
    (
        "fel",
        "Något i svaret stämmer inte.",
        "Svaret säger att man får, fast källan säger att man ska.",
    ),
    (
        "borde ha avstått",
        "Källorna svarar inte på frågan.",
        "Frågan gäller er egen budget, och svaret gissar.",
    ),
    (
        "källan stöder",
        "Samma sak står i citatet.",
        "Välj delvis när citatet bär en mening men inte nästa.",
    ),
    (
        "användbart",
        "Den som frågade kan gå vidare med svaret.",
        "Välj nej när det är rätt men handlar om något annat.",
    ),
)
RUBRIC_PAIR = (
    (
        "vänster, höger",
        "Det svar som du hellre skulle ge en kollega.",
        "Det ena säger hur ofta, det andra bara att det ska göras.",
    ),
    (
        "lika bra",
        "Inget av dem är bättre än det andra.",
        "Båda säger samma sak, eller missar lika mycket.",
    ),
)
"""Each word of the form: what it means, and an example."""

KAPPA_UNDEFINED = "går inte att räkna ut"
_KAPPA_WORDS = (
    (0.8, "mycket god"),
    (0.6, "god"),
    (0.4, "måttlig"),
    (0.2, "ganska svag"),
    (0.0, "svag"),
)

KAPPA_MEANS = (
    "Kappa säger hur mycket oftare ni tycker lika än slumpen ger. "
    "1 är alltid lika, 0 är som slumpen."
)


def kappa_words(value: float | None) -> str:
    """How alike, in figures and words; "går inte att räkna ut" for None."""
    if value is None:
        return KAPPA_UNDEFINED
    said = next((word for least, word in _KAPPA_WORDS if value > least), "")
    if not said:
        said = "som slumpen" if value == 0 else "sämre än slumpen"
    return f"{value:.2f} ({said})".replace(".", ",").replace("-", "\u2212")


def runs_hidden(count: int) -> str:
    """What a review is of, without the runs' names."""
    return "en körning" if count == 1 else "två körningar, blint"


def review_title(number: int) -> str:
    """A review's own name."""
    return f"Granskning {number}"


def rating_title(number: int, count: int) -> str:
    """The heading of one question."""
    return f"Granska {number} av {count}"


def progress(said: int, count: int) -> str:
    """How far a reviewer has come."""
    return f"{said} av {count}"


def left(count: int) -> str:
    """How many questions a reviewer has left."""
    return "Du har en fråga kvar." if count == 1 else f"Du har {count} frågor kvar."


def ratings(count: int) -> str:
    """So many ratings."""
    return "en bedömning" if count == 1 else f"{count} bedömningar"


def run_choice(started: datetime | None, mode: str, name: str) -> str:
    """A run in the list to choose from."""
    day = f"{swedish_date(started.date())}, " if started else ""
    return f"{day}{MODES[mode]}: {name}" if mode in MODES else f"{day}{name}"


def run_alias(number: int) -> str:
    """A run's name before its real one is shown."""
    return f"körning {number}"
