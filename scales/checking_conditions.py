"""Do the conditions of verdicts, sub-labels and warnings speak of what there is."""

from __future__ import annotations

from scales.checking_levels import outside, span, unknown_level
from scales.checking_names import unknown_choice, unknown_fact, unknown_group, unknown_item
from scales.document import Part
from scales.fault import Fault, quote
from scales.outline import Outline

# Which keys of a test hold a level, a mean, or a number of items.
_LEVELS = {
    "item": ("at_least", "at_most", "equals"),
    "every": ("at_least",),
    "count": ("level_at_least", "level_at_most", "level_is"),
    "share": ("level_at_least",),
}
_MEANS = {"mean": ("at_least", "below"), "lowest_mean": ("at_least",)}
_COUNTS = {"count": ("at_least", "at_most"), "rated": ("at_least", "at_most")}


def condition_faults(root: Part, outline: Outline) -> list[Fault]:
    """Find tests of things that do not exist, and of levels and counts out of reach."""
    holders = [*root.get("verdicts").entries, *root.get("warnings").entries]
    for verdict in root.get("verdicts").entries:
        holders.extend(verdict.get("sublabels").entries)
    return [fault for holder in holders for fault in _condition(holder.get("when"), outline)]


def _condition(condition: Part, outline: Outline) -> list[Fault]:
    inner = condition.get("conditions").entries
    if inner:
        return [fault for part in inner for fault in _condition(part, outline)]
    test = condition.get("test").text or ""
    faults = unknown_item(condition.get("item"), outline)
    faults += _of(condition.get("of"), test, outline)
    faults += _fact(condition, outline)
    return faults + _numbers(condition, test, outline)


def _of(of: Part, test: str, outline: Outline) -> list[Fault]:
    if of.text is None:
        return []
    if test == "lowest_mean" and not (of.text == outline.total and outline.averaged):
        found = f"{quote(of.text)} is not a total made of subscales."
        fix = "A lowest mean can be asked only of the total, and only if it lists subscales."
        return [of.fault("S32", found, fix)]
    if test == "no_mean" and of.text not in (*outline.subscales, outline.total):
        found = f"{quote(of.text)} is neither a subscale nor the total."
        fix = 'Only these have a "minimum_rated"; for a group use the test "rated".'
        return [of.fault("S33", found, fix)]
    return unknown_group(of, outline)


def _fact(condition: Part, outline: Outline) -> list[Fault]:
    fact, one_of = condition.get("fact"), condition.get("one_of").entries
    if fact.text not in outline.facts:
        return unknown_fact(fact, outline)
    choices = outline.facts[fact.text]
    if choices is None and one_of:
        found = f"the fact {quote(fact.text)} is a number and has no choices."
        return [fact.fault("S29", found, 'Name a fact of "kind: choice".')]
    return [fault for part in one_of for fault in unknown_choice(part, choices or ())]


def _numbers(condition: Part, test: str, outline: Outline) -> list[Fault]:
    faults: list[Fault] = []
    for key in _LEVELS.get(test, ()):
        faults += unknown_level(condition.get(key), outline)
    for key in _MEANS.get(test, ()):
        faults += _mean(condition.get(key), outline)
    for key in _COUNTS.get(test, ()):
        faults += _count(condition.get(key), condition.get("of").text, outline)
    if outside(percent := condition.get("at_least_percent"), 0, 100):
        found = f"{percent.number} is not a percentage."
        faults.append(percent.fault("S45", found, "Write a number from 0 to 100."))
    return faults + _distance(condition.get("by_at_least"), outline)


def _mean(mean: Part, outline: Outline) -> list[Fault]:
    levels = outline.levels
    if levels is None or not outside(mean, levels[0], levels[-1]):
        return []
    return [mean.fault("S43", f"no mean can be {mean.number}.", span(levels))]


def _distance(by: Part, outline: Outline) -> list[Fault]:
    levels = outline.levels
    if levels is None or not outside(by, 0, levels[-1] - levels[0]):
        return []
    found = f"no item can lie {by.number} below a mean."
    return [by.fault("S43", found, f"Write a number from 0 to {levels[-1] - levels[0]}.")]


def _count(count: Part, group: str | None, outline: Outline) -> list[Fault]:
    items = outline.groups.get(group) if group else None
    if items is None or not outside(count, 0, len(items)):
        return []
    found = f"{count.number} is not a number of items that {quote(group or '')} can have."
    return [count.fault("S44", found, f"Write a number from 0 to {len(items)}.")]
