"""What the process that reads a PDF tells the one that asked for it."""

from dataclasses import dataclass, fields, is_dataclass

from ingest.outline import Element


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfContent:
    """What was read of a file.

    ``title`` is "" when the file's properties say nothing; ``first_page`` is all of its text.
    ``problems`` are Swedish sentences on what could be read only in part.
    """

    elements: tuple[Element, ...]
    title: str = ""
    first_page: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Why nothing was read: the kind and the sentence of an ``UnreadableFileError``."""

    kind: str
    message: str


def to_json(value: PdfContent | Fault) -> bytes:
    """``value`` as one JSON document."""
    import json  # noqa: PLC0415 – the parent process has no use for it

    # ``asdict`` would copy each of a hundred thousand boxes.
    return json.dumps(value, default=_fields).encode("ascii")


def _fields(value: object) -> dict[str, object]:
    if not is_dataclass(value) or isinstance(value, type):
        raise TypeError(type(value).__name__)
    return {field.name: getattr(value, field.name) for field in fields(value)}


def content_from_json(document: bytes) -> PdfContent:
    """Read what ``to_json`` wrote.

    Raises:
        ValueError: It is something else.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms that only a PDF needs

    return TypeAdapter(PdfContent).validate_json(document)


def fault_from_json(document: bytes) -> Fault:
    """Read what ``to_json`` wrote.

    Raises:
        ValueError: It is something else.
    """
    from pydantic import TypeAdapter  # noqa: PLC0415 – 150 ms that only a PDF needs

    return TypeAdapter(Fault).validate_json(document)
