"""The page "Fråga", the only Gradio page: what happens when its parts (ui/parts.py) are used.

Gradio's ``js=`` needs a looser Content-Security-Policy than ours; static/lotsen.js does that work.
"""

import os
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

# Gradio reads this when it is imported; nothing may leave the origin.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

import gradio as gr

from assistant.api import today
from assistant.desk import AnswerDesk
from assistant.rewording import suggested_wording
from assistant.service import ServiceInfo
from assistant.wire import MAX_QUESTION
from corpus.errors import IndexUnavailableError, UsageError
from ui import rendering, texts
from ui.going import Going
from ui.menu import Menu
from ui.parts import Parts, conversation, footer, header, markdown, panel
from ui.recent import RecentAnswers
from ui.restoring import restored
from ui.talk import Talk
from ui.theme import page_theme
from ui.views import Form, View, read_question, views

if TYPE_CHECKING:
    from fastapi import FastAPI

Updates = dict[Any, Any]

_EVENT: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


def build_page(desk: AnswerDesk, menu: Menu = texts.MENU) -> gr.Blocks:
    """The page as Gradio blocks, ready to be mounted; ``menu`` leads to the others."""
    page = gr.Blocks(analytics_enabled=False, title=texts.PAGE_TITLE, fill_width=True)
    with page:
        markdown(header(_info(desk), menu), "sidhuvud")
        with gr.Row(elem_id="spalter"):
            with gr.Column(elem_id="samtalsspalt"):
                parts, examples = conversation()
            with gr.Column(elem_id="kallspalt"):
                markdown(panel(), "kallpanel")
        markdown(footer(desk.feedback.days), "fotrad")
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


def _wire(page: gr.Blocks, desk: AnswerDesk, parts: Parts, examples: list[gr.Button]) -> None:
    recent, going = RecentAnswers(), Going()

    async def asked(
        typed: str, day: str, lanes: list[str], tab: str, talk: Talk, request: gr.Request
    ) -> AsyncIterator[Updates]:
        form = Form(typed=typed or "", day=day or "", lanes=lanes or (), tab=tab or "")
        with going.answering(request.session_hash or ""):
            async with aclosing(_asked(desk, parts, form, talk, recent)) as following:
                async for updates in following:
                    yield updates

    async def stopped(request: gr.Request) -> Updates:
        await going.ended(request.session_hash or "")
        return _stopped(parts)

    page.load(_filled, None, [parts.field, parts.day], **_EVENT)
    beside = [parts.day, parts.lanes, parts.tab, parts.talk]
    triggers = [parts.field.submit, parts.ask.click, parts.retry.click]
    asking = gr.on(triggers, asked, [parts.field, *beside], parts.answering, **_EVENT)
    running = [asking]
    for button, example in zip(examples, texts.EXAMPLES, strict=True):
        inputs = [gr.State(example), *beside]
        running.append(button.click(asked, inputs, parts.answering, **_EVENT))

    def come_back(raw: str) -> Updates:
        if not raw:  # emptied below, which is a change as well
            return {parts.talk: gr.skip()}
        return _come_back(parts, restored(raw, desk.answerer, recent))

    # Not ``input``: Gradio makes that of real typing only.
    parts.kept.change(come_back, parts.kept, [*parts.answering, parts.kept], **_EVENT)
    # Two steps: what the cancelled answer sends late must not overwrite that it was stopped.
    stopping = parts.stop.click(None, cancels=running, api_visibility="private")
    stopping.then(stopped, None, parts.answering, **_EVENT)
    _wire_buttons(parts)


def _wire_buttons(parts: Parts) -> None:
    field, talk = parts.field, parts.talk
    parts.change.click(_changing, talk, [field, talk], **_EVENT)
    parts.use_suggestion.click(suggested_wording, field, field, **_EVENT)
    parts.new_talk.click(lambda: gr.Column(visible=True), None, parts.confirm, **_EVENT)
    parts.cancel.click(lambda: gr.Column(visible=False), None, parts.confirm, **_EVENT)
    outputs = [field, *parts.answering]
    parts.clear.click(lambda: _cleared(parts), None, outputs, **_EVENT)


async def _asked(
    desk: AnswerDesk, parts: Parts, form: Form, talk: Talk, recent: RecentAnswers
) -> AsyncGenerator[Updates, None]:
    talk = talk.before_next()
    try:
        question = read_question(form, talk)
    except UsageError as error:
        yield {parts.field_error: rendering.field_error_html(error.message)}
        return
    yield _begun(parts, talk)
    async for view in views(desk, question, talk):
        if view.talk and view.talk.newest:
            recent.put(form.tab, question.text, view.talk.newest)
        yield _shown(parts, view)


def _come_back(parts: Parts, talk: Talk) -> Updates:
    """The page as it was, from what the tab kept; the emptied field tells our script it is done."""
    if talk.newest is None:
        return {parts.kept: ""}
    newest = rendering.newest_html(talk.newest, follows=bool(talk.earlier))
    view = View(answer=newest, stage="", running=False, talk=talk)
    return _begun(parts, talk) | _shown(parts, view) | {parts.kept: ""}


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


def _info(desk: AnswerDesk) -> ServiceInfo | None:
    try:
        return desk.answerer.info()
    except IndexUnavailableError:
        return None
