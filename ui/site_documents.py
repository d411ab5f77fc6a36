"""DocumentOverview, DocumentContents → what "Källor" and a document's own page show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from assistant.api import today
from assistant.service import DocumentContents, DocumentOverview
from corpus.documents import CatalogueEntry, Edition, Passage, Place
from ui import texts
from ui.labels import badge, badges, lane_badge, official_link, validity
from ui.safe_html import clean
from ui.site_anchors import anchor_of
from ui.source_facts import rules_of, standing_of, told_of
from ui.wordings import wordings

_MOST_LINKED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A document in the list; ``searched`` is what its search field looks in, in lower case.

    ``standing`` says in one line whether it holds, how much is here and since when.
    """

    id: str
    title: str
    lane: str
    badges: Markup
    standing: str
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
    """The head of a document's page; ``replaced`` leads to what replaced it.

    ``rules`` are its rank and what may be done with its words; ``dated`` whether any of its words
    held on some days only.
    """

    id: str
    badges: Markup
    about: str
    rules: str
    official: Markup
    dated: bool
    replaced: Link | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One passage; ``linked`` has the places it refers to and is named in, by a label.

    ``page`` is the address of its page as a picture, relative to the service's root, or "".
    """

    badges: Markup
    dates: str
    is_older: bool
    page: str
    heading: str
    style: str
    text: str
    linked: Sequence[tuple[str, Sequence[Link]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Everything at one pinpoint; ``compared`` when it has several wordings."""

    anchor: str
    pinpoint: str
    parts: Sequence[Part]
    compared: bool


def overview_row(overview: DocumentOverview, titles: Mapping[str, str]) -> Row:
    """A document as a row of the list; ``titles`` are the short ones by id."""
    entry = overview.entry
    about = _about(overview)
    return Row(
        id=entry.document_id,
        title=entry.title,
        lane=entry.lane.value,
        badges=_badges(overview),
        standing=standing_of(overview, titles),
        about=about,
        searched=f"{entry.title} {entry.short_title} {about}".lower(),
    )


def contents_view(contents: DocumentContents, titles: Mapping[str, str]) -> About:
    """The head of a document's page."""
    entry = contents.overview.entry
    later = entry.superseded_by
    return About(
        id=entry.document_id,
        badges=_badges(contents.overview),
        about=_about(contents.overview),
        rules=". ".join(rules_of(entry)) + ".",
        dated=any(p.valid_from or p.valid_to or p.amended_by for p in contents.passages),
        official=Markup(clean(official_link(entry.url, entry.url_status))),  # noqa: S704 – cleaned
        replaced=Link(id=later, text=titles[later]) if later and later in titles else None,
    )


def sections_of(
    contents: DocumentContents,
    titles: Mapping[str, str],
    *,
    as_of: date | None = None,
    page_of: Callable[[Passage], str] = lambda _: "",
) -> Sequence[Section]:
    """The document's text by its pinpoints, in reading order; with ``as_of``, what held that day.

    ``page_of`` gives the address of a passage's page.
    """
    by_pinpoint: dict[str, list[Passage]] = {}
    for passage in contents.passages:
        by_pinpoint.setdefault(passage.pinpoint, []).append(passage)
    made = _Parts(contents=contents, titles=titles, page_of=page_of)
    return tuple(
        Section(
            anchor=anchor_of(pinpoint),
            pinpoint=pinpoint,
            parts=tuple(made.part(p, first=p is held[0]) for p in held),
            compared=len(wordings(own)) > 1,
        )
        for pinpoint, own in by_pinpoint.items()
        if (held := sorted((p for p in own if not as_of or p.holds_on(as_of)), key=_turn))
    )


def _turn(passage: Passage) -> tuple[bool, bool, bool]:
    """The source's own words first, our remarks on them last, ended ones after what holds."""
    return passage.edition is not Edition.ORIGINAL, passage.comment, is_over(passage)


def is_over(passage: Passage) -> bool:
    """Whether its words held only until a day that has passed."""
    return passage.valid_to is not None and passage.valid_to < today()


def _badges(overview: DocumentOverview) -> Markup:
    state = badge(texts.STATE_LABELS[overview.state].capitalize())
    return Markup(clean(lane_badge(overview.entry.lane) + state))  # noqa: S704 – cleaned


def _about(overview: DocumentOverview) -> str:
    entry = overview.entry
    dates = validity(entry.valid_from, entry.valid_to)
    return ". ".join((f"{entry.publisher}, {entry.year}", *dates, *told_of(overview))) + "."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """Makes the parts of one document's page."""

    contents: DocumentContents
    titles: Mapping[str, str]
    page_of: Callable[[Passage], str]

    def part(self, passage: Passage, *, first: bool) -> Part:
        """One passage; the ``first`` at its place says where the place is named."""
        entry = self.contents.overview.entry
        told = list(validity(passage.valid_from, passage.valid_to))
        if passage.amended_by:
            told.append(f"Lydelse enligt {passage.amended_by}")
        named = self.contents.referred_by.get(passage.pinpoint, ()) if first else ()
        linked = ((texts.REFERS_TO, passage.refers_to), (texts.REFERRED_BY, named))
        return Part(
            badges=Markup(clean(badges(entry.lane, passage.edition))),  # noqa: S704 – cleaned
            dates=". ".join(told) + "." if told else "",
            is_older=is_over(passage),
            page=self.page_of(passage),
            heading=passage.heading_path[-1] if len(passage.heading_path) > 1 else "",
            style="ordagrant" if passage.edition is Edition.ORIGINAL else "referat",
            text=passage.text,
            linked=tuple(
                (label, tuple(_link(place, entry, self.titles) for place in places[:_MOST_LINKED]))
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
