"""Files that are no whole backup: each fault is told with its place, and nothing is restored."""

from __future__ import annotations

import hashlib
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import row_reader
from storage.backup import BACKUP, BackupFault, backup, restore
from storage.location import FILE_NAME, default_url
from storage.row_reader import open_rows
from storage.store import Store

PERSON = "tables/person.jsonl"
Members = dict[str, bytes]


@pytest.fixture
def empty(migrated: Path, tmp_path: Path) -> Iterator[Store]:
    """An empty SQLite database to restore into."""
    shutil.copy(migrated, tmp_path / FILE_NAME)
    with closing(Store.open(default_url(tmp_path))) as store:
        yield store


@pytest.fixture
def made(empty: Store, tmp_path: Path) -> Path:
    """A backup with two people."""
    with empty.write() as connection:
        connection.execute(
            text(
                "INSERT INTO person VALUES (1, 'Kim', 1, 1, 1, '2026-03-02 09:30:00.000000', 1), "
                "(2, 'Lou', 0, 1, 1, '2026-03-02 09:30:00.000000', 1)"
            )
        )
    backup(empty, tmp_path / "saved.zip")
    with empty.write() as connection:
        connection.execute(text("DELETE FROM person"))
    return tmp_path / "saved.zip"


def refusal(store: Store, file: Path) -> str:
    """Restore, and return what is said; the headline names the file."""
    with pytest.raises(BackupFault) as raised:
        restore(store, file)
    with store.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM person")).scalar_one() == 0
    headline, *faults = str(raised.value).split("\n")
    assert headline == f"{file}: this backup was not restored."
    (fault,) = faults
    return fault.removeprefix("  - ")


