"""All that a person may see as tables: what stands in them, what does not, how it is written."""

from __future__ import annotations

import csv
import datetime as dt
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZipFile

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import load_workbook

from exchange.ratings_file import read_ratings
from exchange.scored_file import score_file
from exchange.tidy.cells import parted
from exchange.tidy.dictionary import dictionary
from exchange.tidy.layouts import LAYOUTS
from handover.tables import Tables, read_tables, write_tables
from scoring.rounding import as_text
from storage.acting import Acting
from storage.answers import copy_answers
from storage.problem import NotFound
from storage.team import CONSENSUS, alone
from storage.visits import add_visit, get_assessments
from tests.handover.visited import ANN, BEN, DAY, NOW, Visited, pin
from tests.shipped_scales import shipped_scales

Rows = list[dict[str, Any]]


def read(acting: Acting, *programs: int, notes: bool = True) -> Tables:
    day = dt.date(2026, 5, 1)
    return read_tables(acting, shipped_scales(), day, programs or None, notes=notes)


def rows(tables: Tables, name: str, **wanted: Any) -> Rows:
    """The rows of a table in which columns have the values wanted."""
    table = next(t for t in tables.filled if t.layout.name == name)
    all_rows = [dict(zip(table.layout.names, row, strict=True)) for row in table.rows]
    return [row for row in all_rows if all(row[k] == v for k, v in wanted.items())]


def test_each_sees_the_sets_that_they_may_see(visited: Visited):
    def raters(who: Acting) -> set[str]:
        return {row["rater"] for row in rows(read(who), "ratings")}

    assert (raters(visited.ann), raters(visited.ben)) == ({ANN}, {BEN})
    assert raters(visited.office) == raters(visited.staff) == set()
    assert rows(read(visited.office), "scores") == []
    visited.settle()
    assert raters(visited.office) == raters(visited.ann) == {ANN, BEN, CONSENSUS}
    assert raters(visited.staff) == {CONSENSUS}
    staff = read(visited.staff)
    assert {row["rater"] for row in rows(staff, "scores")} == {CONSENSUS}
    assert {row["rater"] for row in rows(staff, "verdicts")} == {CONSENSUS}
    assert rows(staff, "agreement") == []
    assert [row["submitted_at"] for row in rows(staff, "team")] == [None, None]
    assert [row["submitted_at"] for row in rows(read(visited.ann), "team")] == [NOW, NOW]


def test_a_program_that_is_not_theirs_is_not_found(visited: Visited):
    with pytest.raises(NotFound):
        read(visited.staff, 99)
    assert len(rows(read(visited.office, visited.program), "programs")) == 1


def test_an_item_is_one_row_in_each_set_and_missing_is_never_zero(visited: Visited):
    found = read(visited.ann)
    (g1,) = rows(found, "ratings", item="G1")
    assert (g1["rating"], g1["level"], g1["state"], g1["evidence"]) == ("4", 4, "rated", "A")
    assert (g1["note"], g1["sources"]) == ("=1+1", ("Charts", "Minutes | agendas"))
    assert (g1["numerator"], g1["set"], g1["official"]) == (None, "own", False)
    (g2,) = rows(found, "ratings", item="G2")
    assert (g2["numerator"], g2["denominator"], g2["note"]) == (3, 10, None)
    (g3,) = rows(found, "ratings", item="G3")
    assert (g3["rating"], g3["level"], g3["state"]) == ("NEI", None, "not_enough_information")
    (g12,) = rows(found, "ratings", item="G12")
    assert (g12["rating"], g12["level"], g12["state"]) == (None, None, "unanswered")
    assert (g12["confirmed"], g12["updated_at"]) == (None, None)
    (fact,) = rows(found, "ratings", item="eligible_clients")
    assert (fact["rating"], fact["count"], fact["state"], fact["level"]) == ("0", 0, None, None)
    items = [row["item"] for row in rows(found, "ratings", asked="item")]
    assert items == [f"G{n}" for n in range(1, 13)]


