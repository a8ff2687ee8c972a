"""Checks of what was counted, against the level that was rated."""

from __future__ import annotations

from dataclasses import replace

from reporting.item_table import counts_text
from reporting.preflight.check import Check, ItemUnderCheck, each_item
from scales.item import Measure
from scoring.measurement import Suggestion, find_denominator, suggest
from scoring.rounding import as_text

SMALLEST_SAMPLE = 10
"""The smallest sample that a protocol names: ten charts, for a quick review."""


def _measure(item: ItemUnderCheck) -> Measure | None:
    """How a rated item is counted; None where it is not rated, or not counted."""
    return item.item.measure if item.rated else None


def _denominator(item: ItemUnderCheck, measure: Measure) -> int | None:
    """The rater's, or else the one worked out from what was asked before the items."""
    given = item.answer.denominator
    return find_denominator(measure, item.of.result.counts)[0] if given is None else given


def _has_counts(item: ItemUnderCheck, measure: Measure) -> bool:
    whole = measure.kind == "count" or _denominator(item, measure) is not None
    return item.answer.numerator is not None and whole


def _suggestion(item: ItemUnderCheck) -> Suggestion | None:
    """What the counts point to; None where they are missing or cannot be."""
    measure, numerator = _measure(item), item.answer.numerator
    if measure is None or numerator is None:
        return None
    return suggest(measure, numerator, _denominator(item, measure), item.of.scale.levels.low)


def _counts(item: ItemUnderCheck) -> str:
    measure = item.item.measure
    whole = _denominator(item, measure) if measure else None
    return counts_text(measure, replace(item.answer, denominator=whole))


def _cannot_be(item: ItemUnderCheck) -> str | None:
    measure = _measure(item)
    if measure is None or not _has_counts(item, measure) or _suggestion(item):
        return None
    whole = measure.of if measure.kind == "count" else _denominator(item, measure)
    return f"counts of {item.answer.numerator} out of {whole} cannot be."


def _beside_the_tally(item: ItemUnderCheck) -> tuple[int, int] | None:
    """What a rated item was counted out of, and what it should be by the counts asked first."""
    measure, given = _measure(item), item.answer.denominator
    if measure is None or given is None:
        return None
    # An estimate is only there to fall back on; what the program tracks itself is better.
    tracked = measure.model_copy(update={"estimate": None})
    tally, _ = find_denominator(tracked, item.of.result.counts)
    return None if tally is None else (given, tally)


def _more_than_the_tally(item: ItemUnderCheck) -> str | None:
    given, tally = _beside_the_tally(item) or (0, 0)
    if given <= tally:
        return None
    return f"counted out of {given}; by the counts asked before the items there are only {tally}."


def _fewer_than_the_tally(item: ItemUnderCheck) -> str | None:
    given, tally = _beside_the_tally(item) or (0, 0)
    if given >= tally or item.has_note:
        return None
    return (
        f"counted out of {given}; by the counts asked before the items there are {tally}, and no "
        "note says why."
    )


def _no_counts(item: ItemUnderCheck) -> str | None:
    measure = _measure(item)
    if measure is None or measure.kind != "percent" or _has_counts(item, measure):
        return None
    return f"rated {item.level}, and it is not counted out."


def _other_level(item: ItemUnderCheck) -> str | None:
    found = _suggestion(item)
    if found is None or item.has_note or item.level == found.level:
        return None
    if found.or_lower and item.level < found.level:
        return None
    lower = " or lower" if found.or_lower else ""
    return (
        f"{_counts(item)} points to level {found.level}{lower}; it is rated {item.level}, and no "
        "note says why."
    )


def _at_edge(item: ItemUnderCheck) -> str | None:
    found = _suggestion(item)
    if found is None or not found.at_edge:
        return None
    return f"{_counts(item)} lies within one point of the edge of a level."


def _crosses(item: ItemUnderCheck) -> str | None:
    found = _suggestion(item)
    if found is None or found.interval is None or found.at_edge or not found.crosses:
        return None
    low, high = (as_text(round(end), 0) for end in found.interval)
    return (
        f"{_counts(item)} in the sample; the true share may lie between {low} % and {high} % "
        "(95 % Wilson interval), which reaches into another level."
    )


def _small_sample(item: ItemUnderCheck) -> str | None:
    measure, given = _measure(item), item.answer.denominator
    if measure is None or measure.ask_of_chart is None or item.has_note:
        return None
    if not given or given >= SMALLEST_SAMPLE:
        return None
    return f"counted out of {given}; at least {SMALLEST_SAMPLE} charts are recommended."


COUNT_CHECKS = (
    Check(
        "P30",
        "error",
        "The counts of a rated item cannot be: more than there are, or out of none.",
        "One of the two numbers is wrong, and so may be the level.",
        "Correct the counts.",
        each_item(_cannot_be),
    ),
    Check(
        "P31",
        "error",
        "An item is counted out of more clients than there are by the counts asked before the "
        "items.",
        "Both numbers cannot be right. T7 and T10 of the IDDT scale take theirs from the tally of "
        "clients by stage.",
        "Use the number of the tally, or correct the tally.",
        each_item(_more_than_the_tally),
    ),
    Check(
        "P32",
        "warning",
        "A percent item is rated without its counts.",
        "Nobody can check the level, or tell how sure it is.",
        "Enter what was counted, out of how many.",
        each_item(_no_counts),
    ),
    Check(
        "P33",
        "warning",
        "The counts point to another level than the one rated, and no note says why.",
        "One of the two is wrong, or something was seen that the counts do not show.",
        "Rate what the counts show, or write down why not.",
        each_item(_other_level),
    ),
    Check(
        "P34",
        "warning",
        "A percentage lies within one point of the edge of a level.",
        "One client more or less would change the level.",
        "Count once more, and do not round up.",
        each_item(_at_edge),
    ),
    Check(
        "P35",
        "note",
        "The 95 % Wilson interval of a percentage, away from an edge, reaches into another level.",
        "Another sample of the same size could give another level.",
        "A larger sample would tell. Do not round up.",
        each_item(_crosses),
    ),
    Check(
        "P36",
        "note",
        f"An item that charts can answer is counted out of fewer than {SMALLEST_SAMPLE}, without a "
        "note.",
        "A single chart moves the percentage by more than ten points. Ten charts are what the "
        "protocols ask even of a quick review.",
        "Draw more, or note that these are all there are.",
        each_item(_small_sample),
    ),
    Check(
        "P37",
        "warning",
        "An item is counted out of fewer clients than the counts asked before the items give, and "
        "no note says why.",
        "It may be a sample, or the tally was corrected after the item was counted.",
        "Use the number of the tally, or note that a sample was counted.",
        each_item(_fewer_than_the_tally),
    ),
)
