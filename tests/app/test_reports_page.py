"""Reports and data: what is handed over, what goes out, what comes in."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from docx import Document

from app_pages.offline_out import pack_now
from app_pages.report_download import document, document_name
from app_pages.session import load_workspace
from exchange.form_workbook import read_form_workbook
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales


def test_the_report_is_made_from_what_is_stored_when_it_is_asked_for(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4})
    app = open_page("reports", visit=str(visit.id))
    labels = [button.label for button in app.get("download_button")]
    assert {"One page (Word)", "Full report (Word)"} <= set(labels)
    workspace = load_workspace(visit.acting, visit.id)
    visit.rate("iddt", {"T3": 2})
    made = Document(BytesIO(document(workspace, "page")))
    cells = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert "2 of 14 rated" in cells
    assert document_name(workspace, "page") == "harbor-house-2026-03-02-one-page.docx"
    assert document_name(workspace, "full") == "harbor-house-2026-03-02-report.docx"


def test_without_a_visit_only_what_needs_none_is_offered(open_page):
    app = open_page("reports")
    assert app.title[0].value == "Reports and data"
    assert "No visit is open" in words(app)
    headings = [heading.value for heading in app.header]
    assert headings == ["Take data out", "Bring data in"]


def test_a_pack_for_a_site_without_a_network_is_made_when_it_is_asked_for(begin, open_page):
    visit = begin("goi")
    visit.rate("goi", {"G1": 4})
    app = open_page("reports", visit=str(visit.id))
    assert "Offline pack (zip)" in [button.label for button in app.get("download_button")]
    choice = next(box for box in app.selectbox if box.label == "For whom")
    assert choice.options == ["Anybody: whoever rates writes their name", "Rater"]
    choice.select("Rater").run()
    boxes = [box.label for box in app.checkbox]
    assert "With what Rater has answered already" in boxes
    workspace = load_workspace(visit.acting, visit.id)
    visit.rate("goi", {"G2": 2})
    with ZipFile(BytesIO(pack_now(workspace, "Rater", with_answers=True))) as pack:
        came_back = read_form_workbook(pack.read("workbook.xlsx"), "", scales_by_id())
    levels = {item: answer.level for item, answer in came_back.sets[0].answers.items()}
    assert levels == {"G1": 4, "G2": 2}


def scales_by_id():
    return {entry.scale.id: entry.scale for entry in shipped_scales().entries}
