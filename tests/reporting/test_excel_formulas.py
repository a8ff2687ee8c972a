"""The workbook's formulas, recalculated by LibreOffice, give the numbers of the report."""

from __future__ import annotations

import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reporting.excel import write_workbook
from reporting.facts import AnswerFacts, PlanLine, ProgramFacts, VisitFacts
from reporting.report import Report, build_report
from scoring.states import State

GRADES = ("A", "B", "C", "D")


def recalculated(report: Report, soffice: str, folder: Path):
    """Let LibreOffice open and save the workbook, and read the values it worked out."""
    out = BytesIO()
    write_workbook(report, out)
    (folder / "in").mkdir()
    (folder / "in" / "report.xlsx").write_bytes(out.getvalue())
    profile = (folder / "profile").as_uri()
    subprocess.run(
        [
            soffice,
            f"-env:UserInstallation={profile}",
            "--headless",
            "--convert-to",
            "xlsx",
            "--outdir",
            str(folder / "out"),
            str(folder / "in" / "report.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    return load_workbook(folder / "out" / "report.xlsx", data_only=True)


def a_mixed_visit(scale, rated, *open_items):
    """Levels 1 to 5 in turn, every second permitted item not applicable, some items open."""
    levels = {item: 1 + place * 3 % 5 for place, item in enumerate(scale.item_ids)}
    for place, item in enumerate(scale.items):
        if item.not_applicable.permitted and place % 2:
            levels[item.id] = State.NOT_APPLICABLE
    levels |= dict.fromkeys((scale.item_ids[1], *open_items), State.NOT_RATED)
    levels[scale.item_ids[-2]] = State.NOT_ENOUGH
    answers = {
        item: AnswerFacts(grade=GRADES[place % 4]) for place, item in enumerate(scale.item_ids)
    }
    return rated(scale, levels, answers=answers, evidence=True)


def test_every_formula_gives_the_number_of_the_report(shipped, rated, soffice, tmp_path):
    report = build_report(
        ProgramFacts("=Harbor"),
        VisitFacts(date(2026, 3, 1)),
        [a_mixed_visit(scale, rated) for scale in shipped.values()],
        [
            PlanLine("Late", due=date(2020, 1, 1)),
            PlanLine("Late but done", due=date(2020, 1, 1), status="done"),
            PlanLine("Not late", due=date(2999, 1, 1)),
        ],
        date(2026, 4, 1),
    )
    book = recalculated(report, soffice, tmp_path)
    rows = [
        (name, live, reported)
        for _, name, live, _, _, reported, *_ in book["Scores"].iter_rows(
            min_row=4, values_only=True
        )
        if reported is not None
    ]
    numbers = sum(
        len(scale.subscales) + 1 + sum(len(p.rows) for p in scale.profiles)
        for scale in report.scales
    )
    indexes = sum(bool(scale.index_name) for scale in report.scales)
    assert len(rows) == numbers + indexes + len(report.combined)
    for name, live, reported in rows:
        expected = reported if reported == "–" else pytest.approx(reported, abs=1e-12)
        assert (name, live) == (name, expected)
    assert [book["Plan"][f"K{row}"].value or "" for row in (5, 6, 7, 8)] == ["Overdue", "", "", ""]
    assert [v.value for v in book["Summary"]["B"] if v.value and "Harbor" in str(v.value)] == [
        "=Harbor"
    ]


def test_the_verified_column_gives_the_verified_means_and_dashes(shipped, rated, soffice, tmp_path):
    result = a_mixed_visit(shipped["trauma_informed"], rated, "TIC-SAF1")
    report = build_report(
        ProgramFacts("Harbor"), VisitFacts(date(2026, 3, 1)), [result], [], date(2026, 4, 1)
    )
    book = recalculated(report, soffice, tmp_path)
    live = {
        row[1].removesuffix(" (not in the total)"): row[3]
        for row in book["Scores"].iter_rows(min_row=4, values_only=True)
        if row[5] is not None
    }
    compared = report.scales[0].comparison
    assert compared is not None
    assert [n.verified_text for n in compared.numbers[:2]] == ["–", "–"]
    for number in compared.numbers:
        expected = "–" if number.verified_value is None else float(number.verified_value)
        assert live[number.name] == (
            expected if expected == "–" else pytest.approx(expected, abs=1e-12)
        )
