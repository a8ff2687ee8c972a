"""One program over time: what counts as a result, and what was noted and planned beside it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pytest

from handover.change_story import item_stories, reasons_of
from handover.pool import load_pool
from handover.pool_benchmarks import pool_benchmarks
from handover.program_history import ProgramHistory, change_of, program_history
from handover.scored_pool import score_pool
from reporting.change_table import ItemStory, items_table, means_table, sort_items
from scales.model import Scale
from storage.acting import Acting
from storage.action_verifying import list_checks, verify_action
from storage.answers import Answer, save_answer
from storage.people import act, add_person
from storage.plans import PlanAction, add_action
from storage.team import CONSENSUS, alone
from storage.visits import add_visit, get_assessments
from tests.handover.visited import ANN, NOW, Visited, pin
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
CANNOT_TELL = "cannot be told from chance, as too few visits were rated by two"
FIRST = dt.date(2025, 4, 14)


@dataclass(frozen=True)
class Twice:
    """A program that rated itself in 2025 and was visited in 2026."""

    visited: Visited
    first: int

    def history(self, acting: Acting, scale: Scale = GOI) -> ProgramHistory:
        pool = load_pool(acting, shipped_scales())
        return program_history(pool[0].program, scale, pool)

    def stories(self, acting: Acting) -> dict[str, ItemStory]:
        history = self.history(acting)
        change = change_of(GOI, *history.visits)
        return item_stories(acting, change.items, history.visits[1], history.visits[:1])


@pytest.fixture
def twice(visited: Visited) -> Twice:
    """In the self-audit of 2025 every item was a 3, but for G2 with a 2; G12 was left out."""
    ann = visited.ann
    scale = shipped_scales().get("goi")
    team = alone(ANN, ann.person.id)
    visit = add_visit(visited.office, visited.program, FIRST, "self_audit", team, [pin(scale)], NOW)
    (place,) = get_assessments(ann, visit.id)
    for item in GOI.item_ids[:-1]:
        level = 2 if item == "G2" else 3
        save_answer(ann, Answer(place.id, ANN, item, "rated", level, note="Then."), 0, NOW)
    save_answer(ann, Answer(place.id, ANN, "G12", "not_enough_information"), 0, NOW)
    return Twice(visited, visit.id)


def test_a_visit_that_is_not_settled_is_no_result_yet(twice):
    history = twice.history(twice.visited.ann)
    assert [visit.visit.date for visit in history.visits] == [FIRST]
    assert [visit.visit.id for visit in history.waiting] == [twice.visited.visit]
    assert history.unseen == ()
    on_iddt = twice.history(twice.visited.ann, shipped_scales().get("iddt").scale)
    assert (on_iddt.visits, len(on_iddt.waiting)) == ((), 1)


def test_what_is_settled_is_set_beside_the_visit_before(twice):
    twice.visited.settle()
    history = twice.history(twice.visited.ann)
    assert [(v.day, v.kind) for v in history.told.visits] == [
        ("2025-04-14", "self_audit"),
        ("2026-04-14", "site_visit"),
    ]
    items = sort_items(change_of(GOI, *history.visits))
    assert [item.now for item in items.up] == [
        "G1", "G2", "G4", "G5", "G6", "G7", "G8", "G9", "G10", "G11"
    ]  # fmt: skip
    assert (items.down, items.same) == ((), ())
    assert [item.now for item in items.open] == ["G3", "G12"]


def test_nothing_of_a_scale_rated_at_a_visit_that_is_done_is_said(twice):
    twice.visited.settle()
    history = twice.history(twice.visited.ann, shipped_scales().get("iddt").scale)
    assert (history.visits, history.waiting) == ((), ())
    assert [visit.visit.id for visit in history.unseen] == [twice.visited.visit]


def test_the_reasons_noted_at_the_later_visit_are_told_and_not_those_of_the_earlier(twice):
    twice.visited.settle()
    stories = twice.stories(twice.visited.ann)
    assert stories["G2"].reasons == ("Half of the charts say so.",)
    assert stories["G1"].reasons == ("Invented reviewer A: =1+1.",)
    assert stories["G3"].reasons == ("Nobody knew.", "Invented reviewer A: - nobody knew.")
    assert stories["G4"] == ItemStory()


def test_who_may_not_see_the_raters_sees_only_what_they_settled_on(twice):
    twice.visited.settle()
    stories = twice.stories(twice.visited.staff)
    assert stories["G2"].reasons == ("Half of the charts say so.",)
    assert stories["G1"].reasons == ()
    assert stories["G3"].reasons == ("Nobody knew.",)


def test_who_does_not_belong_to_the_program_has_no_history_of_it(twice):
    outsider = act(twice.visited.office.store, add_person(twice.visited.office, "Else", NOW).id)
    assert load_pool(outsider, shipped_scales()) == ()


def test_a_copy_that_nobody_confirmed_gives_no_reason(twice):
    copy = Answer(1, CONSENSUS, "G1", "rated", 3, note="Of last year.", confirmed=False)
    assert list(reasons_of("G1", {CONSENSUS: {"G1": copy}})) == []
    looked_at = {CONSENSUS: {"G1": replace(copy, confirmed=True)}}
    assert list(reasons_of("G1", looked_at)) == ["Of last year."]


def test_actions_that_were_to_raise_an_item_stand_beside_it_with_how_far_they_are(twice):
    ann, office = twice.visited.ann, twice.visited.office
    done = PlanAction(
        twice.first, "Write it down.", items=(("goi", "G1"), ("goi", "G2")), status="done"
    )
    add_action(ann, done, NOW)
    add_action(ann, PlanAction(twice.first, "Ask around", items=(("goi", "G2"),)), NOW)
    add_action(ann, PlanAction(twice.first, "For another", items=(("iddt", "G2"),)), NOW)
    twice.visited.settle()
    add_action(ann, PlanAction(twice.visited.visit, "Of the later", items=(("goi", "G2"),)), NOW)
    assert twice.stories(ann)["G1"].actions == ("Write it down (done, not verified yet)",)
    ((number, check),) = list_checks(ann, twice.first).items()
    verify_action(office, number, check.revision, NOW)
    stories = twice.stories(ann)
    assert stories["G1"].actions == ("Write it down (done, verified)",)
    assert stories["G2"].actions == ("Write it down (done, verified)", "Ask around (planned)")
    assert stories["G4"].actions == ()


def test_a_table_of_items_has_what_they_did_and_why(twice):
    ann = twice.visited.ann
    add_action(ann, PlanAction(twice.first, "Ask around", items=(("goi", "G2"),)), NOW)
    twice.visited.settle()
    change = change_of(GOI, *twice.history(ann).visits)
    table = items_table(GOI, change.items[:2], None, twice.stories(ann))
    assert table.to_dict("records") == [
        {
            "Item": "G1 Program philosophy",
            "What it did": f"3 to 4: {CANNOT_TELL}",
            "Noted at the later visit": "Invented reviewer A: =1+1.",
            "Actions meant for it": "–",
        },
        {
            "Item": "G2 Eligibility and client identification",
            "What it did": f"2 to 3: {CANNOT_TELL}",
            "Noted at the later visit": "Half of the charts say so.",
            "Actions meant for it": "Ask around (planned)",
        },
    ]


def test_means_are_compared_over_the_items_rated_both_times(twice):
    twice.visited.settle()
    change = change_of(GOI, *twice.history(twice.visited.ann).visits)
    assert means_table(change, None).to_dict("records") == [
        {
            "Mean": "Organizational mean",
            "Earlier": "2.90",
            "Later": "3.90",
            "Difference": "+1.00",
            "Chance": "cannot be told from chance",
            "Items rated both times": "10",
        }
    ]


def test_a_pool_marks_the_program_by_its_latest_visit(twice):
    twice.visited.settle()
    pool = pool_benchmarks(score_pool(GOI, load_pool(twice.visited.ann, shipped_scales())))
    assert (pool.found.programs, pool.found.total.n, pool.found.total.hidden) == (1, 1, True)
    marked = pool.marked(twice.visited.program)
    assert marked is not None
    assert (marked.day, marked.items["G2"], "G12" in marked.items) == (
        dt.date(2026, 4, 14),
        3,
        False,
    )
    assert pool.marked(12345) is None
