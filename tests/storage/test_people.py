"""The people who use it: the first adds the others, and somebody always sees everything."""

from __future__ import annotations

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from storage import tables
from storage.acting import Acting, NotAllowed, Person
from storage.people import (
    PersonProblem,
    StalePerson,
    act,
    add_first_person,
    add_member,
    add_person,
    change_person,
    list_former_people,
    list_members,
    list_people,
    remove_member,
)
from storage.problem import NotFound
from storage.programs import add_program
from storage.store import Store
from storage.verifying import verify


def test_the_first_person_sees_everything_and_adds_the_others(store, now):
    assert list_people(store) == ()
    first = add_first_person(store, "First person", now)
    assert first == Person(first.id, "First person", True, True, False, now, 1)
    office = act(store, first.id)
    second = add_person(office, "second", now)
    assert second == Person(second.id, "second", False, True, False, now, 1)
    third = add_person(office, "Another", now, sees_all=True, invented=True)
    assert (third.sees_all, third.invented) == (True, True)
    assert list_people(store) == (third, first, second)


def test_nobody_is_the_first_person_twice(store, acting, now):
    with pytest.raises(PersonProblem) as raised:
        add_first_person(store, "Me too", now)
    assert str(raised.value) == (
        "This person was not saved.\n"
        "  - name: somebody is using this already. Ask them to add you. [K50]"
    )
    assert list_people(store) == (acting.person,)


def test_of_several_who_come_first_at_once_one_is_the_first(store, now):
    start = threading.Barrier(4)

    def come(name: str) -> Person:
        start.wait()
        return add_first_person(store, name, now)

    with ThreadPoolExecutor(4) as pool:
        ends = [pool.submit(come, name) for name in "abcd"]
    came = [end.result() for end in ends if end.exception() is None]
    assert list_people(store) == tuple(came)
    assert len(came) == 1
    assert {type(end.exception()) for end in ends} == {type(None), PersonProblem}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (" ", "name: it is empty. Fill it in. [K01]"),
        ("n" * 201, "name: 201 characters are more than 200. Shorten it. [K02]"),
        ("a\x00", "name: it holds the character U+0000, which cannot be stored. "
         "Delete it; it often comes along when text is pasted. [K03]"),
    ],
)  # fmt: skip
def test_a_name_that_cannot_be_kept_is_refused(store, acting, now, name, said):
    for save in (
        lambda: add_person(acting, name, now),
        lambda: change_person(acting, replace(acting.person, name=name), 1, now),
        lambda: add_first_person(store, name, now),
    ):
        with pytest.raises(PersonProblem) as raised:
            save()
        assert str(raised.value) == f"This person was not saved.\n  - {said}"
    assert list_people(store) == (acting.person,)


def test_two_people_may_have_one_name(store, acting, now):
    twins = [add_person(acting, "The same", now) for _ in range(2)]
    assert twins[0].id != twins[1].id
    assert list_people(store) == (acting.person, *twins)


def test_who_does_not_see_everything_adds_people_but_gives_away_no_more_than_they_have(
    store, acting, now
):
    second = act(store, add_person(acting, "Second", now).id)
    third = add_person(second, "Third", now)
    with pytest.raises(NotAllowed, match=r"Only who sees everything may add somebody who sees "):
        add_person(second, "Fourth", now, sees_all=True)
    for grab in (
        replace(second.person, sees_all=True),
        replace(second.person, active=False),
        replace(third, sees_all=True),
        replace(third, name="x"),
    ):
        with pytest.raises(NotAllowed, match=r"Only who sees everything may change .*\[K52\]"):
            change_person(second, grab, 1, now)
    assert list_people(store) == (acting.person, second.person, third)


def test_everybody_changes_their_own_name(store, acting, now):
    second = act(store, add_person(acting, "Second", now).id)
    renamed = change_person(second, replace(second.person, name="2nd"), 1, now)
    assert renamed == replace(second.person, name="2nd", revision=2)
    assert act(store, renamed.id).person == renamed


def test_a_change_cannot_alter_since_when_somebody_is_there_or_that_they_are_invented(acting, now):
    second = add_person(acting, "Second", now, invented=True)
    later = now + dt.timedelta(days=1)
    tried = replace(second, name="2nd", invented=False, created_at=later, revision=7)
    assert change_person(acting, tried, 1, now) == replace(second, name="2nd", revision=2)


def test_a_stale_form_does_not_overwrite_a_newer_person(acting, now):
    second = add_person(acting, "Second", now)
    newer = change_person(acting, replace(second, name="Newer"), 1, now)
    with pytest.raises(StalePerson) as raised:
        change_person(acting, replace(second, name="Older"), 1, now)
    assert (raised.value.current, raised.value.attempted.name) == (newer, "Older")
    assert raised.value.by == "First person"
    assert change_person(acting, replace(second, name="Newer"), 1, now) == newer


