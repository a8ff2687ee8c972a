"""A shortest path as plain data for other programs; the shape is documented and does not change."""

from __future__ import annotations

import json
from typing import Any

from exchange.score_json import PLACES
from scales.condition import Condition
from scoring import Scored, as_text
from scoring.path import Answer, Goal, Obstacle, Path, Raise, VerdictGoal


def path_to_json(answer: Answer) -> str:
    """Write an answer as one line of JSON, in characters that every console can show."""
    return json.dumps(path_to_data(answer))


def path_to_data(answer: Answer) -> dict[str, Any]:
    """Return an answer as plain data, as docs/reference/command-line.md describes it."""
    request, best = answer.request, next(iter(answer.paths), None)
    return {
        "assessment": request.row.assessment,
        "scale": request.scale.id,
        "version": request.scale.version,
        "goal": _goal(request.goal),
        "least": request.least,
        "fixed": [item for item in request.scale.item_ids if item in request.fixed],
        "assumed": dict(request.assumed),
        "now": _standing(answer.now),
        "raises": best and best.steps,
        "effort": best and best.effort,
        "paths": [_path(path) for path in answer.paths],
        "more": answer.more,
        "obstacles": [_obstacle(obstacle) for obstacle in answer.obstacles],
        "reachable_if_free": answer.free,
    }


def _goal(goal: Goal) -> dict[str, Any]:
    if isinstance(goal, VerdictGoal):
        return {"verdict": goal.verdict.id, "exactly": goal.exactly}
    return {"condition": _condition(goal)}


def _condition(condition: Condition) -> dict[str, Any]:
    return condition.model_dump(mode="json", exclude_none=True)


def _standing(scored: Scored) -> dict[str, Any]:
    total = scored.total.value
    return {
        "verdict": scored.verdict.id,
        "tier": scored.verdict.tier,
        "total": None if total is None else as_text(total, PLACES),
    }


def _path(path: Path) -> dict[str, Any]:
    return {
        "raises": path.steps,
        "effort": path.effort,
        "items": [_raise(each) for each in path.raises],
        "then": _standing(path.scored),
        "because": [reason.text for reason in path.because],
    }


def _raise(each: Raise) -> dict[str, Any]:
    return {
        "item": each.item.id,
        "from": each.level,
        "to": each.to,
        "effort": each.effort,
        "actions": [action.id for action in each.actions],
        "otherwise": [reason.text for reason in each.otherwise],
    }


def _obstacle(obstacle: Obstacle) -> dict[str, Any]:
    demand = obstacle.demand
    return {
        "leave_rule": demand.earlier and demand.earlier.rule,
        "condition": _condition(demand.condition),
        "found": [reason.text for reason in obstacle.found],
        "fixed": list(obstacle.fixed),
    }
