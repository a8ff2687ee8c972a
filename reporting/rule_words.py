"""A verdict's rule as a sentence that a reviewer can follow without reading the scale file."""

from __future__ import annotations

from typing import assert_never

from reporting.sentences import counted, listed, upper_first
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
    LowestMeanTest,
    MeanTest,
    NoMeanTest,
    RatedTest,
    ShareTest,
    UnratedTest,
)
from scales.model import Scale, Verdict
from scoring.reasons import name_of


def verdict_words(verdict: Verdict, scale: Scale) -> str:
    """Say when a verdict is given."""
    if verdict.when is None:
        return "In every other case."
    return f"{upper_first(condition_words(verdict.when, scale))}."


def condition_words(condition: Condition, scale: Scale) -> str:
    """Say what a condition asks for, without a full stop."""
    match condition:
        case AllTest():
            return _joined(condition, scale, "; and ")
        case AnyTest():
            return _joined(condition, scale, "; or ")
        case ItemTest():
            item = scale.item(condition.item)
            found = _bound(condition.at_least, condition.at_most, condition.equals)
            return f"{item.id} {item.name} is {found}"
        case EveryTest():
            return f"each of the {_group(scale, condition.of)} is at least {condition.at_least}"
        case CountTest():
            return _count(condition, scale)
        case ShareTest():
            return (
                f"at least {condition.at_least_percent} % of the rated "
                f"{_group(scale, condition.of)} are {condition.level_at_least} or more"
            )
        case UnratedTest():
            return f"any of the {_group(scale, condition.of)} is not rated"
        case RatedTest():
            bound = _bound(condition.at_least, condition.at_most)
            of = len(scale.members(condition.of))
            return f"{bound} of the {of} {_group(scale, condition.of, number=False)} are rated"
        case FactTest():
            return _fact(condition, scale)
        case FactMissingTest():
            return f'"{_asks(condition.fact, scale)}" is not answered'
        case _:
            return _mean(condition, scale)


def _joined(condition: AllTest | AnyTest, scale: Scale, sign: str) -> str:
    parts = []
    for part in condition.conditions:
        words = condition_words(part, scale)
        nested = isinstance(part, AllTest | AnyTest) and len(part.conditions) > 1
        parts.append(f"({words})" if nested else words)
    return sign.join(parts)


def _bound(at_least: object, at_most: object, equals: object = None) -> str:
    if equals is not None:
        return str(equals)
    return f"at least {at_least}" if at_least is not None else f"at most {at_most}"


def _group(scale: Scale, group: str, *, number: bool = True) -> str:
    name = "items" if group == "all" else name_of(scale, group)
    of = scale.members(group)
    return f"{len(of)} {name}" if number and group != scale.total.id else name


def _count(condition: CountTest, scale: Scale) -> str:
    if condition.level_is is not None:
        level = f"exactly {condition.level_is}"
    else:
        level = _bound(condition.level_at_least, condition.level_at_most)
    group = _group(scale, condition.of)
    if condition.at_most == 0:
        return f"none of the {group} is {level}"
    return f"{_bound(condition.at_least, condition.at_most)} of the {group} are {level}"


def _asks(fact_id: str, scale: Scale) -> str:
    return next(fact.asks for fact in scale.choice_facts if fact.id == fact_id)


def _fact(condition: FactTest, scale: Scale) -> str:
    fact = next(f for f in scale.choice_facts if f.id == condition.fact)
    chosen = [f'"{choice.text}"' for choice in fact.choices if choice.id in condition.one_of]
    return f'the answer to "{fact.asks}" is {listed(chosen, "or")}'


def _mean(condition: MeanTest | LowestMeanTest | NoMeanTest | BelowMeanTest, scale: Scale) -> str:
    match condition:
        case MeanTest():
            low = condition.at_least
            bound = f"below {condition.below}" if low is None else f"at least {low}"
            return f"the {_mean_name(scale, condition.of)} is {bound}"
        case LowestMeanTest():
            return f"every subscale mean is at least {condition.at_least}"
        case NoMeanTest():
            return f"{_cannot_be_formed(condition.of, scale)}"
        case BelowMeanTest():
            points = counted(1, "point") if condition.by_at_least == 1 else ""
            item = scale.item(condition.item)
            return (
                f"{item.id} {item.name} is at least {points or f'{condition.by_at_least} points'} "
                f"below the {_mean_name(scale, condition.of)}"
            )
        case _:
            assert_never(condition)


def _mean_name(scale: Scale, group: str) -> str:
    if group == scale.total.id:
        return scale.total.name[:1].lower() + scale.total.name[1:]
    return f"mean of the {_group(scale, group)}"


def _cannot_be_formed(group: str, scale: Scale) -> str:
    total = scale.total
    if group == total.id and total.kind == "mean_of_items":
        return (
            f"fewer than {total.minimum_rated} of its {len(scale.members(group))} items are rated"
        )
    if group == total.id:
        least = {s.minimum_rated for s in scale.subscales if s.id in total.of}
        if len(least) == 1:
            return f"any of the {len(total.of)} subscales has fewer than {least.pop()} rated items"
        return "any of the subscales has too few rated items"
    least_rated = next((s.minimum_rated for s in scale.subscales if s.id == group), 1)
    return f"fewer than {least_rated} of the {_group(scale, group)} are rated"
