"""The page "Fråga", the only Gradio page: its parts and what happens when they are used.

Texts are shown as Markdown components that hold HTML from ui/rendering.py. Gradio's own HTML
component and its ``js=`` need a looser Content-Security-Policy than ours.
"""

import os
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

# Gradio reads this when it is imported; nothing may leave the origin.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from assistant.api import today
from assistant.desk import AnswerDesk
from assistant.personal_data import rewritten
from assistant.service import ServiceInfo
from assistant.wire import MAX_QUESTION
from corpus.errors import IndexUnavailableError, UsageError
from ui import rendering, texts
from ui.safe_html import for_markdown, text
from ui.talk import Talk
from ui.theme import page_theme
from ui.views import View, read_question, views

if TYPE_CHECKING:
    from fastapi import FastAPI

Updates = dict[Any, Any]

_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """The components that change while the page is used."""

    talk: gr.State
    examples: gr.Column
    earlier: gr.Markdown
    newest: gr.Markdown
    stage: gr.Markdown
    suggestion: gr.Markdown
    after_block: gr.Row
    use_suggestion: gr.Button
    change_myself: gr.Button
    retry: gr.Button
    field_error: gr.Markdown
    field: gr.Textbox
    day: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    change: gr.Button
    new_talk: gr.Button
    confirm: gr.Column
    clear: gr.Button
    cancel: gr.Button

    @property
    def answering(self) -> list[Any]:
        """Everything that an answer changes; never the field, where a person may be typing."""
        return [
            self.talk,
            self.examples,
            self.earlier,
            self.newest,
            self.stage,
            self.suggestion,
            self.after_block,
            self.retry,
            self.field_error,
            self.ask,
            self.stop,
            self.change,
            self.new_talk,
            self.confirm,
        ]


def build_page(desk: AnswerDesk) -> gr.Blocks:
    """The page as Gradio blocks, ready to be mounted."""
    page = gr.Blocks(analytics_enabled=False, title=texts.PAGE_TITLE, fill_width=True)
    with page:
        _markdown(_header(_info(desk)), "sidhuvud")
        with gr.Row(elem_id="spalter"):
            with gr.Column(elem_id="samtalsspalt"):
                parts, examples = _conversation()
            with gr.Column(elem_id="kallspalt"):
                _markdown(_panel(), "kallpanel")
        _wire(page, desk, parts, examples)
    # No bound here: Gradio would turn people away in English; the desk does it in Swedish.
    page.queue(api_open=False, default_concurrency_limit=None)
    return page


def mount_page(host: "FastAPI", page: gr.Blocks, root_path: str) -> None:
    """Put the page on ``host`` at its root, without what Gradio offers that the page can spare."""
    gr.mount_gradio_app(
        host,
        page,
        path="/",
        root_path=root_path or None,
        theme=page_theme(),
        footer_links=[],
        run_history=False,
        ssr_mode=False,
        show_error=False,
        enable_monitoring=False,
        pwa=False,
        max_file_size=0,
    )


