"""The rows of the rules of one scale: every verdict, its conditions and its finer names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count

from scales.condition import AllTest, AnyTest, Condition
from scales.model import Scale, Sublabel, Verdict


@dataclass(frozen=True)
class ConditionRow:
    """A condition and those it is made of.

    Attributes:
        depth: 0 for one that decides by itself, 1 for its parts, and so on.
    """

    row: int
    depth: int
    condition: Condition
    parts: tuple[ConditionRow, ...] = ()

    def below(self) -> Iterator[ConditionRow]:
        """Every condition it is made of, from top to bottom."""
        for part in self.parts:
            yield part
            yield from part.below()


@dataclass(frozen=True)
class RuleRow:
    """A verdict or a finer name of one; `when` stands in its own row, None means otherwise."""

    row: int
    gives: Verdict | Sublabel
    when: ConditionRow | None
    finer: tuple[RuleRow, ...] = ()


@dataclass(frozen=True)
class ScaleRules:
    """The rules of one scale, in the order they are tried, under the row with the verdict."""

    verdict: int
    rules: tuple[RuleRow, ...]
    last: int


def place_rules(scale: Scale, first: int) -> ScaleRules:
    """Give every rule, condition and finer name of a scale its row."""
    free = count(first)
    verdict = next(free)
    rules = tuple(_rule(one, free) for one in scale.verdicts)
    return ScaleRules(verdict, rules, next(free) - 1)


def _rule(gives: Verdict | Sublabel, free: count[int]) -> RuleRow:
    row = next(free)
    when = None if gives.when is None else _condition(gives.when, 0, row, free)
    finer = gives.sublabels if isinstance(gives, Verdict) else ()
    return RuleRow(row, gives, when, tuple(_rule(label, free) for label in finer))


def _condition(condition: Condition, depth: int, row: int, free: count[int]) -> ConditionRow:
    parts = condition.conditions if isinstance(condition, AllTest | AnyTest) else ()
    placed = tuple(_condition(part, depth + 1, next(free), free) for part in parts)
    return ConditionRow(row, depth, condition, placed)
