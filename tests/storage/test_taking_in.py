"""What a data file brings is kept whole or not at all, by the same rules as what is typed in."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from storage.acting import NotAllowed
from storage.answers import Answer, AnswerProblem, StaleAnswer, list_answers, save_answer
from storage.audit import list_events
from storage.facts import FactAnswer, FactProblem, StaleFact, list_facts, save_fact
from storage.people import act, add_person
from storage.problem import NotFound
from storage.programs import ProgramProblem, list_programs
from storage.taking_in import KnownVisit, NewVisit, Taken, TakenSet, take_in
from storage.team import Member, alone
from storage.verifying import verify
from storage.visit_index import index_programs, index_visits, list_sets
from storage.visits import VisitProblem
from tests.storage.calls import rows
from tests.storage.cast import ONE, TWO, hand_in

RATER = "Rater one"
DAY = dt.date(2026, 3, 2)
PIN = ("iddt", "1.0.0", "a" * 64, 4)
SSN = "Client's SSN is 219-09-9999"


def rated(item: str, level: int, revision: int = 0, **more) -> Answer:
    return Answer(0, "", item, "rated", level, revision=revision, **more)


def of_set(*answers: Answer, rater: str = RATER, facts: tuple[FactAnswer, ...] = ()) -> TakenSet:
    return TakenSet("iddt", rater, answers, facts)


def new_visit(program: int | str, day: dt.date, *answers: Answer, person: int = 1) -> NewVisit:
    return NewVisit(program, day, "self_audit", alone(RATER, person), (PIN,), (of_set(*answers),))


def test_answers_and_facts_are_kept_and_each_is_logged(acting, store, begin, now):
    place = begin()
    facts = (FactAnswer(0, "", "clients", count=7),)
    given = of_set(rated("T1", 5, note="Seen"), rated("T2", 4), facts=facts)
    taken = take_in(acting, [KnownVisit(place.visit_id, (given,))], now)
    assert taken == Taken(programs=0, visits=0, answers=2, facts=1)
    stored = list_answers(acting, place.id, RATER)
    assert {i: (a.level, a.note, a.revision) for i, a in stored.items()} == {
        "T1": (5, "Seen", 1),
        "T2": (4, "", 1),
    }
    assert list_facts(acting, place.id, RATER)["clients"].count == 7
    logged = [(e.record, e.person) for e in list_events(acting, place.visit_id)]
    assert logged.count(("answer", "First person")) == 2
    assert logged.count(("fact_answer", "First person")) == 1
    assert verify(store) == ()


def test_what_is_stored_to_the_letter_is_not_written_again(acting, store, begin, now):
    place = begin()
    given = [KnownVisit(place.visit_id, (of_set(rated("T1", 5)),))]
    take_in(acting, given, now)
    before = rows(store)
    assert take_in(acting, given, now) == Taken(0, 0, 0, 0)
    assert rows(store) == before


def test_an_answer_that_was_seen_is_replaced_and_one_that_was_changed_since_is_not(
    acting, store, begin, now
):
    place = begin()
    save_answer(acting, replace(rated("T1", 2), assessment_id=place.id, rater=RATER), 0, now)
    seen = KnownVisit(place.visit_id, (of_set(rated("T2", 1), rated("T1", 5, revision=1)),))
    assert take_in(acting, [seen], now).answers == 2
    before = rows(store)
    changed = KnownVisit(place.visit_id, (of_set(rated("T3", 1), rated("T1", 4, revision=1)),))
    with pytest.raises(StaleAnswer) as stale:
        take_in(acting, [changed], now)
    assert (stale.value.current.level, stale.value.by) == (5, "First person")
    assert rows(store) == before


def test_an_answer_that_vanished_or_came_since_is_stale(acting, store, begin, now):
    place = begin()
    gone = KnownVisit(place.visit_id, (of_set(rated("T1", 5, revision=3)),))
    with pytest.raises(StaleAnswer):
        take_in(acting, [gone], now)
    save_fact(acting, FactAnswer(place.id, RATER, "clients", count=3), 0, now)
    facts = (FactAnswer(0, "", "clients", count=7),)
    with pytest.raises(StaleFact):
        take_in(acting, [KnownVisit(place.visit_id, (of_set(facts=facts),))], now)


def test_programs_and_visits_are_added_with_their_answers(acting, store, now):
    other_day = dt.date(2025, 3, 2)
    visits = [
        new_visit("Harbor House", DAY, rated("T1", 5)),
        new_visit("Harbor House", other_day, rated("T1", 4)),
        new_visit("Pine County", DAY, rated("T1", 3), rated("T2", 2)),
    ]
    done: list[tuple[int, int]] = []
    taken = take_in(acting, visits, now, progress=lambda *at: done.append(at))
    assert taken == Taken(programs=2, visits=3, answers=4, facts=0)
    assert done == [(1, 3), (2, 3), (3, 3)]
    assert [p.name for p in list_programs(acting)] == ["Harbor House", "Pine County"]
    indexed = index_visits(acting)
    assert [(v.visit.date, v.fills, list(v.assessments)) for v in indexed] == [
        (DAY, (RATER,), ["iddt"]),
        (other_day, (RATER,), ["iddt"]),
        (DAY, (RATER,), ["iddt"]),
    ]
    wanted = [(v.assessments["iddt"].id, RATER) for v in indexed]
    found = list_sets(acting, wanted)
    assert [{i: a.level for i, a in found[w].answers.items()} for w in wanted] == [
        {"T1": 5},
        {"T1": 4},
        {"T1": 3, "T2": 2},
    ]
    assert verify(store) == ()


@pytest.mark.parametrize(
    ("visit", "error"),
    [
        (new_visit("", DAY), ProgramProblem),
        (new_visit(999, DAY), NotFound),
        (new_visit("P", DAY, person=999), VisitProblem),
        (new_visit("P", DAY, Answer(0, "", "T1", "rated")), AnswerProblem),
        (new_visit("P", DAY, rated("T1", 5, note=SSN)), AnswerProblem),
        (replace(new_visit("P", DAY), sets=(TakenSet("goi", RATER),)), NotFound),
        (replace(new_visit("P", DAY), sets=(of_set(rater="Nobody"),)), AnswerProblem),
        (
            replace(new_visit("P", DAY), sets=(of_set(facts=(FactAnswer(0, "", ""),)),)),
            FactProblem,
        ),
        (KnownVisit(999, ()), NotFound),
    ],
)
def test_one_thing_that_cannot_be_kept_keeps_out_everything(acting, store, now, visit, error):
    before = rows(store)
    with pytest.raises(error):
        take_in(acting, [new_visit("Good", DAY, rated("T1", 5)), visit], now)
    assert rows(store) == before


def test_what_looks_like_a_clients_data_is_kept_where_somebody_says_that_it_is_none(
    acting, store, begin, now
):
    place = begin()
    given = [KnownVisit(place.visit_id, (of_set(rated("T1", 5, note=SSN), rated("T2", 4)),))]
    assert take_in(acting, given, now, accept_identifiers=True).answers == 2
    whys = {e.key: e.why for e in list_events(acting, place.visit_id) if e.record == "answer"}
    assert sorted(whys.values()) == ["", "Kept as no client's data, though it looks like it."]


def test_a_copy_that_nobody_confirmed_is_confirmed_by_a_rating_of_the_file(acting, begin, now):
    from storage.answers import copy_answers

    old, new = begin(), begin()
    save_answer(acting, replace(rated("T1", 2), assessment_id=old.id, rater=RATER), 0, now)
    copy_answers(acting, old.id, RATER, new.id, RATER, now)
    given = [KnownVisit(new.visit_id, (of_set(rated("T1", 2, revision=1)),))]
    assert take_in(acting, given, now).answers == 1
    stored = list_answers(acting, new.id, RATER)["T1"]
    assert (stored.confirmed, stored.copied_from, stored.revision) == (True, old.visit_id, 2)


def test_nobody_brings_ratings_into_somebody_elses_set(store, cast, now):
    before = rows(store)
    one = [KnownVisit(cast.visit.id, (of_set(rated("T1", 5), rater=ONE),))]
    for who in (cast.two, cast.lead, cast.office):
        with pytest.raises(NotAllowed, match="Everybody rates alone"):
            take_in(who, one, now)
    with pytest.raises(NotFound):
        take_in(cast.outsider, one, now)
    assert rows(store) == before
    assert take_in(cast.one, one, now).answers == 1


def test_what_is_handed_in_takes_nothing_more(store, cast, now):
    hand_in(cast)
    before = rows(store)
    with pytest.raises(NotAllowed, match="handed in"):
        take_in(cast.one, [KnownVisit(cast.visit.id, (of_set(rated("T1", 5), rater=ONE),))], now)
    assert rows(store) == before


def test_the_index_names_the_sets_a_person_fills_and_no_others(cast, now):
    def fills(who) -> list[tuple[str, ...]]:
        return [v.fills for v in index_visits(who) if v.visit.id == cast.visit.id]

    assert fills(cast.one) == [(ONE,)]
    assert fills(cast.two) == [(TWO,)]
    assert fills(cast.lead) == fills(cast.contact) == fills(cast.member) == [()]
    assert fills(cast.outsider) == []
    with pytest.raises(NotAllowed):
        list_sets(cast.one, [(cast.assessment.id, TWO)])


def test_who_leads_fills_the_set_of_who_does_not_use_the_toolkit(acting, store, now):
    guest = act(store, add_person(acting, "Guest", now).id)
    team = (
        Member("First person", "lead", acting.person.id),
        Member("By mail", "reviewer", rates=True),
        Member("Nurse", "respondent", staff_role="nurse"),
    )
    sets = (of_set(rated("T1", 3), rater="By mail"),)
    take_in(acting, [NewVisit("P", DAY, "site_visit", team, (PIN,), sets)], now)
    assert index_visits(acting)[0].fills == ("By mail", "Nurse")
    assert index_visits(guest) == ()


def test_a_file_that_was_taken_in_already_adds_nothing_a_second_time(acting, store, now):
    visits = [new_visit("Harbor House", DAY, rated("T1", 5))]
    take_in(acting, visits, now)
    before = rows(store)
    with pytest.raises(ProgramProblem, match=r"'Harbor House' was added in the meantime.*\[K66\]"):
        take_in(acting, visits, now)
    (program,) = index_programs(acting)
    with pytest.raises(VisitProblem, match=r"a visit of 2026-03-02 was added .*\[K66\]"):
        take_in(acting, [replace(visits[0], program=program.id)], now)
    assert rows(store) == before


def test_the_index_of_programs_says_where_a_person_may_begin_visits(cast):
    assert [(p.name, p.belongs) for p in index_programs(cast.office)] == [
        ("Harbor house", True),
        ("Another program", True),
    ]
    assert [(p.name, p.belongs) for p in index_programs(cast.one)] == [("Harbor house", False)]
    assert [(p.name, p.belongs) for p in index_programs(cast.outsider)] == [
        ("Another program", True)
    ]
