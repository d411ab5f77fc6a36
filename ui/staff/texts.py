"""The Swedish texts of Utvärdering."""

from collections.abc import Iterable

from assistant.conversation import AnswerStatus

SIGN_IN_PAGE = "Logga in"
CLOSED_PAGE = "Du är inte inloggad"
OVERVIEW_PAGE = "Utvärdering"
OVERVIEW = "Översikt"
QUESTIONS_PAGE = "Testfrågor"

NO_NAME = "Skriv ditt namn eller din signatur."
NUMBER_FOR_NAME = "Skriv ett namn eller en signatur, inte ett personnummer."
WRONG_PASSWORD = "Lösenordet stämmer inte. Försök igen."  # noqa: S105 - what is said, no secret
SIGNED_OUT = "Du är utloggad."
SESSION_OVER = (
    "Du är inte inloggad längre, så det du skickade togs inte emot. Logga in, gå tillbaka och "
    "skicka igen."
)
UNREADABLE_FORM = "Formuläret gick inte att läsa. Ladda om sidan och försök igen."

BY_PASSWORD = "med lösenord"  # noqa: S105 - what is said, no secret
BY_PROXY = "genom er egen inloggning"

EXTRACTS = "Utdrag. Ingen språkmodell är inkopplad."
NO_INDEX = "Källorna kan inte läsas just nu."
NONE_CHECKED = "Ingen har granskat dem än."

STATUSES = {
    AnswerStatus.ANSWERED: "svar",
    AnswerStatus.NEEDS_CLARIFICATION: "motfråga",
    AnswerStatus.NO_GUIDANCE_FOUND: "avstår",
    AnswerStatus.OUT_OF_SCOPE: "utanför området",
    AnswerStatus.BLOCKED_PERSONAL_DATA: "stoppas",
    AnswerStatus.ERROR: "fel",
}
"""What a case expects, in a word or two."""


def wait(seconds: int) -> str:
    """Why a password is not tried now, and for how long."""
    time = "en sekund" if seconds == 1 else f"{seconds} sekunder"
    return f"Fel lösenord har skrivits för många gånger. Vänta {time} och försök igen."


def expected(statuses: Iterable[AnswerStatus]) -> str:
    """What a case expects: any of these."""
    return " eller ".join(STATUSES[status] for status in statuses)


def questions(count: int) -> str:
    """So many test questions."""
    return "en testfråga" if count == 1 else f"{count} testfrågor"


def checked_of(checked: int, count: int) -> str:
    """How many of the questions a person has read."""
    return f"{checked} av {count} är granskade." if checked else NONE_CHECKED


def found_of(found: int, count: int) -> str:
    """How many questions of a set a choice holds."""
    if found == count:
        return f"{questions(count).capitalize()}."
    if not found:
        return "Inga testfrågor med det urvalet. Prova ett kortare ord eller en annan status."
    return f"{found} av {questions(count)}."


def feedback_kept(days: int, kept: int) -> str:
    """Whether feedback is kept, for how long, and how much of it there is now."""
    now = "Ett omdöme är sparat nu." if kept == 1 else f"{kept} omdömen är sparade nu."
    if days:
        return f"Sparas i {'en dag' if days == 1 else f'{days} dagar'}. {now}"
    return f"Nya omdömen sparas inte. {now}" if kept else "Sparas inte. De räknas bara."
