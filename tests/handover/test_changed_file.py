"""A scale file that was changed without a new version scores old visits anew, and that is said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

import pytest

from handover.compare_answer import compare_two
from handover.compared import line_up
from handover.pool import PoolVisit, load_pool, pool_chance
from handover.program_history import program_history
from handover.scored_pool import score_pool
from handover.state_report import gather_state
from reporting.compare.visit_columns import restated_words, version_words
from reporting.history import history_table
from reporting.state.words import basis
from tests.handover.two_visits import MARCH, NOW, SEPTEMBER, TINY, Twice, begin_twice, tiny_catalog

BEFORE: Mapping[str, int] = {"X1": 2, "X2": 3}
SAID = (
    "The scale file was changed: 1 visit was rated before it was changed without a new version, "
    "and scored anew by the file as it is now."
)


@pytest.fixture
def edited(store, tmp_path) -> Twice:
    """Audited once before somebody edits the scale file, and once after."""
    twice = begin_twice(store, tmp_path / "scales")
    twice.audit(MARCH, BEFORE)
    text = TINY.read_text(encoding="utf-8") + "# edited\n"
    twice.catalog = tiny_catalog(tmp_path / "edited", text.replace("One", "Only one", 1))
    twice.audit(SEPTEMBER, BEFORE)
    return twice


def pool_of(twice: Twice) -> tuple[PoolVisit, ...]:
    return load_pool(twice.acting, twice.catalog)


def test_a_visit_knows_whether_the_file_is_still_the_one_it_was_rated_with(edited):
    assert [visit.file_changed for visit in pool_of(edited)] == [True, False]
    older = replace(pool_of(edited)[0], version="0.1.0")
    assert not older.file_changed  # another version is told as restated


def test_compare_says_which_visits_and_how_many(edited):
    pool = score_pool(edited.catalog.get("tiny").scale, pool_of(edited))
    lineup = line_up(pool)
    version = pool.scale.version
    assert [version_words(lineup, place) for place in (0, 1)] == [
        f"{version} (file changed since)",
        version,
    ]
    assert restated_words(lineup) == SAID
    assert SAID in compare_two(pool, (0, 1), pool_chance(pool.scale, pool.visits)).sentences


def test_over_time_says_it_beside_the_visit(edited):
    pool = pool_of(edited)
    told = program_history(pool[0].program, pool[0].scale, pool).told
    assert list(history_table(told)["Remark"]) == [
        "Rated before the scale file was changed without a new version, and scored anew.",
        "",
    ]


def test_a_state_report_says_how_many_of_its_visits(edited):
    def told(today: dt.date) -> str:
        (tiny,) = gather_state(edited.acting, edited.catalog, today).scales
        return basis(tiny)

    assert told(NOW.date()).endswith(SAID)
    assert SAID not in told(SEPTEMBER)
