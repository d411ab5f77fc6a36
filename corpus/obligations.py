"""The matrix of duties and permissions (obligations.toml): one row for each thing that a law says.

It stands beside the flow: a row is a pointer to a passage, told in our own words. Nothing here
needs an index, and the command line reads its choices from here, so nothing heavy is imported.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from corpus.documents import Place


class Modality(StrEnum):
    """How strongly a row binds; grades are never exchanged for one another.

    A prohibition binds like a ``SKA`` and has that grade; ``Obligation.modality_text`` tells it.
    """

    SKA = "ska"
    SKA_OM_LAMPLIGT = "ska_om_lampligt"
    SKA_VERKA_FOR = "ska_verka_for"
    FAR = "far"
    BOR = "bor"
    BEHOVER_INTE_FORRAN = "behover_inte_forran"


class Party(StrEnum):
    """Who reads the matrix."""

    KOMMUN = "kommun"
    FORENING = "forening"


class AppliesTo(StrEnum):
    """Whom a row concerns; also with ``BADA`` the duty is that of ``Obligation.actor`` alone.

    ``KOMMUN`` takes in the municipality's boards. Duties of state authorities and regions
    (``MYNDIGHET``) and of schools (``SKOLA``) are in no party's matrix: they show when all do.
    """

    KOMMUN = "kommun"
    FORENING = "forening"
    BADA = "bada"
    MYNDIGHET = "myndighet"
    SKOLA = "skola"

    def concerns(self, party: Party) -> bool:
        """Whether a row so marked belongs in the matrix of ``party``."""
        return self is AppliesTo.BADA or self.value == party.value


class Theme(StrEnum):
    """What a row is about; the law of 2023:196 is a theme of its own."""

    LAGEN = "lagen"
    SAMVERKAN = "samverkan"
    SOCIALTJANST = "socialtjanst"
    OROSANMALAN = "orosanmalan"
    SEKRETESS = "sekretess"
    UPPGIFTSSKYLDIGHET = "uppgiftsskyldighet"
    REGISTERUTDRAG = "registerutdrag"
    KAMEROR = "kameror"
    ORDNING = "ordning"
    SKOLA = "skola"
    BIDRAG = "bidrag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One row: who shall or may do what, how often, from when, and where it is written.

    ``modality_text`` is the verb that the place expresses the grade with. Read in order,
    ``actor``, ``modality_text``, ``action`` and ``object`` are one thought. ``guidance`` helps and
    does not bind; ``note`` is empty when there is nothing to add. ``from_date`` is None when the
    digest can't tell since when.
    """

    id: str
    theme: Theme
    actor: str
    applies_to: AppliesTo
    modality: Modality
    modality_text: str
    action: str
    object: str
    frequency: str
    document_id: str
    pinpoint: str
    from_date: date | None = None
    guidance: tuple[Place, ...] = ()
    note: str = ""


@cache
def load_obligations() -> tuple[Obligation, ...]:
    """Every row of the bundled matrix in its order, read once."""
    raw = resources.files("corpus").joinpath("obligations.toml").read_text(encoding="utf-8")
    return parse_obligations(raw)


def parse_obligations(toml: str) -> tuple[Obligation, ...]:
    """Read a matrix in the form of ``obligations.toml``.

    Raises:
        ValueError: A row has an unknown grade or field, or lacks one; the text names its id.
    """
    rows: list[dict[str, Any]] = tomllib.loads(toml)["obligation"]
    return tuple(_obligation(row) for row in rows)


def matching(
    obligations: Iterable[Obligation],
    actor: Party | None = None,
    modality: Modality | None = None,
    document_id: str | None = None,
    theme: Theme | None = None,
) -> tuple[Obligation, ...]:
    """The rows that concern ``actor`` and have the other marks; None takes all."""
    return tuple(
        row
        for row in obligations
        if (actor is None or row.applies_to.concerns(actor))
        and modality in {None, row.modality}
        and document_id in {None, row.document_id}
        and theme in {None, row.theme}
    )


def _obligation(row: Mapping[str, Any]) -> Obligation:
    try:
        typed = {
            "theme": Theme(row["theme"]),
            "applies_to": AppliesTo(row["applies_to"]),
            "modality": Modality(row["modality"]),
            "guidance": tuple(Place(**place) for place in row.get("guidance", ())),
        }
        return Obligation(**{**row, **typed})
    except (KeyError, TypeError, ValueError) as error:
        raise ValueError(f"{row.get('id', 'a row without id')}: {error}") from error
