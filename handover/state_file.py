"""The report over many programs as a file: in which form, and under which name."""

from __future__ import annotations

from io import BytesIO

from handover.report_file import Form
from reporting.pdf import write_pdf
from reporting.state import StateFacts, make_state_handout, write_state_workbook
from reporting.word import write_document


def state_file(facts: StateFacts, as_: Form) -> bytes:
    """Write the report.

    Args:
        facts: What it says.
        as_: In which form.
    """
    file = BytesIO()
    if as_ == "xlsx":
        write_state_workbook(facts, file)
    else:
        write = write_document if as_ == "docx" else write_pdf
        write(make_state_handout(facts), file)
    return file.getvalue()


def state_file_name(facts: StateFacts, as_: Form) -> str:
    """Name the file after the day."""
    return f"state-report-{facts.made_on.isoformat()}.{as_}"
