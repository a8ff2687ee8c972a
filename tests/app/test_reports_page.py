"""Reports and data: what is handed over, what goes out, what comes in."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

from docx import Document
from openpyxl import load_workbook

from app_pages.fhir_out import fhir_name
from app_pages.offline_out import pack_now
from app_pages.report_download import document
from app_pages.session import load_workspace
from app_pages.tables_out import table_file, table_file_name
from exchange.form_workbook import read_form_workbook
from handover.report_file import report_name
from storage.programs import list_programs
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales


def test_the_report_is_made_from_what_is_stored_when_it_is_asked_for(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4})
    app = open_page("reports", visit=str(visit.id))
    labels = [button.label for button in app.get("download_button")]
    assert {"One page (Word)", "Full report (Word)"} <= set(labels)
    assert {"One page (PDF)", "Full report (PDF)"} <= set(labels)
    assert {"One page (Excel)", "Full report (Excel)"} <= set(labels)
    workspace = load_workspace(visit.acting, visit.id)
    visit.rate("iddt", {"T3": 2})
    made = Document(BytesIO(document(workspace, "docx", "page")))
    cells = [cell.text for row in made.tables[0].rows for cell in row.cells]
    assert "2 of 14 rated" in cells
    assert document(workspace, "pdf", "page").startswith(b"%PDF")
    assert report_name(workspace, "docx", "page") == "harbor-house-2026-03-02-one-page.docx"
    assert report_name(workspace, "pdf") == "harbor-house-2026-03-02-report.pdf"
    assert report_name(workspace, "xlsx", "page") == "harbor-house-2026-03-02-one-page.xlsx"


def test_without_a_visit_only_what_needs_none_is_offered(open_page):
    app = open_page("reports")
    assert app.title[0].value == "Reports and data"
    assert "No visit is open" in words(app)
    headings = [heading.value for heading in app.header]
    assert headings == ["Take data out", "Bring data in"]


def test_the_tables_are_made_of_the_programs_and_in_the_form_chosen(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4})
    begin("goi", program="Another house")
    app = open_page("reports", visit=str(visit.id))
    assert "Tables" in [heading.value for heading in app.subheader]
    programs = app.multiselect(key="tables of programs")
    assert programs.options == ["Another house", "Harbor House"]
    app.checkbox(key="tables with notes").uncheck().run()
    app.radio(key="form of tables").set_value("parquet").run()
    assert not app.exception
    other = list_programs(visit.acting)[0].id
    made = table_file(visit.acting, "csv", [other], notes=False)
    names = ZipFile(BytesIO(made)).read("programs.csv").decode("utf-8-sig")
    assert "Another house" in names
    assert "Harbor House" not in names
    assert table_file_name("parquet").endswith("-parquet.zip")
    assert load_workbook(BytesIO(table_file(visit.acting, "xlsx", None, notes=True)))["ratings"]


def test_the_visit_goes_out_as_fhir_with_the_sets_that_may_be_seen(begin, open_page):
    visit = begin("iddt", "goi")
    app = open_page("reports", visit=str(visit.id))
    assert app.multiselect(key=f"fhir raters of {visit.id}").options == []
    visit.rate("iddt", {"T2": 4})
    app.run()
    assert app.multiselect(key=f"fhir raters of {visit.id}").options == ["Rater"]
    workspace = load_workspace(visit.acting, visit.id)
    assert fhir_name(workspace) == "harbor-house-2026-03-02-fhir.json"
    labels = [button.label for button in app.get("download_button")]
    assert {"Download the visit (FHIR)", "IDDT (Questionnaire)"} <= set(labels)


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
