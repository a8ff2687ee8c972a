"""What a path leads to: a verdict, or a condition such as a mean of at least 4."""

from __future__ import annotations

from dataclasses import dataclass

from scales.condition import Condition
from scales.model import Scale, Verdict
from scoring.columns import Columns
from scoring.conditions import holds
from scoring.held_back import missing_for
from scoring.path.formula import Formula, every, negated, one_of
from scoring.path.room import Room
from scoring.path.translation import translate
from scoring.reasons import Reason, deciding, reasons
from scoring.scores import Scores


@dataclass(frozen=True)
class VerdictGoal:
    """A verdict, or one of a better tier unless exactly this one is wanted.

    A verdict that singles out a defect (`goal: false`) is not better, whatever its tier.
    """

    verdict: Verdict
    exactly: bool = False


Goal = VerdictGoal | Condition


def verdicts_of(goal: VerdictGoal, scale: Scale) -> tuple[Verdict, ...]:
    """The verdicts that reach a goal: the one wanted first, then the better ones as in the file."""
    wanted = goal.verdict
    if goal.exactly or wanted.tier is None:
        return (wanted,)
    better = (v for v in scale.verdicts if v.goal and v.tier is not None and v.tier > wanted.tier)
    return (wanted, *better)


def goal_formula(goal: Goal, room: Room) -> Formula:
    """Say for which raises a goal is reached."""
    if not isinstance(goal, VerdictGoal):
        return translate(goal, room)
    return one_of(_given(verdict, room) for verdict in verdicts_of(goal, room.scale))


def reached(goal: Goal, scores: Scores, row: int) -> bool:
    """Whether an assessment reaches a goal, by the engine that scores it."""
    if isinstance(goal, VerdictGoal):
        wanted = [verdict.id for verdict in verdicts_of(goal, scores.scale)]
        return scores.verdicts[row].id in wanted
    return bool(holds(goal, scores.columns)[row])


def lacking(goal: Goal, verdict: Verdict, cells: Columns) -> tuple[Reason, ...]:
    """What one assessment lacks to reach a goal by a certain verdict."""
    if isinstance(goal, VerdictGoal):
        return missing_for(cells.scale, cells, verdict).reasons
    return tuple(reason for reason in reasons(goal, cells) if not reason.holds)


def met(goal: Goal, verdict: Verdict, cells: Columns) -> tuple[Reason, ...]:
    """Why an assessment that reaches a goal reaches it; empty for a verdict "in other cases"."""
    condition = verdict.when if isinstance(goal, VerdictGoal) else goal
    return tuple(deciding(condition, cells)) if condition is not None else ()


def _given(verdict: Verdict, room: Room) -> Formula:
    """A verdict is given where its rule holds and no rule before it does."""
    before = room.scale.verdicts[: room.scale.verdicts.index(verdict)]
    others = (negated(translate(earlier.when, room)) for earlier in before)
    return every((*others, translate(verdict.when, room)))
