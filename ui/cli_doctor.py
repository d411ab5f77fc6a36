"""``lotsen doctor`` and ``lotsen version``: what runs here, and how to mend what does not."""

import json
import os
import platform
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from time import perf_counter
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

import typer

from corpus.errors import LotsenError
from ui.terminal import Json, print_json, read_settings

if TYPE_CHECKING:
    from assistant.settings import Settings

_MIN_FREE_MB = 500
_SERVICE_SECONDS = 2.0
_MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the doctor: what was looked at, whether it is well, and what to do if not."""

    name: str
    ok: bool
    text: str


def doctor(*, as_json: Json = False) -> None:
    """Kontrollera datorn, indexet och inställningarna."""
    settings = read_settings()
    findings = [check(settings) for check in _CHECKS]
    if as_json:
        print_json(
            {
                "ok": all(finding.ok for finding in findings),
                "checks": [{"name": f.name, "ok": f.ok, "text": f.text} for f in findings],
            }
        )
        return
    for finding in findings:
        typer.echo(f"{'ok ' if finding.ok else 'FEL'}  {finding.name}: {finding.text}")


def print_version(*, as_json: Json = False) -> None:
    """Visa programmets version, indexets generation och vektormodellen."""
    from importlib.metadata import version  # noqa: PLC0415

    from assistant.bootstrap import DISTRIBUTION  # noqa: PLC0415
    from corpus.index import open_generation  # noqa: PLC0415

    settings = read_settings()
    shown: dict[str, str | None] = {"version": version(DISTRIBUTION)}
    try:
        with open_generation(settings.data_dir) as generation:
            shown |= {"generation": generation.name, "encoder": generation.encoder_name}
    except LotsenError:
        shown |= {"generation": None, "encoder": None}
    if as_json:
        print_json(shown)
        return
    typer.echo(f"Samverkanslotsen {shown['version']}")
    typer.echo(f"Index: {shown['generation'] or 'inget ännu, kör lotsen ingest build'}")
    typer.echo(f"Vektormodell: {shown['encoder'] or 'ingen'}")


def _python(_settings: "Settings") -> Finding:
    known = (3, 11) <= sys.version_info[:2] <= (3, 13)
    text = platform.python_version()
    return Finding(
        name="Python",
        ok=known,
        text=text if known else f"{text} är inte provad: använd Python 3.11, 3.12 eller 3.13.",
    )


def _disk(settings: "Settings") -> Finding:
    whole = settings.data_dir.absolute()
    try:
        there = next(path for path in (whole, *whole.parents) if path.exists())
        free = shutil.disk_usage(there).free // 1_000_000
        usable = there.is_dir() and os.access(there, os.W_OK)
    except (OSError, StopIteration):
        usable = False
    if not usable:
        text = f"{whole} går inte att skriva i: ange en annan mapp i LOTSEN_DATA_DIR."
        return Finding(name="Disk", ok=False, text=text)
    text = f"{free} MB ledigt för {settings.data_dir}"
    if free < _MIN_FREE_MB:
        return Finding(name="Disk", ok=False, text=f"{text}: frigör minst {_MIN_FREE_MB} MB.")
    return Finding(name="Disk", ok=True, text=text)


def _index(settings: "Settings") -> Finding:
    from corpus.index import open_generation  # noqa: PLC0415

    try:
        with open_generation(settings.data_dir) as generation:
            text = generation.notice or f"{generation.name}, {len(generation.passages)} stycken"
            return Finding(name="Index", ok=generation.notice is None, text=text)
    except LotsenError as error:
        return Finding(name="Index", ok=False, text=error.message)


def _encoder(settings: "Settings") -> Finding:
    from assistant.texts import LEXICAL_ONLY  # noqa: PLC0415
    from corpus.encoder_choice import open_build_encoder  # noqa: PLC0415

    try:
        encoder = open_build_encoder(settings.encoder, settings.data_dir)
    except LotsenError as error:
        return Finding(name="Vektormodell", ok=False, text=error.message)
    if encoder is None:
        how = "Läs i README hur du ansluter en annan."
        return Finding(name="Vektormodell", ok=False, text=f"{LEXICAL_ONLY} {how}")
    return Finding(name="Vektormodell", ok=True, text=encoder.name)


def _model(settings: "Settings") -> Finding:
    from assistant.bootstrap import open_settings_model  # noqa: PLC0415
    from assistant.prompting import Prompt  # noqa: PLC0415

    try:
        model = open_settings_model(settings)
        if model is None:
            return Finding(name="Språkmodell", ok=True, text="ingen inställd, svaren är utdrag")
        begun = perf_counter()
        try:
            model.complete(Prompt(instructions="Svara med ett ord.", message="Svara: ok"))
        finally:
            model.close()
    except LotsenError as error:
        return Finding(name="Språkmodell", ok=False, text=error.message)
    seconds = f"{perf_counter() - begun:.1f}".replace(".", ",")
    return Finding(name="Språkmodell", ok=True, text=f"{settings.model}, svarade på {seconds} s")


def _port(settings: "Settings") -> Finding:
    from ui.server import take_port  # noqa: PLC0415

    try:
        take_port(settings.host, settings.port).close()
    except LotsenError as error:
        notices = _running_service(settings)
        if notices is None:
            return Finding(name="Port", ok=False, text=error.message)
        here = f"Samverkanslotsen svarar redan på port {settings.port}"
        return Finding(name="Port", ok=not notices, text=". ".join((here, *notices)))
    return Finding(name="Port", ok=True, text=f"{settings.port} är ledig")


def _running_service(settings: "Settings") -> list[str] | None:
    """What a service of ours on the port says of itself, None where there is none.

    The pause of its language model is among that: it is the service's own, not this command's.
    """
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    address = f"http://{host}:{settings.port}{settings.root_path}/readyz"
    direct = build_opener(ProxyHandler({}))  # it is this machine that is asked
    try:
        with direct.open(address, timeout=_SERVICE_SECONDS) as reply:
            ready = json.loads(reply.read(_MOST_BYTES))
        return [str(notice).rstrip(".") for notice in ready["notices"]]
    except (OSError, ValueError, KeyError, TypeError, HTTPException):
        return None


_CHECKS: tuple[Callable[["Settings"], Finding], ...] = (
    _python,
    _disk,
    _index,
    _encoder,
    _model,
    _port,
)
