"""Two wordings of one place beside each other: ``GET /kallor/<id>/lydelser``."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from assistant.api import today
from assistant.service import Answerer, DocumentContents
from corpus.dates import swedish_date
from ui import source_texts
from ui.labels import badges
from ui.safe_html import clean
from ui.site_anchors import anchor_of
from ui.site_page import page, typed
from ui.word_diff import Piece, compared
from ui.wordings import Wording, wordings

ADDRESS = "/lydelser"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One of the two: ``mark`` is the element its changed words stand in."""

    badges: Markup
    dates: str
    is_older: bool
    style: str
    mark: str
    said: str
    pieces: Sequence[Piece]


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A wording among those to choose from."""

    key: str
    label: str


def versions_page(answerer: Answerer, document_id: str, request: Request) -> Response | None:
    """The comparison of two wordings; None where the document or the place is not there."""
    contents = answerer.document(document_id)
    pinpoint = typed(request, "stalle")
    found = wordings_at(contents, pinpoint) if contents else ()
    if contents is None or len(found) < 2:
        return None
    one, other = _chosen(found, typed(request, "fran"), typed(request, "till"))
    return page(
        request,
        "lydelser",
        f"Jämför lydelser av {pinpoint}",
        here="kallor",
        document=contents.overview.entry,
        pinpoint=pinpoint,
        anchor=anchor_of(pinpoint),
        choices=[Choice(key=w.key, label=days_of(w)) for w in found],
        chosen=(one.key, other.key),
        notes=tuple(_notes(one, other)),
        columns=_columns(contents, one, other),
    )


def wordings_at(contents: DocumentContents, pinpoint: str) -> tuple[Wording, ...]:
    """The wordings of one place of a document."""
    return wordings([p for p in contents.passages if p.pinpoint == pinpoint])


def days_of(wording: Wording) -> str:
    """When a wording holds or held, and by which act: its label."""
    begun = f"Gäller från {swedish_date(wording.begun)}" if wording.begun else ""
    if wording.ended is not None and wording.ended < today():
        since = f", från {swedish_date(wording.begun)}" if wording.begun else ""
        begun = f"Gällde till {swedish_date(wording.ended)}{since}"
    elif wording.ended is not None:
        begun = f"{begun or 'Gäller'} till {swedish_date(wording.ended)}"
    acts = f"lydelse enligt {', '.join(wording.acts)}" if wording.acts else ""
    told = ", ".join(filter(None, (begun, acts)))
    return told[:1].upper() + told[1:] if told else source_texts.WORDING_UNDATED


def _chosen(found: Sequence[Wording], old: str, new: str) -> tuple[Wording, Wording]:
    """The two that the address names; without names, the last two."""
    by_key = {wording.key: wording for wording in found}
    other = by_key.get(new, found[-1])
    before = found[max(found.index(other) - 1, 0)]
    return by_key.get(old, before), other


def _notes(one: Wording, other: Wording) -> Iterator[str]:
    if one == other:
        yield source_texts.SAME_WORDING
    elif not (one.is_original and other.is_original):
        yield source_texts.OUR_WORDS
    elif compared(one.text, other.text) is None:
        yield source_texts.TOO_LONG_TO_COMPARE


def _columns(contents: DocumentContents, one: Wording, other: Wording) -> tuple[Shown, Shown]:
    pieces = compared(one.text, other.text) if one.is_original and other.is_original else None
    old, new = pieces or ([_unmarked(one)], [_unmarked(other)])
    return (
        _shown(contents, one, old, ("del", source_texts.REMOVED)),
        _shown(contents, other, new, ("ins", source_texts.ADDED)),
    )


def _unmarked(wording: Wording) -> Piece:
    return Piece(text=wording.text, changed=False)


def _shown(
    contents: DocumentContents, wording: Wording, pieces: Sequence[Piece], mark: tuple[str, str]
) -> Shown:
    edition = wording.passages[0].edition
    return Shown(
        badges=Markup(clean(badges(contents.overview.entry.lane, edition))),  # noqa: S704 – cleaned
        dates=days_of(wording),
        is_older=wording.ended is not None and wording.ended < today(),
        style="ordagrant" if wording.is_original else "referat",
        mark=mark[0],
        said=mark[1],
        pieces=pieces,
    )
