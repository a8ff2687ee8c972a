"""Do levels, anchors and cuts fit the scale's lowest and highest level."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from scales.document import Part
from scales.fault import Fault, join
from scales.outline import Outline


def level_faults(root: Part, outline: Outline) -> list[Fault]:
    """Find levels the scale does not have, anchors and cuts out of order, minimums out of reach."""
    faults = _own_levels(root, outline)
    faults += _minimums(root, outline)
    for verdict in root.get("verdicts").entries:
        for need in verdict.get("needs").entries:
            faults += unknown_level(need.get("level"), outline)
    for item in root.get("items").entries:
        faults += _anchors(item.get("anchors"), outline)
        for action in item.get("actions").entries:
            faults += unknown_level(action.get("at_most"), outline)
        if item.get("measure").given:
            faults += _cuts(item.get("measure"), outline)
            faults += _asked_of_charts(item.get("measure"))
    return faults


def unknown_level(part: Part, outline: Outline) -> list[Fault]:
    """The part names a level of the scale."""
    if part.whole is None or outline.levels is None or part.whole in outline.levels:
        return []
    found = f"{part.whole} is not a level of this scale."
    return [part.fault("S42", found, span(outline.levels))]


def outside(part: Part, lowest: Decimal | int, highest: Decimal | int) -> bool:
    """Whether the part is a number outside these bounds, which are themselves inside."""
    return part.number is not None and not lowest <= part.number <= highest


def span(levels: range) -> str:
    """Say which levels there are."""
    return f"The levels are {levels[0]} to {levels[-1]}."


def _own_levels(root: Part, outline: Outline) -> list[Fault]:
    levels = root.get("levels")
    low, high = levels.get("low"), levels.get("high")
    if outline.levels is None:
        lowest = 1 if not low.given else low.whole
        highest = 5 if not high.given else high.whole
        if lowest is not None and highest is not None and lowest >= highest:
            found = f"the lowest level is {lowest} and the highest {highest}."
            return [levels.fault("S40", found, "Let the highest be above the lowest.")]
        return []
    faults: list[Fault] = []
    for key, without in (("target_level", 4), ("verified_cap", 3)):
        part = root.get(key)
        if part.given:
            faults += unknown_level(part, outline)
        elif without not in outline.levels:
            found = f"{without} holds where nothing is given, but is not a level of this scale."
            faults.append(part.fault("S42", found, f'Add "{key}: ...". {span(outline.levels)}'))
    return faults


def _minimums(root: Part, outline: Outline) -> list[Fault]:
    faults: list[Fault] = []
    for part in (*root.get("subscales").entries, root.get("total")):
        minimum, name = part.get("minimum_rated"), part.get("id").text
        there = len(outline.groups.get(name, ())) if name else 0
        # Without any item the fault is told where the items are missing.
        if there and minimum.whole is not None and minimum.whole > there:
            found = f"{minimum.whole} is more than the items there are."
            faults.append(minimum.fault("S44", found, f"Write {there} or less."))
    return faults


def _anchors(anchors: Part, outline: Outline) -> list[Fault]:
    found = [anchor.get("level").whole for anchor in anchors.entries]
    levels = [level for level in found if level is not None]
    if outline.levels is None or len(levels) < len(found) or not levels:
        return []
    if levels == list(outline.levels):
        return []
    fix = (
        f"Write one for each level from {outline.levels[0]} to {outline.levels[-1]}, lowest first."
    )
    told = join(map(str, levels), "and")
    return [anchors.fault("S41", f"the anchors are for level {told}.", fix)]


def _cuts(measure: Part, outline: Outline) -> list[Fault]:
    cuts = measure.get("cuts").entries
    is_count = measure.get("kind").text == "count"
    faults = [f for cut in cuts for f in unknown_level(cut.get("level"), outline)]
    faults += _rising(cuts)
    if is_count and not measure.get("of").given:
        fix = 'Add "of: ..." with the highest count there can be.'
        return [*faults, measure.fault("S53", 'a count needs the key "of".', fix)]
    most = measure.get("of").whole if is_count else 100
    return faults + _reach(cuts, most) if cuts and most is not None else faults


def _bound(cut: Part) -> Part:
    return cut.get("up_to") if cut.get("up_to").given else cut.get("below")


def _rising(cuts: list[Part]) -> list[Fault]:
    faults: list[Fault] = []
    for lower, upper in pairwise(cuts):
        levels = lower.get("level").whole, upper.get("level").whole
        if levels[0] is not None and levels[1] is not None and levels[0] >= levels[1]:
            found = f"level {levels[1]} comes after level {levels[0]}."
            faults.append(upper.fault("S50", found, "Let the levels of the cuts rise."))
        values = _bound(lower).number, _bound(upper).number
        # Below 60 and then up to 60 are two cuts: the second is 60 itself.
        ends = lower.get("up_to").given, upper.get("up_to").given
        if values[0] is None or values[1] is None:
            continue
        if (values[0], ends[0]) >= (values[1], ends[1]):
            found = f"{values[1]} comes after {values[0]}."
            faults.append(_bound(upper).fault("S50", found, "Let the cuts rise."))
    return faults


def _reach(cuts: list[Part], most: int) -> list[Fault]:
    bounds = [_bound(cut) for cut in cuts]
    beyond = [bound for bound in bounds if outside(bound, 0, most)]
    if beyond:
        fix = f"Write a number from 0 to {most}."
        return [b.fault("S51", f"{b.number} cannot be reached.", fix) for b in beyond]
    last = bounds[-1]
    if last.number is None or (last.number == most and last.place[-1] == "up_to"):
        return []
    fix = f'End with "up_to: {most}", so that every value has a level.'
    return [last.fault("S52", f"the last cut ends before {most}.", fix)]


def _asked_of_charts(measure: Part) -> list[Fault]:
    """A question to each chart makes a percentage, and only with it are charts left out."""
    ask, left_out = measure.get("ask_of_chart"), measure.get("chart_left_out")
    if ask.given and measure.get("kind").text == "count":
        fix = 'Take the question out, or write "kind: percent".'
        return [ask.fault("S54", "a count is not made chart by chart.", fix)]
    if left_out.given and not ask.given:
        fix = 'Add "ask_of_chart: ..." with the question, or take this line out.'
        return [left_out.fault("S55", "no chart is asked anything here.", fix)]
    return []
