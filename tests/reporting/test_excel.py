"""The workbook, read back."""

from __future__ import annotations

from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reporting.excel import write_workbook
from reporting.excel.cells import MOST_CHARACTERS, fitting, put, visible
from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, VisitFacts
from reporting.report import Report, build_report
from scoring.states import State

TEAM = {"team": "yes"}
TODAY = date(2026, 4, 1)


def report_of(*results, plan=(), name="Harbor House") -> Report:
    visit = VisitFacts(date(2026, 3, 1), "self_audit", "A rater")
    return build_report(ProgramFacts(name), visit, results, plan, TODAY, "Program fidelity 0.1.0")


def read_back(report: Report) -> Workbook:
    out = BytesIO()
    write_workbook(report, out)
    return load_workbook(BytesIO(out.getvalue()))


def lines(sheet: Worksheet) -> list[str]:
    """Each row that says something, as one line of text."""
    rows = ([str(v) for v in row if v is not None] for row in sheet.iter_rows(values_only=True))
    return [" | ".join(row) for row in rows if row]


def test_the_sheets_stand_in_reading_order(house, rated):
    book = read_back(report_of(rated(house, {})))
    assert book.sheetnames == [
        "Summary",
        "Ratings",
        "Scores",
        "Verdict rules",
        "Charts",
        "Gaps",
        "Plan",
        "Report",
        "How scores were made",
        "Lists",
        "Signature",
    ]
    assert book.properties.title == "Program fidelity: Harbor House"
    assert book.properties.created == datetime(2026, 4, 1)


def test_the_summary_says_what_the_report_says(house, rated):
    book = read_back(report_of(rated(house, {"A1": 3, "A2": 5, "A3": 5, "B1": 4}, TEAM)))
    said = lines(book["Summary"])
    (how,) = [line for line in said if line.startswith("How to use it | Choose another rating")]
    assert [line for line in said if line != how] == [
        "Program fidelity: Harbor House (draft: not signed)",
        "Program | Harbor House",
        "Visit | 2026-03-01",
        "Kind of visit | Self-audit",
        "Rated by | A rater",
        "Scales | House, version 1.2.0",
        "Evidence | 4 rated items: 4 not graded",
        "Report made on | 2026-04-01",
        "At a glance",
        "House | Low (rule H2). Total: 4.33 (3 of 3 rated).",
        "What comes first",
        "Plan | No action is planned yet.",
        "House scale",
        "Verdict | Low (rule H2). Total: 4.33 (3 of 3 rated).",
        "What it means | It is not in place.",
        "Why | No earlier rule applies. High is not reached: "
        "A1 Name of A1 is 3 (asked: at least 4).",
        "What caps it | The mean alone would allow High. Held at Low by: "
        "A1 Name of A1 is 3 (asked: at least 4).",
        "What is missing for more | High is not reached: A1 Name of A1 is 3 (asked: at least 4).",
        "One point would change it | A1 Name of A1 one point up: High.",
        "Index | 83.3",
        "Gaps | 1 of 4 rated items is below target. Furthest, by 1 point, is A1 Name of A1.",
        "About this scale | Unvalidated.",
        "Its anchors | 4 of 20 anchors read in the source; "
        "16 from background knowledge, fairly sure.",
    ]


def test_means_are_formulas_over_the_levels(house, rated):
    levels = {"A1": 4, "A2": State.NOT_ENOUGH, "A3": 5, "B1": 2}
    book = read_back(report_of(rated(house, levels, TEAM)))
    ratings = [[cell.value for cell in row[2:6]] for row in book["Ratings"].iter_rows(min_row=5)]
    assert ratings == [
        [None, "Is it one team?", "Yes", "Yes"],
        [None, "What does it call itself?", "not answered", "not answered"],
        ["A1", "Name of A1", 4, 4],
        ["A2", "Name of A2", "not enough information", "not enough information"],
        ["A3", "Name of A3", 5, 5],
        ["B1", "Name of B1", 2, 2],
    ]
    scores = [(r[1].value, r[2].value, r[3].value) for r in book["Scores"].iter_rows(min_row=5)]
    mean = '=IF($N${0}>0,$M${0}/$N${0},"–")'.format
    assert scores == [
        ("Verdict", "='Verdict rules'!$E$5", "High"),
        ("Care", mean(6), 4.5),
        ("Extra (not in the total)", mean(7), 2),
        ("Total", mean(8), 4.5),
        ("Index", '=IF($N$8>0,($M$8-1*$N$8)*100/($N$8*4),"–")', 87.5),
        ("Two halves: First half", mean(10), 4),
        ("Two halves: Second half", mean(11), 3.5),
    ]
    total = book["Scores"][8]
    assert [total[column].value for column in (8, 9, 12, 13)] == [
        "=COUNT(Ratings!$E$7:$E$9)",
        '=(3-(COUNTIF(Ratings!$E$7:$E$9,"not applicable")))',
        "=SUM(Ratings!$E$7:$E$9)",
        "=IF(COUNT(Ratings!$E$7:$E$9)>=2,COUNT(Ratings!$E$7:$E$9),0)",
    ]


