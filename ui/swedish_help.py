"""Typer's help and error texts in Swedish: the framework speaks English by itself."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# The command line's own base class of wrong usage; Typer exports only its child.
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]

_HELP = (
    ("Usage: ", "Användning: "),
    ("[OPTIONS]", "[VAL]"),
    ("COMMAND [ARGS]...", "KOMMANDO [ARGUMENT]..."),
    ("Options:", "Val:"),
    ("Arguments:", "Argument:"),
    ("Commands:", "Kommandon:"),
    ("Show this message and exit.", "Visa hjälpen."),
    ("[required]", "[krävs]"),
    ("[default: ", "[annars: "),
)


def _swedish(text: str) -> str:
    for english, swedish in _HELP:
        text = text.replace(english, swedish)
    return text


class SwedishCommand(TyperCommand):
    """A command whose help is in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _swedish(super().get_help(ctx))


class SwedishGroup(TyperGroup):
    """A group whose help is in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _swedish(super().get_help(ctx))


def usage_sentence(error: Exception) -> str:
    """One Swedish sentence for a command line that is wrong."""
    said = str(getattr(error, "message", error))
    option = getattr(error, "option_name", None) or _quoted(said)
    where = getattr(getattr(error, "param", None), "opts", None)
    name = where[-1] if where else option
    kinds = {
        "NoSuchOption": f"Det finns inget val som heter {option}: se --help.",
        "BadOptionUsage": f"Valet {option} behöver ett värde: se --help.",
        "MissingParameter": f"Ange {name}: se --help.",
        "BadParameter": f"Värdet för {name} är fel: se --help.",
        "NoArgsIsHelpError": "Ange ett kommando: se lotsen --help.",
    }
    if said.startswith("No such command"):
        return f"Det finns inget kommando som heter {option}: se lotsen --help."
    return kinds.get(type(error).__name__, "Kommandot är fel skrivet: se --help.")


def _quoted(text: str) -> str:
    match = re.search(r"'([^']+)'", text)
    return match[1] if match else "det"