def rewrite(file: Path, change: Callable[[Members], None], *, noted: bool = False) -> None:
    """Change what is in the zip; with `noted`, the list of contents is made to agree."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    if noted:
        meta = json.loads(members["meta.json"])
        for name, part in meta["tables"].items():
            rows = members[f"tables/{name}.jsonl"]
            total = hashlib.sha256(rows).hexdigest()
            part |= {"rows": rows.count(b"\n"), "bytes": len(rows), "sha256": total}
        members["meta.json"] = json.dumps(meta).encode()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def test_a_file_that_is_something_else_is_told(empty, tmp_path):
    file = tmp_path / "notes.txt"
    assert refusal(empty, file) == (
        "notes.txt: it cannot be read (No such file or directory). Name a file that you may read. "
        "[K41]"
    )
    file.write_text("My notes")
    assert refusal(empty, file) == (
        "notes.txt: it does not begin like a backup. Name a file that `fidelity backup` made. [K41]"
    )
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("notes.txt", "My notes")
    assert refusal(empty, file) == (
        "meta.json: there is none in this zip. Name a file that `fidelity backup` made. [K42]"
    )


def test_half_a_file_is_told_wherever_it_was_cut(empty, made):
    whole = made.read_bytes()
    for size in (5, len(whole) // 2, len(whole) - 1):
        made.write_bytes(whole[:size])
        assert refusal(empty, made) == (
            "saved.zip: its end is missing or damaged (File is not a zip file). "
            "Copy it again from where it was made, or take another one. [K41]"
        )


def test_whatever_byte_is_altered_no_other_row_comes_back(made):
    """Some bits of a zip stand for nothing."""
    whole = made.read_bytes()
    rows = rows_in(made)
    told = 0
    for place in range(0, len(whole), 5):
        altered = bytearray(whole)
        altered[place] ^= 0b10101
        made.write_bytes(altered)
        try:
            assert rows_in(made) == rows
        except BackupFault:
            told += 1
    assert told > 300


def rows_in(file: Path) -> dict[str, list[bytes]]:
    with open_rows(file, BACKUP) as reader:
        return {
            name: [line for _place, line in reader.lines(name)] for name in reader.contents.tables
        }


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            lambda m: m.update({PERSON: m[PERSON].replace(b"Kim", b"Tim")}),
            f"{PERSON}: its checksum is not the one that was noted. "
            "Copy it again from where it was made, or take another one. [K46]",
        ),
        (
            lambda m: m.update({PERSON: m[PERSON].replace(b"Kim", b"Kimberley")}),
            f"{PERSON}: it is not the 259 bytes that were noted",
        ),
        (lambda m: m.pop(PERSON), f"its parts are not those listed ({PERSON})"),
        (lambda m: m.update({"../evil": b""}), "its parts are not those listed (../evil)"),
        (lambda m: m.update({"meta.json": b"[]"}), "meta.json: it cannot be understood"),
        (lambda m: m.update({"meta.json": b"[" * 99_999}), "meta.json: it cannot be understood"),
        (
            lambda m: m.update(
                {"meta.json": m["meta.json"].replace(b'_version": 1', b'_version": 2')}
            ),
            "meta.json: it is of a newer form than this version reads. "
            "Install the newest version of the toolkit. [K43]",
        ),
        (
            lambda m: m.update({"meta.json": m["meta.json"].replace(b'"0006"', b'"9999"')}),
            "meta.json: its tables are of revision '9999', which this version does not know. "
            "Install the version that made it, or a newer one. [K43]",
        ),
        (
            lambda m: m.update({"meta.json": m["meta.json"].replace(b'"0006"', b'"head"')}),
            "meta.json: its tables are of revision 'head', which",
        ),
        (
            lambda m: m.update({"meta.json": m["meta.json"].replace(b'"0006"', b'"0002"')}),
            "meta.json: its tables are not those of its revision (action_check",
        ),
    ],
)
def test_what_does_not_agree_with_its_list_of_contents_is_told(empty, made, change, said):
    rewrite(made, change)
    assert said in refusal(empty, made)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"id":1,', '"id":"1",', "line 1: id is not a whole number: '1'"),
        ('"id":1,', '"id":true,', "line 1: id is not a whole number: 'True'"),
        ('"id":1,', '"id":99999999999,', "line 1: id is not a whole number: '99999999999'"),
        ('"id":1,', "", "line 1: its columns are not those of the table (id)"),
        ('"id":1,', '"id":1,"x":1,', "line 1: its columns are not those of the table (x)"),
        ('"name":"Lou"', '"name":null', "line 2: name is empty"),
        ('"name":"Lou"', '"name":"a\\u0000b"', "line 2: name is not a text"),
        ('"name":"Lou"', '"name":"\\ud83d"', "line 2: name is not a text"),
        ('"sees_all":false', '"sees_all":0', "line 2: sees_all is not a yes or no: '0'"),
        ("2026-03-02T09", "2026-13-02T09", "line 1: created_at is not a moment: '2026-13-02T"),
        ("+00:00", "", "line 1: created_at is not a moment: '2026-03-02T09:30:00.000000'"),
        ("{", "[" * 5_000, "line 1: it is not JSON"),
        ("{", "", "line 1: it is not JSON"),
        ('"id":1,', '"id":2,', "line 1 to tables/person.jsonl, line 2: the database refuses it"),
    ],
)
def test_a_row_that_cannot_be_kept_is_told_with_its_line(empty, made, old, new, said):
    def change(members: Members) -> None:
        members[PERSON] = members[PERSON].replace(old.encode(), new.encode(), 1)

    rewrite(made, change, noted=True)
    assert f"{PERSON}, {said}" in refusal(empty, made)


def test_a_file_that_unpacks_to_more_than_it_says_is_not_unpacked(empty, made, monkeypatch):
    monkeypatch.setattr(row_reader, "LONGEST_ROW", 1_000)
    long_row = b"x" * 5_000_000
    rewrite(made, lambda m: m.update({PERSON: long_row}), noted=True)
    assert refusal(empty, made) == (
        f"{PERSON}, line 1: it is longer than 1,000 bytes. "
        "Copy it again from where it was made, or take another one. [K44]"
    )
    small = replace(BACKUP, most_bytes=1_000_000)
    monkeypatch.setattr("storage.backup.BACKUP", small)
    assert "more than a backup may. Take a backup from a source you trust. [K44]" in refusal(
        empty, made
    )
    rewrite(made, lambda m: m.update({PERSON: b"", "meta.json": b" " * 1_000_001}))
    assert "[K44]" in refusal(empty, made)
