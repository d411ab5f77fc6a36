"""A report → PDF: what it says in short, with the drawings and the cases that failed."""

from datetime import datetime
from typing import Any

from evals.plots import on_paper
from ui import export_texts, texts
from ui.export_pdf import compiled
from ui.report_cases import CaseView
from ui.report_drawings import Drawing
from ui.report_views import ReportView


def pdf_bytes(report: ReportView, made: datetime | None) -> bytes:
    """The report as PDF, tagged and in Swedish; ``made`` is the document's day."""
    return compiled(
        "rapport",
        {
            "title": f"{report.title}: {report.run}",
            "author": texts.SERVICE,
            "made": [made.year, made.month, made.day] if made else None,
            "page_number": export_texts.PAGE_NUMBER,
            "unchecked": report.unchecked,
            "summary": report.summary,
            "facts": [["Gjord", report.made], *map(list, report.facts)],
            "sets": [[one.name, one.about, str(one.cases), str(one.failed)] for one in report.sets],
            "gates": [[gate.title, gate.bound, gate.value, gate.told] for gate in report.gates],
            "metrics": [list(row) for row in report.metrics],
            "drawings": [_drawing(drawing) for drawing in report.drawings],
            "failed": [_case(case) for case in report.failed],
            "limits": list(report.limits),
        },
    )


def _drawing(drawing: Drawing) -> dict[str, Any]:
    return {
        "title": drawing.title,
        "desc": drawing.desc,
        "svg": on_paper(drawing.svg) if drawing.svg else "",
        "headings": list(drawing.headings),
        "rows": [list(row) for row in drawing.rows],
        "notes": list(drawing.notes),
    }


def _case(case: CaseView) -> dict[str, Any]:
    told = (f"Väntat: {case.expected}. Fick: {case.got}.", *case.why)
    return {
        "id": case.id,
        "question": case.question,
        "told": list(dict.fromkeys(told)),
        "gold": f"Facit: {'; '.join(case.gold)}." if case.gold else "",
        "sentences": [f"{one.text} {one.labels}".strip() for one in case.sentences],
        "citations": "; ".join(case.citations),
    }
