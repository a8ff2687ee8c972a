"""Programs: add, find, edit and archive them, begin and delete visits, load the samples."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from storage.answers import list_answers
from storage.problem import NotFound
from storage.programs import add_program, get_program, list_programs
from storage.visits import get_assessments, list_team, list_visits
from tests.app.conftest import NOW
from tests.app.page_words import words


@pytest.fixture
def programs(open_page):
    """The first page, opened."""
    return open_page("programs")


@pytest.fixture
def harbor(acting):
    """A program without visits."""
    return add_program(acting, name="Harbor House", agency="Tide Agency", region="Coast", now=NOW)


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def field(app: AppTest, label: str):
    fields = [*app.text_input, *app.number_input, *app.checkbox, *app.radio, *app.date_input]
    return next(found for found in fields if found.label == label)


def headings(app: AppTest) -> list[str]:
    return [heading.value.replace("\\", "") for heading in (*app.title, *app.subheader)]


def test_an_empty_app_says_how_to_begin_and_offers_the_samples(programs, acting):
    assert "add the invented sample programs" in words(programs)
    press(programs, "Add the sample programs (invented)")
    names = [program.name for program in list_programs(acting)]
    assert len(names) == 4
    assert all(name in headings(programs) for name in names)
    assert all(program.invented for program in list_programs(acting))
    assert "Add the sample programs (invented)" not in [b.label for b in programs.button]
    # Two visits each, and a site visit, with every answer of their ratings files.
    visits = {p.name.split()[0]: len(list_visits(acting, p.id)) for p in list_programs(acting)}
    assert visits == {"Cedar": 3, "Harbor": 2, "Lakeside": 2, "Pine": 2}


def test_a_program_is_added_and_opened(programs, acting):
    field(programs, "Name of the program").set_value("Harbor *House*")
    field(programs, "Agency").set_value("Tide Agency")
    press(programs, "Add program")
    assert headings(programs) == ["Harbor *House*"]
    assert "Not assessed yet" in words(programs)
    added = list_programs(acting)[0]
    assert (added.name, added.agency, added.invented) == ("Harbor *House*", "Tide Agency", False)


def test_a_program_without_a_name_is_refused_and_nothing_typed_is_lost(programs, acting):
    field(programs, "Agency").set_value("Tide Agency")
    press(programs, "Add program")
    assert "name: it is empty" in words(programs)
    assert field(programs, "Agency").value == "Tide Agency"
    assert list_programs(acting) == ()


def test_programs_are_found_by_name_agency_and_region(acting, harbor, open_page):
    add_program(acting, name="Pine County", region="Hills", now=NOW)
    programs = open_page("programs")
    assert headings(programs) == ["Programs", "Harbor House", "Pine County"]
    for typed in ("pine", "HILLS"):
        field(programs, "Find by name, agency or region").set_value(typed).run()
        assert headings(programs) == ["Programs", "Pine County"]
    field(programs, "Find by name, agency or region").set_value("nowhere").run()
    assert "No program matches." in words(programs)


def test_a_program_is_edited_archived_and_brought_back(acting, harbor, open_page):
    page = open_page("programs", program=str(harbor.id))
    field(page, "Region").set_value("North coast").run()
    press(page, "Save changes")
    assert get_program(acting, harbor.id).region == "North coast"
    press(page, "Archive this program")
    assert "This program is archived." in words(page)
    assert list_programs(acting) == ()
    press(page, "Bring back from the archive")
    assert [program.id for program in list_programs(acting)] == [harbor.id]


def test_a_visit_needs_a_rater_and_a_scale(acting, harbor, open_page):
    page = open_page("programs", program=str(harbor.id))
    assert field(page, "Who rates").value == "Rater"
    field(page, "Who rates").set_value("").run()
    press(page, "Start the visit")
    assert "who rates: it is empty" in words(page)
    field(page, "Who rates").set_value("Rater").run()
    for box in [box for box in page.checkbox if "new visit" in str(box.key)]:
        box.uncheck()
    press(page.run(), "Start the visit")
    assert "none is chosen" in words(page)
    assert list_visits(acting, harbor.id) == ()


def test_a_visit_is_started_with_the_scales_that_are_ticked(acting, harbor, open_page):
    page = open_page("programs", program=str(harbor.id))
    field(page, "Date of the visit").set_value(dt.date(2026, 2, 3))
    field(page, "Who rates").set_value("  Night shift ")
    field(page, "General Organizational Index").uncheck()
    press(page.run(), "Start the visit")
    assert page.title[0].value == "Assess"
    visit = list_visits(acting, harbor.id)[0]
    assert (visit.date, visit.kind) == (dt.date(2026, 2, 3), "self_audit")
    (member,) = list_team(acting, visit.id)
    assert (member.name, member.person_id, member.rates) == (
        "Night shift",
        acting.person.id,
        True,
    )
    scales = [assessment.scale_id for assessment in get_assessments(acting, visit.id)]
    assert scales == ["iddt", "trauma_informed", "integration"]


def test_a_visit_is_deleted_only_when_one_is_sure(begin, open_page):
    visit = begin("iddt")
    visit.rate("iddt", {"T2": 4})
    program = list_programs(visit.acting)[0]
    page = open_page("programs", program=str(program.id))
    assert "Low fidelity" not in words(page)
    assert next(b for b in page.button if b.label == "Delete the visit").disabled
    field(page, "Yes, delete it for good").check().run()
    press(page, "Delete the visit")
    assert list_visits(visit.acting, program.id) == ()
    with pytest.raises(NotFound):
        list_answers(visit.acting, visit.assessments["iddt"], "Rater")
    assert "Not assessed yet" in words(page)
