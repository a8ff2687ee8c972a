"""Backups: everything comes back, on any database, or nothing and the reason."""

from __future__ import annotations

import datetime as dt
import os
import stat
import threading
import tracemalloc

import pytest
from sqlalchemy import insert, select, text

from storage import tables
from storage.backup import BackupFault, backup, restore
from storage.problem import StoreUnavailable
from storage.revisions import revision_of, tables_at
from storage.store import Store, downgrade, upgrade
from tests.storage.full_database import fill

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


@pytest.fixture
def full(store: Store) -> Store:
    """A database with rows in every table."""
    with store.read() as connection:
        revision = revision_of(connection)
    assert revision
    with store.write() as connection:
        fill(connection, tables_at(revision))
    return store


def rows_of(store: Store) -> dict[str, list[tuple]]:
    with store.read() as connection:
        return {
            name: sorted(map(tuple, connection.execute(select(table))), key=repr)
            for name, table in tables.metadata.tables.items()
        }


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_everything_comes_back_on_either_database(full, new_store, target, tmp_path):
    made = backup(full, tmp_path / "one.zip")
    other = new_store(target)
    assert restore(other, tmp_path / "one.zip") == made
    assert {name: part.rows for name, part in made.tables.items()} == dict.fromkeys(
        tables.metadata.tables, 5
    )
    assert rows_of(other) == rows_of(full)
    backup(other, tmp_path / "two.zip")
    assert (tmp_path / "two.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_the_id_of_a_record_deleted_before_is_not_given_out_afterwards(
    store, new_store, target, tmp_path
):
    insert_person(store)
    gone = insert_person(store)
    with store.write() as connection:
        connection.execute(text("DELETE FROM person WHERE id = :id"), {"id": gone})
    backup(store, tmp_path / "one.zip")
    other = new_store(target)
    restore(other, tmp_path / "one.zip")
    assert insert_person(other) == gone + 1


def insert_person(store: Store) -> int:
    values = {"name": "Kim", "sees_all": True, "active": True, "invented": True, "revision": 1}
    with store.write() as connection:
        row = insert(tables.person).values(created_at=NOW, **values)
        return connection.execute(row).inserted_primary_key[0]  # type: ignore[index]


def test_an_empty_database_is_saved_and_restored(store, new_store, tmp_path):
    backup(store, tmp_path / "one.zip")
    other = new_store("sqlite")
    restore(other, tmp_path / "one.zip")
    assert rows_of(other) == {name: [] for name in tables.metadata.tables}


def test_a_backup_of_older_tables_is_brought_to_the_newest(store, new_store, tmp_path):
    downgrade(store, "0002")
    with store.write() as connection:
        fill(connection, tables_at("0002"))
    backup(store, tmp_path / "old.zip")
    other = new_store("sqlite")
    restore(other, tmp_path / "old.zip")
    upgrade(store)
    skip = {"audit_event", "audit_book"}  # their moments are those of the upgrade
    brought, upgraded = rows_of(other), rows_of(store)
    assert {n: r for n, r in brought.items() if n not in skip} == {
        n: r for n, r in upgraded.items() if n not in skip
    }
    assert len(brought["audit_event"]) == len(upgraded["audit_event"]) > 0


def test_a_backup_is_of_one_moment_though_others_go_on_writing(store, tmp_path):
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            with store.write() as connection:  # a book and its event belong together
                n = connection.execute(text("SELECT count(*) FROM audit_book")).scalar_one()
                book = {"book": f"{n:06}", "events": 1, "hash": ""}
                connection.execute(insert(tables.audit_book).values(book))
                names = {c.name: "x" for c in tables.audit_event.c} | {"number": 1}
                event = names | {"book": f"{n:06}", "person_id": None}
                connection.execute(insert(tables.audit_event).values(event))

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backup(store, tmp_path / "one.zip").tables for _ in range(3)]
    finally:
        done.set()
        writer.join()
    counts = [(parts["audit_book"].rows, parts["audit_event"].rows) for parts in made]
    assert [books for books, _ in counts] == [events for _, events in counts]
    assert counts[-1][0] > counts[0][0]


def test_a_backup_is_for_its_owner_alone_and_nothing_lies_beside_it(full, tmp_path):
    file = tmp_path / "saved" / "one.zip"
    file.parent.mkdir()
    file.write_text("an older one")
    backup(full, file)
    assert [path.name for path in file.parent.iterdir()] == ["one.zip"]
    assert file.read_bytes()[:2] == b"PK"
    if os.name != "nt":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_that_fails_leaves_the_older_one(store, tmp_path):
    downgrade(store, "base")
    file = tmp_path / "one.zip"
    file.write_text("an older one")
    with pytest.raises(StoreUnavailable, match=r"has no tables yet.*\[K27\]"):
        backup(store, file)
    assert file.read_text() == "an older one"
    upgrade(store)
    with pytest.raises(BackupFault, match=r"cannot be written \(No such file or directory\)"):
        backup(store, tmp_path / "none" / "one.zip")


def test_a_database_with_data_is_not_written_over(full, tmp_path):
    backup(full, tmp_path / "one.zip")
    before = rows_of(full)
    with pytest.raises(BackupFault, match=r"holds data already \(\w+: 5 rows\).*\[K48\]"):
        restore(full, tmp_path / "one.zip")
    assert rows_of(full) == before


def test_a_database_of_a_newer_version_is_neither_saved_nor_written_over(store, tmp_path):
    backup(store, tmp_path / "one.zip")
    with store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for do in (backup, restore):
        with pytest.raises(StoreUnavailable, match=r"newer version \(revision 9999\).*\[K23\]"):
            do(store, tmp_path / "one.zip")


def test_rows_stream_through_and_are_never_in_memory_together(
    store, tmp_path, new_store, monkeypatch
):
    monkeypatch.setattr("storage.row_lines.AT_ONCE", 10)
    person = {"name": "n" * 20_000, "sees_all": True, "active": True, "invented": True}
    with store.write() as connection:
        person |= {"created_at": NOW, "revision": 1}
        connection.execute(insert(tables.person), [person] * 300)
    other = new_store("sqlite")
    upgrade(other)
    backup(other, tmp_path / "none.zip")  # what is made once stays in memory
    tracemalloc.start()
    try:
        backup(store, tmp_path / "one.zip")
        restore(other, tmp_path / "one.zip")
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 4_000_000  # of 6 MB
