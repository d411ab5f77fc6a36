"""A report as the files it can be had as: HTML, PDF, a table of its cases, and JSON."""

import json
from collections.abc import Iterator
from pathlib import Path

from evals.measures import MEASURES
from evals.metrics import rounded
from evals.report_figures import Figures
from ui.obligation_files import save
from ui.report_cases import CaseView
from ui.report_html import html_bytes
from ui.report_numbers import titled
from ui.report_pdf import pdf_bytes
from ui.report_views import ReportView, report_view
from ui.spreadsheet import csv_table

DEFAULT_NAME = "rapport.html"
"""What the report is called in its run's folder."""

CSV_HEADINGS = (
    "Id",
    "Samling",
    "Fråga",
    "Väntat",
    "Fick",
    "Utfall",
    "Varför",
    "Rätt källa",
    "Facit",
    "Källor i svaret",
    "Svar",
    "Säkerhet",
    "Granskad",
)


def save_html(path: Path, figures: Figures) -> None:
    """Put the report at ``path``, whole or not at all; the others below likewise.

    Raises:
        UsageError: the path can't be used.
        StorageError: it can't be written.
    """
    save(path, lambda: html_bytes(report_view(figures)))


def save_pdf(path: Path, figures: Figures) -> None:
    """The report for paper."""
    save(path, lambda: pdf_bytes(report_view(figures), figures.run.started))


def save_csv(path: Path, figures: Figures) -> None:
    """A row for each case, with its scores in the last columns."""
    save(path, lambda: csv_bytes(figures, report_view(figures)))


def save_json(path: Path, figures: Figures) -> None:
    """The figures for programs."""
    text = json.dumps(figures.to_json(), ensure_ascii=False, indent=2) + "\n"
    save(path, text.encode)


def csv_bytes(figures: Figures, report: ReportView) -> bytes:
    """The cases for any spreadsheet."""
    headings = (*CSV_HEADINGS, *map(titled, MEASURES))
    rows = (
        (*_cells(case), *(_score(judged.value(name)) for name in MEASURES))
        for case, judged in zip(report.cases, figures.cases, strict=True)
    )
    return csv_table(headings, rows)


def _cells(case: CaseView) -> Iterator[str | float]:
    yield from (case.id, case.set, case.question, case.expected, case.got, case.result)
    yield " ".join(case.why)
    yield case.source
    yield "; ".join(case.gold)
    yield "; ".join(case.citations)
    yield " ".join(f"{sentence.text} {sentence.labels}" for sentence in case.sentences)
    yield _score(case.confidence)
    yield "nej" if case.is_unchecked else "ja"


def _score(value: float | None) -> str | float:
    known = rounded(value)
    return "" if known is None else known
