"""The portfolio: who is due by state, where all programs stand, files, and the invented sample."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest

from app_pages import sample_portfolio
from app_pages.due_download import calendar_file
from handover.due_list import list_due
from handover.due_table import due_csv
from handover.sample_portfolio import load_portfolio, portfolio_items
from sample_data.portfolio import draw_portfolio
from storage.people import add_person
from storage.plans import PlanAction, add_action
from storage.programs import add_program, list_programs
from storage.team import Member, alone
from storage.visits import add_visit, list_visits
from tests.app.conftest import NOW
from tests.app.page_words import all_items, whole_tree, words
from tests.shipped_scales import shipped_scales

VISITED = dt.date(2026, 3, 2)
GOI = shipped_scales().get("goi")
PIN = ("goi", GOI.scale.version, GOI.stamp, 4)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch):
    """Choose the day on which the page is looked at."""

    def on(day: str) -> None:
        at = dt.date.fromisoformat(day)
        for module in ("due_view", "due_download", "pool_session", "pool_standing"):
            monkeypatch.setattr(f"app_pages.{module}.today", lambda: at)

    on("2026-09-03")
    return on


def rated(begin, program: str, level: int) -> None:
    """A self-audit with every item of the GOI at a level, on March 2, 2026."""
    begin("goi", program=program).rate("goi", all_items("goi", level))


def states(app) -> list[str]:
    return [option.replace("\\", "") for option in app.radio(key="due state").options]


def programs_shown(app) -> list[str]:
    return [heading.value.replace("\\", "") for heading in app.subheader]


def test_programs_are_counted_by_state_and_the_most_urgent_are_shown(open_page, begin, acting, on):
    rated(begin, "Harbor House", 3)
    begin("goi", program="Mill Street")  # begun on March 2 and never rated: given up by now
    add_program(acting, name="Pine County", now=NOW)
    app = open_page("portfolio")
    assert "3 programs: 1 overdue and 2 never rated." in words(app)
    assert states(app) == ["Overdue (1)", "Never rated (2)", "All (3)"]
    assert programs_shown(app) == ["Harbor House (invented)"]
    assert (
        "Overdue on GOI. Last rated on 2026-03-02 (Moderate fidelity). Due on 2026-09-02, overdue "
        "by 1 day." in words(app).replace("**", "")
    )
    app.radio(key="due state").set_value("all").run()
    everybody = ["Harbor House (invented)", "Mill Street (invented)", "Pine County"]
    assert programs_shown(app) == everybody


def test_the_same_program_is_due_soon_the_day_before_and_not_due_long_before(open_page, begin, on):
    rated(begin, "Harbor House", 3)
    on("2026-09-02")
    app = open_page("portfolio")
    assert "1 program: 1 due soon." in words(app)
    on("2026-07-03")
    assert "1 program: 1 not due yet." in words(app.run())
    on("2026-07-04")
    assert "1 program: 1 due soon." in words(app.run())


def test_a_visit_in_progress_can_be_gone_on_with_and_any_other_begun(open_page, begin, acting, on):
    rated(begin, "Harbor House", 3)
    program = list_programs(acting)[0]
    app = open_page("portfolio")
    tree = whole_tree(app)
    assert f"begin=visit&program={program.id}" in tree or f"program={program.id}&begin" in tree
    team = alone("Rater", acting.person.id)
    day = dt.date(2026, 8, 30)
    visit = add_visit(acting, program.id, day, "self_audit", team, [PIN], NOW)
    app.run()
    assert states(app) == ["In progress (1)"]
    tree = whole_tree(app)
    assert "Go on with the visit" in tree
    assert f"visit={visit.id}" in tree
    assert "In progress since 2026-08-30. It was due on 2026-09-02." in words(app)
    on("2026-08-29")
    assert "Open the planned visit" in whole_tree(app.run())


def test_begin_a_visit_opens_the_form(open_page, begin, acting):
    rated(begin, "Harbor House", 3)
    number = str(list_programs(acting)[0].id)
    for address, opened in (({}, False), ({"begin": "visit"}, True)):
        app = open_page("programs", program=number, **address)
        (form,) = [found for found in app.expander if found.label == "Start a visit"]
        assert form.proto.expanded == opened


def test_a_page_shows_ten_programs_and_draws_no_more(open_page, acting, on):
    for number in range(12):
        add_program(acting, name=f"Program {number:02}", now=NOW)
    app = open_page("portfolio")
    assert programs_shown(app) == [f"Program {number:02}" for number in range(10)]
    assert "Program 10" not in whole_tree(app)


def test_a_filter_holds_for_all_of_the_page(open_page, acting, begin, on):
    add_program(acting, name="North House", region="North", now=NOW)
    south = add_program(acting, name="South House", region="South ", now=NOW)
    assert south.region
    app = open_page("portfolio")
    app.multiselect(key="filter region").set_value(["South"]).run()
    assert "1 of 2 programs are looked at." in words(app)
    assert programs_shown(app) == ["South House"]


def test_verdicts_and_the_weakest_items_are_of_the_latest_finished_visit_of_each(
    open_page, begin, acting, on
):
    rated(begin, "Harbor House", 4)
    begin("goi", program="Mill Street").rate("goi", all_items("goi", 4, G3=1))
    open_visit = begin("goi", program="Pine County")
    open_visit.rate("goi", {"G1": 1})  # still being rated: counts nowhere
    app = open_page("portfolio")
    verdicts, items = (
        frame for frame in (table.value for table in app.table) if len(frame.columns) > 3
    )
    assert verdicts.replace(r"\\", "", regex=True).to_dict("list") == {
        "Verdict": ["High fidelity", "Moderate fidelity", "Low fidelity", "Not scorable"],
        "Programs": ["1", "1", "0", "0"],
        "Share": ["50 %", "50 %", "0 %", "0 %"],
        "Of (n)": ["2", "2", "2", "2"],
    }
    first = items.iloc[0].replace(r"\\", "", regex=True)
    assert first["Item"].startswith("G3 ")
    assert [*first[1:]] == ["2.50", "1", "2", "50 %"]
    assert "Of 2 programs 1 has High fidelity and 1 Moderate fidelity." in words(app)


def test_the_files_hold_all_that_is_looked_at(begin, acting, on):
    visit = begin("goi", program="=Harbor\nHouse")
    visit.rate("goi", all_items("goi", 3))
    planned = PlanAction(visit.id, "Train staff", due=dt.date(2026, 10, 1))
    add_action(acting, planned, NOW)
    lines = list_due(acting, shipped_scales(), dt.date(2026, 9, 3))
    text = due_csv(lines, dt.date(2026, 9, 3)).decode("utf-8-sig")
    (row,) = csv.DictReader(io.StringIO(text, newline=""))
    assert row["program"] == "'=Harbor\nHouse"
    assert {key: row[key] for key in ("invented", "scale", "state", "due_on", "last_rated")} == {
        "invented": "yes",
        "scale": "goi",
        "state": "overdue",
        "due_on": "2026-09-02",
        "last_rated": "2026-03-02",
    }
    assert (row["verdict"], row["begun_or_planned"]) == ("Moderate fidelity", "")
    assert calendar_file(acting, lines, actions=False).count(b"BEGIN:VEVENT") == 1
    both = calendar_file(acting, lines, actions=True)
    assert b"DTSTART;VALUE=DATE:20260902" in both and b"DTSTART;VALUE=DATE:20261001" in both
    assert calendar_file(acting, (), actions=True).count(b"BEGIN:VEVENT") == 0


def test_ratings_given_blind_are_in_no_figure(open_page, begin, acting, on):
    one, two = (add_person(acting, name, NOW) for name in ("Ann", "Ben"))
    team = (
        Member("Rater", "lead", acting.person.id),
        Member("Ann", "reviewer", one.id, rates=True),
        Member("Ben", "reviewer", two.id, rates=True),
    )
    begin("goi", kind="site_visit", team=team)
    app = open_page("portfolio", person=acting.person.id)
    assert "No program has a finished visit with GOI among these." in words(app)


def test_who_sees_nothing_is_told_what_to_do(open_page, begin, acting, on):
    rated(begin, "Harbor House", 3)
    other = add_person(acting, "Ben", NOW)
    app = open_page("portfolio", person=other.id)
    assert "There is no program yet." in words(app)
    assert "Harbor House" not in whole_tree(app)


@pytest.fixture
def two_drawn(monkeypatch: pytest.MonkeyPatch):
    """The first two programs of the portfolio: loading all forty takes half a minute."""
    drawn = draw_portfolio(portfolio_items(shipped_scales()))[:2]
    monkeypatch.setattr(sample_portfolio, "_draw", lambda items: drawn)
    return drawn


@pytest.mark.parametrize("page", ["portfolio", "programs"])
def test_the_invented_portfolio_is_added_at_the_press_of_a_button(
    open_page, acting, two_drawn, page
):
    app = open_page(page)
    app.button(key="add portfolio").click().run()
    assert not app.exception
    assert {p.name for p in list_programs(acting)} == {drawn.name for drawn in two_drawn}
    assert all(program.invented for program in list_programs(acting))
    assert "add portfolio" not in [button.key for button in app.button]
    visits = [v for p in list_programs(acting) for v in list_visits(acting, p.id)]
    assert len(visits) == sum(len(drawn.visits) for drawn in two_drawn)


def test_what_was_cut_off_is_taken_up_where_it_stopped(open_page, acting, two_drawn):
    class PageLeft(Exception):
        """What ends a run of a page whose reader goes elsewhere."""

    def leave(done: int, of: int) -> None:
        raise PageLeft

    with pytest.raises(PageLeft):
        load_portfolio(acting, shipped_scales(), two_drawn, NOW, leave)
    app = open_page("portfolio")
    button = app.button(key="add portfolio")
    assert button.label == "Add the rest of the sample portfolio (invented)"
    button.click().run()
    assert "add portfolio" not in [found.key for found in app.button]


def test_beside_programs_of_ones_own_no_invented_ones_are_offered(open_page, acting, two_drawn):
    add_program(acting, name="Harbor House", now=NOW)
    for page in ("portfolio", "programs"):
        assert "add portfolio" not in [button.key for button in open_page(page).button]
