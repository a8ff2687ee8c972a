"""Every fault of a ratings file is told at once, with its line, what was found and what to do."""

import re
from pathlib import Path

import pytest

from exchange.filed import RatingsFileError
from exchange.ratings_file import read_content, read_ratings
from scales.catalog import load_catalog

ROOT = Path(__file__).parents[2]
SCALES = {entry.scale.id: entry.scale for entry in load_catalog().entries}
HEAD = "assessment,scale,item,rating,rater,numerator,denominator,note,evidence\n"
SAVE = 'In Excel choose File, Save as, "CSV UTF-8 (Comma delimited)".'


def told(content: str | bytes, scale: str | None = None, rater: str | None = None) -> list[str]:
    content = content.encode() if isinstance(content, str) else content
    with pytest.raises(RatingsFileError) as caught:
        read_ratings(content, "visit.csv", SCALES, SCALES[scale] if scale else None, rater)
    headline, *faults = str(caught.value).split("\n  - ")
    assert headline == "visit.csv: these ratings cannot be scored."
    return faults


# One broken line per fault: what stands below the first line, and the whole message.
LINES = [
    (
        "A,iddt,T14,4,,,,,",
        'line 2, item "T14": the IDDT scale has no such item. Did you mean "T4"? [R01]',
    ),
    (
        "A,iddt,G1,4,,,,,",
        'line 2, item "G1": the IDDT scale has no such item. '
        'It belongs to "goi": write that as its scale. [R01]',
    ),
    (
        "A,goi,philosophy,4,,,,,",
        'line 2, item "philosophy": the GOI scale has no such item. '
        'Its items run from "G1" to "G12". [R01]',
    ),
    (
        "A,iddt,T2,6,,,,,",
        'line 2, item "T2", Stage-wise interventions: 6 is not a level (it has 1 to 5). '
        "Pick the level the evidence supports, or leave it empty. [R02]",
    ),
    (
        "A,iddt,T2,0,,,,,",
        'line 2, item "T2", Stage-wise interventions: 0 is not a level (it has 1 to 5). '
        "Pick the level the evidence supports, or leave it empty. [R02]",
    ),
    (
        "A,iddt,T2,4.0,,,,,",
        'line 2, item "T2", Stage-wise interventions: 4.0 is not a level (it has 1 to 5). '
        "Write 4, as a whole number. [R02]",
    ),
    (
        "A,iddt,T2,n/a,,,,,",
        'line 2, item "T2", Stage-wise interventions: "n/a" is not a level (it has 1 to 5). '
        "Write NA where the item does not apply, or NEI for not enough information. [R02]",
    ),
    (
        "A,iddt,T2,NA,,,,,",
        'line 2, item "T2", Stage-wise interventions: not applicable is not permitted here. '
        "Never: a program that the item does not fit scores 1. [R03]",
    ),
    (
        "A,integration,delivery,in_house_one,,,,,",
        'line 2, fact "delivery": "in_house_one" is not one of its choices. '
        'Did you mean "in_house_one_team"? [R04]',
    ),
    (
        "A,iddt,clients_engagement,-3,,,,,",
        'line 2, fact "clients_engagement": -3 is not a whole number from 0 to 1,000,000,000. '
        "Correct it, or leave it empty. [R05]",
    ),
    (
        "A,iddt,T8,4,,half,20,,",
        'line 2, item "T8", numerator: "half" is not a whole number from 0 to 1,000,000,000. '
        "Correct it, or leave it empty. [R06]",
    ),
    (
        "A,iddt,T8,4,,9,12.5,,",
        'line 2, item "T8", denominator: 12.5 is not a whole number from 0 to 1,000,000,000. '
        "Correct it, or leave it empty. [R06]",
    ),
    (
        "A,iddt,T8,4,,21,20,,",
        'line 2, item "T8", Group dual-disorder treatment: the numerator 21 is larger than the '
        "denominator 20. Correct one of the two. [R07]",
    ),
    (
        "A,iddt,T8,4,,,,,charts",
        'line 2, item "T8", evidence: "charts" is not an evidence grade. '
        "Write A, B, C or D, and what was seen into the note. [R08]",
    ),
    (
        "A,iddt,T8,4,,,,,\nA,iddt,T8,4,,,,,",
        'line 3, item "T8": it was rated on line 2 already. Keep one of the two. [R09]',
    ),
    (
        "A,iddt,T8,4,Ann,,,,\nA,iddt,T8,4,,,,,",
        'line 3, item "T8": it was rated on line 2 already. Keep one of the two. [R09]',
    ),
    (
        "A,iddt,T8,4,Ann,,,,\nA,iddt,T9,4,Bob,,,,",
        'line 3, assessment "A", scale "iddt": rated by "Ann" and "Bob", and a score needs one '
        "rater. Choose one with --rater, or keep one rater's lines. [R10]",
    ),
    ("A,idt,T8,4,,,,,", 'line 2: there is no scale "idt". Did you mean "iddt"? [R11]'),
    (
        "A,,T8,4,,,,,",
        'line 2: no scale is named. Choose "iddt", "goi", "trauma_informed" or "integration". '
        "[R11]",
    ),
    (
        ",iddt,T8,4,,,,,",
        "line 2: the assessment is empty. Name the assessment, or delete the line. [R12]",
    ),
    ("A,iddt,,4,,,,,", "line 2: the item is empty. Name the item, or delete the line. [R12]"),
    (
        "A,iddt,T8,4",
        "line 2: 4 cells, where the first line names 9 columns. "
        "Add what is missing; a cell may be empty. [R13]",
    ),
    (
        "A,iddt,T8,4,,,,seen, twice,A",
        "line 2: 10 cells, where the first line names 9 columns. "
        "Put text that holds the separator in quotation marks. [R13]",
    ),
    (
        'A,iddt,T8,4,,,,"seen,A\nA,iddt,T9,4,,,,,',
        "line 2: a quotation mark here is not paired, so nothing below it can be read. "
        "Close it, or write it twice where it is part of the text. [R14]",
    ),
]


