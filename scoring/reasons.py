"""Why a condition holds or fails for one assessment, as sentences with the values found."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from scales.condition import (
    AllTest,
    AnyTest,
    BelowMeanTest,
    Condition,
    CountTest,
    EveryTest,
    FactMissingTest,
    FactTest,
    ItemTest,
    Leaf,
    LowestMeanTest,
    MeanTest,
    NoMeanTest,
    RatedTest,
    ShareTest,
    UnratedTest,
)
from scales.model import Scale
from scoring.columns import Columns
from scoring.conditions import holds
from scoring.rounding import as_decimal, as_text, told_apart
from scoring.states import State


@dataclass(frozen=True)
class Reason:
    """One simple condition, whether it holds, and the values that decide it.

    Attributes:
        holds: Whether the condition is met.
        text: A sentence with the values found and the values asked for.
        items: The items that decide it: those that fail where it fails, else those it looks at.
        of_mean: Whether it is about one mean, rather than about single items.
        level: The level that would end a failing condition, or the one above a defect that
            holds; None where no single level does.
    """

    holds: bool
    text: str
    items: tuple[str, ...]
    of_mean: bool = False
    level: int | None = None


def reasons(condition: Condition, columns: Columns) -> list[Reason]:
    """Take a condition apart for the one assessment in `columns`, in the order of the file."""
    if isinstance(condition, AllTest | AnyTest):
        return [reason for part in condition.conditions for reason in reasons(part, columns)]
    met = bool(holds(condition, columns)[0])
    return [_reason(condition, columns, met)]


def deciding(condition: Condition, columns: Columns) -> list[Reason]:
    """The simple conditions that make a condition hold; empty where it does not hold.

    Of an `any`, only the parts that hold: a true half of a false pair decides nothing.
    """
    if not holds(condition, columns)[0]:
        return []
    if isinstance(condition, AllTest | AnyTest):
        return [reason for part in condition.conditions for reason in deciding(part, columns)]
    return reasons(condition, columns)


def name_of(scale: Scale, group: str) -> str:
    """What a group, subscale or total is called in a sentence."""
    names = {subscale.id: subscale.name for subscale in scale.subscales}
    names |= {scale.total.id: scale.total.name, "all": "items"}
    return names.get(group, group.replace("_", " ") + " items")


def _reason(leaf: Leaf, columns: Columns, met: bool) -> Reason:
    match leaf:
        case ItemTest():
            return Reason(met, _item_text(leaf, columns), (leaf.item,), level=_way_out(leaf))
        case EveryTest():
            return _every(leaf, columns, met)
        case CountTest():
            return _count(leaf, columns, met)
        case ShareTest():
            return _share(leaf, columns, met)
        case UnratedTest():
            missing = _missing(leaf.of, columns)
            found = f"not rated: {', '.join(missing)}" if missing else "every item is answered"
            return Reason(met, f"{_upper(name_of(columns.scale, leaf.of))}: {found}.", missing)
        case RatedTest():
            return _rated(leaf, columns, met)
        case FactTest() | FactMissingTest():
            return Reason(met, _fact_text(leaf, columns), ())
        case BelowMeanTest():
            return _below_mean(leaf, columns, met)
        case _:
            return _mean(leaf, columns, met)


def _level(columns: Columns, item: str) -> str:
    level = int(columns.item(item)[0])
    return str(level) if level >= 0 else State(level).words


def _asked(at_least: object, at_most: object, equals: object = None) -> str:
    """What a rule wants (a floor), or what it is on the lookout for (a defect)."""
    if at_least is not None:
        return f"asked: at least {at_least}"
    return f"the rule looks for {f'at most {at_most}' if equals is None else equals}"


def _item_text(leaf: ItemTest, columns: Columns) -> str:
    item = columns.scale.item(leaf.item)
    asked = _asked(leaf.at_least, leaf.at_most, leaf.equals)
    return f"{item.id} {item.name} is {_level(columns, item.id)} ({asked})."


def _way_out(leaf: ItemTest) -> int:
    """The level a floor asks for, or the one past a defect."""
    if leaf.at_least is not None:
        return leaf.at_least
    return ((leaf.at_most if leaf.equals is None else leaf.equals) or 0) + 1


def _every(leaf: EveryTest, columns: Columns, met: bool) -> Reason:
    members = columns.scale.members(leaf.of)
    skipped = State.NOT_APPLICABLE
    low = tuple(
        item
        for item in members
        if (level := columns.item(item)[0]) < leaf.at_least and level != skipped
    )
    group = name_of(columns.scale, leaf.of)
    asked = f"(asked: every one of the {group} at least {leaf.at_least})"
    if met:
        text = f"Every one of the {group} that applies is at least {leaf.at_least}."
        return Reason(met, text, members, level=leaf.at_least)
    found = ", ".join(f"{item} is {_level(columns, item)}" for item in low)
    return Reason(met, f"{found} {asked}.", low, level=leaf.at_least)


def _count(leaf: CountTest, columns: Columns, met: bool) -> Reason:
    members = columns.scale.members(leaf.of)
    chosen = tuple(item for item in members if _chosen(leaf, int(columns.item(item)[0])))
    asked = f"allowed: at most {leaf.at_most}"
    if leaf.at_least is not None:
        asked = _asked(leaf.at_least, None)
    group = name_of(columns.scale, leaf.of)
    verb = "is" if len(chosen) == 1 else "are"
    text = f"{len(chosen)} of the {group} {verb} at {_levels(leaf)} ({asked})."
    others = tuple(item for item in members if item not in chosen)
    too_few = leaf.at_least is not None
    wanted = _wanted(leaf)
    return Reason(met, text, members if met else others if too_few else chosen, level=wanted)


def _wanted(leaf: CountTest) -> int | None:
    """The level to bring an item to: up to what is counted, or past what is not allowed."""
    if leaf.at_least is not None:
        return leaf.level_is if leaf.level_is is not None else leaf.level_at_least
    return (leaf.level_is or leaf.level_at_most or 0) + 1


def _levels(leaf: CountTest) -> str:
    if leaf.level_is is not None:
        return str(leaf.level_is)
    if leaf.level_at_least is not None:
        return f"{leaf.level_at_least} or more"
    return f"{leaf.level_at_most} or less"


def _chosen(leaf: CountTest, level: int) -> bool:
    if leaf.level_is is not None:
        return level == leaf.level_is
    if leaf.level_at_least is not None:
        return level >= leaf.level_at_least
    return 0 <= level <= (leaf.level_at_most or 0)


def _share(leaf: ShareTest, columns: Columns, met: bool) -> Reason:
    rated = [item for item in columns.scale.members(leaf.of) if columns.item(item)[0] >= 0]
    low = tuple(item for item in rated if columns.item(item)[0] < leaf.level_at_least)
    percent = as_text(Fraction(100 * (len(rated) - len(low)), max(len(rated), 1)), 1)
    text = (
        f"{percent} % of the rated {name_of(columns.scale, leaf.of)} at {leaf.level_at_least} "
        f"or more (asked: at least {leaf.at_least_percent} %)."
    )
    return Reason(met, text, low)


def _missing(group: str, columns: Columns) -> tuple[str, ...]:
    unrated = (State.NOT_RATED, State.NOT_ENOUGH)
    return tuple(i for i in columns.scale.members(group) if columns.item(i)[0] in unrated)


def _rated(leaf: RatedTest, columns: Columns, met: bool) -> Reason:
    members = columns.scale.members(leaf.of)
    rated = sum(int(columns.item(item)[0]) >= 0 for item in members)
    text = f"{rated} of {len(members)} items rated ({_asked(leaf.at_least, leaf.at_most)})."
    return Reason(met, text, _missing(leaf.of, columns))


def _fact_text(leaf: FactTest | FactMissingTest, columns: Columns) -> str:
    fact = next(f for f in columns.scale.choice_facts if f.id == leaf.fact)
    chosen = int(columns.choice(leaf.fact)[0])
    answer = fact.choices[chosen].text if chosen >= 0 else "not answered"
    return f"{fact.asks} {_upper(answer).rstrip('.')}."


def _below_mean(leaf: BelowMeanTest, columns: Columns, met: bool) -> Reason:
    mean = as_decimal(columns.mean(leaf.of).value(0))
    group = name_of(columns.scale, leaf.of)
    text = f"{leaf.item} is {_level(columns, leaf.item)}; the mean of the {group} is {mean}."
    return Reason(met, text, (leaf.item,))


def _mean(leaf: MeanTest | LowestMeanTest | NoMeanTest, columns: Columns, met: bool) -> Reason:
    scale, members = columns.scale, columns.scale.members(leaf.of)
    name = name_of(scale, leaf.of)
    match leaf:
        case NoMeanTest():
            return Reason(met, _no_mean_text(leaf, columns, met), _missing(leaf.of, columns))
        case MeanTest():
            side = f"below {leaf.below}" if leaf.at_least is None else f"at least {leaf.at_least}"
            bound = leaf.below if leaf.at_least is None else leaf.at_least
            found = told_apart(columns.mean(leaf.of).value(0), Fraction(bound or 0))
            return Reason(met, f"{name} is {found} (asked: {side}).", members, of_mean=True)
        case LowestMeanTest():
            return _lowest_mean(leaf, columns, met)
        case _:
            assert_never(leaf)


def _no_mean_text(leaf: NoMeanTest, columns: Columns, met: bool) -> str:
    scale, total = columns.scale, columns.scale.total
    by_subscale = leaf.of == total.id and total.kind == "mean_of_subscales"
    parts = total.of if by_subscale else (leaf.of,)
    short = [part for part in parts if not columns.mean(part).formed[0]]
    if not met:
        return f"{name_of(scale, leaf.of)} can be formed."
    minimums = {s.id: s.minimum_rated for s in scale.subscales} | {total.id: total.minimum_rated}
    found = "; ".join(
        f"{name_of(scale, part)} has {int(columns.mean(part).rated[0])} rated, "
        f"needed are at least {minimums.get(part, 1)}"
        for part in short
    )
    return f"{name_of(scale, leaf.of)} cannot be formed: {found}."


def _lowest_mean(leaf: LowestMeanTest, columns: Columns, met: bool) -> Reason:
    scale, bound = columns.scale, Fraction(leaf.at_least)
    low = [part for part in scale.total.of if not columns.mean(part).at_least(bound)[0]]
    if met:
        return Reason(met, f"Every subscale mean is at least {leaf.at_least}.", ())
    found = ", ".join(
        f"{name_of(scale, part)} is {told_apart(columns.mean(part).value(0), bound)}"
        for part in low
    )
    items = tuple(item for part in low for item in scale.members(part))
    return Reason(met, f"{found} (asked: every subscale mean at least {leaf.at_least}).", items)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]
