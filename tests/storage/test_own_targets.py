"""One item, a subscale or the total can have a target of its own at a visit."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from storage.acting import NotAllowed
from storage.audit import list_events
from storage.own_targets import (
    OwnTarget,
    OwnTargetProblem,
    StaleOwnTarget,
    list_own_targets,
    set_own_target,
)
from storage.plans import list_actions
from storage.problem import NotFound
from storage.seen_records import read_seen
from storage.signing import list_signatures, reopen
from storage.store import Store
from storage.team import alone
from storage.verifying import verify
from storage.visit_deletion import VisitKept, delete_visit
from storage.visit_states import reopen_ratings
from storage.visits import VisitFinal, add_visit, get_assessments
from tests.storage.full_visit import sign_small_visit
from tests.storage.site_visit import DAY, NOW, SCALE, SiteVisit, begin_site_visit


def group(site: SiteVisit, hundredths: int | None = 500) -> OwnTarget:
    return OwnTarget(site.assessment_id, "item", "T8", hundredths)


def total(site: SiteVisit, hundredths: int | None = 420) -> OwnTarget:
    return OwnTarget(site.assessment_id, "total", "treatment_mean", hundredths)


def test_a_level_and_a_mean_are_kept_exactly(store: Store):
    site = begin_site_visit(store, "draft_report")
    kept = set_own_target(site.ann, group(site), 0, NOW)
    mean = set_own_target(site.ann, total(site), 0, NOW)
    assert (kept.value, kept.revision, kept.updated_at) == (Fraction(5), 1, NOW)
    assert mean.value == Fraction(42, 10)
    assert list_own_targets(site.ben, site.id) == (kept, mean)
    assert set_own_target(site.ben, group(site), 9, NOW) == kept  # saving it again changes nothing
    assert [e.person for e in list_events(site.lead, site.id, "own_target")] == ["Ann", "Ann"]


def test_one_that_is_taken_away_is_not_listed_and_can_be_set_again(store: Store):
    site = begin_site_visit(store, "draft_report")
    kept = set_own_target(site.ann, group(site), 0, NOW)
    assert set_own_target(site.ann, replace(kept, hundredths=None), 1, NOW).value is None
    assert list_own_targets(site.ann, site.id) == ()
    again = set_own_target(site.ben, group(site, 300), 0, NOW)
    assert (again.hundredths, again.revision) == (300, 3)
    with pytest.raises(StaleOwnTarget) as stale:  # a window that saw the first one
        set_own_target(site.ann, replace(kept, hundredths=400), 1, NOW)
    assert (stale.value.current, stale.value.by) == (again, "Ben")


def test_nothing_is_kept_where_there_was_none_to_take_away(store: Store):
    site = begin_site_visit(store, "draft_report")
    assert set_own_target(site.ann, group(site, None), 0, NOW).revision == 0
    assert list_events(site.lead, site.id, "own_target") == ()


def test_every_fault_is_told_at_once(store: Store):
    site = begin_site_visit(store, "draft_report")
    odd: object = "verdict"
    bad = OwnTarget(site.assessment_id, odd, "", 1001)  # type: ignore[arg-type]
    with pytest.raises(OwnTargetProblem) as raised:
        set_own_target(site.ann, bad, 0, NOW)
    assert [problem.code for problem in raised.value.problems] == ["K05", "K01", "K04"]
    with pytest.raises(OwnTargetProblem, match="450 hundredths are not a level"):
        set_own_target(site.ann, group(site, 450), 0, NOW)
    assert set_own_target(site.ann, total(site, 450), 0, NOW).value == Fraction(9, 2)


def test_the_program_sets_and_sees_targets_from_the_moment_it_sees_the_plan(store: Store):
    site = begin_site_visit(store, "draft_report")
    set_own_target(site.ann, group(site), 0, NOW)
    for refused in (
        lambda: list_own_targets(site.contact, site.id),
        lambda: set_own_target(site.contact, total(site), 0, NOW),
        lambda: list_actions(site.contact, site.id),
    ):
        with pytest.raises(NotAllowed, match="once its report is sent"):
            refused()
    assert list_events(site.contact, site.id, "own_target") == ()
    assert seen_by(site.contact) == []
    site.walk_to("with_program")
    set_own_target(site.contact, total(site), 0, NOW)
    assert seen_by(site.contact) == [("item", "T8", 500), ("total", "treatment_mean", 420)]
    for refused in (
        lambda: list_own_targets(site.stranger, site.id),
        lambda: set_own_target(site.stranger, group(site, 300), 1, NOW),
    ):
        with pytest.raises(NotFound):
            refused()


def test_while_they_rate_nobody_sets_or_sees_a_target_of_its_own(store: Store):
    """That somebody wants more of T8 would tell the others what they rated it."""
    site = begin_site_visit(store)
    with pytest.raises(NotAllowed, match="once all who rate this visit have handed in"):
        set_own_target(site.ann, group(site), 0, NOW)
    site.walk_to("in_consensus")
    set_own_target(site.ann, group(site), 0, NOW)
    reopen_ratings(site.lead, site.id, "Ann", "Two charts were missing", NOW)
    for who in (site.ann, site.ben, site.lead):
        with pytest.raises(NotAllowed):
            list_own_targets(who, site.id)
        assert list_events(who, site.id, "own_target") == ()
        assert seen_by(who) == []


def test_what_is_signed_holds_the_targets_and_they_stay(store: Store):
    site = sign_small_visit(store)
    (signature,) = list_signatures(site.lead, site.id)
    assert '"hundredths":500' in signature.content
    with pytest.raises(VisitFinal):
        set_own_target(site.lead, OwnTarget(site.assessment_id, "item", "T1", 300), 1, NOW)
    assert verify(store) == ()
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE own_target SET hundredths = 300")
    said = [str(found) for found in verify(store)]
    assert any("own_target: what is stored is not what was signed" in each for each in said)


def test_an_edition_opened_again_can_aim_higher(store: Store):
    site = sign_small_visit(store)
    reopen(site.lead, site.id, "A count was wrong", NOW)
    new = set_own_target(site.lead, OwnTarget(site.assessment_id, "item", "T1", 400), 1, NOW)
    assert new.revision == 2


def test_a_visit_is_not_deleted_unawares_when_a_target_was_set(store: Store):
    site = begin_site_visit(store)
    program, lead = site.visit.program_id, site.lead
    team = alone("Lee", lead.person.id)
    audit = add_visit(lead, program, DAY, "self_audit", team, [SCALE], NOW)
    place = get_assessments(lead, audit.id)[0].id
    set_own_target(lead, OwnTarget(place, "item", "T8", 500), 0, NOW)
    with pytest.raises(VisitKept, match="1 entry was made at this visit"):
        delete_visit(lead, audit.id, NOW)
    delete_visit(lead, audit.id, NOW, with_entries=True)
    with pytest.raises(NotFound):
        list_own_targets(lead, audit.id)


def seen_by(who) -> list[tuple]:
    (visit,) = [v for v in read_seen(who).visits if v.team and len(v.team) > 1]
    return [(t.kind, t.subject, t.hundredths) for t in visit.targets]
