"""Improvement plans: actions kept in an order of their own, never overwritten unseen."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.plans import (
    ActionProblem,
    PlanAction,
    StaleAction,
    add_action,
    change_action,
    list_actions,
    move_action,
    remove_action,
)
from storage.problem import NotFound

MARCH = dt.date(2026, 3, 2)
MAY = dt.date(2026, 5, 4)


def planned(acting, visit_id):
    return [(action.position, action.do) for action in list_actions(acting, visit_id)]


def three(acting, visit_id, now):
    return [add_action(acting, PlanAction(visit_id, do), now) for do in ("one", "two", "three")]


def test_a_full_action_comes_back_as_it_was_given(acting, begin, now):
    action = PlanAction(
        begin().visit_id,
        "Review every treatment plan for the stage of change",
        reason="T2 caps the verdict",
        origin="suggested:iddt/T2/stage_review",
        items=(("iddt", "T2"), ("goi", "G6")),
        effort="medium",
        owner="Clinical lead",
        start=MARCH,
        due=MAY,
        barrier="staff_turnover",
        measure_of_success="Nine of ten plans name the stage",
        status="in_progress",
        baseline=2,
        target=4,
        note="=1+1 is not a formula",
    )
    added = add_action(acting, action, now)
    assert added == replace(
        action, id=added.id, position=0, revision=1, created_at=now, updated_at=now
    )
    assert list_actions(acting, action.visit_id) == (added,)


def test_a_change_is_kept_and_counted(acting, begin, now):
    added = add_action(acting, PlanAction(begin().visit_id, "Train staff"), now)
    later = now + dt.timedelta(days=3)
    changed = change_action(acting, replace(added, status="done", owner="Director"), 1, later)
    assert changed == replace(added, status="done", owner="Director", revision=2, updated_at=later)
    assert list_actions(acting, added.visit_id) == (changed,)


def test_a_change_cannot_alter_where_an_action_came_from_or_stands(acting, begin, now):
    visit, other = begin().visit_id, begin().visit_id
    _first, second, _third = three(acting, visit, now)
    tried = replace(second, visit_id=other, origin="suggested:a/b/c", position=0, note="x")
    assert change_action(acting, tried, 1, now) == replace(second, note="x", revision=2)


def test_a_stale_form_does_not_overwrite_a_newer_action(acting, begin, now):
    added = add_action(acting, PlanAction(begin().visit_id, "Train staff"), now)
    newer = change_action(acting, replace(added, owner="Director"), 1, now)
    with pytest.raises(StaleAction) as raised:
        change_action(acting, replace(added, owner="Nurse"), 1, now)
    assert (raised.value.current, raised.value.attempted.owner) == (newer, "Nurse")
    with pytest.raises(StaleAction):
        remove_action(acting, added, 1, now)
    assert list_actions(acting, added.visit_id) == (newer,)


def test_saving_what_is_stored_changes_nothing(acting, begin, now):
    added = add_action(acting, PlanAction(begin().visit_id, "Train staff"), now)
    newer = change_action(acting, replace(added, owner="Director"), 1, now)
    assert change_action(acting, replace(added, owner="Director"), 1, now) == newer


def test_removing_an_action_closes_the_gap(acting, begin, now):
    visit = begin().visit_id
    first, *_ = three(acting, visit, now)
    remove_action(acting, first, 1, now)
    assert planned(acting, visit) == [(0, "two"), (1, "three")]
    with pytest.raises(NotFound, match="It may have been removed elsewhere"):
        change_action(acting, replace(first, note="x"), 1, now)
    added = add_action(acting, PlanAction(visit, "four"), now)
    assert (added.position, added.id > first.id) == (2, True)


@pytest.mark.parametrize(
    ("position", "order"),
    [
        (0, ["three", "one", "two"]),
        (1, ["one", "three", "two"]),
        (2, ["one", "two", "three"]),
        (99, ["one", "two", "three"]),
        (-5, ["three", "one", "two"]),
    ],
)
def test_an_action_is_moved_and_nobodys_form_goes_stale(acting, begin, now, position, order):
    visit = begin().visit_id
    *_, third = three(acting, visit, now)
    moved = move_action(acting, third.id, position, now)
    assert [action.do for action in moved] == order
    assert list_actions(acting, visit) == moved
    assert {action.revision for action in moved} == {1}


def test_the_same_suggestion_is_not_planned_twice_but_own_actions_may_be_alike(acting, begin, now):
    visit, other = begin().visit_id, begin().visit_id
    suggested = PlanAction(visit, "Review plans", origin="suggested:iddt/T2/review")
    add_action(acting, suggested, now)
    with pytest.raises(ActionProblem, match="in the plan already, at place 1"):
        add_action(acting, suggested, now)
    add_action(acting, replace(suggested, visit_id=other), now)
    for _ in range(2):
        add_action(acting, PlanAction(visit, "Talk to the board"), now)
    assert len(list_actions(acting, visit)) == 3


def test_everything_wrong_with_an_action_is_said_at_once(acting, begin, now):
    action = PlanAction(
        begin().visit_id,
        " ",
        origin="the board",
        items=(("iddt", ""),),
        effort="huge",  # type: ignore[arg-type]
        owner="x" * 201,
        start=MAY,
        due=MARCH,
        status="overdue",  # type: ignore[arg-type]
        target=11,
        note="\x00",
    )
    with pytest.raises(ActionProblem) as raised:
        add_action(acting, action, now)
    assert [(p.place, p.code) for p in raised.value.problems] == [
        ("what to do", "K01"),
        ("origin", "K16"),
        ("item 1", "K01"),
        ("effort", "K05"),
        ("owner", "K02"),
        ("start", "K18"),
        ("status", "K05"),
        ("target", "K04"),
        ("note", "K03"),
    ]
    assert "start: it starts on 2026-05-04 but is due on 2026-03-02." in str(raised.value)
    assert list_actions(acting, action.visit_id) == ()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"start": dt.datetime(2026, 3, 2)}, "is not a date"),
        ({"items": (("iddt",),)}, "are not pairs"),
        ({"items": [("iddt", "T1")]}, "are not pairs"),
        ({"items": (("iddt", "T1"),) * 201}, "201 items are more than 200"),
        ({"origin": "suggested:iddt/T2"}, "tells not where"),
        ({"barrier": "b" * 65}, "65 characters are more than 64"),
        ({"baseline": 2.5}, "2.5 is not a whole number"),
    ],
)
def test_what_cannot_be_kept_is_refused_on_a_change_too(acting, begin, now, wrong, said):
    added = add_action(acting, PlanAction(begin().visit_id, "Train staff"), now)
    with pytest.raises(ActionProblem) as raised:
        change_action(acting, replace(added, **wrong), 1, now)
    assert said in str(raised.value)
    assert list_actions(acting, added.visit_id) == (added,)


def test_an_action_may_start_and_be_due_on_one_day(acting, begin, now):
    action = PlanAction(begin().visit_id, "Talk to the board", start=MARCH, due=MARCH)
    assert add_action(acting, action, now).due == MARCH


def test_a_plan_needs_a_visit(acting, now):
    with pytest.raises(NotFound, match="There is no visit 12"):
        add_action(acting, PlanAction(12, "Train staff"), now)
    with pytest.raises(NotFound, match="There is no visit 12"):
        list_actions(acting, 12)
