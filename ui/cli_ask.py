"""The commands that ask and look: ``ask``, ``search``, ``documents`` and ``show``."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from corpus.errors import LotsenError, ModelUnavailableError, PersonalDataError, UsageError
from ui.terminal import AsOf, Json, open_assistant, parse_day, print_json, print_json_line, say
from ui.texts import EDITION_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assistant.bootstrap import Assistant
    from assistant.conversation import Answer, Question

ModeName = Literal["auto", "extractive", "model"]


def ask(
    question: Annotated[
        str | None, typer.Argument(metavar="FRÅGA", help="Frågan, inom citattecken.")
    ] = None,
    *,
    batch: Annotated[
        Path | None, typer.Option(metavar="FIL", help="Fil med en fråga per rad (JSON lines).")
    ] = None,
    as_of: AsOf = None,
    mode: Annotated[
        ModeName, typer.Option(help="Hur svaret görs: med utdrag eller med språkmodell.")
    ] = "auto",
    as_json: Json = False,
) -> None:
    """Ställ en fråga, eller många frågor med --batch."""
    day = parse_day(as_of)
    if batch is not None:
        if question is not None:
            raise UsageError("Ange en fråga eller en fil med --batch, inte båda.")
        _ask_batch(batch, day, mode)
        return
    from assistant.conversation import Mode, Question  # noqa: PLC0415
    from assistant.service import ignore  # noqa: PLC0415
    from assistant.wire import answer_json, checked_text  # noqa: PLC0415

    asked = Question(text=checked_text(question or ""), as_of=day, mode=Mode(mode))
    with open_assistant() as assistant:
        answer = assistant.answer(asked, ignore)
    if as_json:
        print_json(answer_json(answer))
    else:
        _print_answer(answer)


def _ask_batch(path: Path, day: date, mode: str) -> None:
    try:
        # Only line feeds end a line: a JSON string may hold U+2028 and its like.
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise UsageError(f"Filen {path} finns inte eller går inte att läsa.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"Filen {path} är inte text i UTF-8.") from error
    silent = ""
    with open_assistant() as assistant:
        for line in filter(str.strip, lines):
            answer = _answer_line(assistant, line, day, mode)
            print_json_line(answer)
            wrong = answer.get("error", {})
            silent = wrong["message"] if wrong.get("code") == ModelUnavailableError.code else silent
    if silent and mode == "model":
        say(silent)  # standard output holds one line for each question and no more
        raise typer.Exit(int(ModelUnavailableError.exit_code))


def _answer_line(assistant: "Assistant", line: str, day: date, mode: str) -> dict[str, Any]:
    """The answer to one line; a bad line gives an error object and the rest go on."""
    from assistant.service import ignore  # noqa: PLC0415
    from assistant.wire import answer_json, error_json, read_body  # noqa: PLC0415

    try:
        question = _with_mode(read_body(line), day, mode)
        return _line_id(line) | answer_json(assistant.answer(question, ignore))
    except LotsenError as error:
        return _line_id(line) | dict(error_json(error.code, error.message))
    except Exception as error:  # the outermost handler of one line: the rest still run
        kind = type(error).__name__
        return _line_id(line) | dict(error_json("internal", f"Något gick fel ({kind})."))


def _line_id(line: str) -> dict[str, Any]:
    """The id of a line, so that its sender finds it, without a personal number in it."""
    import json  # noqa: PLC0415

    from assistant.wire import shown_id  # noqa: PLC0415

    try:
        read = json.loads(line)
    except (ValueError, RecursionError):  # the latter from thousands of brackets
        return {}
    found = read.get("id") if isinstance(read, dict) else None
    return {"id": shown_id(found)} if isinstance(found, str | int) else {}


def _with_mode(body: Any, day: date, mode: str) -> "Question":
    from dataclasses import replace  # noqa: PLC0415

    from assistant.conversation import Mode  # noqa: PLC0415
    from assistant.wire import question_from  # noqa: PLC0415

    question = question_from(body, today=day)
    return question if mode == "auto" else replace(question, mode=Mode(mode))


def _print_answer(answer: "Answer") -> None:
    from assistant.wire import answer_markdown  # noqa: PLC0415

    typer.echo(answer_markdown(answer))
    for citation in answer.citations:
        edition = "original" if citation.edition.value == "original" else "referat"
        # A document that somebody added has no page of its own: say whose it is instead.
        typer.echo(
            f"\n[{citation.label}] {citation.title}, {citation.pinpoint} ({edition})"
            f"\n    {citation.url or citation.publisher}"
        )
    for heading, lines in (
        (
            "Läs mer" if answer.citations else "Närmast i källorna",
            [f"{n.title}, {n.pinpoint}" for n in answer.nearest],
        ),
        ("Vem kan svara?", list(answer.contacts)),
    ):
        if lines:
            typer.echo("\n".join((f"\n{heading}", *(f"- {line}" for line in lines))))
    if answer.citations:
        for notice in answer.notices:
            typer.echo(f"\n{notice}")


def search(
    query: Annotated[str, typer.Argument(metavar="SÖKORD", help="Det du söker.")],
    *,
    k: Annotated[
        int, typer.Option("-k", metavar="ANTAL", min=1, max=100, help="Antal träffar.")
    ] = 10,
    document: Annotated[
        str | None, typer.Option(metavar="ID", help="Sök bara i ett dokument.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Visa de stycken som ligger närmast, utan svar."""
    from time import perf_counter  # noqa: PLC0415

    from assistant.listing import search_json  # noqa: PLC0415
    from assistant.personal_data import find_personal_numbers  # noqa: PLC0415
    from assistant.wire import checked_text  # noqa: PLC0415

    day, text = parse_day(as_of), checked_text(query)
    if find_personal_numbers(text):
        raise PersonalDataError("Sökningen ser ut att innehålla ett personnummer.")
    with open_assistant() as assistant:
        if document is not None:
            _require_document(assistant, document)
        started = perf_counter()
        found = assistant.search(text, k=k, document_id=document, as_of=day)
        spent = {"total": (perf_counter() - started) * 1_000}
        shown = search_json(text, found, {e.document_id: e for e in assistant.entries}, spent)
    if as_json:
        print_json(shown)
        return
    for row in shown["results"]:
        typer.echo(f"{row['rank']}. {row['title']}, {row['pinpoint']}  ({row['score']:.2f})")
        typer.echo(f"   {row['text']}\n")


