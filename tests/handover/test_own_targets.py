"""A stored target of its own changes gaps, suggestions and tables, for who may see it."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

from exchange.tidy.column import Filled
from handover.own_targets import scale_targets, subjects_of
from handover.suggested_actions import draft_of
from handover.tables import read_tables
from handover.visit_report import scale_results, visit_report
from storage.own_targets import OwnTarget, set_own_target
from tests.handover.visited import NOW, Visited
from tests.shipped_scales import shipped_scales


def aim(visited: Visited, kind, subject: str, hundredths: int) -> None:
    target = OwnTarget(visited.assessments["goi"], kind, subject, hundredths)
    set_own_target(visited.ann, target, 0, NOW)


def filled(visited: Visited, who, name: str) -> Filled:
    found = read_tables(who, shipped_scales(), dt.date(2026, 5, 1)).filled
    return next(table for table in found if table.layout.name == name)


def test_gaps_and_suggestions_of_the_visit_go_by_them(visited, in_hand):
    """All are 4 but G2, which is 3: at the scale's target of 4 it alone is below."""
    visited.settle()
    before = visit_report(in_hand(visited.ann, visited.visit), NOW.date())
    assert [gap.item_id for gap in before.scales[1].gaps] == ["G2"]
    aim(visited, "item", "G2", 300)
    aim(visited, "item", "G5", 500)
    aim(visited, "total", "organizational_mean", 410)
    workspace = in_hand(visited.ann, visited.visit)
    results = scale_results(workspace)
    (scale,) = [s for s in visit_report(workspace, NOW.date(), results).scales if s.id == "goi"]
    assert [(gap.item_id, gap.target) for gap in scale.gaps] == [("G5", 5)]
    assert [(m.id, m.target, m.reached) for m in scale.mean_targets] == [
        ("organizational_mean", Fraction(41, 10), False)
    ]
    drafted = draft_of(results)
    assert {s.gap.item.id for s in (*drafted.first, *drafted.rest)} == {"G5"}


def test_while_only_ones_own_ratings_are_shown_none_is_told(visited, in_hand):
    (_iddt, goi) = scale_results(in_hand(visited.ann, visited.visit))
    assert (goi.item_targets, goi.mean_targets) == ({}, {})


def test_the_tables_hold_one_row_for_each(visited):
    visited.settle()
    aim(visited, "item", "G5", 500)
    aim(visited, "total", "organizational_mean", 410)
    table = filled(visited, visited.staff, "targets")
    said = [dict(zip(table.layout.names, row, strict=True)) for row in table.rows]
    assert [(r["scale"], r["kind"], r["subject"], r["target"]) for r in said] == [
        ("goi", "item", "G5", 5.0),
        ("goi", "total", "organizational_mean", 4.1),
    ]


def test_a_target_that_the_scale_file_has_no_place_for_any_more_is_passed_over():
    """Level 7 of five is taken as 5."""
    scale = shipped_scales().get("iddt").scale
    stored = [
        OwnTarget(1, "item", "T8", 700),
        OwnTarget(1, "item", "T99", 400),
        OwnTarget(1, "subscale", "treatment", 400),
        OwnTarget(1, "total", "treatment_mean", 50),
        OwnTarget(1, "item", "T2", None),
    ]
    found = scale_targets(scale, stored)
    assert (found.items, found.means) == ({"T8": 5}, {"treatment_mean": Fraction(1)})


def test_what_can_have_a_target_is_told_once_by_its_name():
    """The treatment items are a subscale, and their mean is the total: one mean, one target."""
    names = subjects_of(shipped_scales().get("iddt").scale)
    assert names["total", "treatment_mean"] == "Treatment mean"
    assert ("subscale", "treatment") not in names
    assert names["item", "T8"] == "T8 Group dual-disorder treatment"
