"""Rows of the matrix as a checklist for work: what to do, where it is written, who does it by when.

rows + their words –(``checklist``)→ Checklist –(XLSX | CSV | ui/checklist_docx.py)→ a file to fill
in. The last three columns are the reader's own. It is our account, and says so.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from corpus.catalogue import load_catalogue
from corpus.documents import CatalogueEntry, Edition
from corpus.obligations import Obligation, Party
from ui import obligation_texts, texts
from ui.obligation_choice import Choice
from ui.obligation_files import KIND, entry_of
from ui.obligation_views import actor_name, binds_as, strength_of
from ui.obligation_words import RowWords, shortened
from ui.spreadsheet import Linked, Sheet, Value, csv_table, xlsx_sheet

TITLE = "Checklista: skyldigheter"
NOTICE = (
    f"{KIND}: läs författningen innan du beslutar. "
    "Ur andra författningar än lagen (2023:196) är raderna ett urval."
)
UNDONE, DONE = "☐", "☑"
_QUOTE = 240  # characters of the words at a place

# Headings in order of reading, each with the width of its column in characters.
WIDTHS: Mapping[str, int] = {
    "Klart": 7,
    "Vem": 22,
    "Styrka": 18,
    "Vad": 44,
    "Hur ofta": 20,
    "Från": 12,
    "Källa": 34,
    "§": 16,
    "Så står det": 50,
    "Vägledning": 36,
    "Ansvarig": 18,
    "Klart senast": 14,
    "Anteckning": 30,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing to do; ``quote`` is what its place says, led by whose words they are."""

    actor: str
    strength: str
    what: str
    frequency: str
    since: date | None
    source: CatalogueEntry
    pinpoint: str
    quote: str
    guidance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """A checklist and what must be said above it; ``chosen`` tells how the rows were chosen."""

    notices: Sequence[str]
    chosen: str
    items: Sequence[Item]

    def by_source(self) -> Sequence[tuple[CatalogueEntry, Sequence[Item]]]:
        """The items under their documents."""
        grouped = groupby(self.items, key=lambda item: item.source)
        return tuple((source, tuple(items)) for source, items in grouped)


def checklist(
    rows: Sequence[Obligation], words: Mapping[str, RowWords], choice: Choice
) -> Checklist:
    """The rows as things to do."""
    notices = [NOTICE]
    if choice.roll == Party.FORENING:
        notices.append(obligation_texts.NO_DUTIES_ON_ASSOCIATIONS)
    return Checklist(
        notices=notices,
        chosen=_told(choice, len(rows)),
        items=tuple(_item(row, words.get(row.id, RowWords())) for row in rows),
    )


def checklist_csv(made: Checklist) -> bytes:
    """The checklist for any spreadsheet; each row says whose words it has."""
    rows = ((*map(_text, _values(item)), KIND) for item in made.items)
    return csv_table((*WIDTHS, "Text"), rows)


def checklist_xlsx(made: Checklist) -> bytes:
    """The checklist as a sheet, with a box to tick in each row."""
    return xlsx_sheet(
        Sheet(
            title="Checklista",
            notice=" ".join((*made.notices, made.chosen)),
            widths=WIDTHS,
            rows=map(_values, made.items),
            choices={"Klart": (UNDONE, DONE)},
        )
    )


def _values(item: Item) -> Sequence[Value]:
    source = Linked(text=item.source.title, address=item.source.url)
    told = (item.actor, item.strength, item.what, item.frequency)
    place = (item.since or "", source, item.pinpoint, item.quote, item.guidance)
    return (UNDONE, *told, *place, "", "", "")


def _text(value: Value) -> str:
    if isinstance(value, Linked):
        return f"{value.text} ({value.address})"
    return value.isoformat() if isinstance(value, date) else value


def _item(row: Obligation, words: RowWords) -> Item:
    binds = binds_as(row)
    return Item(
        actor=actor_name(row.actor),
        strength=strength_of(row) + (f" ({binds})" if binds else ""),
        what=f"{row.action} {row.object}",
        frequency=row.frequency,
        since=row.from_date,
        source=entry_of(row.document_id),
        pinpoint=row.pinpoint,
        quote=_quote(words),
        guidance=_guidance(words),
    )


def _guidance(words: RowWords) -> str:
    """The places that help, by document: "handboken om samverkan: Steg 1, Steg 2"."""
    by_title: dict[str, list[str]] = {}
    for one in words.help:
        by_title.setdefault(one.title, []).append(one.place.pinpoint or "")
    listed = ((title, ", ".join(filter(None, places))) for title, places in by_title.items())
    return "; ".join(f"{title}: {places}" if places else title for title, places in listed)


def _quote(words: RowWords) -> str:
    """The place's words in short: "Referat: …" for ours, "Original: …" for the source's."""
    if not words.said:
        return ""
    edition = words.said[0].edition
    quote = shortened(" ".join(said.text for said in words.said), _QUOTE)
    shown = quote if edition is Edition.DIGEST else f"”{quote}”"
    return f"{texts.EDITION_LABELS[edition]}: {shown}"


def _told(choice: Choice, count: int) -> str:
    """The choice in words, for whoever gets the file without its address."""
    told = [obligation_texts.obligations_found(count)]
    if choice.fields:
        told += [
            f"{obligation_texts.FIELDS[name]}: {_shown(name, value)}"
            for name, value in choice.fields
        ]
    return "Urval: " + ". ".join(told) + "."


def _shown(name: str, value: str) -> str:
    labels: Mapping[str, Mapping[str, str]] = {
        "dokument": {entry.document_id: entry.title for entry in load_catalogue().entries},
        "roll": {str(party): label for party, label in obligation_texts.PARTIES.items()},
        "styrka": {str(grade): label for grade, label in texts.GRADES.items()},
        "tema": {str(theme): label for theme, label in texts.THEMES.items()},
    }
    return labels.get(name, {}).get(value, actor_name(value))
