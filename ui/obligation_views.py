"""Rows of the matrix → what the page Skyldigheter shows of them, by document."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import quote

from markupsafe import Markup

from corpus.dates import swedish_date
from corpus.documents import CatalogueEntry, Edition, Lane
from corpus.obligations import Modality, Obligation, Theme, load_obligations
from ui import obligation_texts, texts
from ui.labels import lane_badge, official_link
from ui.obligation_choice import Choice
from ui.obligation_files import entry_of
from ui.obligation_words import Help, RowWords, Said
from ui.safe_html import clean
from ui.site_anchors import anchor_of

_WORD = re.compile(r"\w+")
_BINDING = {Modality.SKA, Modality.SKA_OM_LAMPLIGT, Modality.SKA_VERKA_FOR}

Option = tuple[str, str]
"""A value and its label."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidView:
    """Words that a row stands on; ``link`` is relative to the service's root."""

    text: str
    label: str
    style: str
    is_digest: bool
    place: str
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpView:
    """A place that helps with a row."""

    badge: Markup
    lane: str
    title: str
    place: str
    link: str
    start: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowView:
    """One row; ``binds`` is empty when the verb is the word of its grade."""

    id: str
    actor: str
    strength: str
    binds: str
    is_binding: bool
    what: str
    frequency: str
    since: str
    pinpoint: str
    link: str
    note: str
    said: Sequence[SaidView]
    help: Sequence[HelpView]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """The rows of one document, under its head."""

    id: str
    title: str
    badge: Markup
    official: Markup
    rows: Sequence[RowView]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fields:
    """What the form offers."""

    parties: Sequence[Option]
    actors: Sequence[Option]
    grades: Sequence[Option]
    documents: Sequence[Option]
    themes: Sequence[Option]
    chosen_grades: Sequence[str]


def groups_of(rows: Iterable[Obligation], words: Mapping[str, RowWords]) -> Sequence[Group]:
    """The rows under their documents, in their order."""
    return tuple(
        _group(entry_of(document_id), tuple(of_document), words)
        for document_id, of_document in groupby(rows, key=lambda row: row.document_id)
    )


def fields_of(choice: Choice) -> Fields:
    """What the form offers; with no grade chosen all are marked, since all are shown."""
    rows = load_obligations()
    actors = sorted({row.actor for row in rows}, key=str.casefold)
    documents = dict.fromkeys(row.document_id for row in rows)
    grades = tuple((grade.value, texts.GRADES[grade]) for grade in Modality)
    return Fields(
        parties=tuple((party.value, label) for party, label in obligation_texts.PARTIES.items()),
        actors=tuple((actor, actor_name(actor)) for actor in actors),
        grades=grades,
        documents=tuple((name, entry_of(name).title) for name in documents),
        themes=tuple((theme.value, texts.THEMES[theme].capitalize()) for theme in Theme),
        chosen_grades=choice.styrka or tuple(value for value, _ in grades),
    )


def actor_name(actor: str) -> str:
    """Who has a duty, without the comma that leads on to the verb."""
    return actor.rstrip(",")


def strength_of(row: Obligation) -> str:
    """The row's verb in capitals, as strengths are written in an answer."""
    return row.modality_text.rstrip(",").upper()


def binds_as(row: Obligation) -> str:
    """How hard a verb binds that is not the word of its grade: "krävs" as a "ska"."""
    word = _WORD.findall(texts.GRADES[row.modality])[0]
    own = _WORD.findall(row.modality_text)
    return "" if word in own else obligation_texts.BINDS_AS.get(row.modality, "")


def _group(
    entry: CatalogueEntry, rows: Sequence[Obligation], words: Mapping[str, RowWords]
) -> Group:
    return Group(
        id=entry.document_id,
        title=entry.title,
        badge=_badge(entry.lane),
        official=Markup(clean(official_link(entry.url, entry.url_status))),  # noqa: S704 – cleaned
        rows=tuple(_row(row, words.get(row.id, RowWords())) for row in rows),
    )


def _row(row: Obligation, words: RowWords) -> RowView:
    place = words.said[0].pinpoint if words.said else row.pinpoint
    return RowView(
        id=row.id,
        actor=actor_name(row.actor),
        strength=strength_of(row),
        binds=binds_as(row),
        is_binding=row.modality in _BINDING,
        what=f"{row.action} {row.object}",
        frequency=row.frequency,
        since=swedish_date(row.from_date) if row.from_date else "",
        pinpoint=row.pinpoint,
        link=_link(row.document_id, place),
        note=row.note,
        said=tuple(_said(row.document_id, said) for said in words.said),
        help=tuple(map(_help, words.help)),
    )


def _said(document_id: str, said: Said) -> SaidView:
    digest = said.edition is Edition.DIGEST
    return SaidView(
        text=said.text,
        label=texts.EDITION_LABELS[said.edition],
        style="referat" if digest else "ordagrant",
        is_digest=digest,
        place=said.pinpoint,
        link=_link(document_id, said.pinpoint),
    )


def _help(help_: Help) -> HelpView:
    pinpoint = help_.place.pinpoint or ""
    return HelpView(
        badge=_badge(help_.lane),
        lane=help_.lane.value,
        title=help_.title[:1].upper() + help_.title[1:],
        place=pinpoint,
        link=_link(help_.place.document_id, pinpoint),
        start=help_.start,
    )


def _badge(lane: Lane) -> Markup:
    return Markup(clean(lane_badge(lane)))  # noqa: S704 – cleaned


def _link(document_id: str, pinpoint: str) -> str:
    fragment = f"#{quote(anchor_of(pinpoint))}" if pinpoint else ""
    return f"kallor/{quote(document_id)}{fragment}"
