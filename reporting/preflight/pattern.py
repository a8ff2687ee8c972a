"""Checks for ratings that look too even, or that moved without a word."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reporting.preflight.check import (
    Check,
    ItemUnderCheck,
    Spot,
    each_item,
    each_scale,
    scale_place,
)
from reporting.preflight.visit import ScaleUnderCheck, VisitUnderCheck

FAR = 2
"""A level that moved this many points since the visit before, or on which raters lie this far
apart, is looked at."""
ENOUGH_TO_TELL = 5
"""So many items rated alike are no longer likely to be chance."""


def _moved(item: ItemUnderCheck) -> str | None:
    before = item.of.previous.get(item.item.id)
    if before is None or before < 0 or not item.rated or item.has_note:
        return None
    if abs(item.level - before) < FAR:
        return None
    return f"{before} at the visit before and {item.level} now, and no note says why."


def _same_as_before(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    levels, before = of.result.scored.row.levels, of.previous
    both = [item for item in of.scale.item_ids if levels[item] >= 0 and before.get(item, -1) >= 0]
    if len(both) >= ENOUGH_TO_TELL and all(levels[item] == before[item] for item in both):
        said = f"{of.scale.short_name}: all {len(both)} levels are the same as at the visit before."
        yield Spot(said, scale_place(visit, of))


def _scale_alike(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    if said := _alike(of, of.scale.item_ids):
        yield Spot(f"{of.scale.short_name}: {said}", scale_place(visit, of))


def _subscale_alike(visit: VisitUnderCheck, of: ScaleUnderCheck) -> Iterable[Spot]:
    if _alike(of, of.scale.item_ids):
        return
    for subscale in of.scale.subscales:
        if said := _alike(of, of.scale.members(subscale.id)):
            place = scale_place(visit, of, subscale.id)
            yield Spot(f"{of.scale.short_name}, {subscale.name}: {said}", place)


def _alike(of: ScaleUnderCheck, items: Sequence[str]) -> str:
    levels = [level for item in items if (level := of.result.scored.row.levels[item]) >= 0]
    if len(levels) < ENOUGH_TO_TELL or len(set(levels)) > 1:
        return ""
    return f"all {len(levels)} rated items are {levels[0]}."


PATTERN_CHECKS = (
    Check(
        "P40",
        "warning",
        f"A level moved {FAR} points or more since the visit before, and no note says why.",
        "Practice rarely moves that far in half a year; a reader will ask.",
        "Write down what changed, or look at the level again.",
        each_item(_moved),
    ),
    Check(
        "P41",
        "warning",
        f"All levels of a scale ({ENOUGH_TO_TELL} or more) are those of the visit before.",
        "It may be so, and it may be a copy.",
        "Look at each item's evidence once more, or say that nothing has changed.",
        each_scale(_same_as_before),
    ),
    Check(
        "P42",
        "warning",
        f"All rated items of a scale ({ENOUGH_TO_TELL} or more) have the same level.",
        "A program is seldom even; a general impression may have colored every item.",
        "Look at each item against its own anchors.",
        each_scale(_scale_alike),
    ),
    Check(
        "P43",
        "warning",
        f"All rated items of a subscale ({ENOUGH_TO_TELL} or more) have the same level, and those "
        "of the scale have not.",
        "A general impression may have colored every item of this part.",
        "Look at each item against its own anchors.",
        each_scale(_subscale_alike),
    ),
)
