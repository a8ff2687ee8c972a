"""Charts: draw a sample, look through it, and take the counts into one's ratings."""

from __future__ import annotations

from dataclasses import replace

import pytest

from scoring.chart_sample import draw
from storage.answers import Answer, list_answers, save_answer
from storage.worksheets import ChartRow, ChartSample, add_sample, list_rows, list_samples, save_row
from tests.app.conftest import NOW
from tests.app.site_visit import Page, SiteVisit, begin_site_visit

LIST = [f"C-{number}" for number in range(101, 141)]


@pytest.fixture
def visit(acting, open_page) -> SiteVisit:
    """A site visit on the General Organizational Index: charts answer G4, G5 and G6."""
    return begin_site_visit(acting, open_page, "goi")


def draw_three(visit: SiteVisit, *criteria: str) -> tuple[ChartRow, ...]:
    """A sample of the charts 7, 8 and 9."""
    asked = tuple(("goi", item) for item in criteria or ("G4",))
    sample = ChartSample(visit.id, 30, "f" * 64, "2026-03-02", asked)
    kept = add_sample(visit.acting("Ann"), sample, ["7", "8", "9"], NOW)
    return list_rows(visit.acting("Ann"), kept.id)


def find(visit: SiteVisit, row: ChartRow, *findings: str, by: str = "Ben") -> ChartRow:
    """Save findings such as "G4 yes"."""
    given = tuple(("goi", *finding.split()) for finding in findings)
    return save_row(visit.acting(by), replace(row, findings=given), row.revision, NOW)


def row_of(visit: SiteVisit, chart: str) -> ChartRow:
    rows = list_rows(visit.acting("Ann"), list_samples(visit.acting("Ann"), visit.id)[0].id)
    return next(row for row in rows if row.chart == chart)


def paste(visit: SiteVisit, page: Page, lines: list[str]) -> None:
    page.give(f"draw for {visit.id} 0 list", "\n".join(lines))


def test_a_sample_is_drawn_with_a_recorded_seed_and_anyone_can_check_it(visit):
    page = visit.open("charts", "Ann")
    paste(visit, page, [*LIST, "C-101"])
    assert "40 charts listed." in page.says()
    assert "Line 41: chart C-101 stands already on line 1." in page.says()
    page.press("Draw 20 charts")
    sample = list_samples(visit.acting("Ann"), visit.id)[0]
    assert (sample.seed, sample.listed) == ("2026-03-02", 40)
    assert [c for _, c in sample.criteria] == ["G4", "G5", "G6"]
    picked = [row.chart for row in list_rows(visit.acting("Ann"), sample.id)]
    assert tuple(picked) == draw(LIST, 20, "2026-03-02").picked
    page.give("charts", "sample")
    assert "Seed: **2026-03-02**" in page.says()
    page.give(f"check list {sample.id}", "\n".join(reversed(LIST)))
    page.press("Check")
    assert "This list and the recorded seed give the same charts." in page.says()


def test_names_in_the_list_are_asked_about_before_anything_is_drawn(visit):
    page = visit.open("charts", "Ann")
    paste(visit, page, ["C-101", "Jane Roe", "C-103, DOB 4/5/1980"])
    assert "Line 2 holds no number: Jane Roe. Is it a name?" in page.says()
    assert "Line 3: It may hold what identifies a client: a date of birth" in page.says()
    button = next(b for b in page.app.button if b.label == "Draw 3 charts")
    assert button.disabled
    page.give(f"draw for {visit.id} 0 sure of 2", True)
    page.press("Draw 3 charts")
    assert len(list_samples(visit.acting("Ann"), visit.id)) == 1


DAYS = ("01/02/1980", "1980-01-02", "02.01.1980", "January 2, 1980", "2 Jan 1980")


@pytest.mark.parametrize("line", [*DAYS, "555-123-4567", "(555) 123-4567", "John Doe 12"])
def test_a_line_that_is_no_number_of_a_chart_is_asked_about(visit, line):
    page = visit.open("charts", "Ann")
    paste(visit, page, ["C-101", line, "2024-000117"])
    assert "Line 2" in page.says() and "Line 3" not in page.says()
    assert next(b for b in page.app.button if b.label == "Draw 3 charts").disabled


