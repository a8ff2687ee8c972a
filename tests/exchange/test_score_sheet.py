"""A sheet of item scores is read by what its headings mean, or tells every fault by its cell."""

from __future__ import annotations

import datetime as dt
from io import BytesIO

import pytest
from openpyxl import Workbook

from exchange.incoming import Incoming, IncomingError
from exchange.score_grid import read_grids
from exchange.score_mapping import ScoreMapping, guess_mapping
from exchange.score_mapping_file import read_mapping, write_mapping
from exchange.score_sheet import read_score_sheet
from tests.shipped_scales import shipped_scales

SCALES = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
ITEMS = SCALES["iddt"].items
DAY = dt.date(2026, 3, 2)
HEAD = ["Program", "Visit date", "Reviewer", "T1a", "T2. Stage-wise interventions", "Total"]


def workbook(
    *rows: list, title: str = "Scores", more: dict[str, list[list]] | None = None
) -> bytes:
    book = Workbook()
    assert book.active is not None
    book.active.title = title
    for row in rows:
        book.active.append(row)
    for name, lines in (more or {}).items():
        sheet = book.create_sheet(name)
        for line in lines:
            sheet.append(line)
    return saved(book)


def saved(book: Workbook) -> bytes:
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def guess(content: bytes) -> ScoreMapping:
    return guess_mapping(read_grids(content, "scores.xlsx"), SCALES)


def read(content: bytes, mapping: ScoreMapping | None = None) -> Incoming:
    grids = read_grids(content, "scores.xlsx")
    return read_score_sheet(grids, mapping or guess(content), "scores.xlsx", SCALES)


def told(content: bytes, mapping: ScoreMapping | None = None) -> list[str]:
    with pytest.raises(IncomingError) as caught:
        read(content, mapping)
    return [str(fault) for fault in caught.value.faults]


def means(mapping: ScoreMapping) -> dict[str, str]:
    return {column.label: column.means for column in mapping.columns}


def test_one_program_a_row_is_read_by_its_headings():
    content = workbook(
        ["State review 2026"],
        [],
        HEAD,
        ["Harbor House", DAY, "Ann", 3, "4", 7],
        ["Treatment", None, None, None, None, None],
        ["Pine County", "2026-03-04", "Ben", 3.0, "NEI", None],
    )
    mapping = guess(content)
    assert (mapping.head, mapping.turned) == (3, False)
    assert means(mapping) == {
        "A": "program",
        "B": "date",
        "C": "rater",
        "D": "iddt:T1a",
        "E": "iddt:T2",
        "F": "ignore",
    }
    harbor, pine = read(content).sets
    assert (harbor.program, harbor.date, harbor.rater) == ("Harbor House", DAY, "Ann")
    assert {item: a.level for item, a in harbor.answers.items()} == {"T1a": 3, "T2": 4}
    assert harbor.answers["T2"].place == 'sheet "Scores", cell E4'
    assert (pine.answers["T1a"].level, pine.answers["T2"].state) == (3, "not_enough_information")
    assert pine.place == 'sheet "Scores", row 6'


def test_one_program_a_column_is_read_the_other_way_round():
    names = [item.name for item in ITEMS]
    rows = [["Item", "Harbor House", "Pine County"]]
    rows += [[name, str(3), str(n % 5 + 1)] for n, name in enumerate(names)]
    content = workbook(*rows, ["Mean", "3", "2.9"])
    mapping = guess(content)
    assert (mapping.turned, mapping.head) == (True, 1)
    harbor, pine = read(content).sets
    assert (harbor.program, pine.program) == ("Harbor House", "Pine County")
    assert pine.answers["T2"].level == 3
    assert pine.answers["T2"].place == 'sheet "Scores", cell C4'
    assert len(harbor.answers) == len(names)


def test_text_is_read_as_a_workbook_is():
    text = "Program;Visit date;T1a;T2\nHarbor House;2026-03-02;3.0;4\n\nPine County;;x;4\n"
    assert told(text.encode()) == [
        'line 4, column C, item "T1a", Multidisciplinary team: "x" is not a level '
        "(it has 1 to 5). Pick the level the evidence supports, or leave it empty. [D06]"
    ]
    harbor, pine = read(text.replace("x", "2").encode()).sets
    assert (harbor.date, pine.date) == (DAY, None)
    assert (harbor.answers["T1a"].level, pine.answers["T1a"].level) == (3, 2)


def test_the_sheet_with_most_items_is_chosen_and_a_hidden_one_last():
    content = workbook(["Read me", "T1a"], more={"Data": [HEAD, ["Harbor House", DAY, "", 3, 4]]})
    assert guess(content).sheet == "Data"


def test_a_heading_not_quite_right_is_understood_and_a_second_one_ignored():
    content = workbook(["program", "Stagewise intervention", "T2"], ["Harbor House", 3, 4])
    assert means(guess(content)) == {"A": "program", "B": "iddt:T2", "C": "ignore"}


def test_facts_are_read_as_items_are():
    head = ["Program", "delivery", SCALES["integration"].item_ids[0], "clients_engagement", "T2"]
    content = workbook(head, ["Harbor House", "in_house_one_team", 3, 12, 4])
    by_scale = {one.scale.id: one for one in read(content).sets}
    assert by_scale["integration"].choices == {"delivery": "in_house_one_team"}
    assert by_scale["iddt"].counts == {"clients_engagement": 12}


