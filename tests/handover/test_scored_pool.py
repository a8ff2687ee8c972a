"""Visits set beside each other: scored at once, chosen by what their programs are."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from handover.compared import filtered
from handover.pool import PoolVisit
from handover.pool_filter import PoolFilter, filter_choices
from handover.scored_pool import score_pool
from reporting.benchmark_words import behind_words
from scoring.ratings import Row
from storage.programs import Program
from storage.visit_record import Visit
from tests.shipped_scales import shipped_scales

MOMENT = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
GOI = shipped_scales().get("goi").scale


def visit_of(
    program: int, day: str, levels: dict[str, int], version: str = GOI.version, **facts: object
) -> PoolVisit:
    """One visit to a program, rated by one who has handed in."""
    told = {
        "name": f"Program {program}",
        "agency": "",
        "setting": "Outpatient",
        "levels_of_care": (),
        "region": "",
        "caseload": None,
        "populations": (),
        "archived": False,
        "created_at": MOMENT,
        "revision": 1,
        "invented": True,
    }
    kept = Program(id=program, **{**told, **facts})
    visit = Visit(
        id=program * 100 + dt.date.fromisoformat(day).month,
        program_id=program,
        date=dt.date.fromisoformat(day),
        kind="self_audit",
        status="final",
        edition=1,
        created_at=MOMENT,
        note="",
        purged_at=None,
        revision=1,
    )
    return PoolVisit(
        kept, visit, GOI, version, "a" * 64, ("A",), {"A": Row("a visit", levels, {})}, "A"
    )


def test_each_visit_has_its_row_of_scores_and_what_is_not_rated_stands_apart():
    threes, fives = dict.fromkeys(GOI.item_ids, 3), dict.fromkeys(GOI.item_ids, 5)
    visits = [visit_of(1, "2026-02-01", threes), visit_of(2, "2026-01-01", {})]
    visits += [visit_of(3, "2026-03-01", fives), visit_of(4, "2026-03-01", fives, "0.1.0")]

    pool = score_pool(GOI, visits)

    assert [visit.program.id for visit in pool.visits] == [1, 3]
    assert [pool.scores.total.value(k) for k in range(2)] == [3, 5]
    assert [visit.program.id for visit in pool.apart] == [2, 4]


def test_the_latest_visit_of_each_program_is_kept_in_the_order_of_the_pool():
    low, high = dict.fromkeys(GOI.item_ids, 2), dict.fromkeys(GOI.item_ids, 4)
    visits = [visit_of(1, "2025-02-01", low), visit_of(2, "2025-03-01", high)]
    visits += [visit_of(1, "2026-02-01", high)]

    latest = score_pool(GOI, visits).latest()

    assert [(v.program.id, v.visit.date.year) for v in latest.visits] == [(2, 2025), (1, 2026)]
    assert [latest.scores.total.value(k) for k in range(2)] == [4, 4]


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [
        (PoolFilter(), [1, 2, 3]),
        (PoolFilter(regions=frozenset({"North"})), [1]),
        (PoolFilter(settings=frozenset({"Outpatient"})), [1, 3]),
        (PoolFilter(levels_of_care=frozenset({"Residential", "Crisis"})), [2]),
        (PoolFilter(years=frozenset({2025})), [3]),
        (PoolFilter(kinds=frozenset({"site_visit"})), []),
        (PoolFilter(regions=frozenset({"North"}), years=frozenset({2025})), []),
    ],
)
def test_a_filter_keeps_what_it_names(wanted: PoolFilter, kept: list[int]):
    rated = dict.fromkeys(GOI.item_ids, 3)
    visits = [
        visit_of(1, "2026-01-01", rated, region=" North "),
        visit_of(2, "2026-01-01", rated, setting="Day", levels_of_care=("Residential", "Day")),
        visit_of(3, "2025-01-01", rated, region="South"),
    ]
    assert [visit.program.id for visit in visits if wanted.keeps(visit)] == kept


def test_a_visit_that_is_still_rated_is_left_out_unless_it_is_asked_for():
    begun = visit_of(1, "2026-01-01", {"G1": 3})
    begun = replace(begun, visit=replace(begun.visit, status="draft"))
    assert not PoolFilter().keeps(begun)
    assert PoolFilter(unfinished=True).keeps(begun)


def test_the_choices_are_what_is_noted_each_once():
    rated = dict.fromkeys(GOI.item_ids, 3)
    visits = [
        visit_of(1, "2026-01-01", rated, region="south", levels_of_care=("Day", "Crisis")),
        visit_of(2, "2025-01-01", rated, region=" North", levels_of_care=("Day",)),
        visit_of(3, "2025-01-01", rated),
    ]
    found = filter_choices(visits)
    assert found.regions == ("North", "south")
    assert found.levels_of_care == ("Crisis", "Day")
    assert found.years == (2025, 2026)
    assert found.settings == ("Outpatient",)


def test_a_program_whose_latest_version_does_not_map_is_known_to_be_shown_by_an_earlier_visit():
    rated = dict.fromkeys(GOI.item_ids, 3)
    visits = [
        visit_of(1, "2024-01-01", rated),
        visit_of(1, "2026-01-01", rated, "9.9.9"),
        visit_of(2, "2024-01-01", rated, "9.9.9"),
        visit_of(2, "2026-01-01", rated),
        visit_of(3, "2024-01-01", rated),
        visit_of(3, "2026-01-01", {}),  # nothing is rated: no later word on the program
        visit_of(4, "2026-01-01", rated, "9.9.9"),
    ]
    pool = score_pool(GOI, visits)
    assert pool.behind == pool.latest().behind == {1}
    assert pool.left_out == {4}
    earlier = filtered(pool, PoolFilter(years=frozenset({2024})))
    assert (earlier.behind, earlier.left_out) == (set(), {2})


@pytest.mark.parametrize(
    ("programs", "said"),
    [
        (0, ""),
        (
            1,
            "1 program is shown by an earlier visit, as its latest was rated with a version that "
            "does not map.",
        ),
        (
            2,
            "2 programs are shown by an earlier visit, as their latest was rated with a version "
            "that does not map.",
        ),
    ],
)
def test_it_is_said_how_many_programs_are_shown_by_an_earlier_visit(programs: int, said: str):
    assert behind_words(programs) == said
