"""Every figure of the page Compare, worked out again from the stored rows by hand.

Nothing of our own reads or scores the rows here: SQL fetches them, and sums, counts and fractions
are written out, so that a fault in reading, scoring, choosing or rounding cannot hide on both
sides.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from handover.sample_portfolio import load_portfolio, portfolio_items
from sample_data.portfolio import draw_portfolio
from storage.acting import Acting
from storage.location import default_url
from storage.people import act, add_first_person
from storage.store import Store
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales

NOW = dt.datetime(2026, 6, 30, 9, 30, tzinfo=dt.UTC)
PROGRAMS = 3
SUPPLEMENTARY = "RP"
"""The one item of the scale that is not in the treatment mean."""

ROWS = """
select program.name, visit.id, visit.date, visit.kind, visit.status, answer.rater, answer.item,
       answer.level
from answer
join assessment on assessment.id = answer.assessment_id
join visit on visit.id = assessment.visit_id
join program on program.id = visit.program_id
where assessment.scale_id = 'iddt' and answer.state = 'rated'
order by answer.item
"""


class Seen(NamedTuple):
    """One finished visit: its result, and what each rater gave."""

    program: str
    id: int
    date: str
    kind: str
    levels: dict[str, int]
    sets: dict[str, dict[str, int]]

    @property
    def treatment(self) -> list[int]:
        return [level for item, level in self.levels.items() if item != SUPPLEMENTARY]

    @property
    def total(self) -> Decimal:
        return Decimal(sum(self.treatment)) / Decimal(len(self.treatment))

    @property
    def verdict(self) -> str:
        if sum(self.treatment) >= 4 * len(self.treatment):
            return "High fidelity"
        moderate = sum(self.treatment) >= 3 * len(self.treatment)
        return "Moderate fidelity" if moderate else "Low fidelity"


@pytest.fixture(scope="module")
def migrated(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with some invented programs that have self-audits and site visits."""
    scales = shipped_scales()
    drawn = [
        program
        for program in sorted(draw_portfolio(portfolio_items(scales)), key=lambda p: len(p.visits))
        if len({visit.kind for visit in program.visits}) > 1
    ]
    folder = tmp_path_factory.mktemp("figures")
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        loading = act(store, add_first_person(store, "Ann Loader", NOW).id)
        load_portfolio(loading, scales, drawn[:PROGRAMS], NOW)
    return folder / migrated.name


@pytest.fixture
def acting(store: Store) -> Acting:
    """Who loaded the programs."""
    return act(store, 1)


@pytest.fixture
def rows(migrated: Path) -> Iterator[list[Seen]]:
    """The finished visits, the earliest first."""
    kept: defaultdict[tuple, defaultdict[str, dict[str, int]]] = defaultdict(
        lambda: defaultdict(dict)
    )
    with closing(sqlite3.connect(migrated)) as database:
        for name, visit, date, kind, status, rater, item, level in database.execute(ROWS):
            if status in ("draft_report", "with_program", "final"):
                kept[f"{name} (invented)", visit, str(date)[:10], kind][rater][item] = level
    found = []
    for key, sets in kept.items():
        alone = next(iter(sets.values()))
        result = sets.pop("consensus") if "consensus" in sets else alone
        found.append(Seen(*key, result, dict(sets)))
    assert len({seen.program for seen in found}) == PROGRAMS
    yield sorted(found, key=lambda seen: (seen.date, seen.id))


def two(number: Decimal | float) -> str:
    """Two decimals, halves up."""
    return str(Decimal(number).quantize(Decimal("0.01"), ROUND_HALF_UP))


def mean(levels: list[int]) -> str:
    return two(Decimal(sum(levels)) / Decimal(len(levels)))


def sign(difference: Decimal) -> str:
    return f"{'+' if difference > 0 else ''}{two(difference)}"


def latest(rows: list[Seen]) -> list[Seen]:
    """The latest visit of each program, the highest total first, equals by name."""
    last = {seen.program: seen for seen in rows}
    return sorted(last.values(), key=lambda seen: (-seen.total, seen.program.casefold()))


def cells(table) -> list[list[str]]:
    """A table as it is read, without the signs that keep text plain."""
    return [[str(cell).replace("\\", "") for cell in row] for row in table.value.values.tolist()]


def near(one: str, other: str) -> bool:
    """Six months apart at most, by the calendar."""
    first, last = sorted((one, other))
    months = (int(last[:4]) - int(first[:4])) * 12 + int(last[5:7]) - int(first[5:7])
    return months < 6 or (months == 6 and int(last[8:]) <= int(first[8:]))


def days(one: Seen, other: Seen) -> int:
    return abs((dt.date.fromisoformat(one.date) - dt.date.fromisoformat(other.date)).days)


def pairs(rows: list[Seen]) -> list[tuple[Seen, Seen]]:
    """Self-audit and site visit of each program, whose self-audit runs highest first."""
    found = {}
    for visit in rows:
        audits = [
            seen
            for seen in rows
            if seen.program == visit.program
            and seen.kind == "self_audit"
            and near(seen.date, visit.date)
        ]
        if visit.kind == "site_visit" and audits:
            found[visit.program] = (min(audits, key=lambda seen: days(seen, visit)), visit)
    return sorted(found.values(), key=lambda pair: -(pair[0].total - pair[1].total))


def test_every_item_of_every_program(open_page, rows):
    app = open_page("compare", scale="iddt")
    shown = latest(rows)
    table = app.table[0].value
    labels = [label.replace("\\", "").replace("\u00a0", " ") for label in table.index]
    assert labels == [seen.program for seen in shown]
    items = list(table.columns[2:])
    assert sorted(items) == sorted(shown[0].levels)
    assert cells(app.table[0]) == [
        [seen.verdict, two(seen.total), *(str(seen.levels[item]) for item in items)]
        for seen in shown
    ]


