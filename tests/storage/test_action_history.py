"""The audit trail knows since when an action has its status, and what it was before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.action_history import ActionState, at_revision, list_states, status_since
from storage.plans import (
    PlanAction,
    add_action,
    change_action,
    list_actions,
    move_action,
    remove_action,
)
from storage.purge import purge_visit
from storage.store import Store
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

LATER = NOW + dt.timedelta(days=30)
LATEST = NOW + dt.timedelta(days=60)


@pytest.fixture
def site(store: Store) -> SiteVisit:
    return begin_site_visit(store, "with_program")


@pytest.fixture
def begun(site: SiteVisit) -> PlanAction:
    """Planned in March, in progress since April, and given an owner in May."""
    action = add_action(site.contact, PlanAction(site.id, "Train two nurses"), NOW)
    action = change_action(site.contact, replace(action, status="in_progress"), 1, LATER)
    return change_action(site.contact, replace(action, owner="Kim"), 2, LATEST)


def test_a_status_is_as_old_as_its_last_change(site, begun):
    states = list_states(site.lead, site.id)[begun.id]
    assert [(s.at, s.action.status, s.action.owner) for s in states] == [
        (NOW, "planned", ""),
        (LATER, "in_progress", ""),
        (LATEST, "in_progress", "Kim"),
    ]
    assert states[-1] == ActionState(LATEST, begun)
    assert status_since(states) == LATER
    assert status_since(states[:1]) == NOW
    assert status_since(()) is None


def test_a_status_taken_on_again_is_as_old_as_the_last_time(site, begun):
    for status, at in (("planned", LATER), ("in_progress", LATEST)):
        begun = change_action(site.lead, replace(begun, status=status), begun.revision, at)
    assert status_since(list_states(site.lead, site.id)[begun.id]) == LATEST


def test_what_an_action_was_at_a_revision_is_known_also_where_it_was_moved(site, begun):
    add_action(site.lead, PlanAction(site.id, "Another"), NOW)
    move_action(site.lead, begun.id, 1, LATEST)
    states = list_states(site.lead, site.id)[begun.id]
    early, late = at_revision(states, 2), at_revision(states, 3)
    assert early and (early.action.owner, early.action.position) == ("", 0)
    assert late and late.action == list_actions(site.lead, site.id)[1]
    assert at_revision(states, 4) is None


def test_since_when_is_not_told_of_what_was_there_before_the_trail(site, begun):
    adopted = ActionState(LATEST, begun)
    assert status_since((adopted,)) is None


def test_a_removed_action_is_still_known_and_purged_words_are_not(store, site, begun):
    noted = change_action(site.lead, replace(begun, note="Room booked"), 3, LATEST)
    remove_action(site.lead, noted, 4, LATEST)
    assert list_states(site.lead, site.id)[begun.id][-1].action.note == "Room booked"
    purge_visit(site.lead, site.id, "Two years are over", LATEST)
    last = list_states(site.lead, site.id)[begun.id][-1]
    assert (last.action.note, last.action.owner, last.purged) == ("", "Kim", True)


def test_nobody_sees_it_before_the_plan(site):
    alone = site.another()
    with pytest.raises(NotAllowed, match="once all who rate this visit have handed in"):
        list_states(alone.ann, alone.id)
