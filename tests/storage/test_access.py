"""No function gives away, or changes, what the acting person has nothing to do with."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from dataclasses import fields, replace

import pytest

import storage
from storage.problem import NotFound, StorageError
from storage.verifying import verify
from tests.storage.calls import CALLS, Named, prepare, rows

NAMES_NOTHING = {
    "change_count.count_by_book",
    "change_count.count_changes",
    "programs.add_program",
    "programs.list_programs",
    "people.add_person",
}
NAMES_NOTHING |= {"visit_index.index_programs", "visit_index.index_visits"}
"""Functions that name no record that could be somebody else's."""
NAMES_NOTHING |= {"bundle_export.list_exportable"}
NAMES_A_PERSON = {"people.change_person", "people.list_former_people"}
SEES_EVERYTHING = {"bundle_compare.preview_bundle", "bundle_writing.import_bundle"}
"""Functions for those alone who see everything, whatever they name."""


def test_every_function_that_is_handed_the_acting_person_is_tried_here():
    offered = set()
    for found in pkgutil.iter_modules(storage.__path__):
        module = importlib.import_module(f"storage.{found.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            ours = function.__module__ == module.__name__ and not name.startswith("_")
            if ours and "acting" in inspect.signature(function).parameters:
                offered.add(f"{found.name}.{name}")
    assert offered - {name for name, _ in CALLS} == (
        NAMES_NOTHING | NAMES_A_PERSON | SEES_EVERYTHING
    )


def test_for_who_does_not_belong_there_is_nothing_and_nothing_changes(store, cast, now):
    named = prepare(cast)
    before = rows(store)
    for name, call in CALLS:
        with pytest.raises(NotFound):
            print(name, call(cast.outsider, named, now))
        assert rows(store) == before, name


def test_what_is_not_found_reads_the_same_whether_it_is_there_or_not(store, cast, now):
    named = prepare(cast)
    absent = Named(**{field.name: 999 for field in fields(Named)})
    absent = replace(absent, own=named.own)
    for name, call in CALLS:
        with pytest.raises(NotFound) as there:
            call(cast.outsider, named, now)
        with pytest.raises(NotFound) as away:
            call(cast.outsider, absent, now)
        assert there.value.what == away.value.what, name


def test_the_same_calls_do_find_it_for_who_sees_everything(store, cast, now):
    named = prepare(cast)
    for name, call in CALLS:
        try:
            call(cast.office, named, now)
        except NotFound:
            pytest.fail(name)
        except StorageError:
            pass  # not theirs to do, or not the time for it; it is there all the same
    assert verify(store) == ()


@pytest.mark.parametrize("number", [-1, 2**31, 2**80])
def test_a_number_that_no_record_can_have_is_not_found(store, cast, now, number):
    absent = Named(**{field.name: number for field in fields(Named)})
    before = rows(store)
    for name, call in CALLS:
        with pytest.raises(NotFound):
            print(name, call(cast.office, absent, now))
    assert rows(store) == before
