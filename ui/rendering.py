"""Answer → safe HTML for the page: question, lanes with marks and chips, sources, refusals.

Every function returns HTML that has passed ``safe_html``; a source is opened by ui/sources.py.
"""

from collections.abc import Iterable, Sequence

from assistant.conversation import (
    Answer,
    AnswerStatus,
    Citation,
    Nearest,
    Question,
    Reason,
    Statement,
)
from assistant.problems import Problem
from assistant.rewording import suggested_wording
from assistant.strength import strength_marks
from assistant.texts import status_text
from assistant.wire import lane_title
from corpus.dates import swedish_date
from corpus.documents import Edition, Lane
from ui import texts
from ui.answer_notices import notices_of
from ui.labels import badges, source_link
from ui.safe_html import for_markdown, text
from ui.taking_along import actions, ask_on, helped, kept


def newest_html(answer: Answer, *, follows: bool = False) -> str:
    """The newest answer, whole, with what can be done with it; ``follows`` others in its talk."""
    return for_markdown(_turn(answer, "", actions(answer, follows=follows) + ask_on(answer)))


def earlier_html(answers: Sequence[Answer]) -> str:
    """The turns before the newest, as a list."""
    if not answers:
        return ""
    turns = "".join(
        f"<li>{_turn(answer, f't{number}-')}</li>" for number, answer in enumerate(answers, start=1)
    )
    return for_markdown(f'<ol class="samtal" aria-label="Tidigare frågor och svar">{turns}</ol>')


def unfinished_html(
    question: Question, statements: Sequence[Statement], citations: Sequence[Citation]
) -> str:
    """The checked sentences so far; one whose citations have not all come is left out."""
    known = {citation.label for citation in citations}
    shown = [s for s in statements if s.labels and known.issuperset(s.labels)]
    used = {label for statement in shown for label in statement.labels}
    lanes = _lanes(shown, citations, "", law_asked=Lane.LAW in question.lanes)
    inner = lanes + _sources([c for c in citations if c.label in used], "")
    heading = f'<h2 class="svarsrubrik">{texts.ANSWER}</h2>' if shown else ""
    return for_markdown(f'<div class="tur">{_asked(question.text)}{heading}{inner}</div>')


def problem_html(question: str, problem: Problem, code: str) -> str:
    """What is shown when no answer could be made; ``code`` finds the fault in the log."""
    return for_markdown(
        f'<div class="tur">{_asked(question)}<div class="ruta fel klart" role="alert">'
        f'<h2 tabindex="-1">{text(problem.title)}</h2><p>{text(problem.detail)}</p>'
        f"<p>{texts.ERROR_CODE} <strong>{text(code)}</strong> "
        f'<button type="button" class="kopiera" value="{text(code)}">{texts.COPY_CODE}</button>'
        "</p></div></div>"
    )


def suggestion_html(question: str) -> str:
    """The stopped question without number and names, "" when it may name somebody even so."""
    suggestion = suggested_wording(question)
    if not suggestion:
        return ""
    return for_markdown(
        f'<p class="forslag"><span class="etikett">{texts.SUGGESTION}</span> '
        f"”{text(suggestion)}”</p>"
    )


def field_error_html(message: str) -> str:
    """An error that belongs to the form."""
    return for_markdown(f'<p class="faltfel" role="alert">{text(message)}</p>') if message else ""


def stage_html(message: str) -> str:
    """What is going on right now."""
    return for_markdown(f'<p class="lage">{text(message)}</p>') if message else ""


def _turn(answer: Answer, prefix: str, after: str = "") -> str:
    if answer.status is AnswerStatus.ANSWERED:
        inner = _answered(answer, prefix)
    else:
        inner = _refused(answer, prefix)
    asked = "" if answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA else _asked(answer.question)
    return f'<div class="tur klart">{asked}{inner}{after}{helped(answer)}{kept(answer)}</div>'


def _asked(question: str) -> str:
    label = f'<span class="etikett">{texts.QUESTION}:</span>'
    return f'<p class="fraga">{label} {text(question)}</p>'


def _answered(answer: Answer, prefix: str) -> str:
    label = texts.WRITTEN_BY_AI if answer.ai_generated else texts.EXTRACT
    head = (
        f'<h2 class="svarsrubrik" tabindex="-1">{texts.ANSWER}</h2>'
        f'<p class="uppgifter"><span class="brickan">{label}</span> '
        f"{texts.AS_OF} {swedish_date(answer.as_of)}</p>"
    )
    check = texts.CHECK_AI if answer.ai_generated else texts.CHECK
    if any(citation.edition is Edition.DIGEST for citation in answer.citations):
        check += f" {texts.CHECK_DIGEST}"
    return (
        head
        + "".join(f'<p class="notis">{text(notice)}</p>' for notice in notices_of(answer))
        + _lanes(answer.statements, answer.citations, prefix, law_asked=Lane.LAW in answer.lanes)
        + _contacts(answer.contacts)
        + _sources(answer.citations, prefix)
        + _read_more(answer.nearest, len(answer.citations))
        + f'<p class="kontroll">{check}</p>'
    )