def test_the_rules_of_a_verdict_are_formulas_that_anybody_can_follow(house, rated):
    levels = {"A1": 4, "A2": State.NOT_ENOUGH, "A3": 5, "B1": 2}
    sheet = read_back(report_of(rated(house, levels, TEAM)))["Verdict rules"]
    assert [[cell.value for cell in row[1:6]] for row in sheet.iter_rows(min_row=5)] == [
        [
            None,
            "Verdict",
            "House scale: the verdict that the rules below give",
            "=IF($E$6,$C$6,IF($E$9,$C$9,$C$12))",
            "High",
        ],
        ["H0", "Open", "At least one of these holds:", "=OR($E$7,$E$8)", False],
        [None, None, "    Fewer than 2 of its 3 items are rated.", "=Scores!$N$8=0", False],
        [
            None,
            None,
            '    "Is it one team?" is not answered.',
            "=NOT(OR(Ratings!$E$5=Lists!$F$4,Ratings!$E$5=Lists!$F$5))",
            False,
        ],
        ["H1", "High", "All of these hold:", "=AND($E$10,$E$11)", True],
        [
            None,
            None,
            "    The total is at least 4.0.",
            "=AND(Scores!$N$8>0,Scores!$M$8*1>=Scores!$N$8*4)",
            True,
        ],
        [
            None,
            None,
            "    A1 Name of A1 is at least 4.",
            "=AND(ISNUMBER(Ratings!$E$7),Ratings!$E$7>=4)",
            True,
        ],
        ["H2", "Low", "In every other case.", "=NOT(OR($E$6,$E$9))", False],
    ]


def rule_cells(rule):
    """Row and letter of each cell that a rule is for."""
    for part in rule.sqref.ranges:
        for row, column in part.cells:
            yield row, get_column_letter(column)


def test_every_answer_has_a_drop_down_and_not_applicable_is_offered_only_where_it_may_be(
    shipped, rated
):
    for scale in shipped.values():
        book = read_back(report_of(rated(scale, {}, evidence=True)))
        sheet, lists = book["Ratings"], book["Lists"]
        offered = {}
        for rule in sheet.data_validations.dataValidation:
            _, cells = rule.formula1.split("!")
            values = [cell.value for (cell,) in lists[cells.replace("$", "")]]
            cells = [f"{column}{row}" for row, column in rule_cells(rule)]
            offered |= dict.fromkeys(cells, values)
        for row in sheet.iter_rows(min_row=5):
            item = row[2].value
            if item is None:
                continue
            levels = [*range(1, 6), "not rated", "not enough information"]
            permitted = scale.item(item).not_applicable.permitted
            assert offered[row[4].coordinate] == levels + ["not applicable"] * permitted
            assert [grade[0] for grade in offered[row[6].coordinate]] == ["A", "B", "C", "D", "n"]
        asked = {fact.asks: [choice.text for choice in fact.choices] for fact in scale.choice_facts}
        assert {
            row[3].value: offered[row[4].coordinate][:-1]
            for row in sheet.iter_rows(min_row=5)
            if row[3].value in asked
        } == asked


def test_gaps_of_all_scales_are_sorted_widest_first(shipped, rated):
    goi, iddt = shipped["goi"], shipped["iddt"]
    book = read_back(
        report_of(
            rated(iddt, dict.fromkeys(iddt.item_ids, 4) | {"T8": 3}),
            rated(goi, dict.fromkeys(goi.item_ids, 5) | {"G2": 1, "G5": 2}),
        )
    )
    rows = book["Gaps"].iter_rows(min_row=5, max_col=7, values_only=True)
    assert [(row[0], row[1], row[4], row[5], row[6]) for row in rows] == [
        ("GOI", "G2", 1, 4, 3),
        ("GOI", "G5", 2, 4, 2),
        ("IDDT", "T8", 3, 4, 1),
    ]


