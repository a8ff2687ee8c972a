"""What was rated is told to each as far as they may see, for many programs at once."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import event

from storage.answers import Answer, save_answer
from storage.rated_scales import list_rated_scales
from storage.team import alone
from storage.visit_states import send_to_program
from storage.visits import add_visit, get_assessments
from tests.storage.cast import agree, carry_to_program, hand_in, rate

PINS = [("iddt", "1.0.0", "a" * 64, 4), ("goi", "1.0.0", "a" * 64, 4)]


def scales(acting, program_id: int) -> list[tuple[int, str]]:
    found = list_rated_scales(acting, [program_id])[program_id]
    return [(each.visit.id, each.scale_id) for each in found]


def test_each_sees_a_scale_as_rated_once_they_may_see_a_rating_of_it(cast, now):
    rate(cast)
    here = [(cast.visit.id, "iddt")]
    for who in (cast.one, cast.two):
        assert scales(who, cast.program.id) == here
    for who in (cast.lead, cast.office, cast.contact, cast.member):
        assert scales(who, cast.program.id) == []
    hand_in(cast)
    agree(cast)
    send_to_program(cast.lead, cast.visit.id, now)
    for who in (cast.one, cast.two, cast.lead, cast.office, cast.contact, cast.member):
        assert scales(who, cast.program.id) == here


def test_the_latest_visit_comes_first_and_what_is_not_rated_is_left_out(cast, now):
    office, program = cast.office, cast.program.id
    for day, item in ((5, "T1"), (9, "T2")):
        when = dt.date(2026, 4, day)
        visit = add_visit(
            office, program, when, "self_audit", alone("Us", office.person.id), PINS, now
        )
        iddt, goi = get_assessments(office, visit.id)
        save_answer(office, Answer(iddt.id, "Us", item, "rated", 3), 0, now)
        save_answer(office, Answer(goi.id, "Us", "G1", "not_enough_information"), 0, now)
    assert scales(office, program) == [(visit.id, "iddt"), (visit.id - 1, "iddt")]


def test_many_programs_cost_no_more_queries_than_one(cast, store, now):
    carry_to_program(cast)
    asked: list[str] = []
    event.listen(store.engine, "before_cursor_execute", lambda *args: asked.append(args[2]))
    list_rated_scales(cast.office, [cast.program.id])
    one = len(asked)
    asked.clear()
    list_rated_scales(cast.office, [cast.program.id, cast.other_program.id])
    assert len(asked) == one
