"""A run's kept answers taken through a judge: what ``lotsen evals judge`` does.

Nothing is asked of the assistant again. Each judgement lies in ``judgements.jsonl`` beside the run
as soon as it is given, under a figure of its own for the answer, the model and the prompts
(``Material.key``): what is judged already is never sent again nor counted twice.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from corpus.errors import ModelUnavailableError
from evals.answers import KeptAnswer, asked_sha256
from evals.golden import EvalCase
from evals.judge import Judge, Material, Opinion, Trait, UnreadableVerdictError, material_of
from evals.judge_people import Likeness, PeoplesLabels, held_against
from evals.metrics import Metric, mean, proportion, rounded
from evals.review import Support, Verdict
from evals.run import cases_of
from evals.run_folder import RunFolder

JUDGEMENTS_FILE = "judgements.jsonl"
"""Where in a run's folder judgements lie."""

NO_GATE = "Siffrorna är en språkmodells omdömen. De avgör inga grindar och ingen jämförelse."

SILENT = 5
"""After so many failures in a row the model is taken to be down, and no more is asked."""

MOST_WHY = 600
"""Characters of a reason that are kept."""

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """An answer that the judge was asked about in vain, and why."""

    case_id: str
    trait: Trait
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedTrait:
    """One measure: its figure over the judged answers, how many had which word, and the people.

    ``unjudged`` were asked about in vain, ``not_asked`` not yet.
    """

    metric: Metric
    labels: Mapping[str, int]
    unjudged: int
    not_asked: int
    people: Likeness

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            **self.metric.to_json(),
            "labels": dict(self.labels),
            "unjudged": self.unjudged,
            "not_asked": self.not_asked,
            "people": self.people.to_json(),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeReport:
    """What a judge says of a run. ``withheld`` answers hold personal data and are never sent.

    ``missing`` have no kept answer to the case as it is now. ``stopped``: the model kept failing.
    """

    run: str
    model: str
    prompts: str
    traits: Mapping[Trait, JudgedTrait]
    unjudged: tuple[Unjudged, ...]
    withheld: int
    missing: int
    stopped: bool
    note: str = NO_GATE

    def to_json(self) -> dict[str, Any]:
        """The shape of docs/interface.md."""
        return {
            "run": self.run,
            "model": self.model,
            "prompts": self.prompts,
            "note": self.note,
            "metrics": {trait.value: judged.to_json() for trait, judged in self.traits.items()},
            "unjudged": [
                {"id": one.case_id, "metric": one.trait.value, "why": one.why}
                for one in self.unjudged
            ],
            "withheld": self.withheld,
            "missing": self.missing,
            "stopped": self.stopped,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is kept of one question to the judge; ``opinion`` is None where it did not judge."""

    opinion: Opinion | None
    why: str


def judge_run(
    folder: RunFolder,
    known: Iterable[EvalCase],
    judge: Judge,
    people: PeoplesLabels,
    *,
    limit: int | None = None,
    progress: Progress = lambda _done, _of: None,
) -> JudgeReport:
    """Have ``judge`` judge the run's answers, at most ``limit`` more of them, and sum it all up.

    Answers that people have judged come first. Of several epochs the first is judged, which is the
    one that people see.

    Raises:
        UsageError: there is no run, a case of it is gone, or another process writes the run.
        StorageError: the folder can't be written.
    """
    with folder.writing():
        run = folder.read_run()
        cases = cases_of(run, known)
        answers = {kept.case_id: kept for kept in folder.answers() if kept.epoch == 1}
        there = [(case, answers[case.id]) for case in cases if _answers(answers, case)]
        shown = [material_of(case, kept) for case, kept in there]
        materials = [material for material in shown if material is not None]
        folder.mend(JUDGEMENTS_FILE)
        kept = read_judgements(folder)
        stopped = _ask(folder, _due(materials, kept, judge, people), judge, kept, limit, progress)
    return JudgeReport(
        run=run.run,
        model=judge.name,
        prompts=judge.stamp,
        traits={trait: _summed(trait, materials, kept, judge, people) for trait in Trait},
        unjudged=tuple(_unjudged(materials, kept, judge)),
        withheld=len(shown) - len(materials),
        missing=len(cases) - len(there),
        stopped=stopped,
    )


def read_judgements(folder: RunFolder) -> dict[str, Kept]:
    """What is kept, by ``Material.key``; a judgement is never undone by a later failure.

    Lines that can't be read are as if they were not there: what they held is judged anew.
    """
    path = folder.path / JUDGEMENTS_FILE
    text = path.read_text(encoding="utf-8", errors="replace") if path.exists() else ""
    kept: dict[str, Kept] = {}
    for line in filter(str.strip, text.split("\n")):
        try:
            key, found = _from_line(line)
        except (ValueError, KeyError, TypeError):
            continue
        if found.opinion is not None or key not in kept:
            kept[key] = found
    return kept


def _from_line(line: str) -> tuple[str, Kept]:
    body = json.loads(line)
    why = str(body["why"])
    if body["label"] is None:
        return str(body["key"]), Kept(opinion=None, why=why)
    opinion = Opinion(label=str(body["label"]), value=float(body["value"]), why=why)
    return str(body["key"]), Kept(opinion=opinion, why=why)


def _answers(answers: Mapping[str, KeptAnswer], case: EvalCase) -> bool:
    kept = answers.get(case.id)
    return kept is not None and kept.asked == asked_sha256(case)


def _due(
    materials: Sequence[Material], kept: Mapping[str, Kept], judge: Judge, people: PeoplesLabels
) -> list[tuple[Material, list[Trait]]]:
    """What is not judged yet, what people have judged first, else in the run's order."""
    due = [
        (material, [t for t in material.traits if not _is_judged(kept, material.key(t, judge))])
        for material in materials
    ]
    left = [(material, traits) for material, traits in due if traits]
    return sorted(left, key=lambda pair: not people.has(pair[0].case_id))


def _is_judged(kept: Mapping[str, Kept], key: str) -> bool:
    return key in kept and kept[key].opinion is not None


def _ask(
    folder: RunFolder,
    due: Sequence[tuple[Material, list[Trait]]],
    judge: Judge,
    kept: dict[str, Kept],
    limit: int | None,
    progress: Progress,
) -> bool:
    """Ask and keep; whether it was given up because the model is silent."""
    of, silent = len(due) if limit is None else min(limit, len(due)), 0
    for done, (material, traits) in enumerate(islice(due, limit), 1):
        for trait in traits:
            found, answered = _opinion(judge, trait, material)
            silent = 0 if answered else silent + 1
            key = material.key(trait, judge)
            kept[key] = found
            folder.add_line(JUDGEMENTS_FILE, _to_line(key, trait, material, judge, found))
            if silent == SILENT:
                return True
        progress(done, of)
    return False


def _opinion(judge: Judge, trait: Trait, material: Material) -> tuple[Kept, bool]:
    """What is kept of one question, and whether the model replied at all."""
    try:
        opinion = judge.opinion(trait, material)
    except ModelUnavailableError as error:
        return Kept(opinion=None, why=error.message), False
    except UnreadableVerdictError as error:
        return Kept(opinion=None, why=str(error)[:MOST_WHY]), True
    return Kept(opinion=opinion, why=opinion.why[:MOST_WHY]), True


def _to_line(key: str, trait: Trait, material: Material, judge: Judge, kept: Kept) -> str:
    line = {
        "key": key,
        "id": material.case_id,
        "metric": trait.value,
        "label": kept.opinion.label if kept.opinion else None,
        "value": rounded(kept.opinion.value) if kept.opinion else None,
        "why": kept.why,
        "model": judge.name,
        "prompts": judge.stamp,
        "at": datetime.now(UTC).isoformat(),
    }
    return json.dumps(line, ensure_ascii=False) + "\n"


def _summed(
    trait: Trait,
    materials: Sequence[Material],
    kept: Mapping[str, Kept],
    judge: Judge,
    people: PeoplesLabels,
) -> JudgedTrait:
    asked = {m.case_id: kept.get(m.key(trait, judge)) for m in materials if trait in m.traits}
    given = {one: found.opinion for one, found in asked.items() if found and found.opinion}
    counted = Counter(opinion.label for opinion in given.values())
    words = Verdict if trait is Trait.CORRECT else Support
    labels = {word.value: counted[word.value] for word in words if counted[word.value]}
    right = counted[Verdict.RIGHT.value]
    return JudgedTrait(
        metric=proportion(right, len(given))
        if trait is Trait.CORRECT
        else mean([opinion.value for opinion in given.values()]),
        labels=labels,
        unjudged=sum(found is not None and found.opinion is None for found in asked.values()),
        not_asked=sum(found is None for found in asked.values()),
        people=held_against({one: o.label for one, o in given.items()}, people, trait),
    )


def _unjudged(
    materials: Sequence[Material], kept: Mapping[str, Kept], judge: Judge
) -> Iterable[Unjudged]:
    for material in materials:
        for trait in material.traits:
            found = kept.get(material.key(trait, judge))
            if found is not None and found.opinion is None:
                yield Unjudged(case_id=material.case_id, trait=trait, why=found.why)
