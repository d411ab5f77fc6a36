"""What is known of a source beside its words: dates, file, rights, rank and whether it holds."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from assistant.api import today
from assistant.service import DocumentOverview
from corpus.cross_references import single_sections
from corpus.dates import swedish_date
from corpus.documents import CatalogueEntry, Lane
from corpus.generation import IndexedSource
from ui import source_texts, texts

_KINDS_OF_FILE = {
    **dict.fromkeys((".html", ".htm", ".xhtml", ".xml"), "webbsida"),
    **dict.fromkeys((".docx", ".docm", ".dotx"), "Word"),
    ".pdf": "PDF",
    ".md": "Markdown",
    ".txt": "text",
}


def told_of(overview: DocumentOverview) -> Iterator[str]:
    """When the original came and what kind of file it is, and until when our account is checked."""
    source = overview.original
    come = came_on(source) if source else None
    if source is not None and come is not None:
        fetched = "Hämtad" if is_fetched(source) else "Tillagd"
        kind = kind_of_file(source)
        yield f"{fetched} {swedish_date(come)}" + (f" som {kind}" if kind else "")
    if overview.entry.checked:
        yield f"Kontrollerad till och med {texts.swedish_month(overview.entry.checked)}"


def rules_of(entry: CatalogueEntry) -> Iterator[str]:
    """The document's rank among sources, and what may be done with its words."""
    if entry.is_added:
        yield source_texts.RANK_OF_ADDED
        return
    yield source_texts.RANK_LINES.get(
        entry.rank, source_texts.RANK_LINES[max(source_texts.RANK_LINES)]
    )
    yield source_texts.RIGHTS.get(entry.rights, source_texts.RIGHTS["unknown"])


def standing_of(overview: DocumentOverview, titles: Mapping[str, str]) -> str:
    """One line for the list: "gäller, 14 §§, hämtad 2026-11-20" or "ersatt av «titel»"."""
    entry = overview.entry
    if entry.superseded_by:
        return f"ersatt av {titles.get(entry.superseded_by, entry.superseded_by)}"
    come = came_on(overview.original) if overview.original else None
    fetched = overview.original is not None and is_fetched(overview.original)
    parts = (
        _holding(entry, today()),
        _places(overview) if overview.passages else "",
        f"{'hämtad' if fetched else 'tillagd'} {come.isoformat()}" if come else "",
    )
    return ", ".join(filter(None, parts))


def came_on(source: IndexedSource) -> date | None:
    """The day when the file came here, None when nothing is known of it."""
    if source.fetched_at is None:
        return None
    try:
        return datetime.fromisoformat(source.fetched_at).date()
    except ValueError:
        return None


def is_fetched(source: IndexedSource) -> bool:
    """Whether the file came from its publisher's address, and not from a user's folder."""
    return (source.path or "").startswith(("https://", "http://"))


def kind_of_file(source: IndexedSource) -> str:
    """What the file is to a reader, "" when its name does not tell."""
    name = (source.path or "").partition("?")[0]
    suffix = "." + name.rpartition(".")[2].lower()
    return _KINDS_OF_FILE.get(suffix, "")


def _holding(entry: CatalogueEntry, day: date) -> str:
    if entry.valid_to is not None and entry.valid_to < day:
        return f"gällde till {entry.valid_to.isoformat()}"
    if entry.valid_from is not None and entry.valid_from > day:
        return f"gäller från {entry.valid_from.isoformat()}"
    return "gäller" if entry.lane is Lane.LAW else ""


def _places(overview: DocumentOverview) -> str:
    """How many sections of a statute are here, by our count; of anything else its places."""
    if overview.entry.lane is Lane.LAW:
        single = {name for place in overview.pinpoints for name in single_sections(place)}
        sections = sum(name.endswith("§") for name in single)
        if sections:
            return "1 §" if sections == 1 else f"{sections} §§"
    places = len(overview.pinpoints)
    return "ett ställe" if places == 1 else f"{places} ställen"
