"""``lotsen encoder …``: the embedded encoder made quicker on this machine."""

import typer

from ui.swedish_help import SwedishCommand, SwedishGroup
from ui.terminal import read_settings, say

app = typer.Typer(
    cls=SwedishGroup,
    help="Gör den inbyggda språkmodellen för sökning snabbare.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


@app.callback()
def encoder() -> None:
    """Gör den inbyggda språkmodellen för sökning snabbare."""


@app.command(cls=SwedishCommand)
def optimize() -> None:
    """Gör en snabbare kopia av den inbyggda språkmodellen, för nästa bygge."""
    from corpus.optimized import optimize as make_copy  # noqa: PLC0415

    made = make_copy(read_settings().data_dir)
    say(f"Kopian {made.name} finns: nästa lotsen ingest build använder den.")
