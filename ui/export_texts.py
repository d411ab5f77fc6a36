"""What an answer says of itself once it has left the page."""

from collections.abc import Sequence

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