def test_the_items_over_all_programs(open_page, rows):
    app = open_page("compare", scale="iddt")
    shown = latest(rows)
    sums = {item: sum(seen.levels[item] for seen in shown) for item in shown[0].levels}
    found = cells(app.table[1])
    assert [sums[row[0].split()[0]] for row in found] == sorted(sums.values())
    for row in found:
        levels = [seen.levels[row[0].split()[0]] for seen in shown]
        counts = [str(levels.count(level)) for level in range(1, 6)]
        assert row[1:] == [mean(levels), f"{len(shown)} visits", *counts]
    weakest = found[0]
    assert f"Weakest across 3 visits: {weakest[0]} ({weakest[1]}, n = 3)" in words(app)


def test_totals_and_subscales(open_page, rows):
    app = open_page("compare", scale="iddt", compare="totals")
    shown = latest(rows)
    assert [[row[0], row[2], *row[4:5], *row[6:]] for row in cells(app.table[0])] == [
        [
            seen.program,
            seen.date,
            str(seen.id),
            seen.verdict,
            two(seen.total),
            two(seen.levels[SUPPLEMENTARY]),
            "14 of 14",
        ]
        for seen in shown
    ]
    totals = [seen.total for seen in shown]
    said = words(app)
    assert f"Treatment mean: median {two(median(totals))} (n = {PROGRAMS} visits)." in said
    assert f"{sum(total >= 4 for total in totals)} of {PROGRAMS} are at 4.0 or above" in said
    assert f"{sum(total >= 3 for total in totals)} of {PROGRAMS} are at 3.0 or above" in said
    for verdict in {seen.verdict for seen in shown}:
        assert f"{verdict} {sum(seen.verdict == verdict for seen in shown)}" in said


def test_two_visits_of_one_program(open_page, rows):
    app = open_page("compare", scale="iddt", compare="two-visits")
    many = [s for s in rows if sum(other.program == s.program for other in rows) > 1]
    before, after = [seen for seen in rows if seen.program == many[-1].program][-2:]
    found = {row[0].split()[0]: row[1:4] for row in cells(app.table[0])}
    assert found == {
        item: [
            str(before.levels[item]),
            str(after.levels[item]),
            f"{step:+d}" if (step := after.levels[item] - before.levels[item]) else "0",
        ]
        for item in before.levels
    }
    up = sum(after.levels[item] > before.levels[item] for item in before.levels)
    down = sum(after.levels[item] < before.levels[item] for item in before.levels)
    said = words(app)
    assert f"Of 15 items rated both times {up} went up and {down} down." in said
    if before.total != after.total:
        assert f"({two(before.total)} to {two(after.total)})" in said
    assert sum(len(seen.sets) == 2 for seen in rows) < 10
    assert "too few visits were rated by two" in said


def test_self_against_external(open_page, rows):
    app = open_page("compare", scale="iddt", compare="self-external")
    both = pairs(rows)
    differences = [mine.total - theirs.total for mine, theirs in both]
    average = sum(differences) / Decimal(len(both))
    said = words(app)
    assert f"self less external: {sign(average)} on average (n = {len(both)} program" in said
    assert f"higher in {sum(d > 0 for d in differences)}, lower in" in said

    by_item = {row[0].split()[0]: row[1:] for row in cells(app.table[0])}
    for item, row in by_item.items():
        steps = [mine.levels[item] - theirs.levels[item] for mine, theirs in both]
        assert row == [
            mean([mine.levels[item] for mine, _ in both]),
            mean([theirs.levels[item] for _, theirs in both]),
            sign(Decimal(sum(steps)) / Decimal(len(steps))),
            str(len(both)),
            str(sum(step > 0 for step in steps)),
            str(sum(step == 0 for step in steps)),
            str(sum(step < 0 for step in steps)),
        ]
    assert len(by_item) == 15

    by_program = {row[0]: row[1:] for row in cells(app.table[1])}
    for mine, theirs in both:
        steps = [mine.levels[item] - theirs.levels[item] for item in mine.levels]
        counts = [sum(s > 0 for s in steps), steps.count(0), sum(s < 0 for s in steps)]
        assert by_program.pop(mine.program) == [
            two(mine.total),
            two(theirs.total),
            sign(mine.total - theirs.total),
            " / ".join(map(str, counts)),
        ]
    assert by_program == {}
    assert [row[3] for row in cells(app.table[1])] == [sign(d) for d in sorted(differences)[::-1]]


def test_rater_against_rater(open_page, rows):
    app = open_page("compare", scale="iddt", compare="raters")
    one, other = [seen for seen in rows if len(seen.sets) == 2][-1].sets.values()
    found = {row[0].split()[0]: row[1:] for row in cells(app.table[0])}
    assert found == {
        item: [str(one[item]), str(other[item]), str(abs(one[item] - other[item]))] for item in one
    }
    alike = sum(one[item] == other[item] for item in one)
    assert (f"saw {alike} of 15 items alike" in words(app)) or alike == 15


def test_why_each_verdict(open_page, rows):
    app = open_page("compare", scale="iddt", compare="verdicts")
    ranked = latest(rows)
    verdict, total = cells(app.table[0])[:2]
    assert [text.split(" (rule")[0] for text in verdict[1:]] == [
        ranked[0].verdict,
        ranked[-1].verdict,
    ]
    assert total[1:] == [f"{two(seen.total)} (14 of 14 rated)" for seen in (ranked[0], ranked[-1])]
