"""A workbook from elsewhere is opened safely: its values are read, and nothing in it is trusted."""

from __future__ import annotations

import datetime as dt
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from exchange import workbook_in, workbook_package
from exchange.incoming import IncomingError
from exchange.workbook_in import as_text, read_sheets
from tests.exchange.raw_workbook import raw_workbook, sheet_xml


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(IncomingError) as refused:
        read_sheets(content, "visit.xlsx")
    return str(refused.value)


def everything() -> Workbook:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Ratings"
    moment = dt.datetime(2026, 3, 2, 10, 30)
    sheet.append(["T1", 3, 3.5, True, dt.date(2026, 3, 2), moment, "3", None, 4.0])
    sheet["A3"] = CellRichText("Nurse ", TextBlock(InlineFont(b=True), "practitioner"))
    sheet["B4"] = "two cells"
    sheet.merge_cells("B4:B5")
    book.create_sheet("pack").sheet_state = "hidden"
    return book


def test_values_are_what_the_spreadsheet_shows():
    sheets = read_sheets(saved(everything()), "visit.xlsx")
    sheet = sheets["Ratings"]
    shown = [as_text(sheet.cell(1, column)) for column in range(1, 10)]
    assert shown == ["T1", "3", "3.5", "TRUE", "2026-03-02", "2026-03-02T10:30:00", "3", "", "4"]
    assert sheet.at("E1").value == dt.date(2026, 3, 2)
    assert sheet.at("A3").value == "Nurse practitioner"
    assert [(name, found.hidden) for name, found in sheets.items()] == [
        ("Ratings", False),
        ("pack", True),
    ]


def test_a_cell_hidden_by_merging_says_by_which():
    sheet = read_sheets(saved(everything()), "visit.xlsx")["Ratings"]
    assert sheet.merged_at(5, 2) == "B4:B5"
    assert sheet.merged_at(4, 2) == ""


def test_what_libreoffice_saves_is_read_with_its_results(soffice: str, tmp_path: Path):
    book = everything()
    assert book.active is not None
    book.active["A6"] = "=B1+1"
    book.active["B6"] = "=1/0"
    book.save(tmp_path / "in.xlsx")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    made = ["--headless", "--convert-to", "xlsx", "--outdir", str(tmp_path / "out")]
    command = [soffice, profile, *made, str(tmp_path / "in.xlsx")]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    content = (tmp_path / "out" / "in.xlsx").read_bytes()
    sheet = read_sheets(content, "visit.xlsx")["Ratings"]
    assert sheet.at("A6").value == 4
    assert sheet.at("B6").shown == "#DIV/0!"
    assert sheet.at("F1").value == dt.datetime(2026, 3, 2, 10, 30)


def test_a_formula_without_a_result_and_an_error_are_told_by_cell():
    book = Workbook()
    assert book.active is not None
    book.active["C12"] = "=B12+1"
    book.active["C13"] = "#REF!"
    book.active["C13"].data_type = "e"
    sheet = read_sheets(saved(book), "visit.xlsx")["Sheet"]
    assert str(sheet.trouble(sheet.at("C12"))) == (
        'sheet "Sheet", cell C12: a formula ("=B12+1") without a stored result. '
        "Open and save the workbook in Excel, or type the value. [W08]"
    )
    assert str(sheet.trouble(sheet.at("C13"))) == (
        'sheet "Sheet", cell C13: the cell shows the error "#REF!". '
        "Mend its formula, or type the value. [W09]"
    )
    assert sheet.trouble(sheet.at("A1")) is None


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>7</v></c>',
        '<c r="A1"><v>three</v></c>',
        '<c r="A1"><v>1e999</v></c>',
        '<c r="A1" t="q"><v>3</v></c>',
        '<c r="A1" t="d"><v>tomorrow</v></c>',
        '<c r="A1"><v>3</v></c><c r="A1"><v>4</v></c>',
    ],
)
def test_a_damaged_cell_is_told_and_the_rest_is_read(cell: str):
    content = raw_workbook(sheet_xml(f'{cell}<c r="B1"><v>5</v></c>'))
    sheet = read_sheets(content, "visit.xlsx")["Ratings"]
    assert "cannot be read" in str(sheet.trouble(sheet.at("A1")))
    assert sheet.at("B1").value == 5


