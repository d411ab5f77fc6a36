"""A run with kept answers for a judge, and a judge that says what a test tells it to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path

from samples import citation

from assistant.conversation import Answer, AnswerStatus, Reason, Statement
from corpus.documents import Lane
from evals.answers import KeptAnswer, asked_sha256
from evals.cases import parse_cases
from evals.golden import EvalCase
from evals.judge import Material, Opinion, Trait
from evals.run_folder import RUNS, RunFile, RunFolder

STARTED = datetime(2026, 11, 24, 10, 15, tzinfo=UTC)
TEXT = "Kommunen ska leda rådet."
PASSAGE = f"{TEXT} Rådet får ha egna arbetsgrupper."
NUMBER = "18900101-9802"


def cases_of(ids: Sequence[str], more: str = "") -> tuple[EvalCase, ...]:
    """Cases to be answered that the council is led by the municipality; ``more`` is TOML."""
    blocks = (
        f'[[case]]\nid = "{one}"\nquestion = "Vem leder rådet i fall {one}?"\n'
        'expected_status = "answered"\n'
        'gold = [{ document_id = "sfs-2023-196", pinpoint = "10 §" }]\n'
        'nuggets = [{ vital = true, says = ["kommunen leder", "leds av kommunen"] }]\n'
        for one in ids
    )
    return tuple(parse_cases('set = "prov"\n' + "".join(blocks) + more, "prov.toml"))


def answered(case: EvalCase, text: str = TEXT, epoch: int = 1) -> KeptAnswer:
    """An answer in one sentence with one citation."""
    passage_id = "sfs-2023-196#10-§/1"
    cited = citation(TEXT, document_id="sfs-2023-196", pinpoint="10 §", passage_id=passage_id)
    answer = Answer(
        status=AnswerStatus.ANSWERED,
        question=case.question,
        as_of=date(2026, 11, 24),
        statements=(Statement(text=text, lane=Lane.LAW, labels=(1,)),),
        citations=(cited,),
    )
    return KeptAnswer(
        case_id=case.id,
        epoch=epoch,
        asked=asked_sha256(case),
        answer=answer,
        texts={passage_id: PASSAGE},
        lanes={"sfs-2023-196": Lane.LAW},
    )


def refused(
    case: EvalCase,
    status: AnswerStatus = AnswerStatus.NO_GUIDANCE_FOUND,
    reason: Reason = Reason.WEAK_EVIDENCE,
) -> KeptAnswer:
    """No answer."""
    answer = Answer(status=status, reason=reason, question=case.question, as_of=date(2026, 11, 24))
    return KeptAnswer(
        case_id=case.id, epoch=1, asked=asked_sha256(case), answer=answer, texts={}, lanes={}
    )


def kept_run(
    data_dir: Path, cases: Sequence[EvalCase], answers: Sequence[KeptAnswer], name: str = "prov-1"
) -> RunFolder:
    """A finished run of ``cases`` with those answers."""
    folder = RunFolder(data_dir / RUNS / name)
    ids = tuple(case.id for case in cases)
    folder.write_start(
        RunFile(run=name, started=STARTED, finished=STARTED, settings={}, case_ids=ids)
    )
    for kept in answers:
        folder.add(kept)
    return folder


RIGHT = Opinion(label="korrekt", value=1.0, why="Allt finns med.")
HELD = Opinion(label="ja", value=1.0, why="")
Say = Callable[[Trait, Material], Opinion]


def always_right(trait: Trait, _: Material) -> Opinion:
    """Everything is right and held by its source."""
    return RIGHT if trait is Trait.CORRECT else HELD


@dataclass
class FakeJudge:
    """Says what ``say`` says, or raises what it raises; remembers what it was asked."""

    say: Say = always_right
    name: str = "prov:domare"
    stamp: str = "abc"
    asked: list[tuple[str, Trait]] = field(default_factory=list)
    shown: list[Material] = field(default_factory=list)

    def opinion(self, trait: Trait, material: Material) -> Opinion:
        """What ``say`` says."""
        self.asked.append((material.case_id, trait))
        self.shown.append(material)
        return self.say(trait, material)
