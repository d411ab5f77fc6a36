"""The commands of ``lotsen evals`` that look at the questions themselves, not at one answer."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from corpus.errors import ExitCode, UsageError
from ui.swedish_help import SwedishCommand
from ui.terminal import Json, open_assistant, parse_day, print_json, read_settings, say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evals.golden import EvalCase
    from evals.misses import Group

CaseFileOption = Annotated[
    Path | None, typer.Option(metavar="FIL", help="Fil med frågor (TOML eller JSON lines).")
]
RunName = Annotated[str, typer.Argument(metavar="KÖRNING", help="Körningens namn eller mapp.")]


def add_case_commands(app: typer.Typer) -> None:
    """Add them to ``lotsen evals``."""
    for command in (lint, coverage, misses, approve):
        app.command(cls=SwedishCommand)(command)


def lint(
    *,
    files: Annotated[
        list[Path] | None,
        typer.Argument(metavar="[FIL …]", help="Filer med frågor. Annars de som följer med."),
    ] = None,
    as_json: Json = False,
) -> None:
    """Granska filer med frågor: fält, ställen, mönster och dubbletter."""
    from evals.lint import bundled_faults, lint_files  # noqa: PLC0415

    faults = lint_files(files) if files else bundled_faults()
    if as_json:
        print_json({"faults": [fault.to_json() for fault in faults]})
    else:
        for fault in faults:
            typer.echo(fault.message)
        say(f"{len(faults)} fel." if faults else "Inga fel.")
    if faults:
        raise typer.Exit(int(ExitCode.USAGE))


def coverage(*, cases: CaseFileOption = None, as_json: Json = False) -> None:
    """Visa vilka paragrafer, dokument och ämnen som saknar frågor."""
    from evals.coverage import coverage_of  # noqa: PLC0415

    known, _ = known_cases(cases)
    with open_assistant() as assistant:
        table = coverage_of(known, assistant)
    if as_json:
        print_json(table.to_json())
    else:
        typer.echo(table.to_text())


def misses(*, name: RunName, as_json: Json = False) -> None:
    """Visa frågor som gick fel, och frågor som underlaget inte besvarar, i grupper."""
    from evals.misses import misses_of  # noqa: PLC0415
    from evals.past_runs import read_past  # noqa: PLC0415
    from evals.run_folder import find_run  # noqa: PLC0415

    past = read_past(find_run(read_settings().data_dir, name))
    with open_assistant() as assistant:
        found = misses_of(past, assistant.encoder)
    if as_json:
        print_json(found.to_json())
        return
    _print_groups("Frågor som gick fel", found.failed)
    _print_groups("Frågor som underlaget inte besvarar", found.unanswered)


def approve(
    *,
    number: Annotated[int, typer.Argument(metavar="GRANSKNING", help="Granskningens nummer.")],
    file: Annotated[Path, typer.Option(metavar="FIL", help="Fil med frågor att märka.")],
) -> None:
    """Märk de frågor som en granskning har godkänt som granskade i deras fil."""
    from evals.approving import with_checked  # noqa: PLC0415
    from evals.review import approved  # noqa: PLC0415
    from evals.review_store import ReviewStore  # noqa: PLC0415
    from ui.obligation_files import save  # noqa: PLC0415

    store = ReviewStore(read_settings().data_dir)
    review = store.get(number)
    if review is None:
        raise UsageError(f"Granskning {number} finns inte.")
    ratings = store.ratings(review)
    case_ids = approved(review, ratings, store.settled(review))
    by = ", ".join(sorted({rating.reviewer for rating in ratings}))
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"Filen {file} kan inte läsas.") from error
    made = with_checked(text, file.name, case_ids, day=parse_day(None), by=by)
    save(file, lambda: made.encode("utf-8"))
    say(f"{len(case_ids)} frågor är godkända. De som finns i {file.name} är märkta.")


def known_cases(path: Path | None) -> tuple[tuple["EvalCase", ...], tuple[str, ...]]:
    """The cases of a file, or those that come with the program, and what is wrong in the file."""
    from evals.cases import bundled_cases, load_case_file  # noqa: PLC0415

    if path is None:
        return bundled_cases(), ()
    file = load_case_file(path)
    faults = tuple(fault.message_with_line for fault in file.faults)
    if not file.cases:
        raise UsageError(faults[0])
    return file.cases, faults


def _print_groups(title: str, groups: "Sequence[Group]") -> None:
    typer.echo(f"{title}: {sum(len(group.cases) for group in groups)} i {len(groups)} grupper")
    for group in groups:
        typer.echo(f"  {len(group.cases):3}  {group.middle.body.get('question', '')}")
