"""Search results, sources and obligations as JSON, with the names of docs/interface.md."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.conversation import RetrievedPassage
from assistant.service import DocumentContents, DocumentOverview
from assistant.wire import day_json
from corpus.documents import CatalogueEntry, Passage, Place
from corpus.lexical import fold
from corpus.obligations import Obligation


def search_json(
    query: str,
    found: Sequence[RetrievedPassage],
    entries: Mapping[str, CatalogueEntry],
    timings: Mapping[str, float],
) -> dict[str, Any]:
    """The ranked passages."""
    return {
        "query": query,
        "results": [
            {
                "rank": rank,
                "score": round(hit.score, 4),
                "passage_id": hit.passage.passage_id,
                "document_id": hit.passage.document_id,
                "pinpoint": hit.passage.pinpoint,
                "title": entries[hit.passage.document_id].title,
                "lane": entries[hit.passage.document_id].lane.value,
                "edition": hit.passage.edition.value,
                "text": hit.passage.text,
                "url": entries[hit.passage.document_id].url,
            }
            for rank, hit in enumerate(found, start=1)
        ],
        "timings_ms": {name: round(value, 1) for name, value in timings.items()},
    }


def documents_json(documents: Sequence[DocumentOverview]) -> dict[str, Any]:
    """The catalogue."""
    return {"documents": [overview_json(document) for document in documents]}


def overview_json(document: DocumentOverview) -> dict[str, Any]:
    """One row of the catalogue."""
    entry = document.entry
    return {
        "document_id": entry.document_id,
        "title": entry.title,
        "short_title": entry.short_title,
        "publisher": entry.publisher,
        "year": entry.year,
        "lane": entry.lane.value,
        "kind": entry.kind,
        "rank": entry.rank,
        "url": entry.url,
        "url_status": entry.url_status,
        "state": document.state,
        "passages": document.passages,
        "checked": entry.checked,
    }


def contents_json(document: DocumentContents, pinpoint: str | None = None) -> dict[str, Any]:
    """A document's sections, or those at one pinpoint."""
    groups: dict[tuple[str, str, str], list[Passage]] = {}
    for passage in document.passages:
        if pinpoint is None or same_place(passage.pinpoint, pinpoint):
            heading = " – ".join(passage.heading_path)
            key = (passage.pinpoint, heading, passage.edition.value)
            groups.setdefault(key, []).append(passage)
    return overview_json(document.overview) | {
        "referred_by": places_json(document.referred_by.get(None, ())),
        "sections": [
            {
                "pinpoint": place,
                "heading": heading,
                "edition": edition,
                "passages": [passage_json(passage, document) for passage in passages],
            }
            for (place, heading, edition), passages in groups.items()
        ],
    }


def passage_json(passage: Passage, document: DocumentContents) -> dict[str, Any]:
    """One passage of ``document`` in full; ``text[start:end]`` of it is what a citation quotes."""
    return {
        "passage_id": passage.passage_id,
        "document_id": passage.document_id,
        "pinpoint": passage.pinpoint,
        "text": passage.text,
        "edition": passage.edition.value,
        "heading_path": list(passage.heading_path),
        "pages": list(passage.pages) or None,
        "sha256": passage.sha256,
        "valid_from": day_json(passage.valid_from),
        "valid_to": day_json(passage.valid_to),
        "amended_by": passage.amended_by,
        "refers_to": places_json(passage.refers_to),
        "referred_by": places_json(document.referred_by.get(passage.pinpoint, ())),
    }


def places_json(places: Sequence[Place]) -> list[dict[str, str | None]]:
    """Places in documents; ``pinpoint`` is null where the document is meant as a whole."""
    return [{"document_id": place.document_id, "pinpoint": place.pinpoint} for place in places]


def obligations_json(rows: Sequence[Obligation]) -> dict[str, Any]:
    """The matrix of duties and permissions."""
    return {"obligations": [_obligation_json(row) for row in rows]}


def _obligation_json(row: Obligation) -> dict[str, Any]:
    return {
        "id": row.id,
        "theme": row.theme.value,
        "actor": row.actor,
        "applies_to": row.applies_to.value,
        "modality": row.modality.value,
        "modality_text": row.modality_text,
        "action": row.action,
        "object": row.object,
        "frequency": row.frequency,
        "from_date": day_json(row.from_date),
        "document_id": row.document_id,
        "pinpoint": row.pinpoint,
        "guidance": places_json(row.guidance),
        "note": row.note,
    }


def same_place(one: str, other: str) -> bool:
    """Whether two pinpoints name the same place, however they are typed ("4§", "4 §")."""
    return _key(one) == _key(other)


def _key(pinpoint: str) -> str:
    return "".join(fold(pinpoint).replace(".", "").split())
