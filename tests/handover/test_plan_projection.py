"""Which actions of a stored plan are projected, in which quarter, and why others are not."""

from __future__ import annotations

import datetime as dt

import pytest

from handover.plan_projection import (
    plan_to_project,
    project_plan,
    quarter_end,
    undated_words,
)
from handover.suggested_actions import path_steps
from reporting.facts import ScaleResult
from scoring import Row, ratings_from_rows
from scoring.explanation import explain_ratings
from scoring.path import Request, find_paths, named_goal
from storage.plans import PlanAction
from tests.shipped_scales import shipped_scales

VISITED, TODAY = dt.date(2026, 3, 2), dt.date(2026, 11, 30)


@pytest.fixture(scope="module")
def results() -> tuple[ScaleResult, ...]:
    """IDDT all 3, GOI all 4."""
    found = []
    for scale_id, level in (("iddt", 3), ("goi", 4)):
        scale = shipped_scales().get(scale_id).scale
        row = Row("visit", dict.fromkeys(scale.item_ids, level), {})
        found.append(ScaleResult(explain_ratings(ratings_from_rows(scale, [row]))))
    return tuple(found)


def action(number: int, **more) -> PlanAction:
    known = {"items": (("iddt", "T8"),), "target": 5, "id": number, "position": number - 1}
    return PlanAction(1, f"Step {number}", **{**known, **more})


def test_quarters_are_counted_from_today_and_end_three_months_on(results):
    """From November 30: the first ends on February 28, as there is no 30th."""
    dues = [
        None,
        dt.date(2026, 5, 1),
        dt.date(2027, 2, 28),
        dt.date(2027, 3, 1),
        dt.date(2029, 11, 30),
        dt.date(2050, 1, 1),
    ]
    actions = [action(n, due=due) for n, due in enumerate(dues, start=1)]
    actions.append(action(7, due=dt.date(2028, 1, 1), status="done"))
    plan = plan_to_project(actions, results, VISITED, TODAY)
    assert [quarter_end(plan.start, n) for n in (1, 2)] == [
        dt.date(2027, 2, 28),
        dt.date(2027, 5, 30),
    ]
    assert [counted.quarter for counted in plan.counted] == [1, 1, 1, 2, 12, 12, 1]
    ahead = plan_to_project([], results, dt.date(2027, 1, 8), TODAY)
    assert ahead.start == dt.date(2027, 1, 8)


def test_what_cannot_be_counted_is_told_with_the_reason(results):
    actions = [
        action(1, status="dropped"),
        action(2, items=()),
        action(3, target=None),
        action(4, target=7),
        action(5, items=(("iddt", "T8"), ("iddt", "T99"), ("gone", "X1"))),
    ]
    plan = plan_to_project(actions, results, VISITED, TODAY)
    assert plan.left_out == (
        "Action 1, Step 1: it was dropped.",
        "Action 2, Step 2: it names no item that it should raise.",
        "Action 3, Step 3: it says no level to aim at.",
        "Action 4, Step 4: 7 is no level of the IDDT scale.",
        "Action 5, Step 5: iddt/T99 and gone/X1 are no items of the scales of this visit.",
    )
    (counted,) = plan.counted
    assert (counted.name, counted.items) == ("action 5", {"iddt": ("T8",)})


def test_an_action_counts_on_each_scale_whose_items_it_names_and_all_last_as_long(results):
    """T8 and T2 from 3 to 5 make 46 / 14 of 42 / 14, G1 from 4 to 5 makes 49 / 12 of 48 / 12."""
    both = action(1, items=(("iddt", "T8"), ("goi", "G1")))
    plan = plan_to_project([both, action(2, items=(("iddt", "T2"),))], results, VISITED, TODAY)
    found = project_plan(plan, results, {1: 1, 2: 3})
    totals = {
        scale: [str(projection.scores.total.value(n)) for n in range(projection.phases + 1)]
        for scale, projection in found.items()
    }
    assert totals == {
        "iddt": ["3", "22/7", "22/7", "23/7"],
        "goi": ["4", "49/12", "49/12", "49/12"],
    }
    alone = project_plan(plan, results, {2: 1})
    assert [e.action.name for e in alone["iddt"].effects] == ["action 2"]
    assert alone["goi"].effects == ()
    assert project_plan(plan, results, {})["goi"].phases == 0


def test_an_action_that_builds_on_another_counts_no_earlier_than_that_one(results):
    """T8 stands at 3: what is to bring it from 4 to 5 waits for what brings it from 3 to 4."""
    first = action(1, baseline=3, target=4)
    second = action(2, baseline=4, target=5)
    plan = plan_to_project([first, second], results, VISITED, TODAY)
    assert _levels_of_t8(project_plan(plan, results, {1: 3, 2: 1})) == [3, 3, 3, 5]
    assert _levels_of_t8(project_plan(plan, results, {1: 1, 2: 2})) == [3, 4, 5]
    # Where nobody lays the ground, the level aimed at is taken at its word.
    assert _levels_of_t8(project_plan(plan, results, {2: 1})) == [3, 5]


def _levels_of_t8(projections) -> list[int]:
    projection = projections["iddt"]
    ratings = projection.scores.ratings
    return [ratings.row(phase).levels["T8"] for phase in range(projection.phases + 1)]


def test_actions_without_a_day_are_counted_aloud(results):
    dated = dt.date(2027, 1, 1)
    actions = [action(1), action(2, due=dated), action(3, status="done")]
    plan = plan_to_project(actions, results, VISITED, TODAY)
    assert undated_words(plan, {1: 1, 2: 1, 3: 1}) == (
        "1 of 3 actions has no due date and is counted in the first quarter: give it a day, or "
        "move it."
    )
    assert undated_words(plan, {1: 4, 2: 1, 3: 1}) == ""


def test_each_step_of_a_path_raises_its_item_over_its_own_levels_alone(results):
    """All 3: the mean 4.20 takes 17 raises, so some items go from 3 to 5."""
    scale = results[0].scored.scale
    request = Request(scale, results[0].scored.row, named_goal(scale, "treatment_mean=4.2"))
    answer = find_paths(request)
    path = answer.paths[0]
    far = [each.item.id for each in path.raises if each.to - each.level == 2]
    steps = path_steps(1, answer, path)
    assert far
    for item in far:
        own = [s for s in steps if s.items == (("iddt", item),)]
        assert (own[0].baseline, own[-1].target) == (3, 5)
        assert [s.baseline for s in own[1:]] == [s.target for s in own[:-1]]
    assert sum(s.target - s.baseline for s in steps) == path.steps == 17


def test_what_is_planned_is_never_taken_for_what_is_rated(results):
    """An action done and verified still waits for the next visit: row 0 is as rated."""
    plan = plan_to_project([action(1, status="done")], results, VISITED, TODAY)
    projection = project_plan(plan, results, {1: 1})["iddt"]
    assert projection.scores.ratings.row(0).levels["T8"] == 3
