"""``lotsen feedback …``: what readers thought of the answers, where the operator stores it."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from corpus.errors import UsageError
from corpus.visible import one_line
from ui.swedish_help import SwedishCommand, SwedishGroup
from ui.terminal import Json, print_json, read_settings, say

if TYPE_CHECKING:
    from assistant.feedback import FeedbackStore, StoredFeedback

app = typer.Typer(
    cls=SwedishGroup,
    help="Läs omdömen om svaren, gör testfall av dem och ta bort dem.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Number = Annotated[int, typer.Argument(metavar="NUMMER", help="Omdömets nummer i listan.")]

_SHOWN = 200  # characters of a question or a comment in the list


@app.command("list", cls=SwedishCommand)
def list_feedback(*, as_json: Json = False) -> None:
    """Visa alla omdömen som är sparade."""
    store = _store()
    everything = store.all()
    if as_json:
        print_json({"days": store.days, "feedback": [_json(stored) for stored in everything]})
        return
    for stored in everything:
        feedback = stored.feedback
        head = (stored.at.date().isoformat(), feedback.rating, feedback.reason or "–")
        typer.echo(f"{stored.number}  {'  '.join(head)}")
        for told in filter(None, (feedback.question, feedback.comment)):
            typer.echo(f"    {_shown(told)}")
    if not everything:
        say("Inga omdömen är sparade.")
    if not store.days:
        say("Nya omdömen sparas inte: sätt LOTSEN_FEEDBACK_DAYS till ett antal dagar.")


@app.command(cls=SwedishCommand)
def case(
    number: Number,
    *,
    file: Annotated[
        Path | None,
        typer.Option(metavar="FIL", help="Fil med testfall (TOML) att lägga fallet sist i."),
    ] = None,
) -> None:
    """Gör ett utkast till testfall av ett omdöme, för lotsen evals run."""
    from evals.feedback_cases import case_toml, with_case  # noqa: PLC0415 - --help is quick

    stored = _found(number)
    if file is None:
        typer.echo(case_toml(stored), nl=False)
        return
    if file.suffix != ".toml":
        raise UsageError(f"Filen {file} ska ha ett namn som slutar på .toml.")
    from ui.obligation_files import save  # noqa: PLC0415

    made = with_case(_text_of(file), file.name, stored)
    save(file, lambda: made.encode("utf-8"))
    say(f"Utkastet omdome-{number} finns i {file}: fyll i gold och nuggets.")


@app.command(cls=SwedishCommand)
def delete(number: Number) -> None:
    """Ta bort ett omdöme för gott."""
    if not _store().delete(number):
        raise _unknown(number)
    say(f"Omdöme {number} är borttaget.")


def _store() -> "FeedbackStore":
    from assistant.feedback import FeedbackStore  # noqa: PLC0415 - --help is quick

    settings = read_settings()
    return FeedbackStore(settings.data_dir, settings.feedback_days)


def _found(number: int) -> "StoredFeedback":
    stored = _store().get(number)
    if stored is None:
        raise _unknown(number)
    return stored


def _unknown(number: int) -> UsageError:
    return UsageError(f"Det finns inget omdöme {number}: se lotsen feedback list.")


def _text_of(file: Path) -> str:
    """What the file holds, "" where it is not there yet.

    Raises:
        UsageError: it can't be read as text.
    """
    try:
        with suppress(FileNotFoundError):
            return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Filen {file} kan inte läsas.") from error
    return ""


def _json(stored: "StoredFeedback") -> dict[str, Any]:
    from evals.feedback_cases import answer_in  # noqa: PLC0415

    feedback = stored.feedback
    return {
        "number": stored.number,
        "at": stored.at.isoformat(),
        "until": stored.until.isoformat(),
        "generation": stored.generation,
        "rating": feedback.rating.value,
        "reason": feedback.reason.value if feedback.reason else None,
        "comment": feedback.comment,
        "question": feedback.question,
        "answer": feedback.answer,
        "history": [{"question": t.question, "answer": t.answer} for t in feedback.history],
        "svarspass": answer_in(stored) or None,
    }


def _shown(text: str) -> str:
    """The text on one line of a terminal, which must not obey what a stranger wrote."""
    line = one_line(text)
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"
