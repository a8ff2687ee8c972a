"""Who may see and do what about a program and a visit, and from when until when."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage import (
    answers,
    audit,
    corrections,
    facts,
    people,
    plans,
    programs,
    purge,
    signing,
    team_changes,
    visit_deletion,
    visit_states,
    visits,
    worksheets,
)
from storage.acting import Acting, NotAllowed
from storage.problem import NotFound
from storage.team import CONSENSUS, Member, alone
from tests.storage.calls import CALLS, DAY, PIN, Call, Named, prepare, rows, sample, visit
from tests.storage.cast import ONE, TWO, agree, hand_in, rate


def test_a_reviewer_sees_the_visit_and_its_program_but_no_other_visit(cast, now):
    team = alone("The member", cast.member.person.id)
    other = visits.add_visit(cast.office, cast.program.id, DAY, "site_visit", team, [PIN], now)
    assert programs.list_programs(cast.one) == (cast.program,)
    assert programs.get_program(cast.one, cast.program.id) == cast.program
    assert visits.list_visits(cast.one, cast.program.id) == (cast.visit,)
    assert set(visits.list_visits(cast.member, cast.program.id)) == {cast.visit, other}
    with pytest.raises(NotFound):
        visits.get_visit(cast.one, other.id)
    (assessment,) = visits.get_assessments(cast.office, other.id)
    with pytest.raises(NotFound, match=f"There is no assessment {assessment.id}"):
        answers.list_answers(cast.one, assessment.id, "The member")


@pytest.mark.parametrize("who", ["lead", "one", "contact"])
def test_who_takes_part_in_a_visit_does_not_edit_its_program(store, cast, now, who):
    person: Acting = getattr(cast, who)
    before = rows(store)
    changed = replace(cast.program, name="Theirs")
    team = alone("I", person.person.id)
    for edit in (
        lambda: programs.change_program(person, changed, 1, now),
        lambda: programs.archive_program(person, cast.program.id, now),
        lambda: programs.restore_program(person, cast.program.id, now),
        lambda: people.add_member(person, cast.program.id, person.person.id, now),
        lambda: people.remove_member(person, cast.program.id, cast.member.person.id, now),
        lambda: visits.add_visit(person, cast.program.id, DAY, "self_audit", team, [PIN], now),
    ):
        with pytest.raises(NotAllowed, match=r"Only who belongs to this program .*\[K52\]"):
            edit()
    assert rows(store) == before


LEADS_ALONE: tuple[Call, ...] = (
    lambda a, n, t: visits.change_visit(a, visit(n), 6, t),
    lambda a, n, t: team_changes.add_to_team(a, n.visit, Member("I", "contact"), t),
    lambda a, n, t: team_changes.change_member(a, Member("I", "reviewer", id=n.member), 1, t),
    lambda a, n, t: team_changes.remove_from_team(a, n.member, t),
    lambda a, n, t: visit_states.reopen_ratings(a, n.visit, ONE, "Because", t),
    lambda a, n, t: visit_states.start_consensus(a, n.visit, t),
    lambda a, n, t: visit_states.settle(a, n.visit, t),
    lambda a, n, t: visit_states.take_back(a, n.visit, "Why", t),
    lambda a, n, t: visit_states.settle_again(a, n.visit, "Why", t),
    lambda a, n, t: signing.sign(a, n.visit, t),
    lambda a, n, t: signing.reopen(a, n.visit, "Why", t),
    lambda a, n, t: purge.purge_visit(a, n.visit, "Why", t),
    lambda a, n, t: visit_deletion.delete_visit(a, n.visit, t, with_entries=True),
)


def test_what_the_lead_does_nobody_else_does_not_even_who_sees_everything(store, cast, now):
    named = prepare(cast)
    before = rows(store)
    for who in (cast.one, cast.contact, cast.member, cast.office):
        for call in LEADS_ALONE:
            with pytest.raises(NotAllowed, match=r"Only the lead of this visit may .*\[K52\]"):
                call(who, named, now)
    assert rows(store) == before


OF_REVIEWERS: tuple[Call, ...] = (
    lambda a, n, t: worksheets.list_samples(a, n.visit),
    lambda a, n, t: worksheets.list_rows(a, n.sample),
    lambda a, n, t: worksheets.add_sample(a, sample(n), ["7"], t),
    lambda a, n, t: worksheets.save_row(a, worksheets.ChartRow(n.sample, "4", id=n.row), 1, t),
    lambda a, n, t: worksheets.remove_sample(a, n.sample, (), t),
    lambda a, n, t: corrections.answer_correction(a, n.correction, "accepted", "Yes", 1, t),
)


def test_charts_are_for_reviewers_and_so_is_the_answer_to_a_correction(store, cast, now):
    named = prepare(cast)
    before = rows(store)
    for who in (cast.contact, cast.member):
        for call in OF_REVIEWERS:
            with pytest.raises(NotAllowed, match=r"Only the reviewers of this visit may "):
                call(who, named, now)
        assert not {"chart_row", "chart_sample"} & {
            event.record for event in audit.list_events(who, cast.visit.id)
        }
    assert rows(store) == before


FOUND: tuple[Call, ...] = (
    lambda a, n, t: answers.list_answers(a, n.assessment, CONSENSUS),
    lambda a, n, t: facts.list_facts(a, n.assessment, CONSENSUS),
    lambda a, n, t: plans.list_actions(a, n.visit),
    lambda a, n, t: plans.add_action(a, plans.PlanAction(n.visit, "Train staff"), t),
    lambda a, n, t: corrections.list_corrections(a, n.visit),
    lambda a, n, t: corrections.add_correction(a, n.assessment, "T1", "Wrong", t),
    lambda a, n, t: signing.list_signatures(a, n.visit),
    lambda a, n, t: visits.set_target_level(a, n.assessment, 5, 4, t),
)
RATED = {"answer", "fact_answer", "plan_action"}


@pytest.mark.parametrize("who", ["contact", "member"])
def test_the_program_sees_what_was_found_once_the_report_is_sent_and_no_sooner(cast, now, who):
    person: Acting = getattr(cast, who)
    named = replace(Named(*[0] * 11), visit=cast.visit.id, assessment=cast.assessment.id)

    def nothing_is_seen() -> None:
        for call in FOUND:
            with pytest.raises(NotAllowed):
                call(person, named, now)
        for rater in (ONE, TWO):
            with pytest.raises(NotAllowed):
                answers.list_answers(person, cast.assessment.id, rater)
            with pytest.raises(NotAllowed):
                facts.list_facts(person, cast.assessment.id, rater)
        logged = audit.list_events(person, cast.visit.id)
        assert not RATED & {event.record for event in logged}

    for step in (rate, hand_in, agree):
        nothing_is_seen()
        step(cast)
    plans.add_action(cast.lead, plans.PlanAction(cast.visit.id, "Train staff"), now)
    nothing_is_seen()
    visit_states.send_to_program(cast.lead, cast.visit.id, now)
    for call in FOUND:
        call(person, named, now)
    settled = answers.list_answers(person, cast.assessment.id, CONSENSUS)
    assert {item: answer.level for item, answer in settled.items()} == {"T1": 3, "T2": 3}
    # What each reviewer had said on their own stays among them.
    for rater in (ONE, TWO):
        with pytest.raises(NotAllowed):
            answers.list_answers(person, cast.assessment.id, rater)
    # Nor how they came to agree, which tells the same.
    assert audit.list_events(person, cast.visit.id, "answer") == ()
    visit_states.take_back(cast.lead, cast.visit.id, "A page is missing", now)
    nothing_is_seen()


def test_who_is_taken_off_a_program_loses_sight_of_it_at_once(cast, now):
    person = cast.outsider.person.id
    people.add_member(cast.member, cast.program.id, person, now)
    assert visits.get_visit(cast.outsider, cast.visit.id) == cast.visit
    assert cast.program in programs.list_programs(cast.outsider)
    people.remove_member(cast.member, cast.program.id, person, now)
    with pytest.raises(NotFound):
        visits.get_visit(cast.outsider, cast.visit.id)
    with pytest.raises(NotFound):
        programs.change_program(cast.outsider, cast.program, 1, now)
    assert programs.list_programs(cast.outsider) == (cast.other_program,)


def test_who_is_taken_off_a_team_loses_sight_of_the_visit_and_its_program_at_once(cast, now):
    contact = visits.list_team(cast.contact, cast.visit.id)[-1]
    team_changes.remove_from_team(cast.lead, contact.id, now)
    with pytest.raises(NotFound):
        visits.get_visit(cast.contact, cast.visit.id)
    assert programs.list_programs(cast.contact) == ()


def test_for_who_may_not_use_it_any_more_there_is_nothing_at_once(store, cast, now):
    person = cast.lead.person
    named = prepare(cast)
    people.change_person(cast.office, replace(person, active=False), 1, now)
    before = rows(store)
    others: tuple[tuple[str, Call], ...] = (
        ("list_programs", lambda a, n, t: programs.list_programs(a)),
        ("add_program", lambda a, n, t: programs.add_program(a, name="Mine", now=t)),
        ("add_person", lambda a, n, t: people.add_person(a, "Somebody", t)),
        ("change_person", lambda a, n, t: people.change_person(a, person, 2, t)),
        ("act", lambda a, n, t: people.act(store, person.id)),
    )
    for name, call in (*CALLS, *others):
        with pytest.raises(NotFound, match=f"There is no person {person.id}"):
            print(name, call(cast.lead, named, now))
    assert rows(store) == before


def test_who_loses_sight_of_everything_sees_their_own_programs_only(cast, now):
    office = people.add_person(cast.office, "The state", now, sees_all=True)
    state = people.act(cast.office.store, office.id)
    assert visits.get_visit(state, cast.visit.id) == cast.visit
    people.change_person(cast.office, replace(office, sees_all=False), 1, now)
    with pytest.raises(NotFound):
        visits.get_visit(state, cast.visit.id)
    assert programs.list_programs(state) == ()
