"""The workbook as a report to hand over: it says what Word and PDF say, and it can be read."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from reporting.excel import write_workbook
from reporting.facts import AnswerFacts, CorrectionFacts, PlanLine, ProgramFacts, VisitFacts
from reporting.handout import Length, make_handout
from reporting.handout.block import Block, Bullets, Heading, Paragraph, Picture, Table
from reporting.report import Report, build_report
from scoring.states import State

TEAM = {"team": "yes"}
SIGNED = (("Signed by", "Ann Lee"), ("Signature (SHA-256)", "f" * 64))
CORRECTION = CorrectionFacts("House A1", "=It was five", "Seen again: five.", "3, now 5")
NOTES = {"A1": AnswerFacts(note="Three\x00of ten", grade="D", numerator=3, denominator=10)}


@pytest.fixture(scope="module")
def result(house, rated):
    levels = {"A1": 4, "A2": State.NOT_ENOUGH, "A3": 5, "B1": 1}
    return rated(house, levels, TEAM, answers=NOTES, evidence=True, stamp="c0ffee")


def report_of(*results, plan=(), **visit) -> Report:
    facts = VisitFacts(date(2026, 3, 1), "site_visit", "A rater", **visit)
    program, today = ProgramFacts("Harbor & House", "An agency"), date(2026, 4, 1)
    return build_report(program, facts, results, plan, today, "Made by us", [CORRECTION])


def written(report: Report, length: Length = "full") -> bytes:
    out = BytesIO()
    write_workbook(report, out, length)
    return out.getvalue()


def read_back(report: Report, length: Length = "full"):
    return load_workbook(BytesIO(written(report, length)))


def texts_of(block: Block) -> list[str]:
    """Every sentence and every cell of a block."""
    match block:
        case Heading(text, _):
            return [text]
        case Paragraph(text, bold):
            return [part for part in (bold, text) if part]
        case Bullets(texts):
            return list(texts)
        case Table():
            return [*block.head, *(cell for row in block.rows for cell in row if cell)]
        case Picture(chart):
            return [chart.title, chart.summary, chart.alt]


@pytest.mark.parametrize("length", ["full", "page"])
def test_every_sentence_and_number_of_word_and_pdf_stands_in_the_workbook(
    result, shipped, rated, length
):
    iddt, goi = (
        rated(s, {i: 1 + n % 5 for n, i in enumerate(s.item_ids)}, evidence=True)
        for s in (shipped["iddt"], shipped["goi"])
    )
    plan = [PlanLine("Meet", items=(("house", "A1"),), due=date(2026, 5, 1), baseline=3, target=4)]
    report = report_of(result, iddt, goi, plan=plan)
    book = read_back(report, length)
    sheets = ("Report", "Signature") if length == "full" else ("One page",)
    said = "\n".join(
        str(cell.value)
        for name in sheets
        for row in book[name].iter_rows()
        for cell in row
        if cell.value is not None
    )
    blocks = make_handout(report, length).blocks
    assert len(blocks) > 8
    assert [text for block in blocks for text in texts_of(block) if text.strip() not in said] == []


def test_text_stays_text_in_the_report_as_well(result):
    cells = [cell for row in read_back(report_of(result))["Report"].iter_rows() for cell in row]
    typed = [cell for cell in cells if str(cell.value).startswith("=")]
    assert [(cell.value, cell.data_type) for cell in typed] == [("=It was five", "s")]


def test_a_draft_says_so_on_every_sheet_and_a_signed_report_bears_its_hash_on_the_last(result):
    for length in ("page", "full"):
        draft = read_back(report_of(result), length)
        for sheet in draft:
            assert str(sheet["A1"].value).endswith("(draft: not signed)")
            assert sheet.oddHeader.center.text == "Draft: not signed"
        signed = read_back(report_of(result, signature=SIGNED), length)
        for sheet in signed:
            assert "draft" not in str(sheet["A1"].value)
            assert not sheet.oddHeader.center.text
        last = [str(c.value) for row in signed.worksheets[-1].iter_rows() for c in row if c.value]
        assert any("Ann Lee" in text for text in last)
        assert any("f" * 64 in text for text in last)


def test_the_page_is_one_sheet_without_formulas_that_prints_on_one_page(result):
    book = read_back(report_of(result), "page")
    assert book.sheetnames == ["One page"]
    sheet = book["One page"]
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 1)
    assert sheet.page_setup.orientation == "portrait"
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_tables_have_no_merged_cells_and_heads_without_gaps(result):
    report = report_of(result, plan=[PlanLine("Meet")])
    book = read_back(report)
    for sheet in book:
        if sheet.title not in ("Report", "Signature"):
            assert not sheet.merged_cells.ranges
    heads = [block.head for block in make_handout(report).blocks if isinstance(block, Table)]
    rows = [tuple(c for c in row if c) for row in book["Report"].iter_rows(values_only=True)]
    rows += [tuple(c for c in row if c) for row in book["Signature"].iter_rows(values_only=True)]
    assert [row for row in rows if row in set(heads)] == heads
    merged = {row for part in book["Report"].merged_cells.ranges for row, _ in part.cells}
    tables = {n for n, row in enumerate(rows, start=1) if row in set(heads)}
    assert not merged & tables


def test_it_names_itself_and_its_language(result):
    about = read_back(report_of(result)).properties
    assert (about.title, about.language) == ("Program fidelity: Harbor & House", "en-US")
    assert about.creator == "Made by us"


def charts_of(book):
    return [(chart, chart.series) for chart in book["Charts"]._charts]


def test_charts_draw_live_cells_on_the_axis_of_the_scale(result, shipped, rated):
    iddt = rated(shipped["iddt"], dict.fromkeys(shipped["iddt"].item_ids, 3))
    book = read_back(report_of(result, iddt))
    sheet = book["Charts"]
    assert [len(series) for _, series in charts_of(book)] == [2, 2, 2, 1, 1, 2]
    for chart, series in charts_of(book):
        assert (chart.y_axis.scaling.min, chart.y_axis.scaling.max) == (1, 5)
        assert (chart.x_axis.delete, chart.y_axis.delete) == (False, False)
        fills = [one.graphicalProperties.pattFill for one in series]
        assert fills[0] is None and all(fill.prst == "wdUpDiag" for fill in fills[1:])
        for one in series:
            assert one.dLbls.showVal
            left, top, right, bottom = range_boundaries(one.val.numRef.f.split("!")[1])
            values = [sheet.cell(row, left).value for row in range(top, bottom + 1)]
            assert left == right and all(str(value).startswith("=") for value in values)


def test_every_chart_is_told_to_who_does_not_see_it(result):
    with ZipFile(BytesIO(written(report_of(result)))) as file:
        drawing = file.read("xl/drawings/drawing1.xml").decode()
    told = re.findall(r'name="([^"]+)" descr="([^"]+)"', drawing)
    assert [name for name, _ in told] == [
        "House: profile by subscale; target 4",
        "House: two halves; target 4",
        "House: every item and its gap to target",
    ]
    assert told[0][1] == (
        "Bar chart, House: profile by subscale; target 4, on a scale from 1 to 5. Its numbers, as "
        "they are now, stand in the cells A5 to C7 of this sheet."
    )


def test_the_numbers_that_charts_draw_follow_the_ratings(result, recalculate):
    book = read_back(report_of(result))
    a2 = next(row for row in book["Ratings"].iter_rows() if row[2].value == "A2")
    a2[4].value = 2
    book = recalculate({"charts": book})["charts"]
    rows = list(book["Charts"].iter_rows(max_col=3, values_only=True))
    assert ("Total (3 of 3 rated)", pytest.approx(11 / 3), pytest.approx(8 / 3)) in rows
    assert ("A2 Name of A2", 2, 2) in rows
    assert ("A3 Name of A3", 5, 0) in rows
    assert ("First half (2 of 2 rated)", 3, 2.5) in rows


def test_the_workbook_opens_without_an_error_and_the_page_is_one_page(
    result, shipped, rated, soffice, office_profile, need, tmp_path: Path
):
    pdftotext = need("pdftotext", shutil.which("pdftotext"))
    results = [rated(scale, dict.fromkeys(scale.item_ids, 2)) for scale in shipped.values()]
    plan = [PlanLine("Do this long thing that takes two lines " * 6, owner="Lead")] * 9
    report = report_of(*results, plan=plan)
    (tmp_path / "page.xlsx").write_bytes(written(report, "page"))
    (tmp_path / "full.xlsx").write_bytes(written(report_of(result)))
    to_pdf = [
        soffice,
        office_profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
    ]
    files = [str(tmp_path / f"{name}.xlsx") for name in ("page", "full")]
    subprocess.run([*to_pdf, *files], check=True, capture_output=True, timeout=240)
    printed = {}
    for name in ("page", "full"):
        command = [pdftotext, "-layout", str(tmp_path / f"{name}.pdf"), "-"]
        printed[name] = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    assert printed["page"].count("\f") == 1
    assert "Page 1 of 1" in printed["page"]
    assert not re.search(r"#REF!|#NAME\?|#VALUE!|#DIV/0!|#N/A|Err:\d", printed["full"])
    assert printed["full"].count("Everything is as reported.") == 3
