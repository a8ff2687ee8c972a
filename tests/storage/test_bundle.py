"""Bundles: programs go to another database with all that goes with them, and come back whole."""

from __future__ import annotations

import json
from dataclasses import replace
from io import BytesIO

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from storage import tables
from storage.acting import Operator
from storage.action_verifying import verify_action
from storage.bundle import open_bundle
from storage.bundle_compare import preview_bundle
from storage.bundle_export import export_bundle
from storage.bundle_scope import Scope
from storage.bundle_writing import import_bundle
from storage.people import (
    act,
    add_first_person,
    add_member,
    add_person,
    list_people,
    remove_member,
)
from storage.plans import change_action, list_actions
from storage.portable import portable
from storage.programs import add_program, get_program
from storage.record_check import CHECKS
from storage.store import Store, upgrade
from storage.team import alone
from storage.verifying import verify
from storage.visits import add_visit, change_visit, get_visit
from tests.storage.bundles import brought_in, looked_at, members_of, taken_out
from tests.storage.full_visit import full_visit_in
from tests.storage.site_visit import DAY, NOW, SCALE
from tests.storage.story import Story, play


@pytest.fixture
def told(store: Store, now) -> Store:
    """A database in which every function that writes had its turn."""
    play(Story(store, now))
    return store


@pytest.mark.parametrize("target", ["sqlite", "postgresql"])
def test_what_comes_out_of_an_empty_database_is_what_went_in(told, new_store, target):
    file = taken_out(told)
    other = new_store(target)
    upgrade(other, first=70_001)
    brought_in(other, file)
    assert taken_out(other) == file
    assert verify(other) == ()
    assert standings(other, file) == {"same"}


def standings(store: Store, file: bytes) -> set[str]:
    """How what is in a file stands to what is in a database."""
    programs = looked_at(store, file).programs
    return {part.standing for program in programs for part in (program, *program.visits)}


def test_a_signed_visit_comes_back_with_everything_in_every_table(store, other):
    site = full_visit_in(store)
    action = list_actions(site.lead, site.id)[0]
    change_action(site.contact, replace(action, status="done"), action.revision, NOW)
    verify_action(site.ann, action.id, 1, NOW)
    brought_in(other, taken_out(store))
    file = taken_out(other)
    assert [name for name in tables.metadata.tables if not rows_in(file, name)] == []
    assert get_visit(act(other, site.lead.person.id), site.id) == get_visit(site.lead, site.id)


def rows_in(file: bytes, table: str) -> list[dict]:
    return [json.loads(line) for line in members_of(file)[f"tables/{table}.jsonl"].splitlines()]


def test_chosen_programs_take_along_only_what_and_whom_they_name(store, cast, now):
    file = taken_out(store, [cast.other_program.id])
    assert [row["name"] for row in rows_in(file, "program")] == ["Another program"]
    assert [row["name"] for row in rows_in(file, "person")] == ["The outsider"]
    assert rows_in(file, "visit") == []
    assert {row["book"] for row in rows_in(file, "audit_event")} == {
        f"program {cast.other_program.id}"
    }
    assert b'"people"' not in b"".join(members_of(file).values())


def test_a_former_member_goes_along_because_the_audit_trail_names_them(store, acting, now):
    program = add_program(acting, name="P", now=now).id
    former = add_person(acting, "Former", now).id
    add_member(acting, program, former, now)
    remove_member(acting, program, former, now)
    assert [row["name"] for row in rows_in(taken_out(store), "person")] == [
        "First person",
        "Former",
    ]


