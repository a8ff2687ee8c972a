"""Many changes to a plan at once: all are kept, or none."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest

from storage.action_verifying import list_checks
from storage.plan_filling import keep_plan
from storage.plans import (
    ActionProblem,
    PlanAction,
    StaleAction,
    add_action,
    change_action,
    list_actions,
    remove_action,
)
from storage.problem import NotFound
from storage.store import Store
from storage.verifying import verify
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def site(store: Store) -> SiteVisit:
    return begin_site_visit(store, "with_program")


@pytest.fixture
def plan(site: SiteVisit) -> tuple[PlanAction, PlanAction]:
    first, second = (
        add_action(site.contact, PlanAction(site.id, do), NOW) for do in ("Train", "Hire")
    )
    return first, second


def test_changes_and_new_actions_are_kept_together(store, site, plan):
    done = replace(plan[0], status="done")
    new = PlanAction(site.id, "Talk to the board")
    kept = keep_plan(site.ann, site.id, [done, plan[1]], [new], LATER)
    assert kept == list_actions(site.lead, site.id)
    assert [(a.do, a.status, a.revision) for a in kept] == [
        ("Train", "done", 2),
        ("Hire", "planned", 1),
        ("Talk to the board", "planned", 1),
    ]
    # Done is the word of who brought it.
    assert list_checks(site.lead, site.id)[plan[0].id].done_name == "Ann"
    assert verify(store) == ()


def test_one_stale_action_keeps_all_from_being_saved(site, plan):
    change_action(site.lead, replace(plan[1], owner="Kim"), 1, LATER)
    before = list_actions(site.lead, site.id)
    tried = [replace(plan[0], owner="Lou"), replace(plan[1], owner="Lou")]
    with pytest.raises(StaleAction) as raised:
        keep_plan(site.lead, site.id, tried, [PlanAction(site.id, "More")], LATER)
    assert raised.value.current.owner == "Kim"
    assert list_actions(site.lead, site.id) == before


def test_an_action_that_is_gone_keeps_all_from_being_saved(site, plan):
    remove_action(site.lead, plan[1], 1, LATER)
    with pytest.raises(NotFound):
        keep_plan(site.lead, site.id, [replace(plan[0], owner="Lou"), plan[1]], [], LATER)
    assert [a.owner for a in list_actions(site.lead, site.id)] == [""]


def test_an_action_of_another_plan_is_not_changed(site, plan):
    other = site.another().walk_to("with_program")
    with pytest.raises(NotFound):
        keep_plan(site.lead, other.id, [replace(plan[0], owner="Lou")], [], LATER)


def test_all_that_is_wrong_is_told_together(site, plan):
    wrong = [replace(plan[0], do=" ")]
    with pytest.raises(ActionProblem) as raised:
        keep_plan(site.lead, site.id, wrong, [PlanAction(site.id, "", target=11)], LATER)
    assert [p.place for p in raised.value.problems] == [
        f"action {plan[0].id}, what to do",
        "new action 1, what to do",
        "new action 1, target",
    ]


def test_words_that_look_like_a_clients_are_not_saved_unless_somebody_says_so(site, plan):
    told = PlanAction(site.id, "Call the family of John Smith, born 03/04/1980")
    with pytest.raises(ActionProblem, match="K40"):
        keep_plan(site.lead, site.id, [replace(plan[0], owner="Lou")], [told], LATER)
    assert list_actions(site.lead, site.id) == plan
    keep_plan(site.lead, site.id, [], [told], LATER, accept_identifiers=True)
    assert len(list_actions(site.lead, site.id)) == 3


def test_many_new_actions_take_as_many_times_longer_and_not_the_square_of_it(site):
    """Others wait while a plan is written: four times as many may take four times as long."""
    keep_plan(site.ann, site.id, [], [PlanAction(site.id, "The first")], LATER)

    def seconds(site: SiteVisit, number: int) -> float:
        new = [PlanAction(site.id, f"Step {place}") for place in range(number)]
        began = time.process_time()
        keep_plan(site.ann, site.id, [], new, LATER)
        return time.process_time() - began

    few = seconds(site, 200)
    assert seconds(site.another().walk_to("with_program"), 800) <= 8 * few
