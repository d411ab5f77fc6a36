"""DocumentOverview, DocumentContents → what "Källor" and a document's own page show."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from assistant.api import today
from assistant.service import Answerer, DocumentContents, DocumentOverview
from corpus.documents import CatalogueEntry, Edition, Passage, Place
from ui import texts
from ui.rendering import badge, badges, lane_badge, official_link, validity
from ui.safe_html import clean

_START = 120  # characters of a passage beside its place, among the hits
_MOST_LINKED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A document in the list; ``searched`` is what its search field looks in, in lower case."""

    id: str
    title: str
    lane: str
    badges: Markup
    about: str
    searched: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link to a document, or to a place in it."""

    id: str
    text: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The head of a document's page; ``replaced`` leads to what replaced it."""

    id: str
    badges: Markup
    about: str
    official: Markup
    replaced: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One passage; ``linked`` has the places it refers to and is named in, by a label."""

    badges: Markup
    dates: str
    heading: str
    style: str
    text: str
    linked: Sequence[tuple[str, Sequence[Link]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Everything at one pinpoint."""

    anchor: str
    pinpoint: str
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """A place in a document that a search found."""

    anchor: str
    pinpoint: str
    start: str


def anchor_of(pinpoint: str) -> str:
    """The fragment of a pinpoint's address: "10 kap. 18 a §" is #10-kap.-18-a-§."""
    return "-".join(pinpoint.split())


def overview_row(overview: DocumentOverview) -> Row:
    """A document as a row of the list."""
    entry = overview.entry
    state = badge(texts.STATE_LABELS[overview.state].capitalize())
    about = _about(entry)
    return Row(
        id=entry.document_id,
        title=entry.title,
        lane=entry.lane.value,
        badges=Markup(clean(lane_badge(entry.lane) + state)),  # noqa: S704 – cleaned
        about=about,
        searched=f"{entry.title} {entry.short_title} {about}".lower(),
    )


def contents_view(contents: DocumentContents, titles: Mapping[str, str]) -> About:
    """The head of a document's page."""
    entry = contents.overview.entry
    later = entry.superseded_by
    return About(
        id=entry.document_id,
        badges=overview_row(contents.overview).badges,
        about=_about(entry),
        official=Markup(clean(official_link(entry.url, entry.url_status))),  # noqa: S704 – cleaned
        replaced=Link(id=later, text=titles[later]) if later and later in titles else None,
    )


def sections_of(contents: DocumentContents, titles: Mapping[str, str]) -> Sequence[Section]:
    """The document's text by its pinpoints, in reading order."""
    by_pinpoint: dict[str, list[Passage]] = {}
    for passage in contents.passages:
        by_pinpoint.setdefault(passage.pinpoint, []).append(passage)
    return tuple(
        Section(
            anchor=anchor_of(pinpoint),
            pinpoint=pinpoint,
            parts=tuple(_part(p, contents, titles, first=p is own[0]) for p in own),
        )
        for pinpoint, own in (
            (name, sorted(found, key=_turn)) for name, found in by_pinpoint.items()
        )
    )


def _turn(passage: Passage) -> tuple[bool, bool]:
    """The source's own words first, our remarks on them last."""
    return passage.edition is not Edition.ORIGINAL, passage.comment


def hits_in(answerer: Answerer, document_id: str, query: str, k: int) -> Sequence[Hit]:
    """The best places for ``query`` within a document."""
    found = answerer.search(query, k=k, document_id=document_id, as_of=today())
    return tuple(
        Hit(
            anchor=anchor_of(hit.passage.pinpoint),
            pinpoint=hit.passage.pinpoint,
            start=_shortened(hit.passage.text),
        )
        for hit in found
    )


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _START else words[:_START].rsplit(" ", 1)[0] + " …"


def _about(entry: CatalogueEntry) -> str:
    told = [f"{entry.publisher}, {entry.year}", *validity(entry.valid_from, entry.valid_to)]
    if entry.checked:
        told.append(f"Kontrollerad till och med {texts.swedish_month(entry.checked)}")
    return ". ".join(told) + "."


def _part(
    passage: Passage, contents: DocumentContents, titles: Mapping[str, str], *, first: bool
) -> Part:
    entry = contents.overview.entry
    told = list(validity(passage.valid_from, passage.valid_to))
    if passage.amended_by:
        told.append(f"Lydelse enligt {passage.amended_by}")
    named = contents.referred_by.get(passage.pinpoint, ()) if first else ()
    linked = ((texts.REFERS_TO, passage.refers_to), (texts.REFERRED_BY, named))
    return Part(
        badges=Markup(clean(badges(entry.lane, passage.edition))),  # noqa: S704 – cleaned
        dates=". ".join(told) + "." if told else "",
        heading=passage.heading_path[-1] if len(passage.heading_path) > 1 else "",
        style="ordagrant" if passage.edition is Edition.ORIGINAL else "referat",
        text=passage.text,
        linked=tuple(
            (label, tuple(_link(place, entry, titles) for place in places[:_MOST_LINKED]))
            for label, places in linked
            if places
        ),
    )


def _link(place: Place, entry: CatalogueEntry, titles: Mapping[str, str]) -> Link:
    pinpoint = place.pinpoint or ""
    title = titles.get(place.document_id, place.document_id)
    own = place.document_id == entry.document_id and pinpoint
    return Link(
        id=place.document_id,
        text=pinpoint if own else f"{title} {pinpoint}".rstrip(),
        anchor=anchor_of(pinpoint),
    )