def _conversation() -> tuple[Parts, list[gr.Button]]:
    with gr.Column(elem_id="exempel") as examples:
        _markdown(f'<p id="prova">{texts.TRY}</p>', "provarad")
        with gr.Row(elem_id="exempelknappar"):
            buttons = [gr.Button(example, min_width=0) for example in texts.EXAMPLES]
    earlier = _markdown("", "samtal")
    newest = _markdown("", "svar")
    stage = _markdown("", "lage")
    suggestion = _markdown("", "forslag")
    with gr.Row(visible=False, elem_classes="knapprad") as after_block:
        use_suggestion = gr.Button(texts.USE_SUGGESTION, variant="primary", min_width=0)
        change_myself = gr.Button(texts.CHANGE_MYSELF, elem_id="andra-sjalv", min_width=0)
    retry = gr.Button(texts.RETRY, visible=False, min_width=0, elem_id="forsok-igen")
    change = gr.Button(texts.CHANGE, visible=False, elem_id="andra", min_width=0)
    with gr.Column(elem_id="formular"):
        field = gr.Textbox(
            label=texts.YOUR_QUESTION,
            info=texts.QUESTION_HELP,
            lines=1,
            max_lines=6,
            elem_id="falt",
            html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="sv"),
        )
        _markdown('<p id="raknare">0 av 1 000</p>', "raknarrad")
        field_error = _markdown("", "fel")
        with gr.Row(elem_classes="knapprad", elem_id="knappar"):
            day = gr.Textbox(label=texts.AS_OF, elem_id="datum", max_lines=1, min_width=0)
            ask = gr.Button(texts.ASK, variant="primary", elem_id="fraga", min_width=0)
            stop = gr.Button(texts.STOP, visible=False, elem_id="stoppa", min_width=0)
            new_talk = gr.Button(texts.NEW_TALK, visible=False, elem_id="ny", min_width=0)
        with gr.Column(visible=False, elem_id="bekrafta") as confirm:
            _markdown(f'<p role="alert">{texts.CLEAR_QUESTION}</p>', "rensafraga")
            with gr.Row(elem_classes="knapprad"):
                clear = gr.Button(texts.CLEAR, variant="primary", elem_id="rensa", min_width=0)
                cancel = gr.Button(texts.CANCEL, elem_id="avbryt", min_width=0)
    parts = Parts(
        talk=gr.State(Talk()),
        examples=examples,
        earlier=earlier,
        newest=newest,
        stage=stage,
        suggestion=suggestion,
        after_block=after_block,
        use_suggestion=use_suggestion,
        change_myself=change_myself,
        retry=retry,
        field_error=field_error,
        field=field,
        day=day,
        ask=ask,
        stop=stop,
        change=change,
        new_talk=new_talk,
        confirm=confirm,
        clear=clear,
        cancel=cancel,
    )
    return parts, buttons


def _wire(page: gr.Blocks, desk: AnswerDesk, parts: Parts, examples: list[gr.Button]) -> None:
    async def asked(typed: str, day: str, talk: Talk) -> AsyncIterator[Updates]:
        async for updates in _asked(desk, parts, (typed, day, talk)):
            yield updates

    page.load(_filled, None, [parts.field, parts.day], **_EVENT)
    triggers = [parts.field.submit, parts.ask.click, parts.retry.click]
    asking = gr.on(triggers, asked, [parts.field, parts.day, parts.talk], parts.answering, **_EVENT)
    running = [asking]
    for button, example in zip(examples, texts.EXAMPLES, strict=True):
        inputs = [gr.State(example), parts.day, parts.talk]
        running.append(button.click(asked, inputs, parts.answering, **_EVENT))
    # Two steps: what the cancelled answer sends late must not overwrite that it was stopped.
    stopping = parts.stop.click(None, cancels=running, api_visibility="private")
    stopping.then(lambda: _stopped(parts), None, parts.answering, **_EVENT)
    _wire_buttons(parts)


def _wire_buttons(parts: Parts) -> None:
    field, talk = parts.field, parts.talk
    parts.change.click(_changing, talk, [field, talk], **_EVENT)
    parts.use_suggestion.click(rewritten, field, field, **_EVENT)
    parts.new_talk.click(lambda: gr.Column(visible=True), None, parts.confirm, **_EVENT)
    parts.cancel.click(lambda: gr.Column(visible=False), None, parts.confirm, **_EVENT)
    outputs = [field, *parts.answering]
    parts.clear.click(lambda: _cleared(parts), None, outputs, **_EVENT)


async def _asked(
    desk: AnswerDesk, parts: Parts, form: tuple[str, str, Talk]
) -> AsyncIterator[Updates]:
    typed, day, talk = form
    talk = talk.before_next()
    try:
        question = read_question(typed or "", day or "", talk)
    except UsageError as error:
        yield {parts.field_error: rendering.field_error_html(error.message)}
        return
    yield _begun(parts, talk)
    async for view in views(desk, question, talk):
        yield _shown(parts, view)


