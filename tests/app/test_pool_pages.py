"""The pages about all programs: what the session keeps is never older than what is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from handover.pool import load_pool
from storage.people import add_person, change_person
from storage.team import alone
from storage.visits import add_visit, get_assessments, get_visit
from tests.app.conftest import NOW, Visited
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale


@pytest.mark.parametrize("page", ["portfolio", "compare", "over_time", "benchmarks"])
def test_before_there_is_anything_the_page_says_what_to_do(open_page, page: str):
    app = open_page(page)
    assert [info.value[:11] for info in app.info] == ["There is no"]


def test_a_rating_given_elsewhere_is_in_the_comparison_at_the_next_look(open_page, begin):
    visit = begin("goi")
    visit.rate("goi", dict.fromkeys(GOI.item_ids, 3))
    app = open_page("compare")
    assert app.table[0].value.iloc[0, 1] == "3.00"

    other = begin("goi", program="Mill Street")
    other.rate("goi", dict.fromkeys(GOI.item_ids, 5))
    app.run()

    assert list(app.table[0].value.iloc[:, 1]) == ["5.00", "3.00"]


def test_a_right_taken_away_takes_the_programs_with_it(open_page, begin, acting):
    begin("goi").rate("goi", dict.fromkeys(GOI.item_ids, 3))
    other = add_person(acting, "Office", sees_all=True, now=NOW)
    app = open_page("compare", person=other.id)
    assert len(app.table) == 2

    change_person(acting, replace(other, sees_all=False), other.revision, NOW)
    app.run()

    assert len(app.table) == 0


def test_only_what_changed_is_read_again_and_nothing_else_is_other_than_before(
    open_page, begin, acting
):
    first, second = begin("goi"), begin("goi", program="Mill Street")
    for visit in (first, second):
        visit.rate("goi", dict.fromkeys(GOI.item_ids[:-1], 3))
    app = open_page("compare")
    before = {each.visit.id: each for each in app.session_state["pool"].visits}

    second.rate("goi", {"G12": 5})
    app.run()

    after = app.session_state["pool"].visits
    assert [each.visit.id for each in after] == [first.id, second.id]
    assert after[0] is before[first.id]
    assert after[1].result.levels["G12"] == 5
    assert [each.result for each in load_pool(acting, shipped_scales())] == [
        each.result for each in after
    ]


@pytest.mark.parametrize("page", ["portfolio", "compare", "benchmarks"])
def test_a_program_shown_by_an_earlier_visit_is_not_passed_over_in_silence(
    open_page, begin, acting, page: str
):
    visit = begin("goi")
    visit.rate("goi", dict.fromkeys(GOI.item_ids, 5))
    program = get_visit(acting, visit.id).program_id
    pin, team = ("goi", "9.9.9", "9" * 64, 4), alone("Rater", acting.person.id)
    later = add_visit(acting, program, dt.date(2026, 5, 4), "self_audit", team, [pin], NOW)
    places = {a.scale_id: a.id for a in get_assessments(acting, later.id)}
    Visited(acting, later.id, places).rate("goi", dict.fromkeys(GOI.item_ids, 2))

    app = open_page(page, scale="goi")

    assert (
        "1 program is shown by an earlier visit, as its latest was rated with a version that does "
        "not map."
    ) in words(app)
