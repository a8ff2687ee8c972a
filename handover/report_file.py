"""The report of a visit as a file: in which form, of which length, and under which name."""

from __future__ import annotations

from io import BytesIO
from typing import Literal

from handover.workspace import Workspace
from reporting.charts.words import plain
from reporting.excel import write_workbook
from reporting.handout import Length, make_handout
from reporting.pdf import write_pdf
from reporting.report import Report
from reporting.word import write_document

Form = Literal["docx", "pdf", "xlsx"]
"""Word, PDF or Excel; the same letters end the name of the file."""


def report_file(report: Report, as_: Form, length: Length = "full") -> bytes:
    """Write a report.

    Args:
        report: What is said about the visit.
        as_: In which form.
        length: One page, or everything.
    """
    file = BytesIO()
    if as_ == "xlsx":
        write_workbook(report, file, length)
    else:
        write = write_document if as_ == "docx" else write_pdf
        write(make_handout(report, length), file)
    return file.getvalue()


def report_name(workspace: Workspace, as_: Form, length: Length = "full") -> str:
    """Name the file after the program, the day of the visit and its length."""
    name = plain(workspace.program.name) or "program"
    kind = "one-page" if length == "page" else "report"
    return f"{name}-{workspace.visit.date.isoformat()}-{kind}.{as_}"