def _begun(parts: Parts, talk: Talk) -> Updates:
    return {
        parts.talk: talk,
        parts.examples: gr.Column(visible=False),
        parts.earlier: rendering.earlier_html(talk.earlier),
        parts.field_error: "",
        parts.suggestion: "",
        parts.after_block: gr.Row(visible=False),
        parts.retry: gr.Button(visible=False),
        parts.ask: gr.Button(visible=False),
        parts.stop: gr.Button(visible=True),
        parts.change: gr.Button(visible=False),
        parts.new_talk: gr.Button(visible=False),
        parts.confirm: gr.Column(visible=False),
    }


def _shown(parts: Parts, view: View) -> Updates:
    updates: Updates = {parts.newest: view.answer, parts.stage: view.stage}
    if view.running:
        return updates
    blocked = view.suggestion != ""
    return (
        updates
        | _resting(parts)
        | {
            parts.talk: view.talk,
            parts.suggestion: view.suggestion,
            parts.after_block: gr.Row(visible=blocked),
            parts.retry: gr.Button(visible=view.failed),
            parts.change: gr.Button(visible=not view.failed and not blocked),
        }
    )


def _resting(parts: Parts) -> Updates:
    return {
        parts.ask: gr.Button(visible=True),
        parts.stop: gr.Button(visible=False),
        parts.new_talk: gr.Button(visible=True),
    }


def _stopped(parts: Parts) -> Updates:
    return _resting(parts) | {parts.stage: rendering.stage_html(texts.STOPPED)}


def _cleared(parts: Parts) -> Updates:
    written = (parts.earlier, parts.newest, parts.suggestion, parts.field_error)
    emptied = dict.fromkeys(written, "")
    return (
        _begun(parts, Talk())
        | _resting(parts)
        | emptied
        | {
            parts.field: "",
            parts.examples: gr.Column(visible=True),
            parts.new_talk: gr.Button(visible=False),
            parts.stage: rendering.stage_html(texts.CLEARED),
        }
    )


def _changing(talk: Talk) -> tuple[str, Talk]:
    question = talk.newest.question if talk.newest else ""
    return question, replace(talk, changing=talk.newest is not None)


def _filled(request: gr.Request) -> tuple[Any, str]:
    """What the address fills in (/?q=…&datum=…); it never sends the question.

    Without a question in the address the field is left alone: someone may be typing already.
    """
    query = request.query_params
    asked = str(query.get("q", ""))[:MAX_QUESTION]
    return asked or gr.skip(), str(query.get("datum", "")) or today().isoformat()


def _markdown(html: str, elem_id: str) -> gr.Markdown:
    return gr.Markdown(
        for_markdown(html), elem_id=elem_id, sanitize_html=False, latex_delimiters=[]
    )


def _info(desk: AnswerDesk) -> ServiceInfo | None:
    try:
        return desk.answerer.info()
    except IndexUnavailableError:
        return None


def _header(info: ServiceInfo | None) -> str:
    fetched = f", hämtade {texts.swedish_date(info.built_at.date())}" if info else ""
    notices = (texts.NO_INDEX,) if info is None else info.notices
    told = "".join(f'<p class="notis">{text(notice)}</p>' for notice in notices)
    return (
        f'<div class="huvud"><a class="hoppa" href="#falt">{texts.SKIP}</a>'
        f'<p class="tjanst">{texts.SERVICE}</p><h1>{texts.HEADING}</h1>'
        f'<div class="ai-notis"><p><span class="tecken" aria-hidden="true">i</span> '
        f"{texts.AI_NOTICE}</p><p>{texts.CAN}{fetched}. {texts.CAN_NOT}</p></div>{told}</div>"
    )


def _panel() -> str:
    return (
        f'<aside aria-label="{texts.SOURCE}"><div id="kallinnehall">'
        f'<h2 tabindex="-1">{texts.SOURCE}</h2><p>{texts.EMPTY_PANEL}</p></div></aside>'
    )
