"""Opening a database, and what is said when that cannot be done."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from storage import tables
from storage.answers import Answer
from storage.location import default_url
from storage.people import act, add_first_person, list_people
from storage.problem import StoreUnavailable
from storage.programs import add_program, list_programs
from storage.store import Store, upgrade


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_sqlite_is_set_up_so_that_an_acknowledged_answer_survives(store):
    asked = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "fullfsync")
    with store.read() as connection:
        told = [connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in asked]
    assert told == ["wal", 2, 1, 30_000, 1]  # 2 is FULL


def test_a_transaction_is_kept_whole_or_not_at_all(store, acting, now):
    add_program(acting, name="Kept", now=now)
    with pytest.raises(RuntimeError, match="midway"), store.write() as connection:
        connection.execute(text("DELETE FROM membership"))
        connection.execute(text("DELETE FROM program"))
        raise RuntimeError("midway")
    assert [program.name for program in list_programs(acting)] == ["Kept"]


def test_a_row_that_refers_to_a_missing_one_is_refused(store):
    with pytest.raises(IntegrityError), store.write() as connection:
        connection.execute(
            text("INSERT INTO assessment VALUES (1, 99, 'iddt', '1.0.0', 'aa', 4)"),
        )


@pytest.mark.parametrize(("state", "level"), [("rated", None), ("unanswered", 3)])
def test_the_database_itself_refuses_a_level_without_a_rating(store, begin, now, state, level):
    row = vars(Answer(begin().id, "R", "T1", state, level, revision=1, updated_at=now))
    with pytest.raises(IntegrityError, match="level_when_rated"), store.write() as connection:
        connection.execute(tables.answer.insert().values(row))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused_because_it_keeps_nothing(url):
    with pytest.raises(StoreUnavailable, match=r"Name a file\. \[K21\]"):
        Store.open(url)


@pytest.mark.parametrize("url", ["my data.sqlite", "nosuchdatabase://host/x", ""])
def test_a_url_that_is_none_is_explained(url):
    with pytest.raises(StoreUnavailable, match=r"Write it like sqlite:////folder"):
        Store.open(url)


def test_a_folder_that_is_not_there_is_explained(tmp_path: Path):
    with (
        closing(Store.open(f"sqlite:///{tmp_path}/none/x.sqlite")) as store,
        pytest.raises(StoreUnavailable, match="unable to open database file"),
    ):
        upgrade(store)


def test_a_file_that_is_no_database_is_explained_and_left_alone(tmp_path: Path):
    file = tmp_path / "fidelity.sqlite"
    file.write_text("These are my notes. " * 100)
    with (
        closing(Store.open(default_url(tmp_path))) as store,
        pytest.raises(StoreUnavailable, match="file is not a database"),
    ):
        upgrade(store)
    assert file.read_text() == "These are my notes. " * 100


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_locked_database_is_explained_and_can_be_written_afterwards(acting, url, now):
    file = make_url(url).database
    assert file
    with closing(Store.open(f"{url}?timeout=0.05")) as store:
        hasty = act(store, acting.person.id)
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            for _ in range(20):  # more often than there are connections in the pool
                with pytest.raises(StoreUnavailable, match="database is locked"):
                    add_program(hasty, name="Harbor house", now=now)
            assert list_programs(hasty) == ()
        assert add_program(hasty, name="Harbor house", now=now).revision == 1


def test_a_file_that_another_process_is_just_creating_is_waited_for(tmp_path: Path):
    url = default_url(tmp_path)
    file = make_url(url).database
    assert file
    with closing(sqlite3.connect(file, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        threading.Timer(0.2, other.rollback).start()
        with closing(Store.open(url)) as store:
            upgrade(store)
            assert list_people(store) == ()


def test_data_is_there_after_closing_and_opening_again(url, now):
    with closing(Store.open(url)) as store:
        upgrade(store)
        first = add_first_person(store, "First person", now)
        added = add_program(act(store, first.id), name="Harbor house", now=now)
    with closing(Store.open(url)) as store:
        upgrade(store)
        assert list_people(store) == (first,)
        assert list_programs(act(store, first.id)) == (added,)


@pytest.mark.parametrize("folder", ["plain", "with blank", "100% é #1?", "a@b:c"])
def test_the_default_place_is_a_file_in_a_folder_that_is_created(tmp_path: Path, folder, now):
    place = tmp_path / folder / "deeper"
    with closing(Store.open(default_url(place))) as store:
        upgrade(store)
        add_first_person(store, "First person", now)
    assert (place / "fidelity.sqlite").stat().st_size > 0


def test_a_relative_folder_is_settled_once(tmp_path: Path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert make_url(default_url(Path("data"))).database == str(tmp_path / "data/fidelity.sqlite")
