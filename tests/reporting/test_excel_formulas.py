"""The workbook's formulas, recalculated by LibreOffice, give what the engine gives."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.worksheet.worksheet import Worksheet

from exchange.ratings_file import read_content, read_ratings
from exchange.scored_file import score_file
from reporting.excel import write_workbook
from reporting.excel.layout import lay_out
from reporting.excel.lists_sheet import fill_lists
from reporting.excel.ratings_sheet import fill_ratings
from reporting.excel.rules_sheet import fill_rules
from reporting.excel.scores_sheet import fill_scores
from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, ScaleResult, VisitFacts
from reporting.item_table import GRADES
from reporting.report import Report, build_report
from reporting.verdict_text import verdict_name
from sample_data import FOLDER
from scales.model import Scale
from scoring.conditions import holds
from scoring.explanation import Number, Scored
from scoring.ratings import Ratings, ratings_from_rows
from scoring.scores import columns_of
from scoring.states import State
from tests.shipped_scales import shipped_scales

LONG = os.environ.get("FIDELITY_TEST_LONG") == "1"
PROFILES = 250 if LONG else 8
"""Random profiles of each scale."""
HEADER_ROW = 4


def report_of(*results: ScaleResult, plan=(), name="Harbor") -> Report:
    visit = VisitFacts(date(2026, 3, 1))
    return build_report(ProgramFacts(name), visit, results, plan, date(2026, 4, 1))


def workbook_of(report: Report) -> Workbook:
    """The whole workbook, as it is opened again."""
    out = BytesIO()
    write_workbook(report, out)
    return load_workbook(BytesIO(out.getvalue()))


def formulas_of(report: Report) -> Workbook:
    """The sheets with formulas alone: of hundreds of profiles nobody wants to read a report."""
    book, layout = Workbook(), lay_out(report)
    book.remove(book.worksheets[0])
    fills = (fill_ratings, fill_scores, fill_rules, fill_lists)
    for name, fill in zip(("Ratings", "Scores", "Verdict rules", "Lists"), fills, strict=True):
        fill(book.create_sheet(name), report, layout)
    return book


def rows_of(sheet: Worksheet, scale: int | str) -> list[tuple]:
    """The rows of a table that belong to a scale."""
    rows = sheet.iter_rows(min_row=HEADER_ROW + 1, values_only=True)
    return [row for row in rows if row[0] == scale]


def live_numbers(sheet: Worksheet, scale: str, *, verified: bool) -> list[tuple]:
    """Of each mean: its exact value (None for a dash), the mean shown, rated, applicable."""
    mean, points, divisor = (5, 14, 15) if verified else (2, 12, 13)
    return [
        (
            Fraction(int(row[points]), int(row[divisor])) if row[divisor] else None,
            row[mean],
            row[8],
            row[9],
        )
        for row in rows_of(sheet, scale)
        if row[divisor] is not None
    ]


def engine_numbers(scored: Scored) -> list[Number]:
    """All means of a scale in the order of the sheet Scores."""
    parts = [number for numbers in scored.profiles.values() for number in numbers]
    return [*scored.subscales, scored.total, *parts]


def check_numbers(live: list[tuple], numbers: list[Number]) -> None:
    assert [(exact, rated, of) for exact, _, rated, of in live] == [
        (number.value, number.rated, number.of) for number in numbers
    ]
    for (_, shown, _, _), number in zip(live, numbers, strict=True):
        expected = "–" if number.value is None else pytest.approx(float(number.value), abs=1e-12)
        assert shown == expected


def both_scores(result: ScaleResult) -> Iterator[tuple[Scored, bool]]:
    """The score as given and, where there is one, the verified one; told apart by a flag."""
    yield result.scored, False
    if result.verified is not None:
        yield result.verified, True


def check_scale(book: Workbook, name: str, result: ScaleResult) -> None:
    """Every mean, count, index, condition and verdict of a scale, as given and as verified."""
    scores, rules = rows_of(book["Scores"], name), rows_of(book["Verdict rules"], name)
    for scored, verified in both_scores(result):
        live, was, differs = (5, 6, 7) if verified else (2, 3, 4)
        numbers = engine_numbers(scored)
        check_numbers(live_numbers(book["Scores"], name, verified=verified), numbers)
        verdict = verdict_name(scored)
        assert (scores[0][1], scores[0][live], scores[0][was]) == ("Verdict", verdict, verdict)
        assert {row[differs] for row in scores} <= {None, ""}
        if scored.index is not None:
            (index,) = [row for row in scores if row[1] == scored.scale.total.index_name]
            assert index[live] == pytest.approx(float(scored.index), abs=1e-9)
        live, was, differs = (7, 8, 9) if verified else (4, 5, 6)
        assert (rules[0][2], rules[0][live]) == ("Verdict", verdict)
        assert [row[live] for row in rules] == [row[was] for row in rules]
        assert all(isinstance(row[live], bool) for row in rules[1:])
        assert {row[differs] for row in rules} <= {None, ""}


def check_report(book: Workbook, report: Report) -> None:
    for scale in report.scales:
        check_scale(book, scale.short_name, scale.result)
    for mean in report.combined:
        (row,) = [r for r in book["Scores"].iter_rows(values_only=True) if r[1] == mean.number.name]
        for number, at in ((mean.number, 2), (mean.verified, 5)):
            if number is not None:
                value = "–" if number.value is None else pytest.approx(float(number.value))
                assert (row[at], row[8], row[9]) == (value, number.rated, number.of)


def errors_in(book: Workbook) -> list[str]:
    """Cells that show an error in place of a value."""
    return [
        f"{sheet.title}!{cell.coordinate} {cell.value}"
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.data_type == "e" or str(cell.value).startswith(("#", "Err:"))
    ]


def sample_reports() -> Iterator[tuple[str, Report]]:
    """Every assessment of every sample file, of every rater where there are several."""
    known = {entry.scale.id: entry.scale for entry in shipped_scales().entries}
    for path in sorted(FOLDER.glob("*.csv")):
        for rater in ("consensus", "Invented reviewer A", "Invented reviewer B", None):
            if (rater is None) != (path.stem != "cedar_ridge_2026_04"):
                continue
            file = read_ratings(read_content(path), path.name, known, None, rater)
            results = [
                ScaleResult(
                    scored.scored,
                    scored.verified.explain() if scored.verified else None,
                    answers={
                        item: AnswerFacts(grade=detail.grade)
                        for item, detail in scored.filed.details.items()
                    },
                    counts=scored.filed.counts,
                )
                for scored in score_file(file)
            ]
            yield f"{path.stem} {rater or ''}".strip(), report_of(*results)


def test_every_formula_gives_the_engine_s_number_for_every_sample(recalculate):
    reports = dict(sample_reports())
    assert len(reports) == 11
    books = recalculate({name: formulas_of(report) for name, report in reports.items()})
    for name, report in reports.items():
        check_report(books[name], report)
        assert errors_in(books[name]) == []


def random_result(scale: Scale, rated, luck: random.Random) -> ScaleResult:
    """Levels, states, answers and grades by chance; some profiles lie high, low or are thin."""
    low, high = sorted(luck.choices(range(scale.levels.low, scale.levels.high + 1), k=2))
    thin = luck.choice((0, 0, 0.05, 0.3))
    levels, answers = {}, {}
    for item in scale.items:
        states = [State.NOT_RATED, State.NOT_ENOUGH]
        if item.not_applicable.permitted:
            states += [State.NOT_APPLICABLE] * 4
        levels[item.id] = (
            luck.choice(states) if luck.random() < thin else luck.choice(range(low, high + 1))
        )
        if item.not_applicable.permitted and luck.random() < 0.3:
            levels[item.id] = State.NOT_APPLICABLE
        answers[item.id] = AnswerFacts(grade=luck.choice(tuple(GRADES)))
    choices = {
        fact.id: luck.choice(fact.choices).id for fact in scale.choice_facts if luck.random() < 0.9
    }
    return rated(scale, levels, choices, answers=answers, evidence=True)


def edge_results(scales: Mapping[str, Scale], rated) -> Iterator[ScaleResult]:
    """Means that are a cut-off exactly, or miss it by the least there is."""
    for scale_id, fewest in (("iddt", 12), ("goi", 10)):
        scale = scales[scale_id]
        items = scale.members(scale.total.id)
        for cut in (3, 4):
            for count in (fewest - 1, fewest, fewest + 1, len(items)):
                for more in (0, -1) if count == len(items) else (0,):
                    levels = dict.fromkeys(items[:count], cut)
                    yield rated(scale, levels | {items[0]: cut + more})
    tic = scales["trauma_informed"]
    groups = [tic.members(part) for part in tic.total.of]
    # Thirds: (10/3 + 11/3) * 3 / 6 is 3.5, which floating point can miss.
    for change in (0, -1):
        levels = {}
        for place, group in enumerate(groups):
            levels |= dict(zip(group[-3:], (3, 3, 4 + place % 2), strict=True))
            levels[group[0]] = State.NOT_ENOUGH
        critical = dict.fromkeys(tic.members("critical"), 4)
        levels |= {item: level for item, level in critical.items() if levels[item] < 0}
        last = groups[-1][-1]
        yield rated(tic, levels | {last: levels[last] + change})
    yield rated(tic, dict.fromkeys(tic.item_ids, 5) | {"TIC-EMP3": State.NOT_APPLICABLE})
    house = scales["integration"]
    for sum_less in range(3):
        levels = dict.fromkeys(house.item_ids, 4) | {"INT01": 5, "INT02": 5}
        levels |= dict(zip(("INT05", "INT07", "INT09"), (3, 3, 4 - sum_less), strict=True))
        yield rated(house, levels, {"delivery": "in_house_one_team"})


def check_many(results: list[ScaleResult], recalculate) -> None:
    """Many profiles of a scale in one workbook, told apart by their names."""
    report = report_of()
    scales = []
    for number, result in enumerate(results):
        (scale,) = report_of(result).scales
        scales.append(replace(scale, short_name=f"{scale.short_name} {number}"))
    report = replace(report, scales=tuple(scales))
    book = recalculate({"many": formulas_of(report)})["many"]
    for scale in report.scales:
        check_scale(book, scale.short_name, scale.result)
    assert errors_in(book) == []


def test_every_formula_gives_the_engine_s_number_by_chance_and_at_the_edges(
    shipped, rated, recalculate
):
    luck = random.Random(4)
    chance = [random_result(s, rated, luck) for s in shipped.values() for _ in range(PROFILES)]
    verdicts = {(r.scored.scale.id, r.scored.verdict.id) for r in chance}
    assert len(verdicts) >= 10, "chance should reach many verdicts"
    edges = list(edge_results(shipped, rated))
    at_edge = {r.scored.total.value for r in edges if r.scored.verdict.id in ("high", "responsive")}
    assert {Fraction(4), Fraction(7, 2)} <= at_edge
    assert "informed" in {r.scored.verdict.id for r in edges}
    check_many(chance + edges, recalculate)


EVERY_KIND = (
    {"test": "item", "item": "A1", "equals": 3},
    {"test": "item", "item": "A1", "at_most": 2},
    {"test": "every", "of": "care", "at_least": 3},
    {"test": "count", "of": "all", "level_is": 5, "at_least": 2},
    {"test": "count", "of": "all", "level_at_most": 2, "at_most": 1},
    {"test": "share", "of": "care", "level_at_least": 4, "at_least_percent": "66.67"},
    {"test": "share", "of": "all", "level_at_least": 3, "at_least_percent": "50"},
    {"test": "mean", "of": "total", "below": "2.5"},
    {"test": "mean", "of": "pair", "at_least": "3.5"},
    {"test": "mean", "of": "extra", "below": "3"},
    {"test": "lowest_mean", "of": "total", "at_least": "3.3333"},
    {"test": "no_mean", "of": "pair"},
    {"test": "unrated", "of": "all"},
    {"test": "rated", "of": "all", "at_least": 3},
    {"test": "below_mean", "item": "B1", "of": "pair", "by_at_least": "1.5"},
    {"test": "fact", "fact": "team", "one_of": ["yes", "no"]},
    {"test": "fact_missing", "fact": "label"},
)


def test_every_kind_of_condition_holds_in_the_sheet_where_it_holds_in_the_engine(
    house, rated, recalculate
):
    data = house.model_dump() | {"warnings": ()}
    data["groups"] = {**data["groups"], "pair": ["A1", "A3"]}
    data["verdicts"] = [
        {"id": f"v{n}", "name": f"V{n}", "rule": f"R{n}", "tier": n, "meaning": "M", "when": when}
        for n, when in enumerate(EVERY_KIND)
    ]
    data["verdicts"].append({"id": "high", "name": "L", "rule": "E", "tier": 0, "meaning": "M"})
    scale = Scale.model_validate(data)
    luck = random.Random(104)
    results = [random_result(scale, rated, luck) for _ in range(10)]
    for when in (rule.when for rule in scale.verdicts[:-1]):
        found = {bool(holds(when, columns_of(ratings_of(result)))[0]) for result in results}
        assert found == {True, False}, f"chance should try {when} both ways"
    check_many(results, recalculate)


def ratings_of(result: ScaleResult) -> Ratings:
    return ratings_from_rows(result.scored.scale, [result.scored.row])


def choose(cell: Cell | MergedCell, value: str | int | None) -> None:
    assert isinstance(cell, Cell)
    cell.value = value


def change_answers(sheet: Worksheet, wanted: Mapping[str, ScaleResult]) -> int:
    """Choose other ratings, answers and grades, as somebody does by the drop-downs."""
    changed = 0
    for row in sheet.iter_rows(min_row=HEADER_ROW + 1):
        result = wanted[str(row[0].value)]
        scored, item = result.scored, row[2].value and str(row[2].value)
        if item is None:
            fact = next(f for f in scored.scale.facts if f.asks == row[3].value)
            if fact.kind == "choice":
                texts = {choice.id: choice.text for choice in fact.choices}
                chosen = scored.row.choices.get(fact.id, "")
                choose(row[4], texts.get(chosen, "not answered"))
            continue
        level = scored.row.levels[item]
        choose(row[4], level if level >= 0 else State(level).words)
        choose(row[6], GRADES[result.answer(item).grade])
        changed += row[4].value != row[5].value
    return changed


@pytest.mark.parametrize("seed", range(20 if LONG else 1))
def test_other_answers_in_the_sheet_give_what_the_engine_gives_for_them(
    shipped, rated, recalculate, seed
):
    luck = random.Random(seed)
    first = {s.short_name: random_result(s, rated, luck) for s in shipped.values()}
    other = {s.short_name: random_result(s, rated, luck) for s in shipped.values()}
    book = workbook_of(report_of(*first.values()))
    changed = change_answers(book["Ratings"], other)
    book = recalculate({"changed": book})["changed"]
    for name, result in other.items():
        scores, rules = rows_of(book["Scores"], name), rows_of(book["Verdict rules"], name)
        for scored, verified in both_scores(result):
            check_numbers(
                live_numbers(book["Scores"], name, verified=verified), engine_numbers(scored)
            )
            assert scores[0][5 if verified else 2] == verdict_name(scored)
            assert rules[0][7 if verified else 4] == verdict_name(scored)
    was = {scale: verdict_name(result.scored) for scale, result in first.items()}
    assert {name: rows_of(book["Scores"], name)[0][3] for name in other} == was
    marks = [row[9] for name in other for row in rows_of(book["Ratings"], name)]
    assert marks.count("changed") >= changed > 50
    assert "not a choice" not in marks
    assert book["Ratings"]["A3"].value.endswith(
        "changed since the report was made: see the column Changed."
    )
    assert errors_in(book) == []


def test_one_other_grade_moves_the_verified_mean_alone(house, rated, recalculate):
    answers = {item: AnswerFacts(grade="A") for item in house.item_ids}
    result = rated(house, dict.fromkeys(house.item_ids, 5), answers=answers, evidence=True)
    book = formulas_of(report_of(result))
    (a1,) = [row for row in book["Ratings"].iter_rows() if row[2].value == "A1"]
    choose(a1[6], GRADES["D"])
    book = recalculate({"graded": book})["graded"]
    (total,) = [row for row in rows_of(book["Scores"], "House") if row[1] == "Total"]
    assert total[2:8] == (5, 5, None, pytest.approx(13 / 3), 5, "differs")
    (changed,) = [row for row in rows_of(book["Ratings"], "House") if row[9]]
    assert (changed[2], changed[7:10]) == ("A1", (3, 5, "changed"))


def test_what_is_not_a_choice_is_told_and_an_emptied_cell_is_not_rated(house, rated, recalculate):
    levels = dict.fromkeys(house.item_ids, 4)
    book = formulas_of(report_of(rated(house, levels, {"team": "yes"}, evidence=True)))
    cells = {row[2].value or row[3].value: row[4] for row in book["Ratings"].iter_rows(min_row=5)}
    odd = {"A1": None, "A2": 9, "A3": "not applicable", "B1": "not applicable"}
    for name, value in (odd | {"Is it one team?": "Perhaps"}).items():
        choose(cells[name], value)
    book = recalculate({"odd": book})["odd"]
    marks = {row[2] or row[3]: row[9] for row in rows_of(book["Ratings"], "House")}
    assert marks == {
        "Is it one team?": "not a choice",
        "What does it call itself?": None,
        "A1": "changed",
        "A2": "not a choice",
        "A3": "changed",
        "B1": "not a choice",
    }
    (total,) = [row for row in rows_of(book["Scores"], "House") if row[1] == "Total"]
    assert (total[2], total[5], total[8], total[9]) == ("–", "–", 1, 2)
    assert errors_in(book) == []


def test_the_plan_says_what_is_overdue(house, rated, recalculate):
    plan = [
        PlanLine("Late", due=date(2020, 1, 1)),
        PlanLine("Late but done", due=date(2020, 1, 1), status="done"),
        PlanLine("Not late", due=date(2999, 1, 1)),
    ]
    book = recalculate({"plan": workbook_of(report_of(rated(house, {}), plan=plan, name="=A"))})
    overdue = [book["plan"]["Plan"][f"K{row}"].value or "" for row in (5, 6, 7, 8)]
    assert overdue == ["Overdue", "", "", ""]
    assert "=A" in [cell.value for cell in book["plan"]["Summary"]["B"]]
