"""The texts of Källor: what is known of a source, its pages as pictures, its wordings."""

RANK_LINES = {
    1: "Lag: bindande regler som riksdagen har beslutat",
    2: "Förordning: bindande regler som regeringen har beslutat",
    3: "Förarbete: förklarar hur lagen är tänkt men binder inte",
    4: "Beslut av regeringen: ett uppdrag eller en plan, inte en lag",
    5: "Vägledning: råd som du inte måste följa",
    6: "Rapport: vad någon har sett eller räknat ut, inget krav",
    7: "Från civilsamhället eller kommuner: så ser andra på saken, inget krav",
}
RANK_OF_ADDED = "Dokumentet är tillagt av er. Tjänsten svarar ur det efter övriga källor"
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


SHOWS_HITS_FOR = "Visar träffar för"
EXACTLY_INSTEAD = "Sök i stället efter exakt"
SEARCHED_EXACTLY = "Söker efter exakt"
ALL_SOURCES = "Visa alla källor"
WHOLE_DOCUMENT = "Visa hela dokumentet"

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
    told = f"Texten som den gällde {day}."
    if left_out == 0:
        return told
    if left_out == 1:
        return f"{told} Ett ställe gäller inte den dagen och visas inte."
    return f"{told} {left_out} ställen gäller inte den dagen och visas inte."