def documents(*, as_json: Json = False) -> None:
    """Visa alla källor."""
    from assistant.listing import documents_json  # noqa: PLC0415

    with open_assistant() as assistant:
        shown = documents_json(assistant.documents())
    if as_json:
        print_json(shown)
        return
    for row in shown["documents"]:
        state = STATE_LABELS[row["state"]]
        typer.echo(f"{row['document_id']:45} {state:18} {row['passages']:4}  {row['title']}")


def show(
    document_id: Annotated[
        str, typer.Argument(metavar="ID", help="Dokumentets id, se lotsen documents.")
    ],
    pinpoint: Annotated[
        str | None,
        typer.Argument(metavar="STÄLLE", help="Ställe i dokumentet, till exempel ”4 §”."),
    ] = None,
    *,
    as_json: Json = False,
) -> None:
    """Visa ett dokuments stycken, eller ett ställe i det."""
    from assistant.listing import contents_json  # noqa: PLC0415
    from assistant.personal_data import mask  # noqa: PLC0415

    with open_assistant() as assistant:
        shown = contents_json(_require_document(assistant, document_id), pinpoint)
    if not shown["sections"] and pinpoint is not None:
        raise UsageError(f"{document_id} har inget ställe som heter ”{mask(pinpoint)}”.")
    if as_json:
        print_json(shown)
        return
    for line in _shown_lines(shown):
        typer.echo(line)


def _shown_lines(shown: dict[str, Any]) -> "Iterator[str]":
    yield f"{shown['title']}\n{shown['url']}"
    if not shown["sections"]:
        yield f"\nTexten finns inte här: kör lotsen ingest fetch {shown['document_id']}"
        yield "eller spara den själv och kör lotsen ingest add."
    for section in shown["sections"]:
        edition = EDITION_LABELS[section["edition"]].lower()
        yield f"\n{section['pinpoint']}  {section['heading']} ({edition})"
        for passage in section["passages"]:
            yield passage["text"]
            yield from _linked("Hänvisar till", passage["refers_to"])
        yield from _linked("Nämns i", section["passages"][0]["referred_by"])


def _linked(label: str, places: "Sequence[dict[str, str | None]]") -> "Iterator[str]":
    if places:
        shown = (f"{place['document_id']} {place['pinpoint'] or ''}".rstrip() for place in places)
        yield f"{label}: {', '.join(shown)}"


def _require_document(assistant: "Assistant", document_id: str) -> Any:
    from assistant.personal_data import mask  # noqa: PLC0415

    found = assistant.document(document_id)
    if found is None:
        shown = mask(document_id)
        raise UsageError(f"Det finns inget dokument med id {shown}: se lotsen documents.")
    return found
