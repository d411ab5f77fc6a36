"""Which rows of the matrix a reader has asked for: the query of an address → rows.

The page Skyldigheter and the files beside it read the same query, so that a file holds what the
page shows.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from starlette.requests import Request

from assistant.listing import same_place
from assistant.wire import parse_day
from corpus.catalogue import load_catalogue
from corpus.cross_references import CrossReference, sections_within, tidy_number
from corpus.obligations import Modality, Obligation, Party
from ui.site_page import typed

_TYPED_PLACE = re.compile(
    r"§*\s*(?:(?P<chapter>\d{1,2}(?:\s?[a-z])?)\s*(?:kap\.?|:)\s*)?"
    r"§*\s*(?P<number>\d{1,3}(?:\s?[a-z])?)?\s*§*",
    re.IGNORECASE,
)
_CHAPTER = re.compile(r"(\d+(?: [a-z])?) kap\.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The fields as they were typed; an empty one takes all, and so does a choice of no grade."""

    roll: str = ""
    vem: str = ""
    styrka: tuple[str, ...] = ()
    dokument: str = ""
    paragraf: str = ""
    tema: str = ""
    per: str = ""

    @property
    def fields(self) -> Sequence[tuple[str, str]]:
        """The fields that narrow, by their names in the address."""
        single = (
            ("roll", self.roll),
            ("vem", self.vem),
            *(("styrka", grade) for grade in self.styrka),
            ("dokument", self.dokument),
            ("paragraf", self.paragraf),
            ("tema", self.tema),
            ("per", self.per),
        )
        return tuple((name, value) for name, value in single if value)

    @property
    def query(self) -> str:
        """The same choice as the query of an address, "" when it takes all."""
        return urlencode(self.fields)

    @property
    def folded_away(self) -> bool:
        """Whether a field that a narrow page folds away narrows: not who asks, nor the theme."""
        every = set(self.styrka) >= {grade.value for grade in Modality}
        shown = {"roll", "tema", "styrka"} if every else {"roll", "tema"}
        return any(name not in shown for name, _ in self.fields)

    @property
    def day(self) -> date | None:
        """The day on which the rows should hold; None when the field is empty.

        Raises:
            ValueError: It is not written as 2025-04-01; the text is the Swedish sentence.
        """
        return parse_day(self.per) if self.per else None

    @property
    def of_association(self) -> bool:
        """Whether the reader is an association."""
        return self.roll == Party.FORENING


def read_choice(request: Request) -> Choice:
    """What the address asks for."""
    grades = tuple(dict.fromkeys(request.query_params.getlist("styrka")))
    names = ("roll", "vem", "dokument", "paragraf", "tema", "per")
    return Choice(styrka=tuple(filter(None, grades))[:20], **{n: typed(request, n) for n in names})


def chosen(rows: Iterable[Obligation], choice: Choice) -> Sequence[Obligation]:
    """The rows that are asked for, in their order; what is unknown finds nothing.

    Raises:
        ValueError: The day can't be read; the text is the Swedish sentence.
    """
    day = choice.day
    return tuple(row for row in rows if _fits(row, choice) and _begun(row, day))


def _fits(row: Obligation, choice: Choice) -> bool:
    return (
        (not choice.roll or _concerns(row, choice.roll))
        and choice.vem in {"", row.actor}
        and (not choice.styrka or row.modality.value in choice.styrka)
        and choice.dokument in {"", row.document_id}
        and choice.tema in {"", row.theme.value}
        and (not choice.paragraf or at_paragraph(row.pinpoint, choice.paragraf))
    )


def _concerns(row: Obligation, roll: str) -> bool:
    return any(party.value == roll and row.applies_to.concerns(party) for party in Party)


def _begun(row: Obligation, day: date | None) -> bool:
    if day is None:
        return True
    entry = load_catalogue().get(row.document_id)
    begun = row.from_date or (entry.valid_from if entry else None)
    if begun is not None:
        return begun <= day
    # Of an act whose day is not known so much is: nothing of it held before its year.
    return entry is None or entry.year <= day.year


def at_paragraph(pinpoint: str, wanted: str) -> bool:
    """Whether a row's place is the one typed: "6", "§ 6", "6 §", "19 kap. 5 §" or "19 kap".

    A place of several §§ ("4–5 §§") holds each of them. Without a chapter every chapter is meant.
    """
    match = _TYPED_PLACE.fullmatch(wanted.strip())
    if match is None or not match.group().strip(" §"):
        return same_place(pinpoint, wanted) or wanted.strip().lower() in pinpoint.lower()
    own = _CHAPTER.match(pinpoint)
    chapter = own[1] if own else None
    if match["chapter"] and tidy_number(match["chapter"]) != chapter:
        return False
    if match["number"] is None:
        return True
    number = tidy_number(match["number"])
    if sections_within(
        CrossReference(document_id="", chapter=chapter, first=number, last=number), [pinpoint]
    ):
        return True
    return pinpoint.startswith(f"{number} § ")  # "8 a § lagen (1998:621)"
