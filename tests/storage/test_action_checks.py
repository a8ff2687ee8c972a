"""Done is the word of who says so; verified is somebody else's."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.action_checks import ActionCheck
from storage.action_verifying import list_checks, take_back_verifying, verify_action
from storage.plans import PlanAction, add_action, change_action, remove_action
from storage.store import Store
from storage.verifying import verify
from storage.visit_deletion import delete_visit
from tests.storage.site_visit import NOW, SiteVisit, begin_site_visit

LATER = NOW + dt.timedelta(days=30)


@pytest.fixture
def site(store: Store) -> SiteVisit:
    return begin_site_visit(store, "with_program")


@pytest.fixture
def done(site: SiteVisit) -> PlanAction:
    """What the contact called done a month after it was planned; the director owns it."""
    new = PlanAction(site.id, "Train two nurses", owner="Kim")
    action = add_action(site.contact, new, NOW)
    return change_action(site.contact, replace(action, status="done"), 1, LATER)


def test_whose_word_it_is_and_when_is_kept(site, done):
    assert list_checks(site.lead, site.id) == {
        done.id: ActionCheck(done.id, site.id, site.contact.person.id, "Con", LATER)
    }
    # Another change of what is done leaves it.
    change_action(site.lead, replace(done, note="Two of two"), done.revision, LATER)
    assert list_checks(site.lead, site.id)[done.id].done_name == "Con"


def test_somebody_else_verifies_it(site, done):
    seen = verify_action(site.ann, done.id, 1, LATER)
    assert (seen.verified_name, seen.verified_at, seen.revision) == ("Ann", LATER, 2)
    assert list_checks(site.contact, site.id) == {done.id: seen}
    unseen = take_back_verifying(site.ben, done.id, 2, LATER)
    assert (unseen.done_name, unseen.verified_name, unseen.verified_at) == ("Con", "", None)


@pytest.mark.parametrize("who", ["contact", "colleague"])
def test_neither_who_called_it_done_nor_its_owner_verifies_it(site, done, who):
    with pytest.raises(NotAllowed, match="Somebody else has to see that it is done"):
        verify_action(getattr(site, who), done.id, 1, LATER)
    assert list_checks(site.lead, site.id)[done.id].verified_at is None


def test_what_is_not_done_is_not_verified(site, done):
    change_action(site.contact, replace(done, status="in_progress"), done.revision, LATER)
    assert list_checks(site.lead, site.id) == {}
    with pytest.raises(NotAllowed, match="verified once it is done"):
        verify_action(site.ann, done.id, 1, LATER)
    with pytest.raises(NotAllowed, match="verified once it is done"):
        take_back_verifying(site.ann, done.id, 1, LATER)


def test_called_done_anew_it_has_to_be_seen_anew(site, done):
    verify_action(site.ann, done.id, 1, LATER)
    open_again = replace(done, status="in_progress")
    open_again = change_action(site.lead, open_again, done.revision, LATER)
    change_action(site.lead, replace(open_again, status="done"), open_again.revision, LATER)
    check = list_checks(site.lead, site.id)[done.id]
    assert (check.done_name, check.verified_name) == ("Lee", "")
    with pytest.raises(NotAllowed, match="Nobody has verified this action"):
        take_back_verifying(site.ann, done.id, 1, LATER)


def test_what_is_added_as_done_and_what_is_removed_leave_nothing_untold(store, site, done):
    ready = add_action(site.lead, PlanAction(site.id, "Hang up the poster", status="done"), NOW)
    assert list_checks(site.lead, site.id)[ready.id].done_name == "Lee"
    remove_action(site.lead, done, done.revision, NOW)
    assert set(list_checks(site.lead, site.id)) == {ready.id}
    assert verify(store) == ()


def test_a_visit_is_deleted_with_what_was_done(store):
    site = begin_site_visit(store)
    alone = site.another()
    with pytest.raises(NotAllowed, match="once all who rate this visit have handed in"):
        list_checks(site.ann, alone.id)
    delete_visit(site.lead, alone.id, NOW)
    assert verify(store) == ()
