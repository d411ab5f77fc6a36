"""``lotsen evals judge``: a language model's judgements of a run, never without people's beside."""

from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import ExitCode, UsageError
from ui.cli_cases import CaseFileOption, RunName, known_cases
from ui.swedish_help import SwedishCommand
from ui.terminal import Json, print_json, progress_bar, read_settings, say

if TYPE_CHECKING:
    from assistant.model import ChatModel
    from assistant.settings import Settings
    from evals.judge_people import Likeness
    from evals.judge_run import JudgedTrait, JudgeReport

NO_MODEL = (
    "Det finns ingen språkmodell som kan bedöma. Ange LOTSEN_MODEL, och vid behov "
    "LOTSEN_MODEL_BASE_URL och LOTSEN_MODEL_API_KEY."
)
STOPPED = (
    "Språkmodellen svarade inte, så bedömningen stannade. Det som är bedömt finns kvar: kör "
    "kommandot igen när den svarar."
)
NOTHING = "inget svar är bedömt"
NAMES = {"judge_correctness": "Rätt i sak", "judge_faithfulness": "Källan stöder"}
WORDS = {"borde_ha_avstatt": "borde ha avstått"}

LEAST_TIMEOUT_S = 60.0
"""Nobody waits at a page for a judgement, and its prompts are long."""

WORK_FOLDER = "deepeval"
"""Where under the data directory's evals deepeval would write."""


def add_judge_command(app: typer.Typer) -> None:
    """Add it to ``lotsen evals``."""
    app.command(cls=SwedishCommand)(judge)


def judge(
    *,
    name: RunName,
    limit: Annotated[
        int | None,
        typer.Option(metavar="ANTAL", min=1, help="Bedöm högst så många svar till."),
    ] = None,
    cases: CaseFileOption = None,
    as_json: Json = False,
) -> None:
    """Låt en språkmodell bedöma en körnings svar, jämfört med människors omdömen."""
    from evals.deepeval_judge import deepeval_judge  # noqa: PLC0415
    from evals.judge_people import labels_of_run  # noqa: PLC0415
    from evals.judge_run import judge_run  # noqa: PLC0415
    from evals.review_store import ReviewStore  # noqa: PLC0415
    from evals.run_folder import find_run  # noqa: PLC0415

    settings = read_settings()
    folder = find_run(settings.data_dir, name)
    run = folder.read_run()
    known, _ = known_cases(cases)
    people = labels_of_run(ReviewStore(settings.data_dir), run.run, run.started)
    with (
        deepeval_judge(
            _opened(settings),
            name=settings.model,
            prompt_tokens=settings.model_prompt_tokens,
            folder=settings.data_dir / "evals" / WORK_FOLDER,
        ) as who,
        progress_bar("Bedömer svar") as progress,
    ):
        report = judge_run(folder, known, who, people, limit=limit, progress=progress)
    if as_json:
        print_json(report.to_json())
    else:
        _print(report)
    if report.stopped:
        say(STOPPED)
        raise typer.Exit(int(ExitCode.MODEL))


def _print(report: "JudgeReport") -> None:
    typer.echo(f"{report.run}, bedömd av {report.model}")
    for trait, judged in report.traits.items():
        typer.echo(f"{NAMES[trait.value]}: {_figure(judged)}")
        typer.echo(f"  jämfört med människor: {_likeness(judged.people)}")
    if report.withheld:
        typer.echo(f"{report.withheld} svar skickas aldrig: de rör personuppgifter.")
    if report.missing:
        typer.echo(f"{report.missing} frågor saknar svar som frågan lyder nu.")
    typer.echo(report.note)


def _figure(judged: "JudgedTrait") -> str:
    shown = judged.metric.to_json()
    told = [NOTHING]
    if shown["value"] is not None:
        told = [f"{shown['value']:.3f} ({shown['low']:.3f}–{shown['high']:.3f}, n={shown['n']})"]
        told += [f"{WORDS.get(word, word)} {count}" for word, count in judged.labels.items()]
    told += [f"ej bedömda {judged.unjudged}"] if judged.unjudged else []
    told += [f"inte frågade än {judged.not_asked}"] if judged.not_asked else []
    return "; ".join(told)


def _likeness(people: "Likeness") -> str:
    from ui.staff.review_texts import kappa_words  # noqa: PLC0415

    if not people.shared:
        told = people.warning
    else:
        told = f"kappa {kappa_words(people.kappa)}, {people.shared} gemensamma svar"
        told += f"; {people.warning}" if people.warning else ""
    return f"{told}; {people.contested} som människor är oense om" if people.contested else told


def _opened(settings: "Settings") -> "ChatModel":
    from assistant.bootstrap import open_settings_model  # noqa: PLC0415

    patient = max(settings.model_timeout, LEAST_TIMEOUT_S)
    model = open_settings_model(
        settings.model_copy(update={"model_timeout": patient}), any_json=True
    )
    if model is None:
        raise UsageError(NO_MODEL)
    return model