@pytest.mark.parametrize("loss", [{"sees_all": False}, {"active": False}])
def test_the_last_one_who_sees_everything_stays(store, acting, now, loss):
    add_person(acting, "Second", now)
    with pytest.raises(PersonProblem) as raised:
        change_person(acting, replace(acting.person, **loss), 1, now)
    assert str(raised.value) == (
        "This person was not saved.\n"
        "  - sees everything: nobody else sees everything. "
        "Let somebody else see everything first. [K51]"
    )
    assert act(store, acting.person.id).person == acting.person


def test_who_is_not_active_does_not_count_as_one_who_sees_everything(store, acting, now):
    away = add_person(acting, "Away", now, sees_all=True)
    change_person(acting, replace(away, active=False), 1, now)
    with pytest.raises(PersonProblem, match="K51"):
        change_person(acting, replace(acting.person, sees_all=False), 1, now)


@pytest.mark.parametrize("loss", [{"sees_all": False}, {"active": False}])
def test_of_two_who_take_it_from_each_other_at_once_one_keeps_it(store, acting, now, loss):
    other = act(store, add_person(acting, "Other", now, sees_all=True).id)
    start = threading.Barrier(2)

    def take(by: Acting, whose: Person) -> Person:
        start.wait()
        return change_person(by, replace(whose, **loss), 1, now)

    with ThreadPoolExecutor(2) as pool:
        ends = [pool.submit(take, acting, other.person), pool.submit(take, other, acting.person)]
    assert [end.exception() is None for end in ends].count(True) == 1
    assert [person.sees_all and person.active for person in list_people(store)].count(True) == 1


def test_only_who_sees_everything_sees_who_does_not_use_it_any_more(store, acting, now):
    second = act(store, add_person(acting, "Second", now).id)
    with pytest.raises(NotAllowed, match="Only who sees everything may see who does not use it"):
        list_former_people(second)
    assert list_former_people(acting) == ()


def test_who_is_not_active_is_not_listed_and_comes_back(store, acting, now):
    second = add_person(acting, "Second", now)
    away = change_person(acting, replace(second, active=False), 1, now)
    assert list_people(store) == (acting.person,)
    assert list_former_people(acting) == (away,)
    with pytest.raises(NotFound, match=f"There is no person {second.id}"):
        act(store, second.id)
    back = change_person(acting, replace(away, active=True), 2, now)
    assert act(store, second.id).person == back


@pytest.mark.parametrize("number", [0, 99, -1, 2**31, 2**80])
def test_nobody_acts_as_somebody_who_is_not_there(store, acting, now, number):
    with pytest.raises(NotFound, match=f"There is no person {number}"):
        act(store, number)
    with pytest.raises(NotFound, match=f"There is no person {number}"):
        change_person(acting, replace(acting.person, id=number), 1, now)


def test_who_belongs_to_a_program_is_listed_by_name(store: Store, acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    other = add_program(acting, name="Another", now=now)
    names = [add_person(acting, name, now) for name in ("zoe", "Able", "beth")]
    for person in names:
        add_member(acting, program.id, person.id, now)
        add_member(acting, program.id, person.id, now)  # does nothing
    zoe, able, beth = names
    assert list_members(acting, program.id) == (able, beth, acting.person, zoe)
    assert list_members(acting, other.id) == (acting.person,)
    remove_member(acting, program.id, beth.id, now)
    remove_member(acting, program.id, beth.id, now)  # does nothing
    assert list_members(act(store, zoe.id), program.id) == (able, acting.person, zoe)


def test_only_somebody_who_is_there_is_made_a_member(acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    with pytest.raises(NotFound, match="There is no person 99"):
        add_member(acting, program.id, 99, now)
    assert list_members(acting, program.id) == (acting.person,)


def test_who_is_let_in_by_several_at_once_belongs_to_the_program_once(store, acting, now):
    program = add_program(acting, name="Harbor house", now=now)
    for name in "abc":
        person = add_person(acting, name, now)
        for change, members in (
            (add_member, {acting.person, person}),
            (remove_member, {acting.person}),
        ):
            start = threading.Barrier(6)

            def together(_who: int, change=change, start=start, person=person) -> None:
                start.wait()
                change(acting, program.id, person.id, now)

            with ThreadPoolExecutor(6) as pool:
                list(pool.map(together, range(6)))
            assert set(list_members(acting, program.id)) == members
    with store.read() as connection:
        events = select(func.count()).where(tables.audit_event.c.record == "membership")
        assert connection.execute(events).scalar_one() == 1 + 3 * 2
    assert verify(store) == ()
