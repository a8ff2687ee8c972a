"""What was read is still what is stored while the number of changes stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.change_count import count_changes
from storage.people import add_member, change_person, remove_member
from storage.pool import list_pool
from storage.problem import NotFound
from tests.storage.cast import rate


def test_reading_leaves_it_and_a_rating_raises_it(cast):
    before = count_changes(cast.office)
    list_pool(cast.office)
    assert count_changes(cast.office) == before
    rate(cast)
    assert count_changes(cast.office) > before


def test_it_is_the_same_for_everybody_and_rises_when_rights_change(cast, now):
    before = count_changes(cast.outsider)
    assert before == count_changes(cast.office)
    program = cast.visit.program_id
    add_member(cast.office, program, cast.outsider.person.id, now)
    added = count_changes(cast.outsider)
    remove_member(cast.office, program, cast.outsider.person.id, now)
    assert before < added < count_changes(cast.outsider)


def test_who_may_not_use_the_database_any_more_is_not_told(cast, now):
    person = cast.outsider.person
    change_person(cast.office, replace(person, active=False), person.revision, now)
    with pytest.raises(NotFound):
        count_changes(cast.outsider)
