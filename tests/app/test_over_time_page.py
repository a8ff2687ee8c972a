"""Over time and Benchmarks: what they say when there is little, and what they never tell."""

from __future__ import annotations

import datetime as dt

import pytest

from storage.answers import Answer, save_answer
from storage.people import act, add_person
from storage.plans import PlanAction, add_action
from storage.programs import add_program
from storage.team import Member
from storage.visits import add_visit, get_assessments, get_visit
from tests.app.conftest import NOW, Visited
from tests.app.page_words import all_items, whole_tree, words
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi")
BLIND = "Nobody else may know this yet"


def again(first: Visited, day: dt.date, *team: Member) -> Visited:
    """Another visit to the same program, on the GOI."""
    acting = first.acting
    pin = ("goi", GOI.scale.version, GOI.stamp, 4)
    raters = team or (Member("Rater", "lead", acting.person.id, rates=True),)
    program = program_of(first)
    kind = "site_visit" if team else "self_audit"
    visit = add_visit(acting, program, day, kind, raters, [pin], NOW)
    found = {a.scale_id: a.id for a in get_assessments(acting, visit.id)}
    return Visited(acting, visit.id, found)


def program_of(visit: Visited) -> int:
    return get_visit(visit.acting, visit.id).program_id


@pytest.fixture
def first(begin) -> Visited:
    visit = begin("goi")
    visit.rate("goi", all_items("goi", 3))
    return visit


def test_one_visit_is_shown_and_the_page_says_when_more_will_be(open_page, first):
    told = words(open_page("over_time"))
    assert "One visit so far (2026-03-02, self-audit): Organizational mean 3.00" in told
    assert "What moved is told from the second one on." in told
    assert "none was rated by two raters, and it takes 10" in told
    assert "So no change here is called progress or decline." in told


def test_a_program_without_a_visit_leads_to_the_programs(open_page, begin):
    visit = begin("goi")
    empty = add_program(visit.acting, name="Empty", now=NOW)
    app = open_page("over_time", program=str(empty.id))
    assert "There is no visit to this program yet." in words(app)
    assert "Go to programs" in [link.value for link in app.page_link]


def test_a_visit_that_is_being_rated_is_named_and_not_drawn(open_page, first):
    later = again(first, dt.date(2026, 6, 1))
    later.rate("goi", {"G1": 5})
    app = open_page("over_time")
    assert "One visit so far" in words(app)
    assert "Not shown: 1 visit (2026-06-01), still being rated or settled, or planned." in words(
        app
    )


def test_what_moved_can_be_asked_of_any_two_visits(open_page, first):
    again(first, dt.date(2026, 6, 1)).rate("goi", all_items("goi", 4))
    again(first, dt.date(2026, 9, 1)).rate("goi", all_items("goi", 4, G1=2))
    app = open_page("over_time")
    assert [heading.value for heading in app.subheader] == ["1 item went down"]
    (earlier,) = [box for box in app.selectbox if box.label == "Earlier visit"]
    earlier.select_index(1).run()
    assert not app.exception
    assert [heading.value for heading in app.subheader] == [
        "11 items went up",
        "1 item went down",
    ]
    (later,) = [box for box in app.selectbox if box.label == "Later visit"]
    later.select_index(1).run()
    assert [heading.value for heading in app.subheader] == ["12 items went up"]


def test_a_visit_that_is_being_rated_does_not_move_the_median(open_page, begin):
    visits = [begin("goi", program=f"Program {level}") for level in range(1, 6)]
    for level, visit in enumerate(visits, start=1):
        visit.rate("goi", all_items("goi", level))
    again(visits[0], dt.date(2026, 6, 1)).rate("goi", {"G1": 5})
    app = open_page("over_time")
    app.toggle(key="median beside").set_value(True).run()
    assert "Median 3.00 (n = 5)" in whole_tree(app)


def test_actions_and_notes_typed_as_markup_stay_text(open_page, first):
    sign = "**Bold** [link](http://example.org)"
    add_action(first.acting, PlanAction(first.id, sign, items=(("goi", "G1"),)), NOW)
    again(first, dt.date(2026, 6, 1)).rate("goi", all_items("goi", 4))
    app = open_page("over_time")
    (cell,) = [
        str(cell)
        for table in app.table
        if "Actions meant for it" in table.value.columns
        for cell in table.value["Actions meant for it"]
        if "Bold" in str(cell)
    ]
    assert cell.startswith(r"\*\*Bold\*\* \[link\]")


def test_what_another_rates_alone_is_on_neither_page(open_page, first):
    other = add_person(first.acting, "Other", NOW)
    team = (
        Member("Other", "reviewer", other.id, rates=True),
        Member("Third", "reviewer", add_person(first.acting, "Third", NOW).id, rates=True),
        Member("Lead", "lead", first.acting.person.id),
    )
    visit = again(first, dt.date(2026, 6, 1), *team)
    theirs = Answer(visit.assessments["goi"], "Other", "G1", "rated", 5, note=BLIND)
    save_answer(act(first.acting.store, other.id), theirs, 0, NOW)
    for page in ("over_time", "benchmarks"):
        app = open_page(page, person=first.acting.person.id)
        assert BLIND not in whole_tree(app)
    assert "2 visits" not in words(open_page("over_time", person=first.acting.person.id))


def test_benchmarks_of_too_few_programs_say_how_many_it_takes(open_page, first):
    app = open_page("benchmarks")
    assert "There is 1 program here. Median and quartiles are shown from 5 programs on" in words(
        app
    )
    assert "Published figures" in [heading.value for heading in app.header]
    assert "All units: mean 1.78 (n = 15)." in whole_tree(app)


def test_benchmarks_before_there_is_anything_say_what_to_do(open_page):
    assert [info.value[:24] for info in open_page("benchmarks").info] == [
        "There is no visit yet. A"
    ]


def test_a_link_to_a_program_that_is_not_theirs_says_that_another_is_shown(open_page, begin):
    begin("goi").rate("goi", {"G1": 3})
    app = open_page("over_time", program="999")
    assert [w.value[:41] for w in app.warning] == ["The address names a program that does not"]
    app.run()
    assert not app.warning
