"""At the next visit each action of the last plan shows whether its items moved, and may go on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handover.carry_over import carry_over
from handover.earlier_plans import LastPlan, left_behind, list_earlier_plans
from handover.plan_followup import FollowUp, find_chances, follow_up, items_to_raise
from handover.suggested_actions import draft_of, untaken_first_steps
from handover.visit_report import scale_results, visit_report
from handover.workspace import Workspace
from reporting.followup_words import items_summary
from scoring.chance import chance_of
from scoring.ratings import Row
from storage.action_verifying import verify_action
from storage.own_targets import OwnTarget, set_own_target
from storage.people import act, add_person
from storage.plans import ActionProblem, change_action, remove_action
from storage.store import Store
from tests.handover.two_visits import (
    MARCH,
    NOW,
    SEPTEMBER,
    TINY,
    X1,
    X2,
    Twice,
    begin_twice,
    tiny_catalog,
)
from tests.handover.visited import Visited
from tests.shipped_scales import shipped_scales

TODAY = dt.date(2026, 9, 2)


@pytest.fixture
def twice(store: Store, tmp_path: Path) -> Twice:
    return begin_twice(store, tmp_path / "scales")


def find_last_plan(workspace: Workspace) -> LastPlan | None:
    return next(iter(list_earlier_plans(workspace)), None)


def followed(twice: Twice, workspace: Workspace) -> FollowUp:
    last = find_last_plan(workspace)
    assert last is not None
    return follow_up(workspace, twice.catalog, last, twice.plan_of(workspace), {}, TODAY)


def told(found: FollowUp) -> list[list[tuple]]:
    return [
        [(i.label, i.then, i.target, i.now, i.outcome) for i in each.items]
        for each in found.actions
    ]


def test_each_item_stands_at_its_level_then_its_target_and_its_level_now(twice):
    first = twice.audit(MARCH, {"X1": 1, "X2": 2})
    twice.plan(first, "Greet people", items=(X1, X2), target=3)
    twice.plan(first, "Talk to the board")
    found = followed(twice, twice.audit(SEPTEMBER, {"X1": 3, "X2": 2}))
    assert found.visit.date == MARCH
    assert told(found) == [
        [
            ("X1 Welcome (Tiny)", "1", 3, "3", "reached"),
            ("X2 One plan (Tiny)", "2", 3, "2", "same"),
        ],
        [],
    ]
    assert found.actions[0].items[0].words == (
        "Target reached: 1 to 3: cannot be told from chance, as too few visits were rated by two"
    )
    assert found.actions[0].items[1].words == "Not moved"
    summary = items_summary([item for each in found.actions for item in each.items])
    assert summary == "Of 2 items to raise: 1 at the target and 1 not moved."


@pytest.mark.parametrize(
    ("then", "now", "outcome", "words"),
    [
        (1, 2, "higher", "Higher, target not reached"),
        (2, 1, "lower", "Lower"),
        (3, 3, "reached", "At the target both times"),
        (None, 3, "reached", "Target reached"),
        (None, 2, "unknown", "Not known"),
        (2, None, "unknown", "Not known"),
    ],
)
def test_what_became_of_an_item(twice, then, now, outcome, words):
    first = twice.audit(MARCH, {"X2": 1} | ({"X1": then} if then else {}))
    twice.plan(first, "Greet people", items=(X1,))  # the target is that of the scale
    [each] = followed(
        twice, twice.audit(SEPTEMBER, {"X2": 1} | ({"X1": now} if now else {}))
    ).actions
    [item] = each.items
    assert (item.outcome, item.target) == (outcome, 3)
    assert item.words.split(":")[0] == words
    assert (item.then, item.now) == (str(then or "not rated"), str(now or "not rated"))


def test_an_item_with_a_target_of_its_own_is_held_to_that(twice):
    first = twice.audit(MARCH, {"X1": 1, "X2": 1})
    twice.plan(first, "Greet people", items=(X1, X2))
    set_own_target(twice.acting, OwnTarget(first.assessment("tiny").id, "item", "X1", 200), 0, NOW)
    [each] = followed(twice, twice.audit(SEPTEMBER, {"X1": 2, "X2": 2})).actions
    assert [(item.target, item.outcome) for item in each.items] == [(2, "reached"), (3, "higher")]


def test_chance_is_told_where_enough_visits_were_rated_by_two(twice):
    """On 24 visits two raters agreed on X1, and were a level apart on X2 half the time."""
    first = twice.audit(MARCH, {"X1": 1, "X2": 1})
    twice.plan(first, "Greet people", items=(X1, X2), target=3)
    later = twice.audit(SEPTEMBER, {"X1": 3, "X2": 2})
    pairs = [
        {"A": Row("A", {"X1": 2, "X2": 2}, {}), "B": Row("B", {"X1": 2, "X2": 2 + k % 2}, {})}
        for k in range(24)
    ]
    chances = {"tiny": chance_of(twice.catalog.get("tiny").scale, pairs)}
    last = find_last_plan(later)
    assert last is not None
    [each] = follow_up(later, twice.catalog, last, (), chances, TODAY).actions
    assert [item.words for item in each.items] == [
        "Target reached: 1 to 3: more than chance explains",
        "Higher, target not reached: 1 to 2: can be chance alone",
    ]


def test_chance_is_worked_out_from_all_that_the_person_sees(visited: Visited):
    chances = find_chances(visited.office, shipped_scales(), ["goi", "gone"])
    assert list(chances) == ["goi"]
    visited.settle()
    assert find_chances(visited.office, shipped_scales(), ["goi"])["goi"].visits == 1


def test_an_item_that_was_renamed_is_followed_under_its_new_name(twice, tmp_path):
    first = twice.audit(MARCH, {"X1": 1, "X2": 2})
    twice.plan(first, "Greet people", items=(X1, X2), target=3)
    newer = TINY.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 2.0.0")
    newer = newer.replace("[X1, X2]", "[Y1, X2]").replace("id: X1\n", "id: Y1\n")
    follows = "follows:\n  - {version: 1.0.0, note: One name., renamed: [{was: X1, now: Y1}]}\n"
    twice.catalog = tiny_catalog(
        tmp_path / "newer", newer.replace("verdicts:\n", follows + "verdicts:\n")
    )
    assert not twice.catalog.faults
    later = twice.audit(SEPTEMBER, {"Y1": 2, "X2": 3})
    found = followed(twice, later)
    assert told(found) == [
        [
            ("Y1 Welcome (Tiny)", "1", 3, "2", "higher"),
            ("X2 One plan (Tiny)", "2", 3, "3", "reached"),
        ]
    ]
    [kept] = carry_over(later, found.actions, NOW, TODAY)
    assert kept.items == (("tiny", "Y1"), X2)
    assert kept.baseline == 2


def test_a_version_that_says_nothing_of_the_old_one_is_not_compared(twice, tmp_path):
    first = twice.audit(MARCH, {"X1": 1, "X2": 2})
    twice.plan(first, "Greet people", items=(X1,), target=3)
    newer = TINY.read_text(encoding="utf-8").replace("version: 1.0.0", "version: 2.0.0")
    twice.catalog = tiny_catalog(tmp_path / "newer", newer)
    [each] = followed(twice, twice.audit(SEPTEMBER, {"X1": 3, "X2": 3})).actions
    assert [(i.outcome, i.words) for i in each.items] == [
        ("unknown", "The versions of the scale do not say what it is now")
    ]


def test_the_last_plan_is_the_latest_earlier_one_that_holds_anything(twice):
    first = twice.audit(MARCH, {"X1": 1})
    assert find_last_plan(first) is None
    action = twice.plan(first, "Greet people")
    twice.audit(dt.date(2026, 6, 1), {"X1": 1})
    later = twice.audit(SEPTEMBER, {"X1": 2})
    twice.plan(later, "Something new")
    assert find_last_plan(later) == LastPlan(first.visit, (action,))
    assert find_last_plan(first) is None


def test_what_older_plans_left_unfinished_is_found_until_it_goes_on(twice):
    first = twice.audit(MARCH, {"X1": 1})
    greet = twice.plan(first, "Greet people", items=(X1,))
    hire, train = twice.plan(first, "Hire"), twice.plan(first, "Train", status="in_progress")
    twice.plan(first, "Hang up the poster", status="done")
    twice.plan(first, "Paint the door", status="dropped")
    second = twice.audit(SEPTEMBER, {"X1": 2})
    # Dropped at the second visit it is settled.
    twice.plan(second, "Train", origin=f"carried:{train.id}", status="dropped")
    new = twice.plan(second, "Something new")
    third = twice.audit(dt.date(2027, 3, 1), {"X1": 2})
    earlier = list_earlier_plans(third)
    assert [plan.visit.date for plan in earlier] == [SEPTEMBER, MARCH]
    [older] = left_behind(earlier, ())
    assert older == LastPlan(first.visit, (greet, hire))
    found = follow_up(third, twice.catalog, older, (), {}, TODAY)
    [kept] = carry_over(third, found.actions[:1], NOW, TODAY)
    assert (kept.origin, kept.baseline) == (f"carried:{greet.id}", 2)
    [rest] = left_behind(earlier, twice.plan_of(third))
    assert rest.actions == (hire,)
    assert new in earlier[0].actions  # the last plan is told of by itself
    assert left_behind(list_earlier_plans(second), twice.plan_of(second)) == ()


def test_items_are_counted_once_and_those_of_dropped_actions_not_at_all(twice):
    first = twice.audit(MARCH, {"X1": 1, "X2": 1})
    twice.plan(first, "Greet people", items=(X1,), target=3, status="dropped")
    twice.plan(first, "Open the door", items=(X1,), target=2)
    twice.plan(first, "Put up a sign", items=(X1,), target=3)
    twice.plan(first, "Paint the door", items=(X2,), status="dropped")
    found = followed(twice, twice.audit(SEPTEMBER, {"X1": 2, "X2": 2}))
    assert items_summary(items_to_raise(found.actions)) == (
        "Of 1 item to raise: 1 higher and not there yet."
    )


def test_what_is_unfinished_is_carried_over_once_with_the_level_of_now(twice):
    first = twice.audit(MARCH, {"X1": 1, "X2": 1})
    old = twice.plan(
        first,
        "Greet people",
        reason="It is the door",
        items=(X1, X2),
        effort="small",
        owner="Kim",
        start=MARCH,
        due=dt.date(2026, 6, 1),
        barrier="staff_turnover",
        measure_of_success="Seen twice",
        status="in_progress",
        baseline=1,
        target=3,
        note="Began with the lobby",
    )
    done = twice.plan(first, "Hang up the poster", status="done")
    dropped = twice.plan(first, "Paint the door", status="dropped")
    later = twice.audit(SEPTEMBER, {"X1": 2, "X2": 3})
    found = followed(twice, later)
    assert [each.unfinished for each in found.actions] == [True, False, False]
    [kept] = carry_over(later, found.actions[:1], NOW, TODAY)
    assert kept == replace(
        old,
        visit_id=later.visit.id,
        origin=f"carried:{old.id}",
        baseline=2,
        due=None,  # it has passed
        note="",
        id=kept.id,
        position=0,
        revision=1,
    )
    after = followed(twice, later)
    assert [(each.place, each.unfinished) for each in after.actions] == [
        (1, False),
        (None, False),
        (None, False),
    ]
    with pytest.raises(ActionProblem, match="carried over already, to place 1"):
        carry_over(later, found.actions[:1], NOW, TODAY)
    assert twice.plan_of(first) == (old, done, dropped)


def test_all_are_carried_over_or_none(twice):
    first = twice.audit(MARCH, {"X1": 1})
    ahead = dt.date(2027, 1, 1)
    twice.plan(first, "Greet people", start=MARCH, due=ahead)
    gone = twice.plan(first, "Hire")
    later = twice.audit(SEPTEMBER, {"X1": 1})
    found = followed(twice, later)
    remove_action(twice.acting, gone, 1, NOW)
    with pytest.raises(ActionProblem, match=f"has an action {gone.id}"):
        carry_over(later, found.actions, NOW, TODAY)
    assert twice.plan_of(later) == ()
    [kept] = carry_over(later, followed(twice, later).actions, NOW, TODAY)
    assert (kept.start, kept.due, kept.baseline) == (MARCH, ahead, None)


def test_the_chain_goes_on_through_several_visits_and_the_report_says_where_from(twice):
    first = twice.audit(MARCH, {"X1": 1})
    twice.plan(first, "Greet people", items=(X1,), target=3)
    second = twice.audit(SEPTEMBER, {"X1": 2})
    carry_over(second, followed(twice, second).actions, NOW, TODAY)
    third = twice.audit(dt.date(2027, 3, 1), {"X1": 3})
    found = followed(twice, third)
    assert told(found) == [[("X1 Welcome (Tiny)", "2", 3, "3", "reached")]]
    [kept] = carry_over(third, found.actions, NOW, TODAY)
    assert (kept.baseline, kept.target) == (3, 3)
    for workspace, words in (
        (first, ""),
        (second, "Carried over from the plan of 2026-03-02"),
        (third, "Carried over from the plan of 2026-09-01"),
    ):
        [row] = visit_report(workspace, TODAY).plan
        assert row.carried == words
    remove_action(twice.acting, twice.plan_of(second)[0], 1, NOW)
    assert visit_report(third, TODAY).plan[0].carried == "Carried over from an earlier plan"


def test_what_was_carried_over_is_not_suggested_anew(twice):
    first = twice.audit(MARCH, {"X1": 1, "X2": 3})
    twice.plan(first, "Greet people.", items=(X1,), target=3)
    later = twice.audit(SEPTEMBER, {"X1": 1, "X2": 3})
    draft = draft_of(scale_results(later))
    before = [step.action.do for step in untaken_first_steps(draft, ())]
    assert "Greet people." in before
    carry_over(later, followed(twice, later).actions, NOW, TODAY)
    after = [step.action.do for step in untaken_first_steps(draft, twice.plan_of(later))]
    assert after == [do for do in before if do != "Greet people."]


def test_the_report_says_since_when_and_how_long_overdue(twice, store):
    first = twice.audit(MARCH, {"X1": 1})
    late = twice.plan(first, "Greet people", due=dt.date(2026, 6, 1))
    later = NOW + dt.timedelta(days=30)
    change_action(twice.acting, replace(late, status="in_progress"), 1, later)
    done = twice.plan(first, "Hire", status="done")
    other = act(store, add_person(twice.acting, "Ann", NOW, sees_all=True).id)
    verify_action(other, done.id, 1, later)
    report = visit_report(first, TODAY)
    assert report.plan_summary == (
        "2 actions: 1 in progress, 1 done (1 verified), 1 overdue. 1 open action without an owner."
    )
    one, two = report.plan
    assert one.status_words == "In progress since 2026-04-01"
    assert one.overdue_words == "Overdue since 2026-06-01, by 93 days"
    assert two.status_words == (
        "Done (called done by Rater on 2026-03-02; verified by Ann on 2026-04-01)"
    )
    assert two.overdue_words == ""


def test_a_plan_that_a_person_may_not_see_is_passed_over(visited: Visited, in_hand: Callable):
    """Before all have handed in, the plan of a site visit is nobody's to see."""
    workspace = in_hand(visited.ann, visited.visit)
    later = replace(workspace, visit=replace(workspace.visit, id=10**6, date=dt.date(2027, 1, 1)))
    assert find_last_plan(later) is None
