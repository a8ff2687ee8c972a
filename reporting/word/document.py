"""The document: one page for a director, or everything for a reviewer."""

from __future__ import annotations

from io import BytesIO
from typing import BinaryIO, Literal

from reporting.report import Report
from reporting.word.cover import add_cover, add_signature
from reporting.word.one_page import add_summary
from reporting.word.page import blank_document
from reporting.word.plan_part import add_plan
from reporting.word.scale_part import add_method, add_scale

Length = Literal["page", "full"]


def write_document(report: Report, out: BinaryIO, length: Length = "full") -> None:
    """Write a report as a Word document.

    Args:
        report: What to say.
        out: Gets the whole file in one piece; nothing is written where the report cannot be laid
            out.
        length: "page" is what fits one page; "full" says everything.
    """
    document = blank_document(report)
    if length == "page":
        add_summary(document, report)
    else:
        add_cover(document, report)
        for scale in report.scales:
            add_scale(document, report, scale)
        add_plan(document, report)
        for number, scale in enumerate(report.scales):
            add_method(document, scale, first=number == 0)
        add_signature(document, report)
    whole = BytesIO()
    document.save(whole)
    out.write(whole.getvalue())
