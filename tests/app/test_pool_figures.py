"""Every figure of Over time and Benchmarks, worked out again by hand from the rows of the database.

Nothing here scores with the toolkit: means are sums over counts, quartiles are those of Python's
statistics module, the error of a mean is its formula.
"""

from __future__ import annotations

import shutil
import sqlite3
import statistics
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from math import sqrt
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from handover.sample_portfolio import load_portfolio, portfolio_items
from sample_data.portfolio import PortfolioProgram, PortfolioVisit, draw_portfolio
from storage.location import default_url
from storage.people import act, add_first_person
from storage.store import Store
from tests.app.conftest import APP, NOW
from tests.app.page_words import words
from tests.shipped_scales import shipped_scales

IDDT = shipped_scales().get("iddt").scale
TREATMENT = [item for item in IDDT.item_ids if item != "RP"]
NAMES = {item.id: f"{item.id} {item.name}" for item in IDDT.items}
KINDS = {"self_audit": "Self-audit", "site_visit": "Site visit"}
BANDS = ((4, "High fidelity"), (3, "Moderate fidelity"), (0, "Low fidelity"))


def few_programs() -> list[PortfolioProgram]:
    """Nine programs with few visits each, fourteen of which two rated; on one scale alone."""
    drawn = draw_portfolio(portfolio_items(shipped_scales()))
    shortest = sorted(drawn, key=lambda program: len(program.visits))[:9]
    return [replace(p, visits=tuple(map(_on_iddt, p.visits))) for p in shortest]


def _on_iddt(visit: PortfolioVisit) -> PortfolioVisit:
    def only(found: Mapping) -> dict:
        return {scale: given for scale, given in found.items() if scale == "iddt"}

    return replace(
        visit,
        truth=only(visit.truth),
        sets={rater: only(given) for rater, given in visit.sets.items()},
        settled=only(visit.settled) if visit.settled else None,
        choices=only(visit.choices),
    )


