"""What an exported Word document says of itself to programs: who made it, and whether AI did."""

from datetime import UTC, datetime, time
from html import escape

from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part

from ui import texts
from ui.docx_common import set_about
from ui.export_content import Export

_PART = "/docProps/custom.xml"
_CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_VALUES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_FORMAT_ID = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # of properties that users define


def set_properties(document: WordDocument, export: Export) -> None:
    """Title, language and keywords, and each of the export's marks as a property of its own."""
    set_about(document, export.title)
    core = document.core_properties
    core.last_modified_by = texts.SERVICE
    core.subject = export.ai_line
    core.keywords = ", ".join(f"{name}={value}" for name, value in export.marks.items())[:255]
    core.created = core.modified = datetime.combine(export.made, time(12), tzinfo=UTC)
    package = document.part.package
    if package is None:
        raise ValueError("a document has a package")
    properties = Part(PackURI(_PART), _CONTENT_TYPE, _custom(export), package)
    package.relate_to(properties, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)


def _custom(export: Export) -> bytes:
    rows = "".join(
        f'<property fmtid="{_FORMAT_ID}" pid="{number}" name="{escape(name)}">{_value(value)}'
        "</property>"
        for number, (name, value) in enumerate(export.marks.items(), start=2)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{_NAMESPACE}" xmlns:vt="{_VALUES}">{rows}</Properties>'
    ).encode()


def _value(value: str) -> str:
    if value in {"true", "false"}:
        return f"<vt:bool>{value}</vt:bool>"
    return f"<vt:lpwstr>{escape(value)}</vt:lpwstr>"
