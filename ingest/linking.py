"""Passages → passages that know what they refer to, as far as it can be read here."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from corpus.catalogue import load_catalogue
from corpus.cross_references import CrossReference, chapter_of, cross_references, sections_within
from corpus.documents import Edition, Lane, Passage, Place

Pinpoints = Mapping[str, Sequence[str]]


def with_references(passages: Sequence[Passage]) -> tuple[Passage, ...]:
    """The passages with the places that their words refer to, themselves left out."""
    pinpoints: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for passage in passages:
        pinpoints[passage.document_id][passage.pinpoint] = None
    known = {document_id: tuple(found) for document_id, found in pinpoints.items()}
    return tuple(replace(passage, refers_to=_places(passage, known)) for passage in passages)


def _places(passage: Passage, known: Pinpoints) -> tuple[Place, ...]:
    here = Place(document_id=passage.document_id, pinpoint=passage.pinpoint)
    found = [
        place
        for reference in cross_references(
            passage.text,
            home=_home(passage),
            chapter=chapter_of(passage.pinpoint),
            account=passage.edition is Edition.DIGEST,
        )
        for place in _resolved(reference, known)
        if place != here
    ]
    return tuple(dict.fromkeys(found))


def _home(passage: Passage) -> str | None:
    entry = load_catalogue().get(passage.document_id)
    is_statute = passage.document_id.startswith("sfs-") if entry is None else entry.lane is Lane.LAW
    return passage.document_id if is_statute else None


def _resolved(reference: CrossReference, known: Pinpoints) -> Sequence[Place]:
    """The places with text here that ``reference`` leads to."""
    pinpoints = known.get(reference.document_id, ())
    if not pinpoints:
        return ()
    if not reference.first:
        return (Place(document_id=reference.document_id),)
    return [
        Place(document_id=reference.document_id, pinpoint=pinpoint)
        for pinpoint in sections_within(reference, pinpoints)
    ]