def test_what_was_done_elsewhere_comes_back_as_the_newer_state(store, other, now):
    site = full_visit_in(store)
    brought_in(other, taken_out(store))
    lead = act(other, site.lead.person.id)
    visit = add_visit(lead, site.visit.program_id, DAY, "self_audit", alone("Lee", 1), [SCALE], now)
    assert visit.id == 70_001
    change_visit(lead, replace(visit, note="Begun elsewhere"), 1, now)
    file = taken_out(other)
    (program,) = looked_at(store, file).programs
    assert [(v.id, v.standing, v.changes) for v in program.visits] == [
        (site.id, "same", 0),
        (70_001, "new", 4),
    ]
    brought_in(store, file)
    assert taken_out(store) == file
    change_visit(lead, replace(get_visit(lead, 70_001), note="And gone on"), 2, now)
    file = taken_out(other)
    (program,) = looked_at(store, file).programs
    assert [(v.standing, v.changes) for v in program.visits] == [("same", 0), ("newer", 1)]
    assert get_visit(site.lead, 70_001).note == "Begun elsewhere"
    brought_in(store, file)
    assert get_visit(site.lead, 70_001).note == "And gone on"
    assert verify(store) == ()
    assert {v.standing for p in looked_at(other, taken_out(store)).programs for v in p.visits} == {
        "same"
    }


def test_an_older_file_changes_nothing(store, cast, now):
    file = taken_out(store)
    change_visit(cast.lead, replace(cast.visit, note="Later"), 1, now)
    (older,) = (v for p in looked_at(store, file).programs for v in p.visits)
    assert (older.standing, older.changes) == ("older", 0)
    before = taken_out(store)
    assert brought_in(store, file).brought == ()
    assert taken_out(store) == before


def test_who_is_new_sees_everything_only_where_nobody_was(store, other, new_store, now):
    site = full_visit_in(store)
    file = taken_out(store)
    empty, used = new_store("sqlite"), other
    upgrade(empty)
    add_first_person(used, "Somebody", now)
    assert {p.name for p in brought_in(empty, file).people if p.keeps_sight} == {"Lee"}
    assert [p.sees_all for p in list_people(empty) if p.name == "Lee"] == [True]
    preview = brought_in(used, file)
    assert [(p.name, p.sees_all, p.keeps_sight) for p in preview.people if p.sees_all] == [
        ("Lee", True, False)
    ]
    assert [p.name for p in list_people(used) if p.sees_all] == ["Somebody"]
    assert verify(used) == ()
    again = act(used, 70_001)
    assert get_program(again, site.visit.program_id).name == "Invented program"


def test_records_go_on_with_the_numbers_of_the_database_they_are_added_to(
    store, acting, other, now
):
    lou = act(other, add_first_person(other, "Lou", now).id)
    theirs = add_program(lou, name="Theirs", now=now).id
    add_visit(lou, theirs, DAY, "self_audit", alone("Lou", lou.person.id), [SCALE], now)
    brought_in(store, taken_out(other))
    assert add_program(acting, name="Ours", now=now).id == 1
    assert add_person(acting, "Ours", now).id == 2
    brought_in(other, taken_out(store, [1]))
    assert add_program(lou, name="Theirs again", now=now).id == theirs + 1
    team = alone("First person", acting.person.id)
    assert add_visit(acting, theirs, DAY, "self_audit", team, [SCALE], now).id == 1


def test_every_table_has_a_place_in_a_bundle_and_a_check():
    """A table that is added later is not forgotten: this says where to add it."""
    scope = Scope((1,), (2,), (3,), (4,))
    for table in portable(tables.metadata):
        assert scope.conditions(table.table), table.name
    assert {table.name for table in tables.LOGGED} == set(CHECKS)
    later = Table("later", MetaData(), Column("id", Integer, primary_key=True))
    with pytest.raises(TypeError, match="later has no place in a bundle yet"):
        scope.conditions(later)


def test_a_bundle_is_told_how_far_it_has_come(store, cast, other):
    told: list[tuple[int, int]] = []
    raw = BytesIO()
    ends = []

    def tell(done: int, total: int) -> None:
        told.append((done, total))

    def end() -> None:
        assert told == sorted(told)
        assert len({total for _done, total in told}) == 1
        ends.append(told[-1][0] / told[-1][1])
        told.clear()

    export_bundle(Operator(store), raw, None, tell)
    end()
    with open_bundle(raw, "it", tell) as bundle:
        end()
        preview = preview_bundle(Operator(other), bundle)
        import_bundle(Operator(other), bundle, preview, NOW, progress=tell)
        end()
    assert ends == [1, 1, 1]
