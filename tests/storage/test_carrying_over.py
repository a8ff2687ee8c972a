"""An action goes on in the plan of a later visit: once, and only within its program."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.people import act
from storage.plan_record import carried_from, carried_origin
from storage.plan_sources import Source, list_sources
from storage.plans import ActionProblem, PlanAction, add_action, list_actions, remove_action
from storage.programs import add_program
from storage.store import Store, upgrade
from storage.team import alone
from storage.verifying import verify
from storage.visit_states import take_back
from storage.visits import add_visit, change_visit
from tests.storage.bundles import brought_in, taken_out
from tests.storage.site_visit import DAY, NOW, SCALE, SiteVisit, begin_site_visit

LATER = dt.date(2026, 9, 1)


@pytest.fixture
def site(store: Store) -> SiteVisit:
    return begin_site_visit(store, "with_program")


def next_visit(site: SiteVisit, date: dt.date = LATER) -> SiteVisit:
    later = site.another()
    change_visit(later.lead, replace(later.visit, date=date), later.visit.revision, NOW)
    return later.walk_to("with_program")


def carry(site: SiteVisit, action_id: int) -> PlanAction:
    new = PlanAction(site.id, "Train two nurses", origin=carried_origin(action_id))
    return add_action(site.lead, new, NOW)


def test_the_origin_names_the_action_it_goes_on_with():
    assert carried_origin(17) == "carried:17"
    assert carried_from("carried:17") == 17
    assert carried_from("own") is carried_from("suggested:iddt/T2/review") is None


def test_it_is_known_from_which_plan_an_action_came_through_several_visits(store, site):
    first = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    later = next_visit(site)
    second = carry(later, first.id)
    last = next_visit(later, dt.date(2027, 3, 1))
    third = carry(last, second.id)
    assert list_sources(later.lead, later.id) == {second.id: Source(first.id, site.id, DAY)}
    assert list_sources(last.lead, last.id) == {third.id: Source(second.id, later.id, LATER)}
    assert list_sources(site.lead, site.id) == {}
    assert verify(store) == ()


def test_an_action_is_not_carried_over_twice_into_one_plan(site):
    first = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    later = next_visit(site)
    carry(later, first.id)
    with pytest.raises(ActionProblem, match="this action was carried over already, to place 1"):
        carry(later, first.id)
    assert len(list_actions(later.lead, later.id)) == 1


def test_an_action_goes_on_with_nothing_but_another_plan_of_its_program(site):
    first = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    other = add_program(site.lead, name="Another program", now=NOW)
    team = alone("Lee", site.lead.person.id)
    elsewhere = add_visit(site.lead, other.id, LATER, "self_audit", team, [SCALE], NOW)
    for visit, number in ((elsewhere.id, first.id), (site.id, first.id), (site.id, 2**31 - 1)):
        with pytest.raises(ActionProblem, match=f"has an action {number}"):
            add_action(site.lead, PlanAction(visit, "Train", origin=carried_origin(number)), NOW)


def test_nobody_learns_whether_a_plan_they_may_not_see_has_an_action(site):
    first = add_action(site.lead, PlanAction(site.id, "Train two nurses"), NOW)
    later = next_visit(site)
    take_back(site.lead, site.id, "A table is missing", NOW)
    for number in (first.id, 2**31 - 1):
        with pytest.raises(ActionProblem, match=f"has an action {number}"):
            new = PlanAction(later.id, "Train", origin=carried_origin(number))
            add_action(site.contact, new, NOW)
    assert carry(later, first.id).origin == carried_origin(first.id)  # the lead sees it


def test_what_was_carried_over_goes_to_another_database_and_is_known_there(site, new_store):
    first = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    later = next_visit(site)
    second = carry(later, first.id)
    other = new_store("sqlite")
    upgrade(other, first=70_001)
    brought_in(other, taken_out(site.lead.store))
    there = act(other, site.lead.person.id)
    assert list_sources(there, later.id) == {second.id: Source(first.id, site.id, DAY)}
    assert verify(other) == ()


def test_where_the_source_was_removed_its_plan_is_no_longer_known(site):
    first = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    later = next_visit(site)
    carry(later, first.id)
    remove_action(site.contact, first, 1, NOW)
    assert list_sources(later.lead, later.id) == {}


@pytest.mark.parametrize("origin", ["carried:", "carried:0", "carried:x", "carried:1/2", "own "])
def test_other_words_for_where_it_comes_from_are_refused(site, origin):
    with pytest.raises(ActionProblem, match="tells not where the action comes from"):
        add_action(site.lead, PlanAction(site.id, "Train", origin=origin), NOW)
