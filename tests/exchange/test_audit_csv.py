"""The audit trail as a table: one line a field, and nothing in it that a spreadsheet would run."""

from __future__ import annotations

import csv
import io

import pytest

from exchange.audit_csv import Change, write_audit

WHEN = "2026-03-02T09:30:00.000000+00:00"
KEY = {"assessment_id": 1, "item": "T1", "rater": "Ann"}


def written(*changes: Change) -> list[list[str]]:
    out = io.StringIO(newline="")
    lines = write_audit(changes, out)
    head, *rows = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert ",".join(head) == "number,when,who,record,key,field,old,new,why,hash"
    assert lines == len(rows)
    return rows


def test_a_change_is_one_line_for_each_field_that_differs():
    old = {**KEY, "level": 3, "note": "née", "sources": ["Charts"], "confirmed": True}
    new = {**KEY, "level": 4, "note": "née", "sources": ["Charts", "Staff"], "confirmed": False}
    begin = ["7", WHEN, "Ann", "answer", "assessment_id=1 item=T1 rater=Ann"]
    assert written(Change(7, WHEN, "Ann", "answer", KEY, old, new, "One more", "f00d")) == [
        [*begin, "level", "3", "4", "One more", "f00d"],
        [*begin, "sources", '["Charts"]', '["Charts", "Staff"]', "One more", "f00d"],
        [*begin, "confirmed", "true", "false", "One more", "f00d"],
    ]


def test_a_new_and_a_removed_record_are_told_by_what_is_in_them():
    record = {"id": 2, "date": "2026-03-02", "note": "", "caseload": 0, "purged_at": None}
    added = Change(1, WHEN, "Ann", "visit", {"id": 2}, None, record, "", "f00d")
    removed = Change(2, WHEN, "Ann", "visit", {"id": 2}, record, None, "", "f00d")
    assert [row[5:8] for row in written(added)] == [
        ["date", "", "2026-03-02"],
        ["note", "", ""],
        ["caseload", "", "0"],
    ]
    assert [row[5:8] for row in written(removed)] == [
        ["date", "2026-03-02", ""],
        ["note", "", ""],
        ["caseload", "0", ""],
    ]


def test_a_change_without_a_difference_is_told_too():
    same = {"id": 2, "date": "2026-03-02"}
    (row,) = written(Change(3, WHEN, "Ann", "visit", {"id": 2}, same, same, "Again", "f00d"))
    assert row[5:9] == ["", "", "", "Again"]


def test_words_that_were_purged_are_told_as_such():
    old = {**KEY, "note": {"purged": "ab" * 32}}
    new = {**KEY, "note": ""}
    (row,) = written(Change(3, WHEN, "Ann", "answer", KEY, old, new, "", "f00d"))
    assert row[5:8] == ["note", "(purged)", ""]


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t=", "\r=", "\n="])
def test_what_a_spreadsheet_would_run_is_text_wherever_it_stands(begin: str):
    bad = f"{begin}HYPERLINK(1)"
    key = {"id": 1, bad: bad}
    change = Change(
        1, bad, bad, bad, {"id": bad}, {"a": bad}, {bad: bad, "a": "1", **key}, bad, bad
    )
    cells = [cell for row in written(change) for cell in row]
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r\n")]
    assert f"'{bad}" in cells


def test_other_text_stays_as_it_is():
    note = 'She said "no", then: 3 of 5\nand -1, =2'
    (row,) = written(Change(1, WHEN, "Ann", "answer", {}, None, {"note": note}, "", "f00d"))
    assert row[7] == note
