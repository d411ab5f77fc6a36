"""The very words that a row of the matrix stands on, and the guidance that helps with it.

A row is told in our words; here are those of the passage at its place. Of an account (a referat)
the sentence with the row's verb and most of its words is shown, when one is ahead of all others:
each of its sentences says its rule whole. In every other case the whole passage is.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from assistant.service import Answerer, entries_by_id
from corpus.cross_references import single_sections
from corpus.documents import Edition, Lane, Passage, Place
from corpus.errors import IndexUnavailableError
from corpus.lexical import swedish_terms
from corpus.obligations import Obligation, load_obligations
from corpus.sentences import sentence_spans

_START = 200  # characters of guidance beside its link

Passages = Mapping[str, Sequence[Passage]]
"""The passages of each document that the matrix names, by its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words of a passage, exactly; ``pinpoint`` is the place that has them on the page Källor."""

    text: str
    edition: Edition
    pinpoint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A place that helps: its document's title, its voice, and how it begins."""

    place: Place
    title: str
    lane: Lane
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowWords:
    """What stands behind a row; ``said`` is empty when its source can't be read here."""

    said: Sequence[Said] = ()
    help: Sequence[Help] = ()


class ObligationWords:
    """The words behind every row, read once for each generation of the index."""

    def __init__(self, answerer: Answerer) -> None:
        self._answerer = answerer
        self._known: tuple[str, Mapping[str, RowWords]] = ("", {})

    def by_row(self) -> Mapping[str, RowWords]:
        """The words of each row by its id; empty when the sources can't be read."""
        try:
            generation = self._answerer.info().generation
            if self._known[0] != generation:
                # One assignment: a thread sees the old pair or the new one.
                self._known = (generation, _words_of_all(self._answerer))
        except IndexUnavailableError:
            return {}
        return self._known[1]


def _words_of_all(answerer: Answerer) -> Mapping[str, RowWords]:
    rows = load_obligations()
    entries = entries_by_id(answerer)
    named = {row.document_id for row in rows} | {p.document_id for r in rows for p in r.guidance}
    passages = {document_id: _passages(answerer, document_id) for document_id in named}
    places = dict.fromkeys(place for row in rows for place in row.guidance)
    helping = {
        place: Help(
            place=place,
            title=entries[place.document_id].short_title,
            lane=entries[place.document_id].lane,
            start=_start_at(place, passages),
        )
        for place in places
        if place.document_id in entries
    }
    return {
        row.id: RowWords(
            said=said_of(row, passages[row.document_id]),
            help=tuple(helping[place] for place in row.guidance if place in helping),
        )
        for row in rows
    }


def _passages(answerer: Answerer, document_id: str) -> Sequence[Passage]:
    contents = answerer.document(document_id)
    return contents.passages if contents is not None else ()


def said_of(row: Obligation, passages: Sequence[Passage]) -> Sequence[Said]:
    """The words that ``row`` stands on, out of its document's passages."""
    told = _told(row.pinpoint, passages)
    if not told or any(passage.edition is Edition.ORIGINAL for passage in told):
        return tuple(map(_whole, told))
    sentence = _carrying(row, told)
    return (sentence,) if sentence is not None else tuple(map(_whole, told))


def _whole(passage: Passage) -> Said:
    return Said(text=passage.text, edition=passage.edition, pinpoint=passage.pinpoint)


def _told(pinpoint: str, passages: Sequence[Passage]) -> Sequence[Passage]:
    """What counts at a place: its own words, else the account and later wordings of it.

    The account of "4–5 §§" gives way to the statute's own "4 §" and "5 §".
    """
    for places in ((pinpoint,), single_sections(pinpoint)):
        here = [passage for passage in passages if passage.pinpoint in places]
        own = [passage for passage in here if not passage.comment]
        originals = [passage for passage in own if passage.edition is Edition.ORIGINAL]
        if originals:
            return [p for p in originals if p.valid_to is None] or originals
        if own:
            last = max(passage.valid_from or date.min for passage in own)
            return [p for p in here if not p.comment or (p.valid_from or date.min) > last]
    return ()


def _carrying(row: Obligation, told: Sequence[Passage]) -> Said | None:
    """The sentence that alone has the verb and most of the row's words; None when none does."""
    verb = set(re.findall(r"\w+", row.modality_text.lower()))
    terms = set(swedish_terms(f"{row.actor} {row.action} {row.object}"))
    scored: list[tuple[int, Said]] = []
    for passage in told:
        for start, end in sentence_spans(passage.text):
            text = passage.text[start:end]
            shared = len(terms & set(swedish_terms(text)))
            if verb <= set(re.findall(r"\w+", text.lower())):
                said = Said(text=text, edition=passage.edition, pinpoint=passage.pinpoint)
                scored.append((shared, said))
    scored.sort(key=lambda pair: -pair[0])
    ahead = len(scored) == 1 or (len(scored) > 1 and scored[0][0] > scored[1][0])
    return scored[0][1] if ahead and scored[0][0] >= 2 else None


def _start_at(place: Place, passages: Passages) -> str:
    """The first sentences at a place, as many as there is room for."""
    here = [p for p in passages[place.document_id] if p.pinpoint == place.pinpoint]
    if not here:
        return ""
    text = here[0].text
    ends = [end for _, end in sentence_spans(text)]
    fitting = [end for end in ends if end <= _START] or ends[:1]
    return shortened(text[: fitting[-1]], 2 * _START)


def shortened(text: str, longest: int) -> str:
    """``text`` on one line, cut at a word when it is longer."""
    words = " ".join(text.split())
    return words if len(words) <= longest else words[:longest].rsplit(" ", 1)[0] + " …"