def test_a_plan_line_keeps_its_dates_as_dates(house, rated):
    action = PlanLine(
        "Train staff",
        "2 points below target.",
        (("house", "A1"), ("house", "A2")),
        "Director",
        date(2026, 4, 1),
        date(2026, 9, 30),
        "small",
        "Waiting lists are too long",
        "All trained",
        "in_progress",
        2,
        4,
        "With the union",
    )
    sheet = read_back(report_of(rated(house, {}), plan=[action]))["Plan"]
    assert [cell.value for cell in sheet[5]] == [
        1,
        "Train staff",
        "A1 Name of A1\nA2 Name of A2",
        "Director",
        datetime(2026, 4, 1),
        datetime(2026, 9, 30),
        "Small",
        "Waiting lists are too long",
        "All trained",
        "In progress",
        '=IF(AND(ISNUMBER($F5),$F5<TODAY(),$J5<>"Done",$J5<>"Dropped"),"Overdue","")',
        2,
        4,
        "2 points below target.",
        "With the union",
        None,
    ]
    assert (sheet["E5"].is_date, sheet["E5"].number_format) == (True, "yyyy-mm-dd")


def test_the_plan_offers_lists_and_empty_rows_to_add_to(house, rated):
    sheet = read_back(report_of(rated(house, {})))["Plan"]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    assert {cells: rule.formula1 for cells, rule in rules.items() if rule.type == "list"} == {
        "J5:J24": "=Lists!$A$4:$A$8",
        "G5:G24": "=Lists!$B$4:$B$6",
        "H5:H24": "=Lists!$C$4:$C$18",
    }
    assert [rules[cells].type for cells in ("E5:E24", "F5:F24", "L5:M24")] == [
        "date",
        "date",
        "whole",
    ]
    assert sheet["K24"].value.startswith("=IF(AND(")


def test_headers_stay_in_sight_and_are_printed_on_each_page(house, rated):
    book = read_back(report_of(rated(house, {})))
    assert {s.title: s.freeze_panes for s in book} == {
        "Summary": "A2",
        "Ratings": "F5",
        "Scores": "C5",
        "Verdict rules": "E5",
        "Charts": "A3",
        "Gaps": "D5",
        "Plan": "C5",
        "Report": "A2",
        "Signature": "A2",
        "How scores were made": "B2",
        "Lists": "A4",
    }
    assert book["Plan"].print_title_rows == "$4:$4"
    assert {s.page_setup.orientation for s in book} == {"landscape"}
    assert all(s.sheet_properties.pageSetUpPr.fitToPage for s in book)
    assert book["Plan"].oddFooter.left.text == "Harbor House, 2026-03-01, Self-audit"
    assert book["Plan"].oddFooter.right.text == "Page &P of &N"


def test_an_ampersand_in_a_name_is_no_print_code(house, rated):
    book = read_back(report_of(rated(house, {}), name="Bread & Roses &P"))
    assert book["Plan"].oddFooter.left.text.startswith("Bread && Roses &&P,")


@pytest.mark.parametrize(
    "typed",
    [
        '=HYPERLINK("http://example.org","x")',
        "+1+1",
        "-2+3",
        "@SUM(A1)",
        "\t=1+1",
        "=1+1",
        "#N/A",
        "2026-01-01",
        "007",
        "Well done 👍🏽",
    ],
)
def test_what_somebody_typed_stays_text(house, rated, typed):
    action = PlanLine(typed, owner=typed, barrier=typed, measure_of_success=typed, note=typed)
    answers = {"A1": AnswerFacts(note=typed, sources=(typed,), reason=typed)}
    result = rated(house, {"A1": 4}, answers=answers)
    book = read_back(report_of(result, plan=[action], name=typed))
    cells = [
        book["Plan"]["B5"],
        book["Plan"]["D5"],
        book["Plan"]["H5"],
        book["Plan"]["O5"],
        book["Ratings"]["N7"],
        book["Ratings"]["O7"],
        book["Summary"]["B2"],
    ]
    assert {(cell.value, cell.data_type) for cell in cells} == {(typed, "s")}
    dangerous = typed.startswith(("=", "+", "-", "@", "\t"))
    assert {bool(cell.quotePrefix) for cell in cells} == {dangerous}


def test_only_our_own_formulas_are_formulas(shipped, rated):
    goi = shipped["goi"]
    formulas = []
    for typed in ("=1+1", "plain words"):
        answers = {item: AnswerFacts(note=typed) for item in goi.item_ids}
        result = rated(goi, dict.fromkeys(goi.item_ids, 2), answers=answers)
        book = read_back(report_of(result, plan=[PlanLine(typed)], name=typed))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        formulas.append([str(cell.value) for cell in cells if cell.data_type == "f"])
    assert formulas[0] == formulas[1]
    assert len(formulas[0]) > 50


