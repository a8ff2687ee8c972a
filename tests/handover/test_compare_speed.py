"""The work of a page of comparisons grows with the number of programs, and no faster."""

from __future__ import annotations

from time import process_time

from handover.compare_answer import compare_lineup, compare_self
from handover.compared import ends_of, line_up, why_apart
from handover.scored_pool import ScoredPool
from reporting.charts.heat import heat_chart
from reporting.charts.ranked import ranked_chart
from scoring.compare.sorting import in_order
from tests.handover.compared_visits import pool_of, pooled
from tests.shipped_scales import shipped_scales

SCALE = shipped_scales().get("integration").scale
FEW, MANY = 100, 400
SLACK = 1.6
"""What a busy machine may add; work that grows with the square of the number takes 4 times."""


def programs(number: int) -> ScoredPool:
    """Each with a self-audit and a site visit, rated on 25 items in a pattern of its own."""
    visits = []
    for program in range(1, number + 1):
        levels = {item: 1 + (program * k) % 5 for k, item in enumerate(SCALE.item_ids, start=1)}
        for kind, day in (("self_audit", "2026-01-01"), ("site_visit", "2026-03-01")):
            number_ = program * 2 + (kind == "self_audit")
            visits.append(pooled(number_, levels, program=program, day=day, kind=kind, scale=SCALE))
    return pool_of(*visits)


def every_view(pool: ScoredPool) -> None:
    """What the page works out, from the filtered pool to the pictures of one page."""
    latest = pool.latest()
    ranked = in_order(line_up(latest), "highest")
    page = ranked.take(range(25))
    heat_chart(page, ranked, ranked.scale.item_ids)
    ranked_chart(page, ranked, SCALE.total.id)
    for what in ("heat", "items", "totals"):
        compare_lineup(what, ranked)
    compare_self(pool, 6)
    ends_of(pool)
    why_apart(pool)


def seconds(pool: ScoredPool) -> float:
    """The processor's time of the fastest of three runs, each from the rows on."""
    taken = []
    for _ in range(3):
        fresh = pool.take(range(len(pool.visits)))
        begun = process_time()
        every_view(fresh)
        taken.append(process_time() - begun)
    return min(taken)


def test_four_times_the_programs_take_about_four_times_as_long_at_most():
    few, many = programs(FEW), programs(MANY)
    every_view(few)
    assert seconds(many) <= SLACK * MANY / FEW * seconds(few)
