"""Reports and data: what is handed over, what goes out, what comes in."""

from __future__ import annotations

from io import BytesIO

from docx import Document

from app_pages.report_download import document
from app_pages.session import load_workspace
from handover.report_file import report_name
from tests.app.page_words import words


def test_the_report_is_made_from_what_is_stored_when_it_is_asked_for(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4})
    app = open_page("reports", visit=str(visit.id))
    labels = [button.label for button in app.get("download_button")]
    assert {"One page (Word)", "Full report (Word)"} <= set(labels)
    assert {"One page (PDF)", "Full report (PDF)"} <= set(labels)
    workspace = load_workspace(visit.acting, visit.id)
    visit.rate("iddt", {"T3": 2})
    made = Document(BytesIO(document(workspace, "docx", "page")))
    cells = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert "2 of 14 rated" in cells
    assert document(workspace, "pdf", "page").startswith(b"%PDF")
    assert report_name(workspace, "docx", "page") == "harbor-house-2026-03-02-one-page.docx"
    assert report_name(workspace, "pdf") == "harbor-house-2026-03-02-report.pdf"
    assert report_name(workspace, "xlsx", "page") == "harbor-house-2026-03-02-report.xlsx"


def test_without_a_visit_only_what_needs_none_is_offered(open_page):
    app = open_page("reports")
    assert app.title[0].value == "Reports and data"
    assert "No visit is open" in words(app)
    headings = [heading.value for heading in app.header]
    assert headings == ["Take data out", "Bring data in"]
