"""Answer → plain text for the clipboard, with every quotation and where it stands."""

from collections.abc import Iterator

from assistant.conversation import Answer, AnswerStatus, Citation
from assistant.texts import status_text
from assistant.wire import lane_title
from corpus.dates import swedish_date
from corpus.documents import Edition, Lane
from ui import export_texts, texts
from ui.answer_notices import notices_of


def copied_text(answer: Answer) -> str:
    """Question, sentences with markers, sources with quotations and addresses, and the AI line."""
    parts = [f"{texts.QUESTION}: {answer.question}", *_told(answer)]
    if answer.citations:
        parts.append("\n\n".join((f"{texts.SOURCES}:", *map(_source, answer.citations))))
    return "\n\n".join((*parts, export_texts.AI_LINES[answer.ai_generated]))


def _told(answer: Answer) -> Iterator[str]:
    if answer.status is not AnswerStatus.ANSWERED:
        told = status_text(answer.status, answer.reason)
        yield "\n".join((told.title, *notices_of(answer)))
        if answer.nearest:
            places = (f"- {near.title}, {near.pinpoint}\n  {near.url}" for near in answer.nearest)
            yield "\n".join((f"{texts.NEAREST}:", *places))
        if answer.contacts:
            yield "\n".join((texts.WHO, *(f"- {contact}" for contact in answer.contacts)))
        return
    yield f"{texts.ANSWER}. {texts.AS_OF} {swedish_date(answer.as_of)}."
    yield from notices_of(answer)
    for lane in Lane:
        members = [s for s in answer.statements if s.lane is lane]
        if members:
            rows = [f"- {s.text} {''.join(f'[{n}]' for n in s.labels)}" for s in members]
            yield "\n".join((lane_title(lane, [s.text for s in members]), *rows))


def _source(citation: Citation) -> str:
    edition = texts.EDITION_LABELS[citation.edition]
    place = f"[{citation.label}] {citation.title}, {citation.pinpoint} ({edition})"
    own_words = citation.edition is Edition.ORIGINAL
    words = f"”{citation.quote}”" if own_words else citation.quote
    return f"{place}\n{words}\n{citation.url}"
