"""The Word document, read back: what it says, and that everybody can read it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from reporting.charts import scale_charts
from reporting.charts.gantt import gantt_chart
from reporting.facts import PlanLine
from reporting.handout import Length, make_handout
from reporting.report import Report
from reporting.word import write_document
from tests.reporting.house_report import SIGNED, report_of


def read_back(report: Report, length: Length = "full"):
    out = BytesIO()
    write_document(make_handout(report, length), out)
    return Document(BytesIO(out.getvalue()))


def text_of(document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def xml_of(document) -> str:
    return document.sections[0].header._element.xml + document.element.xml


@pytest.fixture(scope="module")
def full(house_report):
    """The full report, read back once for all that is asked of it."""
    return read_back(house_report)


def test_the_full_report_says_every_number_verdict_and_item(house_report, full):
    said = text_of(full)
    (scale,) = house_report.scales
    for number in (scale.total, *scale.subscales, *scale.profiles[0].rows):
        assert number.name in said and number.text in said and number.working in said
    for item in scale.items:
        assert item.label in said and item.anchor in said
    for rule in scale.rules:
        assert rule.words in said
    assert scale.headline in said and scale.status in said and scale.stamp in said
    assert "Three of ten␀charts" in said and "3 of 10 (30.0 %)" in said
    assert "1. Meet every week" in said and "2026-05-01" in said
    assert "Finding. A1 Name of A1, level 3: A1 looks like 3." in said
    assert "Level 4 looks like: A1 looks like 4." in said
    assert "Recommendation. Do it. Done when: Done." in said
    assert "Strength. A2 Name of A2, level 5: A2 looks like 5." in said


def test_headings_go_down_one_level_at_a_time_and_say_where_one_is(full):
    styles = [p.style.name for p in full.paragraphs if p.style.name.startswith(("He", "Ti"))]
    levels = [0 if style == "Title" else int(style[-1]) for style in styles]
    assert levels[0] == 0 and levels.count(0) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(p.text for p in full.paragraphs if p.style.name.startswith("Heading"))


def test_every_table_names_its_columns_on_every_page_and_breaks_no_row(full):
    assert len(full.tables) >= 6
    for table in full.tables:
        first, *rest = [row._tr.trPr for row in table.rows]
        assert first.find(qn("w:tblHeader")) is not None
        assert all(row.find(qn("w:cantSplit")) is not None for row in rest)
        assert all(cell.text for cell in table.rows[0].cells)


def test_every_picture_is_told_to_who_does_not_see_it(house_report, full):
    told = [shape._inline.docPr.get("descr") for shape in full.inline_shapes]
    charts = (*scale_charts(house_report, house_report.scales[0]), gantt_chart(house_report))
    assert told == [chart.alt for chart in charts if chart]
    assert all(shape.height.inches <= 7.4 for shape in full.inline_shapes)


def test_a_draft_says_so_on_every_page_and_a_signed_report_bears_its_hash(house_result, full):
    draft = full
    assert "Draft: not signed" in draft.sections[0].header.paragraphs[0].text
    assert 'string="DRAFT"' in xml_of(draft)
    signed = read_back(report_of(house_result, signature=SIGNED))
    assert "raft" not in signed.sections[0].header.paragraphs[0].text
    assert "DRAFT" not in xml_of(signed)
    *_, last = signed.tables
    assert [cell.text for cell in last.rows[-1].cells] == ["Signature (SHA-256)", "f" * 64]
    page = read_back(report_of(house_result, signature=SIGNED), "page")
    assert "Signed by: Ann Lee" in text_of(page) and "f" * 64 in text_of(page)


def test_it_names_itself_and_its_language(full):
    about = full.core_properties
    assert (about.title, about.language) == ("Program fidelity: Harbor House", "en-US")
    assert (about.author, about.last_modified_by) == ("Made by us", "")


def test_nothing_rated_and_odd_names_break_nothing(house, rated):
    name = "A" * 200 + "\x0b\ud800 <&>"
    for length in ("page", "full"):
        said = text_of(read_back(report_of(rated(house, {}), name=name), length))
        assert "␋\ufffd <&>" in said
    assert "No action is planned yet." in said
    assert "This visit is not signed" in said


def test_what_does_not_fit_one_page_is_counted(shipped, rated):
    results = [
        rated(scale, {item.id: 2 + number % 4 for number, item in enumerate(scale.items)})
        for scale in shipped.values()
    ]
    plan = [PlanLine(f"Step {number}") for number in range(9)]
    report = report_of(*results, plan=plan)
    said = text_of(read_back(report, "page"))
    strong = sum(len(part.strengths) for scale in report.scales for part in scale.findings)
    gaps = sum(len(scale.gaps) for scale in report.scales)
    for more in (strong - 4, gaps - 4, 5):
        assert f"And {more} more in the full report." in said


def test_one_page_is_one_page_even_when_everything_is_rated(shipped, rated, writer, tmp_path: Path):
    results = [rated(scale, {item.id: 2 for item in scale.items}) for scale in shipped.values()]
    plan = [PlanLine("Do this long thing that takes two lines " * 6, owner="Lead")] * 9
    report = report_of(*results, plan=plan)
    report = replace(report, notes=(*report.notes, "Draft: not everything is rated yet."))
    with (tmp_path / "page.docx").open("wb") as file:
        write_document(make_handout(report, "page"), file)
    pages = writer(tmp_path / "page.docx")
    assert pages.count("\f") == 1
    assert "Page 1 of 1" in pages
