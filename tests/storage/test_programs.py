"""Programs: kept as typed, found by their names, never overwritten unseen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.problem import NotFound
from storage.programs import (
    ProgramProblem,
    StaleProgram,
    add_program,
    archive_program,
    change_program,
    get_program,
    list_programs,
    restore_program,
)


def names(programs):
    return [program.name for program in programs]


def test_a_program_comes_back_as_it_was_added(acting, now):
    added = add_program(
        acting,
        name="Harbor house",
        agency="Invented agency",
        setting="Residential",
        levels_of_care=("3.1", "3.5"),
        region="North",
        caseload=42,
        populations=("adults", "veterans"),
        invented=True,
        now=now,
    )
    assert get_program(acting, added.id) == added
    assert added.levels_of_care == ("3.1", "3.5")
    assert added.created_at == now
    assert (added.revision, added.archived, added.invented) == (1, False, True)


def test_only_a_name_is_needed(acting, now):
    added = add_program(acting, name="Harbor house", now=now)
    assert (added.agency, added.caseload, added.levels_of_care) == ("", None, ())


def test_programs_are_listed_by_name_whatever_the_capitals(acting, now):
    for name in ("beta", "Alpha", "Gamma", "alpha two"):
        add_program(acting, name=name, now=now)
    assert names(list_programs(acting)) == ["Alpha", "alpha two", "beta", "Gamma"]


@pytest.mark.parametrize(
    ("find", "found"),
    [
        ("harbor", ["Harbor house"]),
        ("HOUSE", ["Harbor house"]),
        ("élan", ["Second"]),
        ("ÉLAN", ["Second"]),
        ("strasse", ["Third"]),
        ("east", ["Harbor house", "Third"]),
        ("  second ", ["Second"]),
        ("nowhere", []),
    ],
)
def test_find_looks_at_name_agency_and_region_whatever_the_capitals(acting, now, find, found):
    add_program(acting, name="Harbor house", region="East", now=now)
    add_program(acting, name="Second", agency="Élan", region="West", now=now)
    add_program(acting, name="Third", agency="STRAßE", region="Far east", now=now)
    assert names(list_programs(acting, find)) == found


@pytest.mark.parametrize("find", ["%", "_", "100%", "a_b", "'", "\\"])
def test_find_takes_every_character_for_itself(acting, now, find):
    add_program(acting, name=f"With {find} in it", now=now)
    add_program(acting, name="100 percent, aXb", now=now)
    assert names(list_programs(acting, find)) == [f"With {find} in it"]


def test_an_archived_program_leaves_the_list_and_comes_back(acting, now):
    kept = add_program(acting, name="Kept", now=now)
    gone = add_program(acting, name="Gone", now=now)
    assert archive_program(acting, gone.id, now).archived
    assert list_programs(acting) == (kept,)
    assert names(list_programs(acting, archived=True)) == ["Gone"]
    assert restore_program(acting, gone.id, now).archived is False
    assert names(list_programs(acting)) == ["Gone", "Kept"]


def test_a_change_is_kept_and_counted(acting, now):
    added = add_program(acting, name="Harbor house", now=now)
    changed = change_program(acting, replace(added, caseload=50, populations=("adults",)), 1, now)
    assert (changed.caseload, changed.populations, changed.revision) == (50, ("adults",), 2)
    assert get_program(acting, added.id) == changed


def test_a_change_cannot_archive_or_alter_what_is_not_typed(acting, now):
    added = add_program(acting, name="Harbor house", invented=True, now=now)
    later = now + dt.timedelta(days=1)
    tried = replace(added, name="Bay house", archived=True, invented=False, created_at=later)
    changed = change_program(acting, tried, 1, now)
    assert changed == replace(added, name="Bay house", revision=2)


def test_a_stale_form_does_not_overwrite_a_newer_program(acting, now):
    added = add_program(acting, name="Harbor house", now=now)
    newer = change_program(acting, replace(added, region="North"), 1, now)
    stale = replace(added, region="South")
    with pytest.raises(StaleProgram) as raised:
        change_program(acting, stale, 1, now)
    assert (raised.value.current, raised.value.attempted) == (newer, stale)
    assert get_program(acting, added.id).region == "North"


def test_saving_what_is_stored_changes_nothing_even_from_an_old_form(acting, now):
    added = add_program(acting, name="Harbor house", now=now)
    newer = change_program(acting, replace(added, region="North"), 1, now)
    assert change_program(acting, replace(added, region="North"), 1, now) == newer


def test_everything_wrong_with_a_program_is_said_at_once(acting, now):
    with pytest.raises(ProgramProblem) as raised:
        add_program(
            acting,
            name="  ",
            agency="x" * 201,
            region="No\x00rth",
            caseload=-1,
            populations=("adults", ""),
            now=now,
        )
    assert str(raised.value) == (
        "This program was not saved.\n"
        "  - name: it is empty. Fill it in. [K01]\n"
        "  - agency: 201 characters are more than 200. Shorten it. [K02]\n"
        "  - region: it holds the character U+0000, which cannot be stored. "
        "Delete it; it often comes along when text is pasted. [K03]\n"
        "  - caseload: -1 is not a whole number from 0 to 1,000,000,000. "
        "Correct the number, or leave it empty. [K04]\n"
        "  - population 2: it is empty. Fill it in. [K01]"
    )
    assert list_programs(acting) == ()


@pytest.mark.parametrize("number", [7, 0, -1, 2**31, 2**80])
def test_a_program_that_is_not_there_is_named(acting, now, number):
    for use in (archive_program, restore_program):
        with pytest.raises(NotFound, match=f"There is no program {number}"):
            use(acting, number, now)
    with pytest.raises(NotFound, match=f"There is no program {number}"):
        get_program(acting, number)


def test_a_moment_without_time_zone_is_refused(acting):
    with pytest.raises(ValueError, match="time zone"):
        add_program(acting, name="Harbor house", now=dt.datetime(2026, 3, 2))


def test_a_moment_of_another_time_zone_is_kept_as_the_same_moment(acting):
    there = dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    added = add_program(acting, name="Harbor house", now=there)
    assert get_program(acting, added.id).created_at == dt.datetime(
        2026, 3, 2, 14, 30, tzinfo=dt.UTC
    )
