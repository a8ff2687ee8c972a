"""The pool holds what each may see, set by set; blind ratings stay blind in it."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import event

from storage.answers import Answer, list_answers, save_answer
from storage.people import change_person
from storage.pool import list_pool
from storage.team import CONSENSUS, alone
from storage.visit_states import send_to_program
from storage.visits import add_visit, get_assessments
from tests.storage.cast import ONE, TWO, agree, carry_to_program, hand_in, rate

PINS = [("iddt", "1.0.0", "a" * 64, 4), ("goi", "1.0.0", "a" * 64, 4)]


def seen(acting) -> dict[str, dict[str, int | None]]:
    """The levels of each set that somebody sees of the one visit, by rater and item."""
    (place,) = [each for each in list_pool(acting) if each.assessment.scale_id == "iddt"]
    return {
        rater: {item: answer.level for item, answer in given.answers.items()}
        for rater, given in place.sets.items()
    }


def test_each_sees_their_own_set_alone_until_all_have_handed_in(cast):
    rate(cast)
    assert seen(cast.one) == {ONE: {"T1": 3, "T2": 2}}
    assert seen(cast.two) == {TWO: {"T1": 3, "T2": 4}}
    for who in (cast.lead, cast.office, cast.contact, cast.member):
        assert seen(who) == {}


def test_then_the_reviewers_see_both_and_the_program_none(cast):
    rate(cast)
    hand_in(cast)
    both = {ONE: {"T1": 3, "T2": 2}, TWO: {"T1": 3, "T2": 4}}
    for who in (cast.one, cast.two, cast.lead, cast.office):
        assert seen(who) == both
    for who in (cast.contact, cast.member):
        assert seen(who) == {}


def test_the_program_sees_what_was_settled_once_it_is_sent_and_never_the_raters_sets(cast, now):
    rate(cast)
    hand_in(cast)
    agree(cast)
    settled = {"T1": 3, "T2": 3}
    assert seen(cast.one)[CONSENSUS] == settled
    assert seen(cast.member) == {}
    send_to_program(cast.lead, cast.visit.id, now)
    for who in (cast.contact, cast.member):
        assert seen(who) == {CONSENSUS: settled}
    assert set(seen(cast.office)) == {ONE, TWO, CONSENSUS}


def test_who_has_nothing_to_do_with_a_visit_has_nothing_of_it(cast):
    carry_to_program(cast)
    assert list_pool(cast.outsider) == ()


def test_what_counts_as_the_result_is_said(cast):
    rate(cast)
    (blind,) = list_pool(cast.one)
    assert (blind.shown, blind.raters) == (ONE, (ONE, TWO))
    hand_in(cast)
    agree(cast)
    (after,) = list_pool(cast.one)
    assert after.shown == CONSENSUS


def test_what_still_asks_something_of_the_rater_is_not_in_it(cast, now):
    office = cast.office
    team = alone("Us", office.person.id)
    visit = add_visit(office, cast.program.id, cast.visit.date, "self_audit", team, PINS, now)
    place = get_assessments(office, visit.id)[0].id
    for item, state, reason in (
        ("T1", "not_applicable", ""),
        ("T2", "not_applicable", "Nobody needs it."),
        ("T3", "not_enough_information", ""),
        ("T4", "rated", ""),
    ):
        level = 4 if state == "rated" else None
        given = Answer(place, "Us", item, state, level, reason=reason)
        kept = save_answer(office, given, 0, now)
    save_answer(office, replace(kept, state="unanswered", level=None), kept.revision, now)
    save_answer(office, Answer(place, "Us", "T5", "rated", 2), 0, now)
    (found,) = [e for e in list_pool(office, ["iddt"]) if e.visit.id == visit.id]
    assert {item: tuple(a) for item, a in found.sets["Us"].answers.items()} == {
        "T2": ("not_applicable", None),
        "T3": ("not_enough_information", None),
        "T5": ("rated", 2),
    }
    assert set(list_answers(office, place, "Us")) == {"T1", "T2", "T3", "T4", "T5"}


def test_only_the_scales_asked_for_are_fetched_the_earliest_visit_first(cast, now):
    office, team = cast.office, alone("Us", cast.office.person.id)
    earlier = cast.visit.date.replace(year=2025)
    first = add_visit(office, cast.program.id, earlier, "self_audit", team, PINS, now)
    assert [(e.visit.id, e.assessment.scale_id) for e in list_pool(office)] == [
        (first.id, "iddt"),
        (first.id, "goi"),
        (cast.visit.id, "iddt"),
    ]
    assert [e.visit.id for e in list_pool(office, ["goi"])] == [first.id]
    assert list_pool(office, ["other"]) == ()


def test_more_visits_cost_who_sees_everything_no_more_queries(cast, store, now):
    carry_to_program(cast)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    list_pool(cast.office)
    one = len(asked)
    team = alone("Us", cast.office.person.id)
    for year in range(2010, 2020):
        day = cast.visit.date.replace(year=year)
        add_visit(cast.office, cast.program.id, day, "self_audit", team, PINS, now)
    asked.clear()
    assert len(list_pool(cast.office)) == 21
    assert len(asked) == one


def test_that_the_lead_does_not_use_the_toolkit_any_more_opens_no_blind_set(cast, now):
    rate(cast)
    alike = {name: seen(getattr(cast, name)) for name in ("one", "two", "contact", "member")}
    lead = cast.lead.person
    change_person(cast.office, replace(lead, active=False), lead.revision, now)
    assert seen(cast.office) == {}
    assert {name: seen(getattr(cast, name)) for name in alike} == alike


def test_only_the_visits_named_are_fetched_and_never_one_that_is_not_theirs(cast, now):
    office, team = cast.office, alone("Us", cast.office.person.id)
    other = add_visit(office, cast.program.id, cast.visit.date, "self_audit", team, PINS, now)
    found = list_pool(office, ["iddt"], visit_ids=[other.id, 999_999])
    assert [each.visit.id for each in found] == [other.id]
    assert list_pool(cast.outsider, visit_ids=[other.id, cast.visit.id]) == ()


def test_an_item_named_with_a_mark_that_parts_answers_gives_no_other_answer(cast, store, now):
    office = cast.office
    team = alone("Us", office.person.id)
    visit = add_visit(office, cast.program.id, cast.visit.date, "self_audit", team, PINS, now)
    place = get_assessments(office, visit.id)[0].id
    save_answer(office, Answer(place, "Us", "T1\x1f2\x1eT2", "rated", 5), 0, now)
    save_answer(office, Answer(place, "Us", "T3", "rated", 4), 0, now)
    (found,) = [e for e in list_pool(office, ["iddt"]) if e.visit.id == visit.id]
    assert {item: tuple(a) for item, a in found.sets["Us"].answers.items()} == {"T3": ("rated", 4)}