def _lanes(
    statements: Sequence[Statement],
    citations: Sequence[Citation],
    prefix: str,
    *,
    law_asked: bool,
) -> str:
    by_label = {citation.label: citation for citation in citations}
    blocks = []
    for lane in Lane:
        members = [s for s in statements if s.lane is lane]
        if members:
            rows = "".join(_sentence(s, by_label, prefix) for s in members)
            title = lane_title(lane, [s.text for s in members])
            blocks.append(_lane(lane, title, f"<ul>{rows}</ul>"))
    if statements and law_asked and not any(s.lane is Lane.LAW for s in statements):
        blocks.insert(0, _lane(Lane.LAW, texts.NO_LAW, ""))
    return "".join(blocks)


def _lane(lane: Lane, title: str, inner: str) -> str:
    sign = f'<span class="tecken" aria-hidden="true">{texts.LANE_SIGNS[lane]}</span>'
    return f'<section class="lane {lane.value}"><h3>{sign} {text(title)}</h3>{inner}</section>'


def _sentence(statement: Statement, by_label: dict[int, Citation], prefix: str) -> str:
    cited = [by_label[label] for label in statement.labels if label in by_label]
    marks = strength_marks(statement.text) if statement.lane is Lane.LAW else ()
    badges = "".join(f'<strong class="styrka">{mark}</strong> ' for mark in marks)
    chips = " ".join(_chip(c.label, c.pinpoint, prefix) for c in cited)
    verbatim = any(c.edition is Edition.ORIGINAL and c.quote == statement.text for c in cited)
    said = text(statement.text)
    if verbatim:
        said = f'<span class="ordagrant">”{said}”</span>'
    return f'<li class="pastaende">{badges}{said} {chips}</li>'


def _chip(label: int, pinpoint: str, prefix: str) -> str:
    return (
        f'<a class="chip" href="#kalla-{prefix}{label}"><span aria-hidden="true">{label}</span>'
        f'<span class="dold">{texts.SOURCE} {label}: {text(pinpoint)}</span></a>'
    )


def _sources(citations: Iterable[Citation], prefix: str) -> str:
    rows = "".join(_source_row(citation, prefix) for citation in citations)
    if not rows:
        return ""
    listed = f'<ol class="kallista">{rows}</ol>'
    return f'<section class="kallor"><h3>{texts.SOURCES}</h3>{listed}</section>'


def _source_row(citation: Citation, prefix: str) -> str:
    quoted = citation.edition is Edition.ORIGINAL
    words = f"”{text(citation.quote)}”" if quoted else text(citation.quote)
    link = source_link(
        citation.label,
        citation.passage_id,
        span=(citation.start, citation.end),
        quote=citation.quote,
    )
    return (
        f'<li id="kalla-{prefix}{citation.label}" value="{citation.label}">'
        f'<a class="visa" href="{text(link)}">{text(_capital(citation.short_title))}, '
        f"{text(citation.pinpoint)}</a> {badges(citation.lane, citation.edition)}"
        f'<span class="{"ordagrant" if quoted else "referat"}">{words}</span>'
        f'<span class="adress">{text(citation.url)}</span></li>'  # shown on paper only
    )


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


def _refused(answer: Answer, prefix: str) -> str:
    told = status_text(answer.status, answer.reason)
    alert = answer.status in {AnswerStatus.BLOCKED_PERSONAL_DATA, AnswerStatus.ERROR}
    kind = "acute" if answer.reason is Reason.ACUTE else answer.status.value
    return (
        f'<div class="ruta {kind}"{" role=alert" if alert else ""}>'
        f'<h2 class="svarsrubrik" tabindex="-1">{text(told.title)}</h2>'
        + "".join(f"<p>{text(reason)}</p>" for reason in notices_of(answer))
        + _nearest(answer.nearest, prefix)
        + _contacts(answer.contacts)
        + "</div>"
    )


def _nearest(places: Sequence[Nearest], prefix: str) -> str:
    if not places:
        return ""
    rows = "".join(_nearest_row(n, place, prefix) for n, place in enumerate(places, start=1))
    return f'<h3>{texts.NEAREST}</h3><ol class="kallista">{rows}</ol>'


def _read_more(places: Sequence[Nearest], cited: int) -> str:
    """Where there is more about the question, beside the ``cited`` places of the answer."""
    rows = "".join(
        f'<li><a class="visa" href="{text(source_link(number, place.passage_id))}">'
        f"{text(place.title)}, {text(place.pinpoint)}</a></li>"
        for number, place in enumerate(places, start=cited + 1)
    )
    return f"<h3>{texts.READ_MORE}</h3><ul>{rows}</ul>" if rows else ""


def _nearest_row(number: int, place: Nearest, prefix: str) -> str:
    link = source_link(number, place.passage_id)
    return (
        f'<li id="kalla-{prefix}{number}" value="{number}"><a class="visa" href="{text(link)}">'
        f"{text(place.title)}, {text(place.pinpoint)}</a> "
        f"{_chip(number, place.pinpoint, prefix)}</li>"
    )


def _contacts(contacts: Sequence[str]) -> str:
    if not contacts:
        return ""
    rows = "".join(f"<li>{text(contact)}</li>" for contact in contacts)
    return f'<h3>{texts.WHO}</h3><ul class="kontakter">{rows}</ul>'
