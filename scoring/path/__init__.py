"""The shortest path: the fewest one-level raises, or the least effort, that reach a goal.

>>> from pathlib import Path
>>> from scales.loading import load_scale
>>> import scales
>>> from scoring import Row
>>> iddt = load_scale(Path(scales.__file__).parent / "library" / "iddt.yaml")
>>> levels = dict.fromkeys(iddt.members("treatment"), 4) | {"T8": 2}
>>> row = Row("Harbor House 2026", levels, {})

The mean is 54 / 14. High fidelity asks for 56: two raises, and no one raise will do.

>>> high = VerdictGoal(next(v for v in iddt.verdicts if v.id == "high"))
>>> answer = find_paths(Request(iddt, row, high, fixed=frozenset({"T8"})))
>>> [[(each.item.id, each.level, each.to) for each in path.raises] for path in answer.paths]
[[('T2', 4, 5), ('T5', 4, 5)], [('T2', 4, 5), ('T6', 4, 5)], [('T2', 4, 5), ('T7', 4, 5)]]
>>> answer.paths[0].scored.verdict.name, answer.more
('High fidelity', True)
"""

from scoring.path.goal import Goal, VerdictGoal
from scoring.path.naming import named_goal
from scoring.path.obstacle import Demand, Obstacle
from scoring.path.price import Least
from scoring.path.program import NotProvenError
from scoring.path.request import PathError, Request
from scoring.path.shortest import Answer, Path, Raise, find_paths

__all__ = [
    "Answer",
    "Demand",
    "Goal",
    "Least",
    "NotProvenError",
    "Obstacle",
    "Path",
    "PathError",
    "Raise",
    "Request",
    "VerdictGoal",
    "find_paths",
    "named_goal",
]