@pytest.mark.parametrize(
    ("row", "wanted"),
    [
        (
            ["P", DAY, "", 3.5, 4],
            'cell D2, item "T1a", Multidisciplinary team: 3.5 is not a level (it has 1 to 5). '
            "Pick the level the evidence supports, or leave it empty. [D06]",
        ),
        (
            ["P", DAY, "", dt.date(2026, 4, 3), 4],
            'cell D2, item "T1a", Multidisciplinary team: "2026-04-03" is not a level '
            "(it has 1 to 5). A spreadsheet took it for a day. Write the level. [D06]",
        ),
        (
            ["P", DAY, "", "=B2", 4],
            'cell D2: a formula ("=B2") without a stored result. '
            "Open and save the workbook in Excel, or type the value. [W08]",
        ),
        (
            ["P", "March 2", "", 3, 4],
            'cell B2, date: "March 2" is not a day. '
            "Write it as 2026-03-02, or format the cell as a date. [D10]",
        ),
        (
            ["P", 46083, "", 3, 4],
            'cell B2, date: "46083" is not a day. '
            "Write it as 2026-03-02, or format the cell as a date. [D10]",
        ),
        (
            ["P", DAY, "", "NA", 4],
            'cell D2, item "T1a", Multidisciplinary team: not applicable is not permitted here. '
            f"{SCALES['iddt'].item('T1a').not_applicable.rule} [D07]",
        ),
    ],
)
def test_a_fault_is_told_with_cell_value_and_fix(row: list, wanted: str):
    assert told(workbook(HEAD, row)) == [f'sheet "Scores", {wanted}']


def test_other_roles_are_checked_too():
    head = ["Program", "Kind", "Visit number", "delivery", "clients_engagement", "T2"]
    row = ["P", "site visits", "x", "elsewhere", "many", 3]
    faults = told(workbook(head, row))
    assert [fault[-5:] for fault in faults] == ["[D08]", "[D09]", "[D11]", "[D12]"]


def test_a_cell_hidden_by_merged_ones_is_told():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Scores"
    for row in (HEAD, ["Harbor House", DAY, "Ann", 3, 4], [None, DAY, "Ben", 3, 4]):
        sheet.append(row)
    sheet.merge_cells("A2:A3")
    assert told(saved(book)) == [
        'sheet "Scores", cell A3: it is hidden by the merged cells A2:A3. '
        "Unmerge them, and write into each cell what it holds. [D13]"
    ]


def test_the_same_visit_twice_is_told():
    row = ["Harbor House", DAY, "Ann", 3, 4]
    assert told(workbook(HEAD, row, row)) == [
        'sheet "Scores", row 3: it is of the same program, day and rater as sheet "Scores", '
        "row 2. Keep one of the two, or say what tells them apart. [D17]"
    ]


def test_nothing_below_the_headings_is_told():
    assert told(workbook(HEAD))[0].endswith("[D14]")
    assert told(b"Name,Score\nA,3\n") == [
        "headings: no column is known as an item of a scale. "
        "Write its id or name at the head of each, or say what each column means. [D01]"
    ]


def test_a_mapping_is_written_corrected_and_read_again():
    content = workbook(["Where", "=T1a", "T2"], ["Harbor House", 3, 4])
    grids = read_grids(content, "scores.xlsx")
    written = write_mapping(guess(content))
    assert written.splitlines() == [
        "column,heading,means",
        ",sheet,Scores",
        ",a row is,a program",
        ",headings in,1",
        "A,Where,ignore",
        "B,,ignore",
        "C,T2,iddt:T2",
    ]
    corrected = written.replace("Where,ignore", "Where,program").replace("B,,", "b,,")
    mapping = read_mapping(corrected.encode("utf-8-sig"), "map.csv", grids, SCALES)
    assert means(mapping) == {"A": "program", "B": "ignore", "C": "iddt:T2"}
    assert read(content, mapping).sets[0].program == "Harbor House"


def test_a_heading_that_looks_like_a_formula_is_written_harmless_and_found_again():
    content = b"T2,-Total\n3,3\n"
    written = write_mapping(guess(content))
    assert "B,'-Total,ignore" in written
    grids = read_grids(content, "scores.csv")
    assert read_mapping(written.encode(), "map.csv", grids, SCALES) == guess(content)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("column,means\n", "line 1: the first line does not name its columns."),
        (
            "column,heading,means\nC,T3,iddt:T2\n",
            'line 2: the file has no heading "T3". Choose "Where", "x" or "T2". [D04]',
        ),
        (
            "column,heading,means\nC,T2,iddt:T22\n",
            'line 2: "iddt:T22" is neither an item nor a role. Did you mean "iddt:T2"? [D05]',
        ),
        (
            "column,heading,means\n,sheet,Score\nC,T2,iddt:T2\n",
            'line 2: there is no sheet "Score". Did you mean "Scores"? [D02]',
        ),
        ("column,heading,means\n,a row is,a horse\n", 'line 2: "a horse" is neither.'),
        ("column,heading,means\n,headings in,top\n", 'line 2: "top" is not the number of a line.'),
        ("column,heading,means\nC,T2\n", "line 2: 2 cells, where there are 3 columns."),
        ('column,heading,means\nC,"T2,iddt:T2\n', "a quotation mark is not paired."),
    ],
)
def test_a_fault_in_a_mapping_is_told(text: str, wanted: str):
    grids = read_grids(workbook(["Where", "x", "T2"], ["Harbor House", 3, 4]), "scores.xlsx")
    with pytest.raises(IncomingError) as caught:
        read_mapping(text.encode(), "map.csv", grids, SCALES)
    assert str(caught.value.faults[0]).startswith(wanted)


def test_two_columns_of_one_meaning_and_no_item_are_told():
    content = workbook(["Where", "x", "T2"], ["Harbor House", 3, 4])
    twice = guess(content).meaning({2: "iddt:T2"})
    assert told(content, twice)[0].startswith('column C, "T2": it means "iddt:T2", and so does B.')
    assert told(content, guess(content).meaning({3: "ignore"}))[0].endswith("[D01]")
