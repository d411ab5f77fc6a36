"""The command ``lotsen``: where settings are read and every error ends as one Swedish sentence.

Nothing heavy is imported at the top, so that ``lotsen --help`` answers at once.
"""

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from corpus.errors import ExitCode, LotsenError, UsageError
from ui import (
    cli_ask,
    cli_doctor,
    cli_encoder,
    cli_evals,
    cli_feedback,
    cli_ingest,
    cli_obligations,
)
from ui.swedish_help import USAGE_ERROR, SwedishCommand, SwedishGroup, usage_sentence
from ui.terminal import read_settings, report_error, say

INTERNAL_ERROR = 70
"""Exit code of a fault in the program itself (EX_SOFTWARE)."""

INTERRUPTED = 130

app = typer.Typer(
    cls=SwedishGroup,
    help="Samverkanslotsen svarar med citat på frågor om kommuners brottsförebyggande arbete.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command("ask", cls=SwedishCommand)(cli_ask.ask)
app.command("search", cls=SwedishCommand)(cli_ask.search)
app.command("documents", cls=SwedishCommand)(cli_ask.documents)
app.command("show", cls=SwedishCommand)(cli_ask.show)
app.command("obligations", cls=SwedishCommand)(cli_obligations.obligations)
app.add_typer(cli_ingest.app, name="ingest")
app.add_typer(cli_encoder.app, name="encoder")
app.add_typer(cli_evals.app, name="evals")
app.add_typer(cli_feedback.app, name="feedback")
app.command("doctor", cls=SwedishCommand)(cli_doctor.doctor)
app.command("version", cls=SwedishCommand)(cli_doctor.print_version)


@app.command(cls=SwedishCommand)
def serve(
    host: Annotated[
        str | None, typer.Option(metavar="ADRESS", help="Adress att lyssna på.")
    ] = None,
    port: Annotated[
        int | None, typer.Option(metavar="NUMMER", min=0, max=65535, help="Port att lyssna på.")
    ] = None,
) -> None:
    """Starta webbappen med sida och JSON-gränssnitt."""
    from ui.server import serve_app  # noqa: PLC0415 - loads the web framework

    settings = read_settings()
    cli_ingest.ensure_index()
    serve_app(
        settings.model_copy(
            update={
                "host": settings.host if host is None else host,
                "port": settings.port if port is None else port,
            }
        )
    )


def run(arguments: Sequence[str]) -> int:
    """Run one command and give its exit code."""
    as_json = "--json" in arguments
    try:
        code = app(list(arguments), prog_name="lotsen", standalone_mode=False)
    except LotsenError as error:
        report_error(error.code, error.message, as_json=as_json)
        return int(error.exit_code)
    except USAGE_ERROR as error:
        report_error(UsageError.code, usage_sentence(error), as_json=as_json)
        return int(ExitCode.USAGE)
    except (KeyboardInterrupt, typer.Abort):
        code = INTERRUPTED
    except Exception as error:  # the outermost handler
        sentence = f"Något gick fel i programmet ({type(error).__name__}): försök igen."
        report_error("internal", sentence, as_json=as_json)
        return INTERNAL_ERROR
    if code == INTERRUPTED:  # what Typer makes of Ctrl+C
        say("Avbrutet.")
    return code if isinstance(code, int) else 0


def main() -> None:
    """Entry point of the command ``lotsen``."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may have an encoding without "§" and "–".
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader, such as ``head``, has left; Python would complain of it when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(code)
