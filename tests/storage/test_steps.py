"""The timeline of a visit: begun once, moved with the visit, and going on after it is signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.audit import list_events
from storage.problem import NotFound
from storage.steps import Step, StepProblem, begin_timeline, change_step, list_steps, shift_steps
from storage.store import Store
from storage.team import Member
from storage.team_changes import add_to_team
from tests.storage.site_visit import DAY, NOW, SiteVisit, begin_site_visit


def begin(site: SiteVisit) -> tuple[Step, ...]:
    call = Step(site.id, "call", "First call", "Agree on the day", "Lee", DAY)
    report = replace(call, step="report", name="Draft report", due=DAY + dt.timedelta(28))
    return begin_timeline(site.lead, site.id, [call, report], NOW)


def test_a_timeline_is_kept_in_its_order(store: Store):
    site = begin_site_visit(store)
    call, report = begin(site)
    assert [(s.step, s.due, s.position, s.revision) for s in (call, report)] == [
        ("call", dt.date(2026, 3, 2), 0, 1),
        ("report", dt.date(2026, 3, 30), 1, 1),
    ]
    assert list_steps(site.contact, site.id) == (call, report)


def test_a_timeline_that_has_begun_is_not_begun_again(store: Store):
    site = begin_site_visit(store)
    steps = begin(site)
    newer = Step(site.id, "plan", "Plan", "", "Con", DAY)
    assert begin_timeline(site.ann, site.id, [newer], NOW) == steps
    assert list_steps(site.ann, site.id) == steps


def test_who_takes_part_says_who_owes_a_step_by_when_and_that_it_is_done(store: Store):
    site = begin_site_visit(store)
    call, report = begin(site)
    later = DAY + dt.timedelta(3)
    for number, who in enumerate((site.lead, site.ann, site.contact, site.colleague), start=1):
        wanted = replace(call, owner=f"Owner {number}", due=later, done_on=DAY, note="By phone")
        kept = change_step(who, replace(wanted, name="Other", do="Other"), number, NOW)
        assert kept == replace(wanted, revision=number + 1)
    assert list_steps(site.lead, site.id) == (kept, report)
    assert change_step(site.lead, kept, 1, NOW) == kept
    assert len(list_events(site.lead, site.id, "visit_step", id=call.id)) == 5


def test_steps_are_not_for_who_does_not_see_the_visit(store: Store):
    site = begin_site_visit(store)
    call, _report = begin(site)
    for attempt in (
        lambda: begin_timeline(site.stranger, site.id, [call], NOW),
        lambda: shift_steps(site.stranger, site.id, 7, NOW),
        lambda: list_steps(site.stranger, site.id),
    ):
        with pytest.raises(NotFound, match="There is no visit"):
            attempt()
    with pytest.raises(NotFound, match=f"There is no step {call.id}"):
        change_step(site.stranger, call, 1, NOW)
    with pytest.raises(NotFound, match="There is no step 99"):
        change_step(site.lead, replace(call, id=99), 1, NOW)


def test_who_takes_part_in_another_visit_to_the_program_does_not_see_these_steps(store: Store):
    site = begin_site_visit(store)
    other = site.another()
    (call, _report) = begin(other)
    guest = Member("Max", "reviewer", site.stranger.person.id)
    add_to_team(site.lead, site.id, guest, NOW)
    assert list_steps(site.stranger, site.id) == ()
    with pytest.raises(NotFound):
        list_steps(site.stranger, other.id)
    with pytest.raises(NotFound):
        change_step(site.stranger, replace(call, note="x"), 1, NOW)


def test_a_moved_visit_moves_what_is_not_done(store: Store):
    site = begin_site_visit(store)
    call, report = begin(site)
    change_step(site.lead, replace(call, done_on=DAY), 1, NOW)
    moved = shift_steps(site.lead, site.id, -7, NOW)
    assert [(s.step, s.due, s.revision) for s in moved] == [
        ("call", dt.date(2026, 3, 2), 2),
        ("report", dt.date(2026, 3, 23), 2),
    ]
    assert list_steps(site.lead, site.id) == moved
    (_added, shifted) = list_events(site.lead, site.id, "visit_step", id=report.id)
    assert shifted.why == "The visit was moved."
    assert shift_steps(site.lead, site.id, 0, NOW) == moved


def test_everything_wrong_with_a_step_is_said_at_once(store: Store):
    site = begin_site_visit(store)
    wrong = Step(site.id, "", "x" * 201, "", "Lee", NOW)
    with pytest.raises(StepProblem) as raised:
        begin_timeline(site.lead, site.id, [wrong], NOW)
    assert str(raised.value).splitlines() == [
        "This step was not saved.",
        "  - step: it is empty. Fill it in. [K01]",
        "  - name: 201 characters are more than 200. Shorten it. [K02]",
        f"  - due: {NOW!r} is not a date. Give a day. [K06]",
    ]
    assert list_steps(site.lead, site.id) == ()
