"""The parts of the page "Fråga": its head, its form, the place of the answer and of the source.

ui/chat.py says what happens when they are used. Texts are shown as Markdown components that hold
HTML from ui/rendering.py; Gradio's own HTML component needs a looser policy than ours.
"""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.service import ServiceInfo
from corpus.dates import swedish_date
from ui import texts
from ui.menu import Menu
from ui.safe_html import for_markdown, text
from ui.talk import Talk


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
    lanes: gr.CheckboxGroup
    tab: gr.Textbox
    kept: gr.Textbox
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


def conversation() -> tuple[Parts, list[gr.Button]]:
    """The column where questions are asked and answered, and its example buttons."""
    examples, buttons = _examples()
    earlier = markdown("", "samtal")
    newest = markdown("", "svar")
    stage = markdown("", "lage")
    suggestion = markdown("", "forslag")
    after_block, use_suggestion, change_myself = _suggestion_buttons()
    retry = gr.Button(texts.RETRY, visible=False, min_width=0, elem_id="forsok-igen")
    change = gr.Button(texts.CHANGE, visible=False, elem_id="andra", min_width=0)
    with gr.Column(elem_id="formular"):
        field, field_error = _field()
        day, ask, stop, new_talk = _form_buttons()
        lanes = _lanes()
        confirm, clear, cancel = _confirmation()
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
        lanes=lanes,
        tab=_for_script("flik"),
        kept=_for_script("aterstall"),
        ask=ask,
        stop=stop,
        change=change,
        new_talk=new_talk,
        confirm=confirm,
        clear=clear,
        cancel=cancel,
    )
    return parts, buttons


def _examples() -> tuple[gr.Column, list[gr.Button]]:
    with gr.Column(elem_id="exempel") as examples:
        markdown(f'<p id="prova">{texts.TRY}</p>', "provarad")
        with gr.Row(elem_id="exempelknappar"):
            buttons = [gr.Button(example, min_width=0) for example in texts.EXAMPLES]
    return examples, buttons


def _suggestion_buttons() -> tuple[gr.Row, gr.Button, gr.Button]:
    """What to do with a suggested question: the row, and its buttons to use it or to change."""
    with gr.Row(visible=False, elem_classes="knapprad") as row:
        use = gr.Button(
            texts.USE_SUGGESTION, variant="primary", elem_id="anvand-forslaget", min_width=0
        )
        change = gr.Button(texts.CHANGE_MYSELF, elem_id="andra-sjalv", min_width=0)
    return row, use, change


def _field() -> tuple[gr.Textbox, gr.Markdown]:
    """The field for the question, with its counter, and the place of its error."""
    field = gr.Textbox(
        label=texts.YOUR_QUESTION,
        info=texts.QUESTION_HELP,
        lines=1,
        max_lines=6,
        elem_id="falt",
        html_attributes=gr.InputHTMLAttributes(autocomplete="off", lang="sv"),
    )
    markdown('<p id="raknare">0 av 1 000</p>', "raknarrad")
    return field, markdown("", "fel")


def _form_buttons() -> tuple[gr.Textbox, gr.Button, gr.Button, gr.Button]:
    """The row below the field: the day, and the buttons to ask, to stop and to begin anew."""
    with gr.Row(elem_classes="knapprad", elem_id="knappar"):
        day = gr.Textbox(label=texts.AS_OF, elem_id="datum", max_lines=1, min_width=0)
        ask = gr.Button(texts.ASK, variant="primary", elem_id="fraga", min_width=0)
        stop = gr.Button(texts.STOP, visible=False, elem_id="stoppa", min_width=0)
        new_talk = gr.Button(texts.NEW_TALK, visible=False, elem_id="ny", min_width=0)
    return day, ask, stop, new_talk


def _lanes() -> gr.CheckboxGroup:
    """Which voices may answer; folded, for few need it."""
    with gr.Accordion(texts.CHOOSE_LANES, open=False, elem_id="kallval"):
        return gr.CheckboxGroup(
            list(texts.LANE_LABELS.values()),
            value=list(texts.LANE_LABELS.values()),
            label=texts.ANSWER_FROM,
            elem_id="slag",
        )


def _for_script(elem_id: str) -> gr.Textbox:
    """A field that nobody sees, by which our script tells the server something."""
    return gr.Textbox(label="", visible="hidden", elem_id=elem_id, show_label=False)


def _confirmation() -> tuple[gr.Column, gr.Button, gr.Button]:
    """The question whether to clear the talk, with its buttons to do so and not to."""
    with gr.Column(visible=False, elem_id="bekrafta") as confirm:
        markdown(f'<p role="alert">{texts.CLEAR_QUESTION}</p>', "rensafraga")
        with gr.Row(elem_classes="knapprad"):
            clear = gr.Button(texts.CLEAR, variant="primary", elem_id="rensa", min_width=0)
            cancel = gr.Button(texts.CANCEL, elem_id="avbryt", min_width=0)
    return confirm, clear, cancel


def markdown(html: str, elem_id: str) -> gr.Markdown:
    """A place for HTML that has been made safe once more on its way there."""
    return gr.Markdown(
        for_markdown(html), elem_id=elem_id, sanitize_html=False, latex_delimiters=[]
    )


def header(info: ServiceInfo | None, menu: Menu = texts.MENU) -> str:
    """The service's name, the heading, and what the service can and can't do."""
    fetched = f", i ett index från {swedish_date(info.built_at.date())}" if info else ""
    notices = (texts.NO_INDEX,) if info is None else info.notices
    told = "".join(f'<p class="notis">{text(notice)}</p>' for notice in notices)
    return (
        f'<div class="huvud"><a class="hoppa" href="#falt">{texts.SKIP}</a>'
        f'<p class="tjanst">{texts.SERVICE}</p>{_menu(menu)}<h1>{texts.HEADING}</h1>'
        f'<div class="ai-notis"><p><span class="tecken" aria-hidden="true">i</span> '
        f"{texts.AI_NOTICE}</p><p>{texts.CAN}{fetched}. {texts.CAN_NOT}</p></div>{told}</div>"
    )


def _menu(menu: Menu) -> str:
    """The links to the other pages; they stand in the order of the pages' own menu."""
    links = "".join(
        f'<li><a href="./{address}"{"" if address else " aria-current=page"}>{label}</a></li>'
        for address, label in menu
    )
    return f'<nav class="meny" aria-label="Sidor"><ul>{links}</ul></nav>'


def footer(feedback_days: int) -> str:
    """The links to the pages about the service, and what omdome.js tells of feedback."""
    links = "".join(
        f'<li><a href="./{address}">{label}</a></li>' for address, label in texts.FOOTER
    )
    kept = "sparas" if feedback_days else "sparas-inte"
    return (
        f'<nav class="sidfot" aria-label="Om webbplatsen"><ul>{links}</ul></nav>'
        f'<p id="omdome-villkor" class="{kept}" hidden>{texts.stored_for(feedback_days)}</p>'
    )


def panel() -> str:
    """The place where a source is shown; lotsen.js fills it."""
    return (
        f'<aside aria-label="{texts.SOURCE}"><div id="kallinnehall">'
        f'<h2 tabindex="-1">{texts.SOURCE}</h2><p>{texts.EMPTY_PANEL}</p></div></aside>'
    )
