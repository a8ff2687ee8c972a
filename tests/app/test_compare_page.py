"""The page Compare: one view at a time, kept in the address; nothing that is not to be seen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from storage.answers import Answer
from storage.filling import fill_set
from storage.people import act, add_person
from storage.team import Member
from storage.visit_states import submit_ratings
from tests.app.conftest import NOW, Visited
from tests.app.page_words import all_items, whole_tree, words

VIEWS = ["heat", "totals", "two-visits", "self-external", "raters", "verdicts"]
Begin = Callable[..., Visited]


def rated(begin: Begin, program: str, level: int = 3, **others: int) -> Visited:
    """A self-audit on GOI by one rater, every item at one level but for some."""
    visit = begin("goi", program=program)
    given = all_items("goi", level, **others).items()
    answers = [Answer(0, "", item, "rated", given) for item, given in given]
    fill_set(visit.acting, visit.assessments["goi"], "Rater", answers, [], NOW)
    return visit


def labels(app: AppTest) -> list[str]:
    shown = app.table[0].value.index
    return [label.replace("\\", "").replace("\u00a0", " ") for label in shown]


@pytest.mark.parametrize("view", VIEWS)
def test_a_link_opens_its_view_and_draws_no_other(open_page, begin, view: str):
    rated(begin, "Elm")
    rated(begin, "Oak", 4)
    app = open_page("compare", compare=view)
    assert app.radio(key="compare").value == view
    assert len(app.header) == 1
    assert app.query_params["compare"] == view


@pytest.mark.parametrize("view", VIEWS)
def test_with_one_visit_every_view_says_what_to_do_or_shows_it(open_page, begin, view: str):
    rated(begin, "Elm")
    app = open_page("compare", compare=view)
    assert app.table or app.info


def test_choosing_another_view_keeps_it_in_the_address(open_page, begin):
    rated(begin, "Elm")
    app = open_page("compare")
    app.radio(key="compare").set_value("totals").run()
    assert app.query_params["compare"] == "totals"
    assert app.header[0].value == "Totals and subscales"


def test_visits_are_compared_that_the_reader_chooses(open_page, begin):
    visits = {name: rated(begin, name).id for name in ("Elm", "Oak", "Yew")}
    app = open_page("compare")
    app.radio(key="visits compared").set_value("chosen").run()
    assert "Choose the visits to compare" in app.info[0].value
    app.multiselect(key="visits chosen").set_value([visits["Yew"], visits["Elm"]]).run()
    assert labels(app) == ["Elm (invented)", "Yew (invented)"]


def test_visits_stand_in_the_order_that_is_asked_for(open_page, begin):
    rated(begin, "Elm", 2)
    rated(begin, "Oak", 4)
    app = open_page("compare")
    assert labels(app) == ["Oak (invented)", "Elm (invented)"]
    app.selectbox(key="compare sort").set_value("lowest").run()
    assert labels(app) == ["Elm (invented)", "Oak (invented)"]


def test_items_stand_as_in_the_scale_or_the_weakest_first(open_page, begin):
    rated(begin, "Elm", 4, G7=1, G2=2)
    app = open_page("compare")
    assert list(app.table[0].value.columns)[:4] == ["Verdict", "Total", "G1", "G2"]
    app.selectbox(key="compare items").set_value("weakest").run()
    assert list(app.table[0].value.columns)[2:5] == ["G7", "G2", "G1"]


def test_above_twenty_five_visits_there_are_pages(open_page, begin):
    for number in range(27):
        rated(begin, f"Program {number:02}")
    app = open_page("compare")
    assert len(app.table[0].value) == 25
    assert "1 to 25 of 27 are shown; the downloads hold them all." in words(app)
    assert "Weakest across 27 visits" in words(app)


def test_a_visit_without_ratings_is_named_at_the_foot_with_the_reason(open_page, begin):
    rated(begin, "Elm")
    begin("goi", program="Oak")
    app = open_page("compare")
    assert labels(app) == ["Elm (invented)"]
    app.toggle(key="filter unfinished").set_value(True).run()
    (row,) = app.table[-1].value.values.tolist()
    assert [cell.replace("\\", "") for cell in row] == [
        "Oak (invented)",
        "2026-03-02",
        "No item has a level.",
    ]


def test_what_a_program_is_called_is_never_markup(open_page, begin):
    name = "**Elm** [x](http://y) :red[z] `c` $a$ <b>"
    rated(begin, name)
    rated(begin, "Oak")
    for view in ("heat", "totals", "verdicts", "two-visits"):
        app = open_page("compare", compare=view)
        for element in (*app.markdown, *app.info):
            assert "**Elm**" not in str(element.value)
        for table in app.table:
            shown = [*table.value.index.map(str), *table.value.columns.map(str)]
            assert not any("**Elm**" in cell for cell in shown)


@pytest.mark.parametrize("handed_in", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_blind_ratings_are_in_no_view(open_page, begin, acting, view: str, handed_in: bool):
    bea = add_person(acting, "Bea", NOW)
    team = (
        Member("Rater", "lead", acting.person.id, rates=True),
        Member("Bea", "reviewer", bea.id, rates=True),
    )
    visit = begin("goi", kind="site_visit", team=team)
    for who, level in ((acting, 4), (act(acting.store, bea.id), 2)):
        name = who.person.name
        answers = [Answer(0, "", i, "rated", n) for i, n in all_items("goi", level).items()]
        fill_set(who, visit.assessments["goi"], name, answers, [], NOW)
        if handed_in:
            submit_ratings(who, visit.id, name, NOW)
    app = open_page("compare", person=acting.person.id, compare=view)
    app.toggle(key="filter unfinished").set_value(True).run()
    shown = "Bea" in whole_tree(app)
    assert shown == (handed_in and view == "raters")


def test_a_filter_that_leaves_nothing_says_so(open_page, begin):
    begin("goi", program="Oak")
    app = open_page("compare")
    assert "No visit is left to compare." in words(app)