@pytest.fixture(scope="module")
def filled(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with those programs: loading them takes longer than looking at them."""
    folder = tmp_path_factory.mktemp("pool")
    shutil.copy(migrated, folder)
    with closing(Store.open(default_url(folder))) as store:
        loading = act(store, add_first_person(store, "Ann Loader", NOW).id)
        load_portfolio(loading, shipped_scales(), few_programs(), NOW)
    return folder / migrated.name


@pytest.fixture
def rows(filled: Path) -> Iterator[sqlite3.Connection]:
    """The rows of the database, without the toolkit."""
    with closing(sqlite3.connect(filled)) as connection:
        yield connection


@pytest.fixture
def look(
    filled: Path, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., AppTest]:
    """Open a page on that database."""
    shutil.copy(filled, tmp_path / "pool.sqlite")
    monkeypatch.setenv("FIDELITY_DATABASE_URL", f"sqlite:///{tmp_path / 'pool.sqlite'}")

    def look(page: str, **address: str) -> AppTest:
        app = AppTest.from_file(str(APP), default_timeout=60).run()
        for name, value in address.items():
            app.query_params[name] = value
        app.switch_page(f"app_pages/{page}.py").run()
        assert not app.exception
        return app

    return look


def tables(app: AppTest, head: str) -> list[list[dict[str, str]]]:
    """The tables that have a column of that name, row by row, without escapes."""
    found = []
    for table in app.table:
        frame = table.value.map(lambda cell: str(cell).replace("\\", ""))
        frame.columns = [str(name).replace("\\", "") for name in frame.columns]
        if head in frame.columns:
            found.append(frame.to_dict("records"))
    return found


def cells(app: AppTest, head: str) -> list[dict[str, str]]:
    """The first of those tables."""
    return tables(app, head)[0]


def all_cells(app: AppTest, head: str) -> list[dict[str, str]]:
    """All of those tables, one below the other."""
    return [row for table in tables(app, head) for row in table]


def results(rows: sqlite3.Connection, program: int) -> list[tuple[str, str, dict[str, int]]]:
    """The settled visits of a program, the earliest first: day, kind, level by item."""
    query = """
        select visit.id, visit.date, visit.kind,
               (select count(*) from team_member where visit_id = visit.id and rates) as raters
        from visit where program_id = ? and status <> 'draft' order by visit.date
    """
    found = []
    for visit, day, kind, raters in rows.execute(query, (program,)).fetchall():
        one = "answer.rater = 'consensus'" if raters > 1 else "answer.rater <> 'consensus'"
        levels = rows.execute(
            "select item, level from answer join assessment on assessment.id = assessment_id "
            f"where visit_id = ? and state = 'rated' and confirmed and {one}",
            (visit,),
        )
        found.append((day, kind, dict(levels)))
    return found


def programs(rows: sqlite3.Connection) -> dict[int, str]:
    return dict(rows.execute("select id, name from program"))


def the_longest(rows: sqlite3.Connection) -> int:
    return max(programs(rows), key=lambda program: len(results(rows, program)))


def treatment(levels: dict[str, int]) -> float:
    return sum(levels[item] for item in TREATMENT) / len(TREATMENT)


def shown(value: float) -> str:
    """Two decimals, halves up."""
    return f"{int(value * 100 + 0.5 + 1e-9) / 100:.2f}"


def verdict(levels: dict[str, int]) -> str:
    total = sum(levels[item] for item in TREATMENT)
    return next(name for cut, name in BANDS if total >= cut * len(TREATMENT))


def pairs(rows: sqlite3.Connection) -> list[tuple[dict[str, int], dict[str, int]]]:
    """Both sets of each visit that two rated, each alone, and have handed in."""
    query = """
        select visit.id, answer.rater, item, level from answer
        join assessment on assessment.id = assessment_id join visit on visit.id = visit_id
        where visit.status <> 'draft' and state = 'rated' and answer.rater <> 'consensus'
          and (select count(*) from team_member where visit_id = visit.id and rates) = 2
    """
    found: dict[int, dict[str, dict[str, int]]] = {}
    for visit, rater, item, level in rows.execute(query):
        found.setdefault(visit, {}).setdefault(rater, {})[item] = level
    return [(one, other) for one, other in (sets.values() for sets in found.values())]


def sem(differences: list[float]) -> float:
    return sqrt(sum(d * d for d in differences) / (2 * len(differences)))


def test_each_visit_of_a_program_is_told_with_its_mean_and_verdict(look, rows):
    program = the_longest(rows)
    visits = results(rows, program)
    assert len(visits) == 3
    app = look("over_time", program=str(program))
    assert cells(app, "Kind") == [
        {
            "Visit": day,
            "Kind": KINDS[kind],
            "Verdict": verdict(levels),
            "Treatment mean": shown(treatment(levels)),
        }
        for day, kind, levels in visits
    ]


def test_what_moved_is_the_difference_of_the_last_two_visits(look, rows):
    program = the_longest(rows)
    (_, _, before), (_, _, after) = results(rows, program)[-2:]
    app = look("over_time", program=str(program))
    difference = treatment(after) - treatment(before)
    mean, supplement = cells(app, "Difference")
    assert (mean["Earlier"], mean["Later"]) == (shown(treatment(before)), shown(treatment(after)))
    assert mean["Difference"].lstrip("+-") == shown(abs(difference))
    assert supplement["Earlier"] == f"{before['RP']}.00"
    assert supplement["Later"] == f"{after['RP']}.00"
    moved = {
        item: after[item] - before[item] for item in IDDT.item_ids if after[item] != before[item]
    }
    told = {row["Item"]: row["What it did"] for row in all_cells(app, "What it did")}
    assert set(told) == set(NAMES.values())
    for item, name in NAMES.items():
        if item in moved:
            assert told[name].startswith(f"{before[item]} to {after[item]}")
        else:
            assert told[name] == f"{after[item]} both times"
    up = sum(step > 0 for step in moved.values())
    assert f"{up or 0} went up and {len(moved) - up} down" in words(app)


def test_what_chance_makes_is_worked_out_of_the_visits_that_two_rated(look, rows):
    both = pairs(rows)
    assert len(both) == 14
    mean = sem([treatment(one) - treatment(other) for one, other in both])
    supplement = sem([one["RP"] - other["RP"] for one, other in both])
    app = look("over_time", program=str(the_longest(rows)))
    found = [
        (row["SEM"], row["More than chance from"], row["Visits rated by two"])
        for row in cells(app, "SEM")
    ]
    assert found == [
        (shown(error), shown(1.96 * sqrt(2) * error), "14") for error in (mean, supplement)
    ]
    items = {row["Item"]: row for row in cells(app, "Pairs of ratings")}
    for item, name in NAMES.items():
        apart = [abs(one[item] - other[item]) for one, other in both]
        assert items[name]["Pairs of ratings"] == "14"
        assert items[name]["Apart by 1 or more"] == str(sum(d >= 1 for d in apart))
        assert items[name]["Apart by 2 or more"] == str(sum(d >= 2 for d in apart))
        assert items[name]["Goes by"] == "all items"
    every = [abs(one[item] - other[item]) for one, other in both for item in IDDT.item_ids]
    shares = [sum(d >= k for d in every) / len(every) for k in range(6)]
    step = next(k for k in range(1, 6) if shares[k] <= 0.05)
    assert {row["Least step beyond chance"] for row in items.values()} == {str(step)}
    expected = len(IDDT.item_ids) * shares[1]
    assert f"By chance alone {expected:.1f} of so many would have moved" in words(app)


def latest(rows: sqlite3.Connection) -> dict[int, dict[str, int]]:
    found = {program: results(rows, program) for program in programs(rows)}
    return {program: visits[-1][2] for program, visits in found.items() if visits}


def quartiles(values: list[float]) -> tuple[str, str, str, str]:
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return str(len(values)), shown(low), shown(middle), shown(high)


def test_the_benchmarks_are_those_of_the_latest_visit_of_each_program(look, rows):
    pool = latest(rows)
    assert len(pool) >= 8
    program = the_longest(rows)
    app = look("benchmarks", program=str(program))
    own = f"{programs(rows)[program]} (invented)"
    columns = ("n", "Lower quartile", "Median", "Upper quartile")
    told = {row["Name"]: row for row in all_cells(app, "Median")}
    assert len(told) == 2 + len(IDDT.item_ids)
    expected = {"Treatment mean": [treatment(levels) for levels in pool.values()]}
    expected["Supplementary item"] = [float(levels["RP"]) for levels in pool.values()]
    expected |= {
        name: [float(levels[item]) for levels in pool.values()] for item, name in NAMES.items()
    }
    for name, values in expected.items():
        assert tuple(told[name][column] for column in columns) == quartiles(values), name
    assert told["Treatment mean"][own] == shown(treatment(pool[program]))
    assert [told[NAMES[i]][own] for i in NAMES] == [str(pool[program][i]) for i in NAMES]
    days = [results(rows, program)[-1][0] for program in pool]
    span = f"{len(pool)} programs, each by its latest visit ({min(days)} to {max(days)})."
    assert span in words(app)
    counts = {row["Verdict"]: (row["Programs"], row["n"]) for row in cells(app, "Share")}
    for _, name in BANDS:
        there = sum(verdict(levels) == name for levels in pool.values())
        assert counts[name] == (str(there), str(len(pool)))


def test_the_median_beside_a_trend_is_that_of_the_benchmarks(look, rows):
    app = look("over_time", program=str(the_longest(rows)))
    app.toggle(key="median beside").set_value(True).run()
    median = statistics.median(treatment(levels) for levels in latest(rows).values())
    assert f"Median {shown(median)} (n = {len(latest(rows))})" in str(
        app.get("vega_lite_chart")[0].proto
    )


def test_a_filter_leaves_those_that_fit_it_and_of_few_nothing_is_told(look, rows):
    regions = [r for (r,) in rows.execute("select region from program")]
    region = max(set(regions), key=regions.count)
    there = regions.count(region)
    assert there < 5
    app = look("benchmarks")
    app.multiselect(key="filter region").set_value([region]).run()
    assert not app.exception
    assert "Median and quartiles are shown from 5 programs on" in words(app)
    assert not any("Median" in table.value.columns for table in app.table)
