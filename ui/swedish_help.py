"""Typer's help and error texts in Swedish: the framework speaks English by itself."""

import re
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

# The command line's own base class of wrong usage; Typer exports only its child.
USAGE_ERROR: type[Exception] = typer.BadParameter.__mro__[1]

_HELP = (
    (r"^Usage:", "Användning:"),
    (r"\[OPTIONS\]", "[VAL]"),
    (r"\bCOMMAND\b", "KOMMANDO"),
    (r"\[ARGS\]", "[ARGUMENT]"),
    (r"^Options:", "Val:"),
    (r"^Arguments:", "Argument:"),
    (r"^Commands:", "Kommandon:"),
    (r"\bdefault:", "annars:"),
    (r"\brequired\]", "krävs]"),
    (r"(\d+)<=x<=(\d+)", r"\1–\2"),
    (r"x>=(\d+)", r"minst \1"),
    (r"\{([^{}]+)\}", r"\1"),  # the framework's sign for a required argument
    (r"<(\S+\|\S+)>", r"\1  "),  # and for one word of several
)
_TYPE = re.compile(r" <[^<>]+>")


def _swedish(text: str) -> str:
    for english, swedish in _HELP:
        text = re.sub(english, swedish, text, flags=re.MULTILINE)
    # Types such as <str> tell a reader nothing; blanks keep the column straight.
    return _TYPE.sub(lambda found: " " * len(found[0]), text)


def _explained(option: Any) -> Any:
    if option is not None:
        option.help = "Visa hjälpen."
    return option


class SwedishCommand(TyperCommand):
    """A command whose help is in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _swedish(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        return _explained(super().get_help_option(ctx))


class SwedishGroup(TyperGroup):
    """A group whose help is in Swedish."""

    def get_help(self, ctx: Any) -> str:
        """The help text."""
        return _swedish(super().get_help(ctx))

    def get_help_option(self, ctx: Any) -> Any:
        """The option ``--help``."""
        return _explained(super().get_help_option(ctx))


def usage_sentence(error: Exception) -> str:
    """One Swedish sentence for a command line that is wrong."""
    said = str(getattr(error, "message", error))
    named = getattr(error, "option_name", None) or _quoted(said)
    command = getattr(getattr(error, "ctx", None), "command_path", "")
    where = f"se {command} --help.".replace("  ", " ")
    kinds = {
        "NoSuchOption": f"Det finns inget val som heter {named}",
        "BadOptionUsage": f"Valet {named} är fel skrivet eller saknar värde",
        "MissingParameter": f"Ange {_parameter(error)}",
        "BadParameter": f"Värdet för {_parameter(error)} är fel",
        "NoArgsIsHelpError": "Ange ett kommando",
    }
    if said.startswith("No such command"):
        return f"Det finns inget kommando som heter {named}: {where}"
    return f"{kinds.get(type(error).__name__, 'Kommandot har för många ord')}: {where}"


def _parameter(error: Exception) -> str:
    """An option as it is typed, an argument as the help names it."""
    parameter = getattr(error, "param", None)
    if getattr(parameter, "param_type_name", "") == "option":
        return str(parameter.opts[-1]) if parameter else ""
    return str(getattr(parameter, "metavar", None) or "det som saknas")


def _quoted(text: str) -> str:
    match = re.search(r"'(.+)'", text)
    return match[1] if match else "det"
