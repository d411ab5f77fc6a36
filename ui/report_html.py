"""A report → one HTML file that asks for nothing: styles, script and drawings are inside.

Its policy lets only the very style and script run that we put there, whatever else got in.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from markupsafe import Markup

from ui import texts
from ui.report_drawings import Drawing
from ui.report_views import ReportView
from ui.site_page import rendered

_STYLES = ("lotsen.css", "sidor.css", "rapport.css")
_SCRIPT = "rapport.js"


def html_bytes(report: ReportView) -> bytes:
    """The report as a page to open from disk, send or print."""
    style, script = _static(*_STYLES), _static(_SCRIPT)
    html = rendered(
        "rapport",
        report=replace(report, drawings=_marked(report.drawings)),
        statuses=tuple(dict.fromkeys(case.got for case in report.cases)),
        service=texts.SERVICE,
        policy=_policy(style, script),
        # Our own files, and drawings whose texts are escaped (evals/plots.py).
        style=Markup(style),  # noqa: S704 - see above
        script=Markup(script),  # noqa: S704 - see above
    )
    return html.encode("utf-8")


def _marked(drawings: Sequence[Drawing]) -> Sequence[Drawing]:
    return [replace(drawing, svg=Markup(drawing.svg)) for drawing in drawings]  # noqa: S704 - as above


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def _static(*names: str) -> str:
    folder = files("ui") / "static"
    return "\n".join((folder / name).read_text(encoding="utf-8") for name in names)
