"""Visits beside each other: their order, their items, and self-ratings against those of others."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from scales.model import Scale
from scoring.compare.across import items_across, weakest_first
from scoring.compare.cut_offs import cut_offs
from scoring.compare.lineup import ComparedVisit, Lineup, number_names
from scoring.compare.self_external import find_pairs, highest_first, self_external
from scoring.compare.sorting import in_order
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import score
from scoring.states import State
from tests.shipped_scales import shipped_scales

GOI = shipped_scales().get("goi").scale
IDDT = shipped_scales().get("iddt").scale
TRAUMA = shipped_scales().get("trauma_informed").scale


def visit(
    number: int, program: int = 0, day: str = "2026-03-01", kind: str = "site_visit", **others: str
) -> ComparedVisit:
    program = program or number
    name = others.get("name", f"Program {program}")
    region, version = others.get("region", ""), others.get("version", "1.0.0")
    return ComparedVisit(
        number, program, name, name, region, dt.date.fromisoformat(day), kind, version
    )


def line(*pairs: tuple[ComparedVisit, dict[str, int]], scale: Scale = GOI) -> Lineup:
    rows = [Row(one.label, levels, {}) for one, levels in pairs]
    scores = score(scale, ratings_from_rows(scale, rows))
    return Lineup(tuple(one for one, _ in pairs), scores)


def all_at(level: int, **others: int) -> dict[str, int]:
    return dict.fromkeys(GOI.item_ids, level) | others


def test_a_part_of_a_lineup_keeps_its_scores_in_the_order_asked_for():
    whole = line((visit(1), all_at(2)), (visit(2), all_at(5)), (visit(3), {"G1": 4}))
    part = whole.take([2, 0])
    assert [one.id for one in part.visits] == [3, 1]
    assert part.values("organizational_mean") == (None, 2)
    assert [verdict.id for verdict in part.scores.verdicts] == ["not_scorable", "low"]
    assert part.levels[0].tolist() == [4] + [State.NOT_RATED] * 11


def test_a_visit_of_another_version_is_marked_as_scored_anew():
    whole = line((visit(1), all_at(2)), (visit(2, version="0.9.0"), all_at(2)))
    assert [whole.restated(place) for place in (0, 1)] == [False, True]


def test_a_subscale_that_is_the_total_under_another_name_is_not_compared_twice():
    assert list(number_names(GOI)) == ["organizational_mean"]
    assert list(number_names(IDDT)) == ["treatment_mean", "supplementary"]
    assert len(number_names(TRAUMA)) == 1 + len(TRAUMA.subscales)


@pytest.mark.parametrize(
    ("by", "order"),
    [
        ("highest", [2, 4, 1, 3]),
        ("lowest", [1, 4, 2, 3]),
        ("verdict", [2, 4, 1, 3]),
        ("name", [3, 1, 4, 2]),
        ("region", [1, 2, 3, 4]),
    ],
)
def test_visits_stand_in_the_order_that_is_asked_for_and_without_a_mean_last(by, order):
    lineup = line(
        (visit(1, name="beta", region="East"), all_at(2)),
        (visit(2, name="Zeta", region="west"), all_at(5)),
        (visit(3, name="Alpha"), {"G1": 4}),
        (visit(4, name="Gamma"), all_at(3)),
    )
    assert [one.id for one in in_order(lineup, by).visits] == order


def test_equals_stand_by_name_and_then_by_day():
    lineup = line(
        (visit(1, name="Beta"), all_at(3)),
        (visit(2, 9, "2026-05-01", name="Alpha"), all_at(3)),
        (visit(3, 9, "2025-05-01", name="Alpha"), all_at(3)),
    )
    assert [one.id for one in in_order(lineup, "highest").visits] == [3, 2, 1]


def test_an_item_is_summed_up_where_it_is_rated_and_only_there():
    lineup = line(
        (visit(1), all_at(4, G1=2, G2=State.NOT_ENOUGH)),
        (visit(2), all_at(4, G1=5, G2=1)),
        (visit(3), all_at(4, G1=2, G2=State.NOT_RATED)),
    )
    first, second = items_across(lineup)[:2]
    assert (first.item, first.n, first.mean) == ("G1", 3, 3)
    assert first.at_level == (0, 2, 0, 0, 1)
    assert (second.item, second.n, second.mean) == ("G2", 1, 1)


def test_the_weakest_item_comes_first_and_what_nobody_rated_last():
    lineup = line((visit(1), all_at(4, G3=2, G5=1, G1=State.NOT_RATED)))
    assert [each.item for each in weakest_first(items_across(lineup))][:3] == ["G5", "G3", "G2"]
    assert weakest_first(items_across(lineup))[-1].mean is None


def test_cut_offs_are_told_only_where_the_total_alone_decides():
    found = [(cut.text, cut.name) for cut in cut_offs(GOI, "organizational_mean")]
    assert found == [("3.0", "Moderate fidelity or better"), ("4.0", "High fidelity")]
    assert cut_offs(GOI, "organizational") == ()
    # Its lowest cut-off is one of the mean alone, but an unrated critical item comes before it.
    assert cut_offs(TRAUMA, TRAUMA.total.id) == ()


AUDIT = "self_audit"


@pytest.mark.parametrize(
    ("visits", "pairs"),
    [
        # The nearest self-audit, before or after.
        ([(1, "2026-01-01", AUDIT), (1, "2026-05-01", AUDIT), (1, "2026-04-01", "")], [(1, 2)]),
        # Of two equally near the earlier one, in whichever order they come.
        ([(1, "2026-04-11", AUDIT), (1, "2026-03-22", AUDIT), (1, "2026-04-01", "")], [(1, 2)]),
        # Six months to the day are near, one day more is not.
        ([(1, "2025-10-01", AUDIT), (1, "2026-04-01", "")], [(0, 1)]),
        ([(1, "2025-09-30", AUDIT), (1, "2026-04-01", "")], []),
        # The latest site visit that has one near it.
        (
            [(1, "2025-01-01", AUDIT), (1, "2025-02-01", ""), (1, "2026-04-01", "")],
            [(0, 1)],
        ),
        # The later one, in whichever order they come.
        (
            [(1, "2026-04-01", ""), (1, "2026-03-15", AUDIT), (1, "2026-03-01", "")],
            [(1, 0)],
        ),
        # Nobody is set beside another program, and a follow-up is neither.
        ([(1, "2026-04-01", AUDIT), (2, "2026-04-01", "")], []),
        ([(1, "2026-04-01", AUDIT), (1, "2026-04-01", "follow_up")], []),
    ],
)
def test_a_self_audit_is_set_beside_the_site_visit_near_it(visits, pairs):
    found = [
        visit(k, program, day, kind or "site_visit")
        for k, (program, day, kind) in enumerate(visits, start=1)
    ]
    assert find_pairs(found, 6) == pairs


def test_self_ratings_are_compared_over_the_items_that_both_rated():
    pool = self_external(
        line(
            (visit(1, 1, "2026-01-01", AUDIT), all_at(4, G1=5, G2=State.NOT_ENOUGH)),
            (visit(2, 1, "2026-02-01"), all_at(4, G1=3, G2=1)),
            (visit(3, 2, "2026-01-01", AUDIT), all_at(3)),
            (visit(4, 2, "2026-02-01"), all_at(4, G1=3)),
            (visit(5, 3, "2026-02-01"), all_at(5)),
        ),
        6,
    )
    first, second = pool.pairs
    assert (first.total_self, first.total_others) == (Fraction(45, 11), Fraction(43, 11))
    assert (first.difference, second.difference) == (Fraction(2, 11), Fraction(-11, 12))
    assert (first.days, len(first.steps), sum(first.steps)) == (31, 11, 2)
    assert pool.total.mean == (Fraction(2, 11) - Fraction(11, 12)) / 2
    assert (pool.total.n, pool.total.higher, pool.total.same, pool.total.lower) == (2, 1, 0, 1)
    assert pool.alone == 1
    one = pool.items["G1"]
    assert (one.n, one.mean, one.self_mean, one.others_mean) == (2, 1, 4, 3)
    assert (one.higher, one.same, one.lower) == (1, 1, 0)
    assert pool.items["G2"].n == 1
    assert [pair.by_self.program for pair in highest_first(pool).pairs] == [1, 2]


def test_too_little_rated_by_both_has_no_difference_and_counts_in_no_mean():
    pool = self_external(
        line(
            (visit(1, 1, "2026-01-01", AUDIT), {"G1": 5}),
            (visit(2, 1, "2026-02-01"), all_at(4)),
        ),
        6,
    )
    assert pool.pairs[0].difference is None
    assert (pool.total.n, pool.total.mean) == (0, None)
    assert pool.items["G1"].mean == 1
    assert pool.items["G2"].mean is None


def test_without_any_pair_there_is_nothing_and_no_fault():
    pool = self_external(line((visit(1), all_at(4))), 6)
    assert (pool.pairs, pool.total.n, pool.alone) == ((), 0, 1)
