"""The boxes of a document's words → the words of each of its passages with their boxes."""

from collections.abc import Iterable, Iterator, Sequence

from corpus.word_places import PlacedWord, words_in_slice
from ingest.merging import ReadDocument
from ingest.passages import passages_by_section


def placed_words(documents: Iterable[ReadDocument]) -> dict[str, Sequence[PlacedWord]]:
    """The placed words of every passage that comes from a PDF, by passage id."""
    return {
        passage_id: words
        for document in documents
        if document.sections and any(document.boxes)
        for passage_id, words in _of_document(document)
    }


def _of_document(document: ReadDocument) -> Iterator[tuple[str, tuple[PlacedWord, ...]]]:
    sections = passages_by_section(document.sections)
    for (section, passages), boxes in zip(sections, document.boxes, strict=True):
        if not boxes:
            continue
        for passage in passages:
            start = passage.section_start
            end = start + len(passage.text)
            yield passage.passage_id, words_in_slice(section.text, boxes, start, end)