def test_a_cell_at_a_place_that_no_sheet_has_takes_no_room():
    content = raw_workbook(sheet_xml('<c r="ZZZ999999999"><v>3</v></c>'))
    sheet = read_sheets(content, "visit.xlsx")["Ratings"]
    assert [cell.trouble for row in sheet.rows.values() for cell in row.values()] == ["unreadable"]


def test_what_is_no_xlsx_says_what_it_is():
    assert "old Excel file" in refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert refusal(b"assessment,item\n") == (
        "visit.xlsx: nothing was taken from this file.\n  - this is not an Excel workbook (.xlsx). "
        'Open it and choose File, Save as, "Excel Workbook (.xlsx)". [W02]'
    )
    assert "[W02]" in refusal(raw_workbook({"_rels/.rels": None}))


def test_half_a_file_is_told_as_such():
    content = saved(everything())
    assert "damaged or incomplete" in refusal(content[: len(content) // 2])


def test_a_part_that_is_missing_is_named():
    assert 'part "xl/worksheets/sheet1.xml" is missing' in refusal(
        raw_workbook({"xl/worksheets/sheet1.xml": None})
    )
    assert "it has no sheets" in refusal(raw_workbook({"xl/workbook.xml": "<workbook/>"}))


def test_macros_are_refused():
    assert "holds macros" in refusal(raw_workbook({"xl/vbaProject.bin": b"\0"}))


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch):
    bomb = raw_workbook({"xl/worksheets/sheet1.xml": b" " * 3_000_000})
    assert len(bomb) < 10_000
    monkeypatch.setattr(workbook_package, "LARGEST_PART", 2_000_000)
    assert "unpacks to more than 2,000,000 bytes" in refusal(bomb)


def test_a_bomb_that_lies_about_its_size_is_refused_while_it_is_unpacked():
    content = bytearray(raw_workbook({"xl/worksheets/sheet1.xml": b" " * 3_000_000}))
    with zipfile.ZipFile(BytesIO(content)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    honest, told = size.to_bytes(4, "little"), (99).to_bytes(4, "little")
    assert honest in content
    assert "[W04]" in refusal(bytes(content.replace(honest, told)))


def test_a_hundred_megabytes_are_refused_unopened():
    assert "100,000,000 bytes" in refusal(bytes(100_000_000))


def test_too_many_cells_are_refused(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(workbook_in, "MOST_CELLS", 10)
    content = raw_workbook(sheet_xml('<c t="inlineStr"><is><t>x</t></is></c>' * 11))
    assert "more than 10 cells" in refusal(content)


def test_entities_and_other_files_are_never_brought_in(tmp_path: Path):
    secret = tmp_path / "secret.txt"
    secret.write_text("not yours")
    cell = '<c r="A1" t="inlineStr"><is><t>&x;</t></is></c>'
    sheet = sheet_xml(cell)["xl/worksheets/sheet1.xml"]
    outside = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{secret.as_uri()}">]>{sheet}'
    bomb = f'<!DOCTYPE a [<!ENTITY l "lol"><!ENTITY x "{"&l;" * 9}">]>{sheet}'
    for content in (outside, bomb, outside.encode("utf-16")):
        told = refusal(raw_workbook({"xl/worksheets/sheet1.xml": content}))
        assert "declares a document type" in told
        assert "not yours" not in told


def test_a_sheet_outside_of_the_workbook_is_not_followed():
    relations = raw_workbook(
        {
            "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" '
            'Type="http://x/worksheet" Target="../../../../etc/passwd"/></Relationships>'
        }
    )
    assert 'part "etc/passwd" is missing' in refusal(relations)


def test_broken_xml_names_part_and_line():
    told = refusal(raw_workbook({"xl/worksheets/sheet1.xml": "<worksheet>\n<row></worksheet>"}))
    assert 'part "xl/worksheets/sheet1.xml", line 2: it cannot be read as XML.' in told
