"""The catalogue of every source, and the bundled digests: where the flow's documents begin.

``catalogue.toml`` is data that ships with the program, so a fault in it is a fault of ours: it
raises ``ValueError`` with the entry's id, and a test reads the whole file.
"""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from corpus.documents import CatalogueEntry, Edition, Lane, OriginalAddress, SourceDocument

# What an entry of each kind may be; the catalogue's header says what the ranks mean.
_KINDS: Mapping[str, tuple[frozenset[Lane], frozenset[int]]] = {
    "law": (frozenset({Lane.LAW}), frozenset({1})),
    "regulation": (frozenset({Lane.LAW}), frozenset({2})),
    "preparatory_work": (frozenset({Lane.CONTEXT}), frozenset({3})),
    "government_decision": (frozenset({Lane.CONTEXT}), frozenset({4})),
    "strategy": (frozenset({Lane.CONTEXT}), frozenset({4})),
    "guidance": (frozenset({Lane.GUIDANCE}), frozenset({5})),
    "method_support": (frozenset({Lane.GUIDANCE, Lane.REPORT}), frozenset({5, 6})),
    "report": (frozenset({Lane.REPORT}), frozenset({6, 7})),
    "case_page": (frozenset({Lane.REPORT}), frozenset({7})),
    "civil_society": (frozenset({Lane.REPORT, Lane.CONTEXT}), frozenset({7})),
}
_RIGHTS = frozenset({"free_text_9", "citation_only", "unknown"})
_URL_STATUSES = frozenset({"seen", "guessed"})
_MEDIA_TYPES = frozenset({"application/pdf", "text/html"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """The first and the last day on which a wording is in force; None is open."""

    valid_from: date | None = None
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """Until and including a day, a provision is told only together with another of its statute."""

    until: date
    shown_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every source worth indexing, in the catalogue's own order.

    ``section_dates`` holds the provisions of a statute that are in force at other times than the
    statute as a whole, by (document id, pinpoint); ``transitions`` those that a transitional
    provision softens at first; ``act_dates`` gives, by (document id, SFS number), when an amending
    act came into force; ``addressees``, by document id, the heading of our remark on whom a statute
    binds.
    """

    entries: tuple[CatalogueEntry, ...]
    section_dates: Mapping[tuple[str, str], Validity]
    transitions: Mapping[tuple[str, str], Transition]
    act_dates: Mapping[tuple[str, str], date]
    addressees: Mapping[str, str]
    _by_id: Mapping[str, CatalogueEntry]

    def get(self, document_id: str) -> CatalogueEntry | None:
        """The entry with this id, or None."""
        return self._by_id.get(document_id)

    def by_sfs(self, sfs: str) -> CatalogueEntry | None:
        """The statute with an SFS number such as "2023:196", or None."""
        return self._by_id.get(sfs_document_id(sfs))


def sfs_document_id(sfs: str) -> str:
    """The document id of an SFS number: "2023:196" gives "sfs-2023-196"."""
    return "sfs-" + sfs.strip().replace(":", "-").replace(" ", "-").lower()


@cache
def load_catalogue() -> Catalogue:
    """The bundled catalogue, read and checked once.

    Raises:
        ValueError: An entry is inconsistent; the text names its id.
    """
    raw = resources.files("corpus").joinpath("catalogue.toml").read_text(encoding="utf-8")
    return parse_catalogue(raw)


def parse_catalogue(toml: str) -> Catalogue:
    """Read and check a catalogue in the form of ``catalogue.toml``.

    Raises:
        ValueError: An entry is inconsistent; the text names its id.
    """
    rows: list[dict[str, Any]] = tomllib.loads(toml)["document"]
    entries = tuple(_entry(row) for row in rows)
    by_id = {entry.document_id: entry for entry in entries}
    if len(by_id) != len(entries):
        ids = [entry.document_id for entry in entries]
        raise ValueError(f"ids used twice: {sorted({i for i in ids if ids.count(i) > 1})}")
    for entry in entries:
        if entry.superseded_by is not None and entry.superseded_by not in by_id:
            raise ValueError(f"{entry.document_id}: superseded by an unknown document")
    dates = {
        (str(row["id"]), str(item["pinpoint"])): Validity(
            valid_from=_day(item.get("valid_from")), valid_to=_day(item.get("valid_to"))
        )
        for row in rows
        for item in row.get("section_dates", ())
    }
    transitions = {
        (str(row["id"]), str(item["pinpoint"])): Transition(
            until=date.fromisoformat(item["until"]), shown_with=item["shown_with"]
        )
        for row in rows
        for item in row.get("transitions", ())
    }
    act_dates = {
        (str(row["id"]), str(version["sfs"])): date.fromisoformat(version["valid_from"])
        for row in rows
        for version in row.get("versions", ())
        if "sfs" in version and "valid_from" in version
    }
    return Catalogue(
        entries=entries,
        section_dates=dates,
        transitions=transitions,
        act_dates=act_dates,
        addressees={row["id"]: row["addressee"] for row in rows if "addressee" in row},
        _by_id=by_id,
    )


def bundled_digests() -> Iterator[SourceDocument]:
    """The digests that ship with the program, in order of id.

    Raises:
        ValueError: A digest has no entry in the catalogue.
    """
    catalogue = load_catalogue()
    folder = resources.files("corpus").joinpath("guidance")
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir(), key=lambda item: item.name):
        if not file.name.endswith(".md"):
            continue
        entry = catalogue.get(file.name.removesuffix(".md"))
        if entry is None:
            raise ValueError(f"{file.name}: a digest without an entry in the catalogue")
        yield SourceDocument(
            entry=entry, edition=Edition.DIGEST, name=file.name, content=file.read_bytes()
        )


def _entry(row: Mapping[str, Any]) -> CatalogueEntry:
    entry = CatalogueEntry(
        document_id=row["id"],
        title=row["titel"],
        short_title=row["short_title"],
        publisher=row["publisher"],
        year=row["year"],
        kind=row["kind"],
        lane=Lane(row["lane"]),
        rank=row["rank"],
        rights=row["rights"],
        url=row["url"],
        url_status=row["url_status"],
        originals=tuple(OriginalAddress(**original) for original in row.get("originals", ())),
        valid_from=_day(row.get("valid_from")),
        valid_to=_day(row.get("valid_to")),
        checked=row.get("checked"),
        superseded_by=row.get("superseded_by"),
    )
    fault = _fault(entry)
    if fault is not None:
        raise ValueError(f"{entry.document_id}: {fault}")
    return entry


def _fault(entry: CatalogueEntry) -> str | None:
    """What is inconsistent in ``entry``, or None."""
    lanes, ranks = _KINDS.get(entry.kind, (frozenset(), frozenset()))
    dates = (entry.valid_from, entry.valid_to)
    rules = {
        "the id is not lower-case words and digits joined by hyphens": _ID.fullmatch(
            entry.document_id
        ),
        f"kind {entry.kind!r} can't be in lane {entry.lane}": entry.lane in lanes,
        f"kind {entry.kind!r} can't have rank {entry.rank}": entry.rank in ranks,
        f"unknown rights {entry.rights!r}": entry.rights in _RIGHTS,
        f"unknown url_status {entry.url_status!r}": entry.url_status in _URL_STATUSES,
        "an original has an unknown status": all(
            original.status in _URL_STATUSES for original in entry.originals
        ),
        "an original has an unknown media type": all(
            original.media_type in _MEDIA_TYPES for original in entry.originals
        ),
        "the title, short title or publisher is empty": entry.title
        and entry.short_title
        and entry.publisher,
        "valid_to lies before valid_from": None in dates or dates[0] <= dates[1],  # type: ignore[operator]
    }
    return next((fault for fault, holds in rules.items() if not holds), None)


def _day(value: str | date | None) -> date | None:
    """A day written as a TOML string or a TOML date."""
    return date.fromisoformat(value) if isinstance(value, str) else value
