"""Answers to export, also with texts that try to be something else than text."""

import json
from dataclasses import replace
from datetime import date

from fakes_answers import (
    ADVICE,
    ENTRIES,
    HANDBOOK,
    LAW,
    LEADER,
    ORIGINAL,
    PASSAGES,
    FakeAnswerer,
    answered,
    cited,
    leader_answer,
    passage,
)

from assistant.conversation import Answer, AnswerStatus, Question, Reason
from assistant.wire import answer_json
from corpus.documents import Edition, Passage
from ui.answer_pass import KeptAnswer, read_passes
from ui.export_content import Export, export_of

MADE = date(2026, 11, 30)
DAY = date(2026, 11, 23)

HOSTILE_QUESTION = (
    '# Rubrik? <script>alert(1)</script> #import "@preview/x:0.1.0": * $x^2$ \\ ] [a](b) *fet* '
    "`kod` &amp; {{ 7*7 }} ${x} https://ond.example/ \U0001f468\u200d\U0001f469\u200d\U0001f467 "
    "\u202eesrever\u202c " + "o" * 300
)
HOSTILE_QUOTE = (
    "1. Kommunen ska </w:t> leda #rådet[] $ \\ ] * _ ` <b>med</b> <!-- --> ]]> %PDF & \u05e9\u05dc"
    '\u05d5\u05dd\n- en punkt\n+ en till\n= tre\n~~~\n#read("/etc/passwd") ' + "å" * 400
)
HOSTILE: Passage = passage(HANDBOOK, 9, "Steg 9", HOSTILE_QUOTE, edition=Edition.ORIGINAL)


def answerer() -> FakeAnswerer:
    return FakeAnswerer(passages=(*PASSAGES, HOSTILE), entries=ENTRIES)


def leader() -> Answer:
    """Three lanes, with our words and none of the sources' own."""
    return leader_answer(Question(text="Vem leder rådet?", as_of=DAY))


def originals() -> Answer:
    """The law's own words, and no advice."""
    return answered(
        Question(text="Vad är en överenskommelse?", as_of=DAY),
        (cited(1, LAW, ORIGINAL, ORIGINAL.text),),
    )


def advice() -> Answer:
    """Advice on what the law is silent about."""
    return answered(
        Question(text="Hur ofta?", as_of=date(2025, 1, 2)),
        (cited(1, HANDBOOK, ADVICE, "Rådet bör träffas ofta."),),
    )


def refusal() -> Answer:
    """No answer, with where to read and whom to ask."""
    return FakeAnswerer().answer(Question(text="En svag fråga", as_of=DAY), lambda _: None)


def hostile() -> Answer:
    """A quote and a question that look like markup of every format."""
    return answered(
        Question(text=HOSTILE_QUESTION, as_of=DAY), (cited(1, HANDBOOK, HOSTILE, HOSTILE_QUOTE),)
    )


def written() -> Answer:
    """The first answer, worded by a language model."""
    return replace(leader(), ai_generated=True, reason=Reason.INDIVIDUAL_CASE)


def passes(*answers: Answer) -> str:
    return json.dumps([answer_json(answer) for answer in answers])


def kept(*answers: Answer) -> tuple[KeptAnswer, ...]:
    """The answers as they come back from a tab."""
    return read_passes(passes(*answers), answerer())


def unverified(answer: Answer) -> KeptAnswer:
    """An answer past the check, which stops hostile sentences: the writers must bear them too."""
    assert answer.status is AnswerStatus.ANSWERED
    return KeptAnswer(answer=answer, changed=False)


def export(*kept_answers: KeptAnswer) -> Export:
    return export_of(kept_answers, answerer(), MADE)


def everything() -> Export:
    """Every kind of answer in one document."""
    return export(*kept(leader(), originals(), advice(), refusal()), unverified(hostile()))


def quotes_and_addresses(export: Export) -> list[str]:
    sources = [source for part in export.parts for source in part.sources]
    return [*(s.quote for s in sources), *(s.place.url for s in sources)]


def talk() -> Export:
    """Three answers; the last two stand on the first one's place again."""
    again = replace(leader(), question="Vem leder rådet nu?")
    first = replace(
        again,
        question="Får rådet ha grupper?",
        statements=again.statements[1:2],
        citations=(cited(2, LAW, LEADER, "Rådet får ha egna arbetsgrupper."),),
    )
    other = answered(
        Question(text="Är kommunen ensam?", as_of=DAY),
        (
            cited(1, LAW, LEADER, "Kommunen behöver inte vara ensam om arbetet i rådet."),
            cited(2, LAW, LEADER, "Kommunen ska leda rådet."),
        ),
    )
    return export(*kept(first, again, other))


def numbered_quotations(export: Export) -> dict[int, str]:
    """The words that each number in the text leads to, between quotation marks if the source's."""
    return {
        one.label: f"”{one.words}”" if cited.original else one.words
        for cited in export.places
        for one in cited.quotations
    }


def numbers_in_text(export: Export) -> set[int]:
    lines = (line for part in export.parts for strand in part.strands for line in strand.lines)
    return {label for line in lines for label in line.labels}


def folded(text: str) -> str:
    """Without white space, which each format sets in its own way."""
    return "".join(text.split())