def test_each_finding_is_saved_when_given_and_the_next_chart_is_one_press_away(visit):
    rows = draw_three(visit, "G4", "G5")
    page = visit.open("charts", "Ann")
    page.give(f"chart|{rows[0].id}|field goi:G4", "yes")
    page.give(f"chart|{rows[0].id}|field goi:G5", "not_seen")
    assert row_of(visit, "7").findings == (("goi", "G4", "yes"), ("goi", "G5", "not_seen"))
    assert "1 of 3 charts. 2 of 2 questions answered." in page.says()
    page.press("Next chart: 8")
    page.give(f"chart|{rows[1].id}|field goi:G4", "no")
    page.give(f"chart|{rows[1].id}|field note", "Plan of SSN 123-45-6789")
    assert (row_of(visit, "8").findings, row_of(visit, "8").note) == ((("goi", "G4", "no"),), "")
    assert "Note is not saved yet." in page.says()


def test_not_applicable_is_offered_only_where_the_scale_says_which_charts_do_not_count(
    acting, open_page
):
    visit = begin_site_visit(acting, open_page, "iddt")
    sample = ChartSample(visit.id, 3, "f" * 64, "s", (("iddt", "T2"), ("iddt", "T7")))
    add_sample(visit.acting("Ann"), sample, ["7"], NOW)
    page = visit.open("charts", "Ann")
    row = row_of(visit, "7")
    assert page.app.get_by_key(f"chart|{row.id}|field iddt:T2").options == ["Yes", "No", "Not seen"]
    assert "Not applicable" in page.app.get_by_key(f"chart|{row.id}|field iddt:T7").options


def test_two_reviewers_fill_one_chart_and_neither_loses_a_finding(visit):
    rows = draw_three(visit, "G4", "G5")
    page = visit.open("charts", "Ann")
    theirs = find(visit, rows[0], "G4 yes")
    page.give(f"chart|{rows[0].id}|field goi:G5", "no")
    assert row_of(visit, "7").findings == (("goi", "G4", "yes"), ("goi", "G5", "no"))
    theirs = row_of(visit, "7")
    find(visit, theirs, "G4 yes", "G5 yes")
    page.give(f"chart|{rows[0].id}|field goi:G5", "not_seen")
    assert row_of(visit, "7").findings[1] == ("goi", "G5", "yes")
    says = page.says()
    assert "changed by Ben" in says
    assert "Saved there: Yes" in says and "Given here: Not seen" in says
    page.press("Use what I gave here")
    assert row_of(visit, "7").findings[1] == ("goi", "G5", "not_seen")


def test_counts_say_what_was_left_out_and_go_into_ones_own_rating(visit):
    rows = draw_three(visit)
    find(visit, rows[0], "G4 yes")
    find(visit, rows[1], "G4 no")
    page = visit.open("charts", "Ann", charts="counts")
    assert "Yes in 1 of 2 charts. Left out: 1 not seen (9)." in page.says()
    assert "which points to **level" in page.says()
    page.press("Use these counts for G4")
    place = visit.visited.assessments["goi"]
    mine = list_answers(visit.acting("Ann"), place, "Ann")["G4"]
    assert (mine.numerator, mine.denominator, mine.state) == (1, 2, "unanswered")
    assert list_answers(visit.acting("Ben"), place, "Ben") == {}
    assert "These counts stand in your rating." in page.says()


def test_other_counts_in_a_rating_are_replaced_only_when_that_is_asked_for(visit):
    rows = draw_three(visit)
    find(visit, rows[0], "G4 yes")
    place = visit.visited.assessments["goi"]
    held = Answer(place, "Ann", "G4", "rated", 3, numerator=6, denominator=10, note="By hand")
    save_answer(visit.acting("Ann"), held, 0, NOW)
    page = visit.open("charts", "Ann", charts="counts")
    assert "Use these counts for G4" not in page.labels()
    assert "Your rating holds other counts: 6 of 10." in page.says()
    page.press("Replace them by 1 of 1")
    mine = list_answers(visit.acting("Ann"), place, "Ann")["G4"]
    assert (mine.level, mine.numerator, mine.denominator, mine.note) == (3, 1, 1, "By hand")


def test_who_does_not_rate_sees_counts_but_no_button_and_the_program_sees_no_chart(visit):
    rows = draw_three(visit)
    find(visit, rows[0], "G4 yes")
    lead = visit.open("charts", "Lee", charts="counts")
    assert "Yes in 1 of 1 chart." in lead.says()
    assert "Use these counts for G4" not in lead.labels()
    for who in ("Con", "Out"):
        page = visit.open("charts", who)
        assert "The reviewers of this visit look through client charts here." in page.says()
        assert page.labels() == []


def test_a_final_visits_charts_can_only_be_looked_at(visit):
    rows = draw_three(visit)
    visit.finish()
    page = visit.open("charts", "Ann")
    assert page.app.get_by_key(f"chart|{rows[0].id}|field goi:G4").disabled
    page.give("charts", "sample")
    assert page.labels() == ["Check"]