def test_numbers_are_exact_and_unrounded_and_rounded(visited: Visited):
    visited.settle()
    tables = read(visited.ann)
    found = rows(tables, "scores", measure="total", basis="as_given")
    # Ann: 4 and 2 and eight times 4. Ben: ten times 4. What they settled on: 4 and 3 and the rest.
    assert {row["rater"]: row["exact"] for row in found} == {
        ANN: "38/10",
        BEN: "40/10",
        CONSENSUS: "39/10",
    }
    assert [(row["value"], row["rated"], row["applicable"]) for row in found] == [
        (3.8, 10, 12),
        (4.0, 10, 12),
        (3.9, 10, 12),
    ]
    # Of Ann one rating has evidence of grade A, the others count at most 3; of Ben none has.
    verified = rows(tables, "scores", measure="total", basis="verified")
    assert [row["exact"] for row in verified][:2] == ["30/10", "30/10"]
    (verdict,) = rows(read(visited.ann), "verdicts", rater=CONSENSUS, basis="as_given")
    assert (verdict["verdict"], verdict["rule"], verdict["tier"]) == ("moderate", "B2", 1)
    assert verdict["official"] is True


def test_two_raters_are_compared_item_by_item(visited: Visited):
    (found,) = rows(read(visited.settle().office), "agreement")
    assert (found["rater_1"], found["rater_2"], found["scale"]) == (ANN, BEN, "goi")
    counted = [found[name] for name in ("items", "compared", "alike", "within_one", "distance")]
    assert counted == [12, 10, 9, 9, 2]


def test_a_copy_that_nobody_confirmed_is_told_and_does_not_count(visited: Visited):
    visited.settle()
    entry = shipped_scales().get("goi")
    again = add_visit(
        visited.staff,
        visited.program,
        DAY + dt.timedelta(days=180),
        "self_audit",
        alone("Us", visited.staff.person.id),
        [pin(entry)],
        NOW,
    )
    (new,) = get_assessments(visited.staff, again.id)
    old = visited.assessments["goi"]
    copy_answers(visited.staff, old, CONSENSUS, new.id, "Us", NOW)
    (g1,) = rows(read(visited.staff), "ratings", visit=again.id, item="G1")
    assert (g1["level"], g1["rating"], g1["confirmed"]) == (4, None, False)
    assert g1["copied_from"] == visited.visit
    of_us = rows(read(visited.staff), "scores", visit=again.id)
    assert {(row["exact"], row["value"], row["rounded"], row["rated"]) for row in of_us} == {
        (None, None, None, 0)
    }


def test_without_notes_nobodys_own_words_go_out(visited: Visited):
    visited.settle()
    with_notes, without = (read(visited.ann, notes=notes) for notes in (True, False))
    kept, left_out = (write_tables(t, "csv") for t in (with_notes, without))
    words = ("nobody knew", "Half of the charts say so")
    assert [all(word in everything(zipped) for word in words) for zipped in (kept, left_out)] == [
        True,
        False,
    ]
    assert not any(word in everything(left_out) for word in words)
    assert "left out" in ZipFile(BytesIO(left_out)).read("README.txt").decode()
    assert [len(t.rows) for t in with_notes.filled] == [len(t.rows) for t in without.filled]


def everything(zipped: bytes) -> str:
    archive = ZipFile(BytesIO(zipped))
    return "".join(archive.read(name).decode() for name in archive.namelist())


def csv_rows(zipped: bytes, name: str) -> list[dict[str, str]]:
    text = ZipFile(BytesIO(zipped)).read(name).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_csv_parquet_and_workbook_hold_the_same(visited: Visited):
    tables = read(visited.settle().office)
    zipped = write_tables(tables, "csv")
    archive = ZipFile(BytesIO(write_tables(tables, "parquet")))
    book = load_workbook(BytesIO(write_tables(tables, "xlsx")))
    assert book.sheetnames == ["Read me", "data-dictionary", *(t.name for t in LAYOUTS)]
    for table in tables.filled:
        name, names = table.layout.name, table.layout.names
        parquet = pq.read_table(BytesIO(archive.read(f"{name}.parquet")))
        from_parquet = [tuple(row[n] for n in names) for row in parquet.to_pylist()]
        as_tuples = [
            tuple(tuple(v) if isinstance(v, list) else v for v in row) for row in from_parquet
        ]
        assert as_tuples == list(table.rows), name
        in_sheet = list(book[name].iter_rows(min_row=2, values_only=True))
        assert [list(map(plain, row)) for row in in_sheet] == [
            list(map(plain, row)) for row in table.rows
        ], name
        in_csv = csv_rows(zipped, f"{name}.csv")
        assert len(in_csv) == len(table.rows)
        for line, row in zip(in_csv, table.rows, strict=True):
            assert [cell == "" for cell in line.values()] == [value is None for value in row]


