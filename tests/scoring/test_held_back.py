"""What keeps a program from higher verdicts: in what order they are told, and which are capped."""

from scales.model import Scale
from scoring import Row, Scored, ratings_from_rows
from scoring.explanation import explain_ratings


def scored(scale: Scale, levels: dict, choices: dict | None = None) -> Scored:
    return explain_ratings(ratings_from_rows(scale, [Row("visit", levels, choices or {})]))


def test_a_verdict_that_singles_out_a_defect_is_never_a_goal(integration):
    """Parallel and sequential are a tier above single, and nobody aims for them."""
    ones = dict.fromkeys(integration.item_ids, 1)
    result = scored(integration, ones, {"delivery": "other_none"})
    assert result.verdict.id == "single"
    assert [held.verdict.id for held in result.held_back] == [
        "bundled",
        "partial",
        "integrated",
    ]


def test_a_verdict_that_asks_for_no_mean_is_never_capped(integration):
    """Bundled is what is left when no other rule holds; there is no mean that would allow it."""
    ones = dict.fromkeys(integration.item_ids, 1)
    result = scored(integration, ones, {"delivery": "other_none"})
    assert [held.capped for held in result.held_back] == [False] * 3
    assert result.capped_by is None


def test_critical_items_that_are_met_do_not_make_a_low_mean_a_cap(trauma):
    """Critical items at 5, the rest at 2: the mean is 2.5, and sensitive asks for 2.75."""
    levels = dict.fromkeys(trauma.item_ids, 2) | dict.fromkeys(trauma.members("critical"), 5)
    result = scored(trauma, levels)
    assert result.verdict.id == "aware"
    assert [(held.verdict.id, held.capped) for held in result.held_back] == [
        ("sensitive", False),
        ("responsive", False),
        ("informed", False),
    ]


def test_of_several_capped_verdicts_the_highest_is_named(trauma):
    """All at 5 but one critical item at 1: the mean alone would allow the highest."""
    result = scored(trauma, dict.fromkeys(trauma.item_ids, 5) | {"TIC-SAF4": 1})
    assert result.verdict.id == "aware"
    assert [held.verdict.id for held in result.held_back] == ["sensitive", "responsive", "informed"]
    assert result.capped_by is not None
    assert result.capped_by.verdict.id == "informed"