def test_characters_a_workbook_cannot_hold_are_shown(house, rated):
    typed = "bell\x07 nul\x00 half\ud800 none\uffff one\r\ntwo"
    sheet = read_back(report_of(rated(house, {}), plan=[PlanLine(typed)]))["Plan"]
    assert sheet["B5"].value == "bell␇ nul␀ half� none� one\ntwo"


def test_text_that_looks_like_an_escape_stays_as_typed():
    assert visible("_x0041_ and _y") == "_x005F_x0041_ and _y"


def test_a_text_longer_than_a_cell_is_cut_visibly():
    assert fitting("a" * MOST_CHARACTERS) == "a" * MOST_CHARACTERS
    cut = fitting("a" * (MOST_CHARACTERS + 1))
    assert len(cut) == MOST_CHARACTERS
    assert cut.endswith("a … [cut here: a cell takes no more; the whole text is in the app]")


def test_emoji_count_twice_as_excel_counts_them():
    cut = fitting("👍" * MOST_CHARACTERS)
    assert len(cut.encode("utf-16-le")) <= 2 * MOST_CHARACTERS
    assert cut.startswith("👍👍")
    assert "\ufffd" not in cut


def test_the_longest_note_reaches_the_workbook(house, rated):
    answers = {"A1": AnswerFacts(note="n" * 40_000)}
    sheet = read_back(report_of(rated(house, {"A1": 4}, answers=answers)))["Ratings"]
    assert len(sheet["O7"].value) == MOST_CHARACTERS
    assert sheet.row_dimensions[7].height == 409


def test_how_scores_were_made_shows_rules_working_and_what_was_left_out(house, rated):
    answers = {"A3": AnswerFacts(reason="No groups"), "A2": AnswerFacts(grade="D")}
    result = rated(
        house,
        {"A1": 4, "A2": 5, "A3": State.NOT_APPLICABLE, "B1": 1},
        TEAM,
        answers=answers,
        evidence=True,
        stamp="c0ffee",
    )
    said = lines(read_back(report_of(result))["How scores were made"])
    assert said[7:] == [
        "Made with | Program fidelity 0.1.0",
        "House scale, version 1.2.0",
        "Verdict | High (rule H1). Total: 4.50 (2 of 2 rated). Verified: Low.",
        "Asked before the items | Is it one team? Yes.",
        "Asked before the items | What does it call itself? not answered.",
        "Rule H0: Open | Fewer than 2 of its 3 items are rated; "
        'or "Is it one team?" is not answered.',
        "Rule H1: High | The total is at least 4.0; and A1 Name of A1 is at least 4. "
        "This rule applied.",
        "Rule H2: Low | In every other case.",
        "Why | Total is 4.50 (asked: at least 4.0).\nA1 Name of A1 is 4 (asked: at least 4).",
        "Care | 9 ÷ 2 = 4.5000 (2 of 2 rated)",
        "Extra | 1 ÷ 1 = 1.0000 (1 of 1 rated)",
        "Total | 9 ÷ 2 = 4.5000 (2 of 2 rated)",
        "Index | 87.5",
        "Left out | A3 Name of A3, not applicable: No groups",
        "Lower when verified | A1 Name of A1: 4 counts as 3 "
        "(evidence not graded; counts at most 3)",
        "Lower when verified | A2 Name of A2: 5 counts as 3 "
        "(evidence D: one person's word; counts at most 3)",
        "Wording of the anchors | 4 of 20 anchors read in the source; "
        "16 from background knowledge, fairly sure.",
        "What is known of the scale | Unvalidated.",
        "License | CC0. Free.",
        "Source | Own work.",
        "Fingerprint of the scale file | c0ffee",
    ]


@pytest.mark.parametrize(
    "wanted", [(), ("iddt",), ("iddt", "goi", "trauma_informed", "integration")]
)
def test_a_visit_with_nothing_rated_still_makes_a_workbook(shipped, rated, wanted):
    book = read_back(report_of(*(rated(shipped[scale], {}, evidence=True) for scale in wanted)))
    assert book["Gaps"]["A2"].value == "No rated item is below its target."


def test_nothing_is_written_where_the_report_cannot_be_laid_out(house, rated):
    result = rated(house, {}, answers={"A1": AnswerFacts(note=object())})  # type: ignore[arg-type]
    out = BytesIO()
    with pytest.raises((TypeError, ValueError)):
        write_workbook(report_of(result), out)
    assert out.getvalue() == b""


def test_an_empty_text_leaves_its_cell_empty():
    sheet = Workbook().worksheets[0]
    assert put(sheet, 1, 1, "").value is None