def plain(value: object) -> object:
    """A value as a sheet gives it back: a list is one text, a moment has no zone."""
    if isinstance(value, tuple):
        return " | ".join(entry.replace("|", "\\|") for entry in value)
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None)
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time())
    return value


def test_types_are_what_they_are_in_parquet(visited: Visited):
    archive = ZipFile(BytesIO(write_tables(read(visited.settle().ann), "parquet")))
    schema = pq.read_schema(BytesIO(archive.read("ratings.parquet")))
    assert schema.field("level").type == pa.int64()
    assert schema.field("date").type == pa.date32()
    assert schema.field("updated_at").type == pa.timestamp("us", tz="UTC")
    assert schema.field("sources").type == pa.list_(pa.string())
    assert schema.field("official").type == pa.bool_()
    assert (schema.field("level").nullable, schema.field("visit").nullable) == (True, False)
    meaning = (schema.field("level").metadata or {})[b"null"]
    assert meaning == b"No level. Never 0 for that."
    content = BytesIO(archive.read("ratings.parquet"))
    ratings = pd.read_parquet(content, dtype_backend="numpy_nullable")
    levels = ratings[ratings["rater"] == CONSENSUS]["level"]
    assert (str(levels.dtype), levels.mean(), levels.count(), levels.size) == ("Int64", 3.9, 10, 14)


def test_text_that_looks_like_a_formula_is_text_in_the_sheet_and_guarded_in_csv(visited: Visited):
    tables = read(visited.ann)
    book = load_workbook(BytesIO(write_tables(tables, "xlsx")))
    (name,) = [c for c in book["programs"][2] if c.value == "=Harbor House"]
    assert (name.data_type, name.quotePrefix) == ("s", True)
    zipped = write_tables(tables, "csv")
    (program,) = csv_rows(zipped, "programs.csv")
    assert program["program"] == "'=Harbor House"
    assert parted(program["levels_of_care"]) == ("Day", "A|B")
    cells = [cell for row in csv_rows(zipped, "ratings.csv") for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert "'- nobody knew" in cells


def test_the_table_of_ratings_is_a_ratings_file_that_scores_the_same(visited: Visited):
    tables = read(visited.settle().office)
    scales = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
    content = ZipFile(BytesIO(write_tables(tables, "csv"))).read("ratings.csv")
    for rater in (ANN, BEN, CONSENSUS):
        file = read_ratings(content, "ratings.csv", scales, rater=rater)
        for scored in score_file(file):
            subscales = scored.scored.subscales
            told = {n.id: None if n.value is None else as_text(n.value, 2) for n in subscales}
            ours = rows(tables, "scores", rater=rater, measure="subscale", basis="as_given")
            mine = {row["measure_id"]: row["rounded"] for row in ours if row["scale"] == "goi"}
            assert told == {key: None if v is None else f"{v:.2f}" for key, v in mine.items()}
    first = read_ratings(content, "ratings.csv", scales, rater=ANN).assessments[0]
    assert first.row.assessment == f"Visit 1: =Harbor House, {DAY}"
    assert first.details["G1"].note == "=1+1"
    assert first.details["G3"].note == "- nobody knew"
    assert first.counts == {"eligible_clients": 0}


def test_every_column_says_what_an_empty_cell_means_and_no_other_is_empty(visited: Visited):
    for table in read(visited.settle().office).filled:
        for place, column in enumerate(table.layout.columns):
            empty = any(row[place] is None for row in table.rows)
            assert not empty or column.missing, f"{table.layout.name}.{column.name}"
            assert column.meaning.endswith(".")


def test_a_key_tells_the_rows_of_a_table_apart(visited: Visited):
    for table in read(visited.settle().office).filled:
        places = [table.layout.names.index(name) for name in table.layout.key]
        keys = [tuple(row[place] for place in places) for row in table.rows]
        assert len(set(keys)) == len(keys), table.layout.name


def test_the_dictionary_lists_every_column_once():
    listed = [(row[0], row[2]) for row in dictionary().rows]
    assert listed == [(t.name, c.name) for t in LAYOUTS for c in t.columns]
    assert len(set(listed)) == len(listed) > 100


def test_the_same_rows_are_the_same_file(visited: Visited):
    tables = read(visited.ann)
    assert write_tables(tables, "csv") == write_tables(tables, "csv")
    assert write_tables(tables, "parquet") == write_tables(tables, "parquet")
