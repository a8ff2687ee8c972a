"""Conditions as inequalities between whole numbers, joined by "and" and "or"."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import gcd
from typing import assert_never

from scoring.path.linear import Linear


@dataclass(frozen=True)
class Settled:
    """Holds, or does not, whatever is raised."""

    holds: bool


@dataclass(frozen=True)
class AtLeastZero:
    """Holds where a sum is not below zero; whether it is depends on what is raised."""

    sum: Linear


@dataclass(frozen=True)
class Every:
    """Holds where all of its parts hold. Two parts or more, none of them settled."""

    parts: tuple[Formula, ...]


@dataclass(frozen=True)
class OneOf:
    """Holds where any of its parts holds. Two parts or more, none of them settled."""

    parts: tuple[Formula, ...]


Formula = Settled | AtLeastZero | Every | OneOf

ALWAYS = Settled(True)
NEVER = Settled(False)


def at_least(found: Linear, bound: int) -> Formula:
    """A sum is at least a bound.

    The weights are divided by what they have in common and the constant is rounded down, which
    changes nothing between whole numbers and keeps them small.
    """
    rest = found.plus(Linear(-bound))
    if rest.lowest >= 0:
        return ALWAYS
    if rest.highest < 0:
        return NEVER
    common = gcd(*rest.terms.values())
    terms = {column: weight // common for column, weight in rest.terms.items()}
    return AtLeastZero(Linear(rest.constant // common, terms))


def at_most(found: Linear, bound: int) -> Formula:
    """A sum is at most a bound."""
    return at_least(found.times(-1), -bound)


def every(parts: Iterable[Formula]) -> Formula:
    """All of these hold; with none given it always does."""
    kept = [part for part in _flat(parts) if part != ALWAYS]
    if NEVER in kept:
        return NEVER
    return Every(tuple(kept)) if len(kept) > 1 else kept[0] if kept else ALWAYS


def one_of(parts: Iterable[Formula]) -> Formula:
    """At least one of these holds; with none given it never does."""
    return negated(every(negated(part) for part in parts))


def negated(formula: Formula) -> Formula:
    """Exactly where the formula does not hold: of whole numbers, not >= 0 is <= -1."""
    match formula:
        case Settled():
            return Settled(not formula.holds)
        case AtLeastZero():
            return at_most(formula.sum, -1)
        case Every():
            return OneOf(tuple(negated(part) for part in formula.parts))
        case OneOf():
            return Every(tuple(negated(part) for part in formula.parts))
        case _:
            assert_never(formula)


def _flat(parts: Iterable[Formula]) -> Iterable[Formula]:
    for part in parts:
        yield from part.parts if isinstance(part, Every) else (part,)
