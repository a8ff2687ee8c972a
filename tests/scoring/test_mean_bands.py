"""Verdicts are bands of the mean only where nothing but the mean decides."""

from fractions import Fraction

from scales.model import Scale
from scoring.mean_bands import mean_bands


def told(scale: Scale) -> list[tuple[str, Fraction]]:
    return [(band.verdict.id, band.low) for band in mean_bands(scale)]


def with_verdicts(data: dict, *first: dict) -> Scale:
    """The small scale with rules tried before its own two: high from 4.0, else low."""
    rules = [
        {"name": rule["id"].title(), "rule": f"R{n}", "tier": None, "meaning": "So.", **rule}
        for n, rule in enumerate(first)
    ]
    return Scale.model_validate(data | {"verdicts": [*rules, *data["verdicts"]]})


def test_the_lowest_band_begins_at_the_lowest_level(tiny):
    assert told(tiny) == [("low", Fraction(1)), ("high", Fraction(4))]


def test_each_band_ends_where_the_next_begins_and_the_highest_with_the_scale(iddt):
    assert [(band.low, band.high) for band in mean_bands(iddt)] == [(1, 3), (3, 4), (4, 5)]


def test_a_rule_for_totals_that_cannot_be_formed_is_no_band(tiny_data, iddt):
    none = {"id": "none", "when": {"test": "no_mean", "of": "total"}}
    assert told(with_verdicts(tiny_data, none)) == [("low", Fraction(1)), ("high", Fraction(4))]
    assert told(iddt) == [("low", Fraction(1)), ("moderate", Fraction(3)), ("high", Fraction(4))]


def test_where_anything_else_decides_too_there_are_no_bands(tiny_data, trauma, integration):
    for when in (
        {"test": "mean", "of": "a", "at_least": "4.5"},
        {"test": "mean", "of": "total", "below": "2.0"},
        {"test": "no_mean", "of": "a"},
        {"test": "item", "item": "A1", "at_least": 5},
    ):
        assert told(with_verdicts(tiny_data, {"id": "odd", "when": when})) == []
    assert (told(trauma), told(integration)) == ([], [])


def test_bands_that_are_not_tried_from_the_top_are_none(tiny_data):
    """From 2.0 on the first rule fires, so nothing is ever called high."""
    early = {"id": "some", "when": {"test": "mean", "of": "total", "at_least": "2.0"}}
    assert told(with_verdicts(tiny_data, early)) == []
