"""What is told while a model writes, and what is taken back."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from time import perf_counter

import pytest
from answer_sources import ADVICE, DUTY, ENTRIES, FINDING, HITS, PASSAGES, RHYTHM

from assistant.citations import Claim, Evidence
from assistant.conversation import Citation, Event, Question, Stage, Statement, Stopped
from assistant.dictation import Dictation, write_answer
from assistant.prompting import Prompt
from assistant.verification import verify_statement
from assistant.writing import Written
from corpus.documents import Lane
from corpus.errors import ModelUnavailableError


@dataclass
class Scripted:
    """A model that says its pieces; an exception among them is raised when its turn comes."""

    says: Sequence[str | Exception]
    prompts: list[Prompt] = field(default_factory=list)
    spent: float = 0.0

    def pieces(self, prompt: Prompt, spent: float = 0.0) -> Iterator[str]:
        self.prompts.append(prompt)
        self.spent = spent
        for piece in self.says:
            if isinstance(piece, Exception):
                raise piece
            yield piece


def statement(text: str, label: int, quote: str) -> str:
    item = {"text": text, "sources": [{"label": label, "quote": quote}]}
    return json.dumps(item, ensure_ascii=False)


BEGIN = '{"status": "answered", "statements": ['
DUTY_SAID = statement(DUTY, 1, DUTY)
RHYTHM_SAID = statement(RHYTHM, 2, RHYTHM)
ADVICE_SAID = statement(ADVICE, 3, ADVICE)
DEAD = ModelUnavailableError("Språkmodellen svarar inte.")


def dictation(**details: object) -> Dictation:
    question = Question(text="Måste vi?", as_of=date(2026, 11, 24))
    common = {"question": question, "passages": HITS, "entries": ENTRIES, "begun": perf_counter()}
    return Dictation(**{**common, **details})  # type: ignore[arg-type]


def took_down(
    *says: str | Exception, events: list[Event] | None = None, **details: object
) -> tuple[Written, list[Event]]:
    told: list[Event] = [] if events is None else events
    return write_answer(Scripted(says), dictation(**details), told.append), told


def texts(events: Sequence[Event]) -> list[str]:
    return [event.text for event in events if isinstance(event, Statement)]


def test_each_statement_is_told_before_the_next_one_has_come() -> None:
    told: list[Event] = []
    known: list[list[str]] = []

    class Watched(Scripted):
        def pieces(self, prompt: Prompt, spent: float = 0.0) -> Iterator[str]:
            for piece in super().pieces(prompt, spent):
                known.append(texts(told))
                yield piece

    model = Watched((BEGIN, DUTY_SAID[:-1], "}, ", RHYTHM_SAID, "]}"))
    written = write_answer(model, dictation(), told.append)
    assert known == [[], [], [], [DUTY], [DUTY, RHYTHM]]
    assert [s.text for s in written.statements] == [DUTY, RHYTHM]


def test_citation_is_told_before_the_statement_that_stands_on_it_and_once() -> None:
    again = statement("Kommunen måste ta fram en lägesbild.", 1, DUTY)
    written, told = took_down(f"{BEGIN}{DUTY_SAID}, {again}, {RHYTHM_SAID}]}}")
    kinds = [type(event) for event in told]
    assert kinds == [Stage, Citation, Statement, Statement, Citation, Statement]
    assert tuple(e for e in told if isinstance(e, Statement)) == written.statements
    assert tuple(e for e in told if isinstance(e, Citation)) == written.citations
    assert [s.labels for s in written.statements] == [(1,), (1,), (2,)]


def test_what_does_not_hold_is_never_told() -> None:
    false = statement("Kommunen behöver inte ta fram en lägesbild.", 1, DUTY)
    invented = statement("Kommunen ska bygga simhallar.", 9, DUTY)
    written, told = took_down(f"{BEGIN}{false}, {invented}]}}")
    assert texts(told) == [DUTY]
    assert (written.counts.replaced, written.counts.dropped) == (1, 1)


@pytest.mark.parametrize(
    "ends",
    [
        pytest.param((DEAD,), id="broken"),
        pytest.param((), id="cut-off"),
        pytest.param((', {"text": "Kommu',), id="cut-within-a-statement"),
    ],
)
def test_reply_that_never_comes_whole_is_taken_back(ends: tuple[str | Exception, ...]) -> None:
    told: list[Event] = []
    with pytest.raises(ModelUnavailableError):
        took_down(BEGIN, DUTY_SAID, *ends, events=told)
    assert texts(told) == [DUTY]
    last = told[-1]
    assert isinstance(last, Stage)
    assert last.withdraws


@pytest.mark.parametrize("reply", [BEGIN[:12], BEGIN, BEGIN + DUTY_SAID[:20]])
def test_reply_cut_off_before_its_first_statement_is_no_reply(reply: str) -> None:
    told: list[Event] = []
    with pytest.raises(ModelUnavailableError, match=r"bröts av"):
        took_down(reply, events=told)
    assert texts(told) == []


def test_nothing_is_taken_back_where_nothing_was_told() -> None:
    told: list[Event] = []
    with pytest.raises(ModelUnavailableError):
        took_down(BEGIN, DEAD, events=told)
    assert [event.withdraws for event in told if isinstance(event, Stage)] == [False]


def test_whole_reply_has_the_last_word() -> None:
    # A thought that looks like an answer, within an object that is the answer.
    inner = json.dumps({"tanke": BEGIN})[1:-1]
    reply = f'{{{inner}, "status": "no_answer", "statements": [{DUTY_SAID}]}}'
    written, told = took_down(reply)
    assert written.statements == ()
    assert texts(told) == []
    late = f'{{"statements": [{DUTY_SAID}], "status": "no_answer"}}'
    written, told = took_down(late)
    assert written.statements == written.citations == ()
    assert texts(told) == [DUTY]
    assert [event.withdraws for event in told if isinstance(event, Stage)] == [False, True]


def test_reply_in_plain_sentences_is_told_when_it_is_whole() -> None:
    written, told = took_down("Varje kommun ska ta fram en lägesbild [1].", " Resten är min åsikt.")
    assert texts(told) == [DUTY]
    assert [s.text for s in written.statements] == [DUTY]


def claim(number: int, lane: Lane = Lane.LAW) -> Claim:
    passage = HITS[number].passage
    span = Evidence(passage=passage, start=0, end=len(passage.text))
    return Claim(text=" ".join(passage.text.split()), lane=lane, evidence=(span,))


def test_what_must_stand_beside_a_statement_is_told_with_it_and_once() -> None:
    def accompany(claims: Sequence[Claim]) -> Sequence[Claim]:
        return (claim(1), *claims)

    again = statement("Kommunen måste ta fram en lägesbild.", 1, DUTY)
    written, told = took_down(f"{BEGIN}{DUTY_SAID}, {again}]}}", accompany=accompany)
    shown = [RHYTHM, DUTY, "Kommunen måste ta fram en lägesbild."]
    assert texts(told) == [s.text for s in written.statements] == shown
    assert {s.lane for s in written.statements} == {Lane.LAW}
    cited = {citation.label: citation for citation in written.citations}
    for said in written.statements:
        citations = [cited[label] for label in said.labels]
        assert verify_statement(said.text, said.lane, citations, PASSAGES).ok


def test_answer_that_depends_on_the_whole_is_told_at_once_lane_by_lane() -> None:
    seen: list[list[str]] = []

    def accompany(claims: Sequence[Claim]) -> Sequence[Claim]:
        seen.append([one.text for one in claims])
        return claims

    reply = (BEGIN, ADVICE_SAID, ", ", DUTY_SAID, "]}")
    written, told = took_down(*reply, accompany=accompany, at_once=True)
    assert seen == [[DUTY, ADVICE]]
    assert texts(told) == [s.text for s in written.statements] == [DUTY, ADVICE]


def test_label_of_a_passage_that_did_not_fit_in_the_prompt_is_unknown() -> None:
    said = f"{BEGIN}{DUTY_SAID}, {statement(FINDING, 4, FINDING)}]}}"
    model = Scripted((said,))
    written = write_answer(model, dictation(), prompt_tokens=1)
    assert model.prompts[0].sources == 1
    assert [s.text for s in written.statements] == [DUTY]


def test_time_that_has_gone_is_told_to_the_model() -> None:
    model = Scripted((f"{BEGIN}{DUTY_SAID}]}}",))
    write_answer(model, dictation(begun=perf_counter() - 3.0))
    assert model.spent >= 3.0


def test_listener_who_stops_ends_the_reply() -> None:
    def stop(event: Event) -> None:
        if isinstance(event, Statement):
            raise Stopped

    with pytest.raises(Stopped):
        write_answer(Scripted((BEGIN, DUTY_SAID, DEAD)), dictation(), stop)


def test_quoted_sentence_that_is_shown_twice_is_told_once() -> None:
    false = statement("Kommunen bör uppdatera lägesbilden.", 2, RHYTHM)
    written, _ = took_down(f"{BEGIN}{RHYTHM_SAID}, {false}]}}")
    assert [s.text for s in written.statements] == [RHYTHM]
