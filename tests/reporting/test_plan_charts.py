"""The plan over time: what is drawn, by which sign, and the words and numbers that say the same."""

from __future__ import annotations

import re
from datetime import date

import altair as alt
import pytest

from reporting.charts import to_svg
from reporting.charts.burn_up import Counts, burn_up_chart, count_items
from reporting.charts.days import marks, number_of
from reporting.charts.gantt import gantt_chart
from reporting.facts import PlanLine, ProgramFacts, VisitFacts
from reporting.report import Report, build_report

TODAY = date(2026, 7, 4)
MARCH, APRIL = date(2026, 3, 2), date(2026, 4, 2)
T2, T8, G3 = ("iddt", "T2"), ("iddt", "T8"), ("goi", "G3")


def report_of(*plan: PlanLine, today: date = TODAY) -> Report:
    visit = VisitFacts(MARCH, "self_audit")
    return build_report(ProgramFacts("Harbor House"), visit, [], plan, today)


def points(drawing, shape: str) -> list[int]:
    """The days on which a sign stands."""
    return [
        each["x"]
        for layer in drawing["layer"]
        if layer["mark"].get("shape", "circle" if layer["mark"]["type"] == "point" else "") == shape
        for each in layer["data"]["values"]
    ]


LATE = PlanLine(
    "Start two groups", start=MARCH, due=date(2026, 6, 1), status="in_progress", owner="Kim"
)
SEEN = PlanLine(
    "Train two nurses",
    start=MARCH,
    due=date(2026, 5, 1),
    status="done",
    done=("Kim", date(2026, 4, 20)),
    verified=("Ann", date(2026, 5, 20)),
)
UNDATED = PlanLine("Talk to the board", status="planned")


def test_an_overdue_action_has_a_sign_and_words_of_its_own():
    chart = gantt_chart(report_of(LATE))
    assert chart is not None
    assert points(chart.drawing, "triangle-right") == [number_of(date(2026, 6, 1))]
    shown = " ".join(re.findall(r">([^<]+)</t", to_svg(chart)))
    assert "overdue by 33 days" in shown
    assert "Today, 2026-07-04" in shown
    assert chart.summary == "Overdue: action 1 (by 33 days)."


def test_done_and_verified_have_signs_of_their_own_on_their_days():
    chart = gantt_chart(report_of(SEEN))
    assert chart is not None
    assert points(chart.drawing, "circle") == [number_of(date(2026, 4, 20))]
    assert points(chart.drawing, "diamond") == [number_of(date(2026, 5, 20))]
    assert chart.summary == "Nothing is overdue."
    assert chart.alt == (
        "Timeline of actions as of 2026-07-04. Action 1, done, 2026-03-02 to 2026-05-01, "
        "done 2026-04-20, verified 2026-05-20."
    )


def test_an_action_without_dates_stands_below_and_is_counted():
    due = PlanLine("Buy a form", due=date(2026, 8, 1), status="planned")
    chart = gantt_chart(report_of(UNDATED, due))
    assert chart is not None
    assert chart.summary == (
        "Nothing is overdue. Due next: action 2, on 2026-08-01. 1 action without dates."
    )
    assert chart.table.to_dict("list") == {
        "Action": ["1. Talk to the board", "2. Buy a form"],
        "Owner": ["", ""],
        "Status": ["Planned", "Planned"],
        "Start": ["", ""],
        "Due": ["", "2026-08-01"],
        "Overdue": ["", ""],
        "Done": ["", ""],
        "Verified": ["", ""],
    }


def test_a_plan_without_any_date_has_no_timeline_and_what_is_suggested_is_not_in_it():
    assert gantt_chart(report_of()) is None
    assert gantt_chart(report_of(UNDATED)) is None
    suggested = PlanLine("Hire", due=TODAY, status="suggested")
    assert gantt_chart(report_of(suggested)) is None
    chart = gantt_chart(report_of(LATE, suggested))
    assert chart is not None and len(chart.table) == 1


@pytest.mark.parametrize(
    "line",
    [
        PlanLine("x", due=date.min, status="planned"),
        PlanLine("x", start=date.max, status="planned"),
        PlanLine("x", start=date.min, due=date.max, status="dropped"),
        PlanLine("x", start=TODAY, due=TODAY, status="planned"),
        PlanLine("x", status="done", done=("", TODAY)),
        PlanLine("x" * 2000, due=TODAY),
    ],
)
def test_every_day_there_is_can_be_drawn(line):
    chart = gantt_chart(report_of(line))
    assert chart is not None
    alt.TopLevelLayerSpec.validate(chart.drawing)
    assert to_svg(chart).startswith("<svg")


def test_the_day_of_the_report_decides_what_is_overdue():
    chart = gantt_chart(report_of(LATE, today=date(2026, 6, 1)))
    assert chart is not None
    assert points(chart.drawing, "triangle-right") == []
    assert chart.summary == "Nothing is overdue. Due next: action 1, on 2026-06-01."


def test_marks_stand_on_the_first_of_months_and_are_few():
    year = marks(number_of(date(2026, 2, 20)), number_of(date(2027, 3, 10)))
    assert [number - number_of(date(2026, 4, 1)) for number in year] == [0, 91, 183, 275]
    fortnight = marks(number_of(MARCH), number_of(date(2026, 3, 16)))
    assert [number - number_of(MARCH) for number in fortnight] == [3, 10]
    assert len(marks(number_of(date.min), number_of(date.max))) <= 6


def test_items_are_counted_by_hand():
    """T8 waits for two actions; G3 was seen by somebody else; what is dropped asks nothing."""
    done, seen = date(2026, 4, 20), date(2026, 5, 20)
    plan = [
        PlanLine("a", items=(T8, T2), status="done", added=MARCH, done=("", done)),
        PlanLine("b", items=(T8,), status="in_progress", added=APRIL),
        PlanLine(
            "c", items=(G3,), status="done", added=APRIL, done=("", done), verified=("", seen)
        ),
        PlanLine("d", items=(("goi", "G9"),), status="dropped", added=MARCH),
        PlanLine("e", status="planned", added=MARCH),
    ]
    rows = report_of(*plan).plan
    assert count_items(rows, TODAY) == (
        Counts(MARCH, 2, 0, 0),
        Counts(APRIL, 3, 0, 0),
        Counts(done, 3, 2, 0),
        Counts(seen, 3, 2, 1),
        Counts(TODAY, 3, 2, 1),
    )
    # Seen from an earlier day, what came later is not known yet.
    assert count_items(rows, done)[-1] == Counts(done, 3, 2, 0)


def test_the_counts_are_told_in_words_and_as_a_table():
    plan = (
        PlanLine("a", items=(T2,), status="done", added=MARCH, done=("", APRIL)),
        PlanLine("b", status="planned", added=MARCH),
    )
    chart = burn_up_chart(report_of(*plan))
    assert chart is not None
    assert chart.summary == (
        "Of 1 planned item 1 is done and 0 verified by somebody else. "
        "1 action names no item and is not counted."
    )
    assert chart.table.to_dict("list") == {
        "Day": ["2026-03-02", "2026-04-02", "2026-07-04"],
        "Planned": [1, 1, 1],
        "Done": [0, 1, 1],
        "Verified": [0, 0, 0],
    }
    alt.TopLevelLayerSpec.validate(chart.drawing)
    assert "planned, done: 1" in to_svg(chart)
    assert chart.file_stem == "harbor-house-2026-03-02-plan-items"


def test_without_an_item_there_is_nothing_to_count():
    assert burn_up_chart(report_of(UNDATED)) is None
