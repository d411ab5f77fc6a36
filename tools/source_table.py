"""Writes the table of sources into docs/corpus.md, from the catalogue and the bundled digests.

    python tools/source_table.py            # make table

A test holds the page against what this gives.
"""

from pathlib import Path
from urllib.parse import urlsplit

from corpus.catalogue import bundled_digests, load_catalogue
from corpus.documents import CatalogueEntry
from corpus.publishers import load_publishers
from ingest.parsing import parse_document

PAGE = Path(__file__).parents[1] / "docs" / "corpus.md"
BEGIN, END = "<!-- table of sources: begin -->\n", "<!-- table of sources: end -->\n"
RIGHTS = {"free_text_9": "fri text (9 §)", "citation_only": "citeras", "unknown": "ej avgjort"}


def source_table() -> str:
    """The table as Markdown, a row for each entry of the catalogue."""
    passages = {
        digest.entry.document_id: len(parse_document(digest)) for digest in bundled_digests()
    }
    rows = "".join(_row(entry, passages) for entry in load_catalogue().entries)
    return (
        "| källa | läge | stycken | rättigheter | kontrollerad till | adress |\n"
        f"|---|---|---|---|---|---|\n{rows}"
    )


def with_table(page: str) -> str:
    """The page with the table between its marks."""
    before, _, rest = page.partition(BEGIN)
    return f"{before}{BEGIN}\n{source_table()}\n{END}{rest.partition(END)[2]}"


def _row(entry: CatalogueEntry, passages: dict[str, int]) -> str:
    count = passages.get(entry.document_id, 0)
    cells = (
        f"`{entry.document_id}` {entry.short_title}",
        "referat" if count else "bara i katalogen",
        str(count),
        RIGHTS[entry.rights],
        entry.checked or "–",
        _address(entry),
    )
    return f"| {' | '.join(cells)} |\n"


def _address(entry: CatalogueEntry) -> str:
    if not load_publishers().own(urlsplit(entry.url).hostname or ""):
        return "inte utgivarens egen sida"
    return "prövad" if entry.url_status == "seen" else "ej kontrollerad"


if __name__ == "__main__":
    PAGE.write_text(with_table(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
