"""Many plans at once hold what each may see of them one by one, and no more."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import event

from storage.acting import Acting
from storage.action_verifying import list_checks, verify_action
from storage.plans import PlanAction, add_action, change_action, list_actions
from storage.pool_plans import list_plans
from storage.problem import NotFound, StorageError
from storage.team import Member, alone
from storage.team_changes import add_to_team
from storage.visit_states import send_to_program, take_back
from storage.visits import add_visit
from tests.storage.cast import ONE, agree, carry_to_program, hand_in, rate

PIN = ("iddt", "1.0.0", "a" * 64, 4)


def one_by_one(acting: Acting, visit_id: int) -> tuple[tuple[str, ...], set[int]] | None:
    """What a person sees of one plan by itself; None where that is refused."""
    try:
        actions = list_actions(acting, visit_id)
    except StorageError:
        return None
    return tuple(action.do for action in actions), set(list_checks(acting, visit_id))


def together(acting: Acting) -> tuple[tuple[str, ...], set[int]] | None:
    plans = list_plans(acting)
    if not plans:
        return None
    (plan,) = plans
    return tuple(action.do for action in plan.actions), set(plan.checks)


def test_at_every_step_of_a_visit_each_sees_the_plans_they_see_one_by_one(cast, now):
    everybody = (cast.office, cast.lead, cast.one, cast.two, cast.contact, cast.member)
    everybody += (cast.outsider,)
    seen = []

    def look() -> None:
        for who in everybody:
            assert together(who) == one_by_one(who, cast.visit.id)
        seen.append([together(who) is not None for who in everybody])

    rate(cast)
    hand_in(cast)
    agree(cast)
    kept = add_action(cast.lead, PlanAction(cast.visit.id, "Train staff"), now)
    add_action(cast.lead, PlanAction(cast.visit.id, "Hang up the poster"), now)
    change_action(cast.lead, replace(kept, status="done"), 1, now)
    look()
    send_to_program(cast.lead, cast.visit.id, now)
    verify_action(cast.one, kept.id, 1, now)
    look()
    take_back(cast.lead, cast.visit.id, "To be looked at again", now)
    look()
    # Reviewers and the office at once, the program once it is sent, the outsider never.
    assert seen[0] == [True, True, True, True, False, False, False]
    assert seen[1] == [True, True, True, True, True, True, False]


def test_a_plan_made_before_a_second_rater_joined_is_closed_until_both_have_handed_in(cast, now):
    office, team = cast.office, alone("Us", cast.office.person.id)
    visit = add_visit(office, cast.program.id, cast.visit.date, "self_audit", team, [PIN], now)
    add_action(office, PlanAction(visit.id, "Train staff"), now)
    assert together(office) == one_by_one(office, visit.id) == (("Train staff",), set())
    add_to_team(office, visit.id, Member(ONE, "reviewer", cast.one.person.id, True), now)
    for who in (office, cast.one):
        assert together(who) is one_by_one(who, visit.id) is None


def test_a_plan_comes_with_whose_word_it_is_and_in_its_order(cast, now):
    carry_to_program(cast)
    first = add_action(cast.lead, PlanAction(cast.visit.id, "Train staff"), now)
    second = add_action(cast.lead, PlanAction(cast.visit.id, "Hire", status="done"), now)
    seen = verify_action(cast.one, second.id, 1, now)
    (plan,) = list_plans(cast.office)
    assert plan.visit.id == cast.visit.id
    assert [action.id for action in plan.actions] == [first.id, second.id]
    assert plan.checks == {second.id: seen}


def test_visits_without_a_plan_and_programs_not_asked_for_are_not_in_it(cast, now):
    carry_to_program(cast)
    assert list_plans(cast.office) == ()
    add_action(cast.lead, PlanAction(cast.visit.id, "Train staff"), now)
    assert len(list_plans(cast.office, [cast.program.id])) == 1
    assert list_plans(cast.office, [cast.other_program.id]) == ()
    with pytest.raises(NotFound):
        list_plans(cast.outsider, [cast.program.id])


def test_more_plans_cost_nobody_more_queries(cast, store, now):
    carry_to_program(cast)
    add_action(cast.office, PlanAction(cast.visit.id, "Train staff"), now)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    everybody = (cast.office, cast.member, cast.one)

    def queries(who: Acting, plans: int) -> int:
        asked.clear()
        assert len(list_plans(who)) == plans
        return len(asked)

    few = [queries(who, 1) for who in everybody]
    # Who leads these does not use the toolkit, so that it hangs on who belongs to the program.
    team = (Member("A consultant", "lead", rates=True),)
    for year in range(2010, 2020):
        day = cast.visit.date.replace(year=year)
        visit = add_visit(cast.office, cast.program.id, day, "self_audit", team, [PIN], now)
        add_action(cast.office, PlanAction(visit.id, "Train staff"), now)
    assert [queries(cast.office, 11), queries(cast.member, 11), queries(cast.one, 1)] == few
