"""Numbers of records: each new database has its own, and what comes from elsewhere keeps its."""

from __future__ import annotations

import datetime as dt
from contextlib import closing

from sqlalchemy import insert, text
from typer.testing import CliRunner

import fidelity_cli
from storage import tables
from storage.backup import backup, restore
from storage.location import default_url
from storage.numbering import draw_first, last_number, set_last_number
from storage.people import act, add_first_person, add_person
from storage.programs import add_program
from storage.store import Store, downgrade, upgrade

NOW = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)


def test_a_new_database_begins_where_it_is_told(store, now):
    downgrade(store, "base")
    upgrade(store, first=50_001)
    first = add_first_person(store, "Kim", now)
    kim = act(store, first.id)
    assert [first.id, add_person(kim, "Lou", now).id] == [50_001, 50_002]
    assert [add_program(kim, name=name, now=now).id for name in "PQ"] == [50_001, 50_002]


def test_a_database_that_is_there_goes_on_as_it_was(store, acting, now):
    upgrade(store, first=50_001)
    assert add_person(acting, "Lou", now).id == acting.person.id + 1
    downgrade(store, "0002")
    upgrade(store, first=70_001)
    # Who assesses came with 0003; programs were there before.
    kim = act(store, add_first_person(store, "Kim", now).id)
    assert (kim.person.id, add_program(kim, name="P", now=now).id) == (70_001, 1)


def test_a_record_from_elsewhere_does_not_change_how_numbers_go_on(store, acting, now):
    elsewhere(store, 900_001, last=1)
    assert add_person(acting, "Lou", now).id == 2


def test_a_number_that_a_record_from_elsewhere_has_is_passed_over(store, acting, now):
    for number in (2, 3, 5):
        elsewhere(store, number, last=1)
    assert [add_person(acting, name, now).id for name in "LMN"] == [4, 6, 7]


def elsewhere(store: Store, number: int, last: int) -> None:
    """Keep a person with a number, as an import does."""
    row = {"sees_all": False, "active": True, "invented": True, "revision": 1}
    with store.write() as connection:
        row |= {"id": number, "name": "From elsewhere", "created_at": NOW}
        connection.execute(insert(tables.person).values(row))
        set_last_number(connection, "person", last)


def test_the_number_of_a_deleted_record_is_not_given_out_again(store, acting, now):
    gone = add_person(acting, "Lou", now).id
    with store.write() as connection:
        connection.execute(text("DELETE FROM person WHERE id = :id"), {"id": gone})
    assert add_person(acting, "Max", now).id == gone + 1


def test_a_restored_database_goes_on_where_the_saved_one_would(store, acting, now, tmp_path):
    elsewhere(store, 900_001, last=1)
    backup(store, tmp_path / "one.zip")
    with closing(Store.open(default_url(tmp_path))) as other:
        restore(other, tmp_path / "one.zip")
        with other.read() as connection:
            assert last_number(connection, "person") == 1
        backup(other, tmp_path / "two.zip")
        assert add_person(act(other, 1), "Lou", now).id == 2
    assert (tmp_path / "two.zip").read_bytes() == (tmp_path / "one.zip").read_bytes()


def test_where_a_database_begins_is_drawn_and_short_enough_to_be_typed():
    drawn = {draw_first() for _ in range(50)}
    assert len(drawn) > 45
    assert all(10_001 <= n <= 999_990_001 and n % 10_000 == 1 for n in drawn)


def test_the_command_line_draws_where_a_new_database_begins(tmp_path, now, monkeypatch):
    monkeypatch.setenv("FIDELITY_DATABASE_URL", default_url(tmp_path))
    assert CliRunner().invoke(fidelity_cli.app, ["db", "upgrade"]).exit_code == 0
    with closing(Store.open(default_url(tmp_path))) as store:
        first = add_first_person(store, "Kim", now).id
    assert first > 10_000
    assert first % 10_000 == 1
