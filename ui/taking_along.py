"""Answer → the HTML of what can be done with it: copy, export, ask on, and the answer as data."""

from urllib.parse import quote as percent_encoded

from assistant.conversation import Answer, AnswerStatus
from ui import texts
from ui.answer_pass import pass_of
from ui.copying import copied_text
from ui.safe_html import text


def actions(answer: Answer, *, follows: bool) -> str:
    """Buttons to take the answer along, or the whole talk where it ``follows`` others.

    A question that was stopped leaves nothing behind.
    """
    if answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA:
        return ""
    copied = percent_encoded(copied_text(answer))
    copy = (
        f'<button type="button" class="kopiera kodad" value="{copied}">{texts.COPY_ANSWER}</button>'
    )
    menus = _export_menu(texts.EXPORT, "exportera")
    if follows:
        menus += _export_menu(texts.EXPORT_TALK, "exportera hela")
    return f'<div class="atgarder">{copy}{menus}</div>'


def _export_menu(label: str, kind: str) -> str:
    """The formats as buttons that unfold below ``label``; static/samtal.js fetches the file."""
    rows = "".join(
        f'<li><button type="button" value="{suffix}">{name}</button></li>'
        for suffix, name in texts.EXPORT_FORMATS.items()
    )
    return f'<details class="{kind}"><summary>{label}</summary><ul>{rows}</ul></details>'


def ask_on(answer: Answer) -> str:
    """What to ask next, as buttons that ask it."""
    rows = "".join(
        f'<li><button type="button" class="foljd" value="{text(question)}">{text(question)}'
        "</button></li>"
        for question in answer.follow_ups
    )
    return f'<h3>{texts.ASK_ON}</h3><ul class="foljdfragor">{rows}</ul>' if rows else ""


def kept(answer: Answer) -> str:
    """The answer as data for our script, which keeps it in the tab; a stopped question has none."""
    if answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA:
        return ""
    return f'<div class="svarspass" hidden>{percent_encoded(pass_of(answer))}</div>'


def helped(answer: Answer) -> str:
    """Where the reader says whether it helped; static/omdome.js does the rest."""
    if answer.status is AnswerStatus.BLOCKED_PERSONAL_DATA:
        return ""
    return (
        f'<div class="omdome" role="group" aria-label="{texts.HELPED}"><p>{texts.HELPED}</p>'
        f'<button type="button" class="omdome-ja">{texts.YES}</button> '
        f'<button type="button" class="omdome-nej">{texts.NO}</button></div>'
    )
