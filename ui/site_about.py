"""The pages about the service itself: what it is, how accessible it is, what it keeps.

What they say of the operator and of what is kept comes from the settings, once, at the start.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import Response

from assistant.service import Answerer, ServiceInfo
from corpus.dates import swedish_date
from corpus.errors import IndexUnavailableError
from ui import texts
from ui.site_page import page

if TYPE_CHECKING:
    from assistant.settings import Settings

TESTED = date(2026, 11, 30)
"""When what the accessibility statement says was last tried."""

_REACHED_AT = re.compile(r"(https://[^\s<>\"]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)")


class ModelPlace(StrEnum):
    """Where a language model runs, in words that fit after its name."""

    HERE = "på samma dator som tjänsten"
    ELSEWHERE = "på en annan dator, som den ansvariga har valt"
    PROVIDER = "hos företaget bakom modellen"


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Who runs the service and how: what is shown of the settings. "" is what nobody has told."""

    owner: str = ""
    contact: str = ""
    accessibility_authority: str = ""
    feedback_days: int = 0
    model_place: ModelPlace = ModelPlace.PROVIDER


UNNAMED = Operator()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A piece of a text that the operator wrote; ``href`` is "" where it is no address."""

    text: str
    href: str = ""


def operator_of(settings: "Settings") -> Operator:
    """What the settings say of the operator."""
    return Operator(
        owner=settings.owner.strip(),
        contact=settings.contact.strip(),
        accessibility_authority=settings.accessibility_authority.strip(),
        feedback_days=settings.feedback_days,
        model_place=_place(settings.model, settings.model_base_url),
    )


def _place(model: str, base_url: str) -> ModelPlace:
    from assistant.model_options import read_address  # noqa: PLC0415 - httpx takes 0.1 s

    if read_address(base_url).is_loopback or (model.startswith("ollama:") and not base_url):
        return ModelPlace.HERE
    return ModelPlace.ELSEWHERE if base_url else ModelPlace.PROVIDER


def about_pages(
    answerer: Answerer, operator: Operator
) -> Mapping[str, Callable[[Request], Response]]:
    """The pages by their path."""

    def shown(template: str, title: str) -> Callable[[Request], Response]:
        def response(request: Request) -> Response:
            return page(request, template, title, **_known(answerer, operator))

        return response

    return {
        "/om": shown("om", texts.ABOUT_PAGE),
        "/tillganglighet": shown("tillganglighet", texts.ACCESSIBILITY_PAGE),
        "/personuppgifter": shown("personuppgifter", texts.PRIVACY_PAGE),
    }


def _known(answerer: Answerer, operator: Operator) -> dict[str, Any]:
    """What the templates may show."""
    told: dict[str, Any] = {
        "operator": operator,
        "contact": pieces(operator.contact),
        "authority": pieces(operator.accessibility_authority),
        "documents": sum(1 for row in answerer.documents() if row.passages),
        "tested": swedish_date(TESTED),
        "days": "en dag" if operator.feedback_days == 1 else f"{operator.feedback_days} dagar",
    }
    info = _info(answerer)
    if info is None:
        return told
    return {
        **told,
        "model": info.model,
        "version": info.version,
        "generation": info.generation,
        "built": swedish_date(info.built_at.date()),
    }


def _info(answerer: Answerer) -> ServiceInfo | None:
    try:
        return answerer.info()
    except IndexUnavailableError:
        return None


def pieces(text: str) -> tuple[Piece, ...]:
    """The text in pieces, those that are an address or an e-mail with where they lead."""
    return tuple(
        Piece(text=part, href=_href(part) if number % 2 else "")
        for number, part in enumerate(_REACHED_AT.split(text))
        if part
    )


def _href(address: str) -> str:
    return address if address.startswith("https://") else f"mailto:{address}"
