"""The workbook that was filled in without a network: what comes back is what was written."""

from __future__ import annotations

import datetime as dt
import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from exchange.form_workbook import is_form_workbook, read_form_workbook
from exchange.incoming import Incoming, IncomingError
from reporting.form_workbook import write_form_workbook
from reporting.pack_facts import Pack, PackScale
from scales.form_fields import choice_words
from tests.exchange.filled_in import answered, as_given, read_back
from tests.reporting.offline_pack import DAY, pack_of, pack_scale
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
LEVEL, REASON, NUMERATOR, DENOMINATOR, GRADE, SOURCES, NOTE = "DEFGHIJ"


def workbook_of(pack: Pack) -> bytes:
    file = BytesIO()
    write_form_workbook(pack, file)
    return file.getvalue()


def read(content: bytes) -> Incoming:
    return read_form_workbook(content, "form.xlsx", SCALES)


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook as somebody saved it who changed something."""
    book = load_workbook(BytesIO(content))
    change(book)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def faults_of(content: bytes) -> list[str]:
    with pytest.raises(IncomingError) as raised:
        read(content)
    return [str(fault) for fault in raised.value.faults]


@pytest.fixture(scope="module")
def blank() -> bytes:
    """A workbook for the organizational index, with nothing in it."""
    return workbook_of(pack_of(pack_scale("goi")))


def row_of(sheet: Worksheet, item: str) -> int:
    return next(cell.row for cell in sheet["A"] if cell.value == item)


def typed(**cells: object) -> Callable[[Workbook], None]:
    """Type into the row of an item of the index: `typed(G1_D=3)`."""

    def change(book: Workbook) -> None:
        for place, value in cells.items():
            item, column = place.split("_")
            book["GOI"][f"{column}{row_of(book['GOI'], item)}"].value = value

    return change


def test_what_was_given_before_comes_back_unchanged():
    pack = pack_of(*(answered(scale, seed) for seed, scale in enumerate(SCALES)), rater="Ann")
    came_back = read(workbook_of(pack))
    assert [read_back(one) for one in came_back.sets] == list(pack.scales)
    first = came_back.sets[0]
    assert (first.program, first.date, first.kind) == ("Cedar Ridge", DAY, "site_visit")
    assert (first.visit, first.rater) == (12, "Ann")


def fill_in(book: Workbook, one: PackScale, title: str) -> None:
    """Write answers as a person would, into the workbook of their scale."""
    sheet = book[title]
    states = {"not_applicable": "NA", "not_enough_information": "NEI", "unanswered": None}
    for item, answer in one.answers.items():
        row = row_of(sheet, item)
        level = answer.level if answer.state == "rated" else states[answer.state]
        numbers = [1 + one.scale.item(item).evidence.index(s) for s in answer.sources]
        for column, value in zip(
            (LEVEL, REASON, NUMERATOR, DENOMINATOR, GRADE, SOURCES, NOTE),
            (
                level,
                answer.reason,
                answer.numerator,
                answer.denominator,
                answer.grade,
                ", ".join(map(str, numbers)),
                answer.note,
            ),
            strict=True,
        ):
            cell = sheet[f"{column}{row}"]
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"
    words = {fact.id: choice_words(fact) for fact in one.scale.choice_facts}
    for row in book["Questions"].iter_rows(min_row=5):
        if row[0].value == one.scale.id:
            fact = row[1].value
            chosen = one.choices.get(fact)
            row[3].value = words[fact][chosen] if chosen else one.counts[fact]


@pytest.mark.parametrize("seed", range(3))
def test_what_is_filled_in_comes_back(seed: int):
    given = [answered(scale, 10 + seed) for scale in ("iddt", "integration")]
    content = workbook_of(pack_of(*(pack_scale(one.scale.id) for one in given)))

    def change(book: Workbook) -> None:
        for one, title in zip(given, ("IDDT", "Integration"), strict=True):
            fill_in(book, one, title)
        book["Start"]["B5"].value = "  Ann  "
        assert book["Start"]["A5"].value == "Rater"

    came_back = read(changed(content, change))
    assert [read_back(one) for one in came_back.sets] == given
    assert {one.rater for one in came_back.sets} == {"Ann"}


def test_a_text_is_never_a_formula(blank: bytes):
    given = answered("goi", 3)
    book = load_workbook(BytesIO(workbook_of(pack_of(given, program="=cmd|'/c calc'!A1"))))
    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row}
    assert "f" not in kinds
    assert book["Start"]["B2"].value == "=cmd|'/c calc'!A1"


def test_only_the_cells_to_fill_in_are_open(blank: bytes):
    book = load_workbook(BytesIO(blank))
    assert all(sheet.protection.sheet for sheet in book)
    assert [sheet.title for sheet in book if sheet.sheet_state == "hidden"] == ["pack", "lists"]
    sheet = book["GOI"]
    open_cells = {c.coordinate for r in sheet.iter_rows() for c in r if not c.protection.locked}
    row = row_of(sheet, "G1")
    assert {f"{c}{row}" for c in (LEVEL, GRADE, SOURCES, NOTE)} <= open_cells
    # The index never leaves an item out, so it asks for no reason.
    assert not {f"{c}{row}" for c in ("A", "B", "C", REASON)} & open_cells


def test_not_applicable_is_offered_only_where_it_is_permitted():
    book = load_workbook(BytesIO(workbook_of(pack_of(pack_scale("integration")))))
    sheet = book["Integration"]
    offered = {
        sheet[f"A{row}"].value: rule.formula1
        for rule in sheet.data_validations.dataValidation
        for area in rule.sqref.ranges
        for row in range(area.min_row, area.max_row + 1)
        if area.min_col == 4
    }
    assert offered["INT01"] == '"1,2,3,4,5,NEI"'
    assert offered["INT11"] == '"1,2,3,4,5,NEI,NA"'
    assert len(offered) == 25


def test_a_row_is_found_by_its_item_wherever_it_was_moved(blank: bytes):
    def change(book: Workbook) -> None:
        typed(G1_D=4, G2_D=2)(book)
        sheet = book["GOI"]
        one, two = row_of(sheet, "G1"), row_of(sheet, "G2")
        for column in range(1, 11):
            first, second = sheet.cell(one, column), sheet.cell(two, column)
            first.value, second.value = second.value, first.value
        sheet.insert_rows(5, 3)

    answers = read(changed(blank, change)).sets[0].answers
    assert {item: answer.level for item, answer in answers.items()} == {"G1": 4, "G2": 2}


def test_columns_may_be_moved_too(blank: bytes):
    def change(book: Workbook) -> None:
        typed(G1_D=4, G1_J="A note.")(book)
        book["GOI"].insert_cols(2, 2)

    answer = read(changed(blank, change)).sets[0].answers["G1"]
    assert (answer.level, answer.note) == (4, "A note.")
    assert answer.place == 'sheet "GOI", cell F6'


@pytest.mark.parametrize("value", [3, 3.0, "3", " 3 ", "3.0", "3,0"])
def test_a_level_may_be_a_number_or_text(blank: bytes, value: object):
    assert read(changed(blank, typed(G1_D=value))).sets[0].answers["G1"].level == 3


def test_an_item_without_an_entry_is_left_out(blank: bytes):
    (one,) = read(changed(blank, typed(G3_J="Only a note."))).sets
    assert {item: as_given(a).state for item, a in one.answers.items()} == {"G3": "unanswered"}


def test_a_scale_without_an_entry_is_left_out():
    content = workbook_of(pack_of(pack_scale("goi"), answered("iddt", 1)))
    assert [one.scale.id for one in read(content).sets] == ["iddt"]


def test_an_empty_workbook_is_told(blank: bytes):
    expected = "nothing is filled in. Fill it in, save it, and bring in the saved file. [F20]"
    assert faults_of(blank) == [expected]


def test_every_fault_is_told_with_its_cell_at_once(blank: bytes):
    content = changed(
        blank,
        typed(
            G1_D=6,
            G2_D=dt.date(2026, 3, 4),
            G3_D="NA",
            G4_F=2.5,
            G5_F=9,
            G5_G=8,
            G6_H="E",
            G7_I="1, 9",
            G8_I="Program leader interviews",
            G9_D="four",
            G10_F="12 of 20",
        ),
    )
    assert faults_of(content) == [
        'sheet "GOI", cell D6: "6" is not a level of "G1". Choose 1 to 5, NEI, or leave it empty. '
        "[F12]",
        'sheet "GOI", cell D7: "2026-03-04" is not a level of "G2". The spreadsheet took what was '
        "typed for a date. Choose 1 to 5, NEI, or leave it empty. [F12]",
        'sheet "GOI", cell D14: "four" is not a level of "G9". Choose 1 to 5, NEI, or leave it '
        "empty. [F12]",
        'sheet "GOI", cell D8: not applicable is not permitted for "G3". Never: a program that the '
        "item does not fit scores 1. [F13]",
        'sheet "GOI", cell F9: "2.5" is not a whole number from 0 to 1,000,000,000. Correct the '
        "numerator, or leave it empty. [F14]",
        'sheet "GOI", cell F15: "12 of 20" is not a whole number from 0 to 1,000,000,000. Correct '
        "the numerator, or leave it empty. [F14]",
        'sheet "GOI", cell F10: the numerator 9 is larger than the denominator 8. Correct one of '
        "the two. [F15]",
        'sheet "GOI", cell H11: "E" is not an evidence grade. Choose A, B, C or D, or leave it '
        "empty. [F16]",
        'sheet "GOI", cell I12: "9" is not one of the sources of "G7". Write its number (1 to 3), '
        "or put it in the note. [F17]",
        'sheet "GOI", cell I13: "Program leader interviews" is not one of the sources of "G8". Did '
        'you mean "Program-leader interview"? Write its number (1 to 3), or put it in the note. '
        "[F17]",
    ]


def retitled(book: Workbook) -> None:
    book["GOI"].title = "GOI Ann"


def without_item(book: Workbook) -> None:
    typed(G2_D=4)(book)
    book["GOI"][f"A{row_of(book['GOI'], 'G2')}"].value = None


def unknown_item(book: Workbook) -> None:
    typed(G2_D=4)(book)
    book["GOI"][f"A{row_of(book['GOI'], 'G2')}"].value = "G22"


def twice(book: Workbook) -> None:
    typed(G2_D=4, G3_D=3)(book)
    book["GOI"][f"A{row_of(book['GOI'], 'G3')}"].value = "G2"


def merged(book: Workbook) -> None:
    typed(G2_D=4)(book)
    book["GOI"].merge_cells("D7:D8")


def renamed_column(book: Workbook) -> None:
    typed(G2_D=4)(book)
    book["GOI"]["J4"].value = "Notes"


def second_column(book: Workbook) -> None:
    typed(G2_D=4)(book)
    book["GOI"]["P4"].value = "Note"


def newer(book: Workbook) -> None:
    book["pack"]["B1"].value = 2


def other_version(book: Workbook) -> None:
    book["pack"]["C7"].value = "0.9.0"


def unknown_scale(book: Workbook) -> None:
    book["pack"]["B7"].value = "gol"


def other_wording(book: Workbook) -> None:
    typed(G1_D=4, G2_D=4)(book)
    for row in book["pack"].iter_rows():
        if row[2].value == "G2":
            row[3].value = "0" * 12


def formula(book: Workbook) -> None:
    typed(G1_D="=2+1")(book)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (
            retitled,
            'sheet "GOI": there is no sheet "GOI". Give it back the name it had. Did you mean '
            '"GOI Ann"? [F04]',
        ),
        (
            without_item,
            'sheet "GOI", cell A7: this row is filled in, but what it belongs to is missing. Write '
            'it into the column "Item", or empty the row. [F06]',
        ),
        (
            unknown_item,
            'sheet "GOI", cell A7: "G22" is not known here, and its row is filled in. Did you mean '
            '"G2"? [F07]',
        ),
        (
            twice,
            'sheet "GOI", cell D8: "G2" is filled in at sheet "GOI", cell D7 already. Keep one of '
            "the two. [F08]",
        ),
        (
            merged,
            'sheet "GOI", cell D8: the cells D7:D8 are merged, so what belongs here is not clear. '
            "Unmerge them, and fill in each cell. [F09]",
        ),
        (
            renamed_column,
            'sheet "GOI", row 4: there is no column "Note". Give it back the name it had. Did you '
            'mean "Notes"? [F05]',
        ),
        (
            second_column,
            'sheet "GOI", row 4: there are 2 columns "Note". Keep the one that is filled in. [F05]',
        ),
        (
            newer,
            'sheet "pack": this workbook has format "2"; format 1 can be read. Make the offline '
            "pack anew, and copy the answers into it. [F02]",
        ),
        (
            other_version,
            'sheet "pack": it was made for goi 0.9.0, and here is version 1.0.0. Make the offline '
            "pack anew, and copy the answers that still fit into it. [F03]",
        ),
        (
            unknown_scale,
            'sheet "pack": it was made for the scale "gol", which is not here. Did you mean "goi"? '
            "[F03]",
        ),
        (
            other_wording,
            'sheet "GOI", cell D7: the wording of "G2" was changed after this form was made. Empty '
            "what is filled in here, and answer it in the app as it asks now. [F19]",
        ),
        (
            formula,
            'sheet "GOI", cell D6: a formula ("=2+1") without a stored result. Open and save the '
            "workbook in Excel, or type the value. [W08]",
        ),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_workbook_that_was_bent_says_where_and_what_to_do(
    blank: bytes, change: Callable[[Workbook], None], expected: str
):
    assert expected in faults_of(changed(blank, change))


def test_questions_before_the_items_have_faults_too():
    content = workbook_of(pack_of(pack_scale("integration"), pack_scale("goi")))

    def change(book: Workbook) -> None:
        sheet = book["Questions"]
        assert [row[1].value for row in sheet.iter_rows(min_row=5)] == [
            "delivery",
            "claimed",
            "eligible_clients",
            "target_population",
        ]
        sheet["D5"].value = "Same organisation, one team."
        sheet["D6"].value = "no_claim"
        sheet["D7"].value = "about 40"

    assert faults_of(changed(content, change)) == [
        'sheet "Questions", cell D7: "about 40" is not a whole number from 0 to 1,000,000,000. '
        "Correct the eligible_clients, or leave it empty. [F14]",
        'sheet "Questions", cell D5: "Same organisation, one team." is not one of the choices of '
        '"delivery". Did you mean "Same organization, one team"? [F18]',
    ]


def test_a_heading_over_merged_cells_does_no_harm(blank: bytes):
    def change(book: Workbook) -> None:
        typed(G1_D=4)(book)
        book["GOI"].merge_cells("A5:O5")
        book["GOI"].merge_cells("A1:O1")

    assert read(changed(blank, change)).sets[0].answers["G1"].level == 4


def test_our_workbook_is_told_from_any_other(blank: bytes):
    other = BytesIO()
    Workbook().save(other)
    assert is_form_workbook(blank)
    assert is_form_workbook(changed(blank, typed(G1_D=4)))
    assert [is_form_workbook(c) for c in (other.getvalue(), b"", b"PK\x03\x04", blank[:400])] == [
        False
    ] * 4
    with pytest.raises(IncomingError, match=r"its hidden sheet is missing.*\[F01\]"):
        read(other.getvalue())


def test_libreoffice_can_fill_it_in_and_save_it(soffice: str, tmp_path: Path):
    given = [answered(scale, 5) for scale in ("goi", "integration")]
    (tmp_path / "form.xlsx").write_bytes(workbook_of(pack_of(*given, rater="Ann")))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to_xlsx = [soffice, profile, "--headless", "--convert-to", "xlsx:Calc MS Excel 2007 XML"]
    subprocess.run(
        [*to_xlsx, "--outdir", str(tmp_path / "saved"), str(tmp_path / "form.xlsx")],
        check=True,
        capture_output=True,
        timeout=120,
    )
    saved = (tmp_path / "saved" / "form.xlsx").read_bytes()
    assert is_form_workbook(saved)
    assert [read_back(one) for one in read(saved).sets] == given


def test_two_scales_of_one_name_get_sheets_of_their_own():
    goi = pack_scale("goi")
    twin = PackScale(goi.scale.model_copy(update={"id": "twin", "short_name": "goi"}), "0" * 64)
    odd = PackScale(goi.scale.model_copy(update={"id": "odd", "short_name": "[a]:/*?" * 9}), "")
    book = load_workbook(BytesIO(workbook_of(pack_of(goi, twin, odd))))
    assert book.sheetnames[2:5] == ["GOI", "goi 2", "-a------a------a------a------a-"]