@pytest.mark.parametrize(("lines", "message"), LINES)
def test_a_fault_in_a_line_is_told_in_full(lines: str, message: str):
    assert told(f"{HEAD}{lines}\n") == [message]


# One unreadable file per fault.
FILES = [
    (b"PK\x03\x04rest", f"this is a workbook, not a text file. {SAVE} [R21]"),
    (HEAD.encode("utf-16"), f"the file is written in UTF-16, not in UTF-8. {SAVE} [R21]"),
    (
        (HEAD + "Foyer Th\xe9r\xe8se,iddt,T8,4,,,,,\n").encode("cp1252"),
        f"line 2: a character here is not written in UTF-8. {SAVE} [R21]",
    ),
    (
        b"\r\n",
        "line 1: the file is empty. Begin it with a line that names the columns: "
        "assessment,scale,item,rating. [R22]",
    ),
    (
        HEAD.encode(),
        "there are no ratings below the first line. "
        "Write one line for each item that was rated. [R22]",
    ),
    (
        b"assessment,scale,item\nA,iddt,T8\n",
        'line 1: the column "rating" is missing. The first line must name '
        '"assessment", "scale", "item" and "rating". [R23]',
    ),
    (
        b"assessment,item,rating\nA,T8,4\n",
        'line 1: the column "scale" is missing. '
        "Add it, or say which scale was rated with --scale. [R23]",
    ),
    (
        b"assessment,scale,item,rating,Rating\nA,iddt,T8,4,4\n",
        'line 1, column 5: "rating" is already column 4. Keep one of the two. [R24]',
    ),
    (
        b"assessment,scale,item,rating,numerater\nA,iddt,T8,4,4\n",
        'line 1, column 5: "numerater" is not a column of a ratings file. '
        'Did you mean "numerator"? [R25]',
    ),
]


@pytest.mark.parametrize(("content", "message"), FILES)
def test_a_file_that_cannot_be_read_says_why(content: bytes, message: str):
    assert told(content) == [message]


def test_a_file_that_is_not_there_is_told_like_any_other_fault(tmp_path: Path):
    with pytest.raises(RatingsFileError) as caught:
        read_content(tmp_path / "visit.csv")
    assert str(caught.value) == (
        "visit.csv: these ratings cannot be scored.\n"
        "  - the file cannot be read (No such file or directory). "
        "Check the name and whether you may open it. [R20]"
    )


def test_a_rater_or_scale_that_left_nothing_is_told():
    text = f"{HEAD}A,iddt,T8,4,Ann,,,,\n"
    assert told(text, rater="Anne") == [
        'nothing in the file was rated by "Anne". Did you mean "Ann"? [R26]'
    ]
    assert told(text, scale="goi") == [
        'nothing in the file was rated on the scale "goi". '
        "Choose another with --scale, or leave it out. [R26]"
    ]


def test_all_faults_are_told_at_once_and_in_the_order_of_the_lines():
    faults = told(f'{HEAD}A,iddt,T8,9,,"3\n",2,,E\nA,iddt,T8\nA,iddt,T9,7,,,,,\n')
    assert [re.findall(r"^line \d+|R\d\d", fault) for fault in faults] == [
        ["line 2", "R02"],
        ["line 2", "R07"],
        ["line 2", "R08"],
        ["line 4", "R13"],
        ["line 5", "R02"],
    ]


def test_the_line_is_right_below_a_cell_that_runs_over_several_lines():
    (fault,) = told(f'{HEAD}A,iddt,T8,4,,,,"one\ntwo\n\nfour",\nA,iddt,T9,7,,,,,\n')
    assert fault.startswith('line 6, item "T9"')


def test_the_page_on_ratings_files_lists_every_code_there_is():
    source = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "exchange").glob("*.py"))
    page = (ROOT / "docs/reference/ratings-file.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| (R\d\d) \|", page, re.MULTILINE)
    assert listed == sorted(set(re.findall(r'"(R\d\d)"', source)))
