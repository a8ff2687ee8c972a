"""The shortest path to a verdict or a mean: proven by a solver, checked by the engine."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from scales.item import ImprovementAction, Item
from scoring.explanation import Scored, explain
from scoring.path.goal import Goal, goal_formula, lacking, met, reached
from scoring.path.obstacle import Obstacle, find_obstacles
from scoring.path.price import action_for, effort_of
from scoring.path.program import NotProvenError
from scoring.path.request import Request
from scoring.path.room import Room, Step
from scoring.path.search import can_be_met, cheapest_paths
from scoring.ratings import ratings_from_rows
from scoring.reasons import Reason
from scoring.scores import Scores, columns_of, score


@dataclass(frozen=True)
class Raise:
    """One item brought to a higher level.

    Attributes:
        level, to: From where, and to where.
        effort: 1, 2 or 3 for each level, as small, medium or large as the action suggested there.
        actions: What the scale suggests first at each of these levels, each once.
        otherwise: What the goal would lack if all else were raised and this item stayed.
    """

    item: Item
    level: int
    to: int
    effort: int
    actions: tuple[ImprovementAction, ...]
    otherwise: tuple[Reason, ...]


@dataclass(frozen=True)
class Path:
    """One way to the goal.

    Attributes:
        raises: In the order of the file; empty where the goal is reached as things stand.
        scored: The assessment after all of them, by the same engine.
        because: The conditions by which the goal is then reached.
    """

    raises: tuple[Raise, ...]
    scored: Scored
    because: tuple[Reason, ...]

    @property
    def steps(self) -> int:
        """One-level raises."""
        return sum(each.to - each.level for each in self.raises)

    @property
    def effort(self) -> int:
        """Effort of all raises."""
        return sum(each.effort for each in self.raises)


@dataclass(frozen=True)
class Answer:
    """The shortest ways to a goal, or why there is none.

    Attributes:
        now: The assessment the paths begin at, with what is assumed.
        paths: All of the same cost, which no other way undercuts; empty where there is none.
        more: Whether there are more of that cost than were asked for.
        obstacles: Empty where there is a path.
        free: Where there is no path: whether there were one if the user fixed no item.
    """

    request: Request
    now: Scored
    paths: tuple[Path, ...]
    more: bool
    obstacles: tuple[Obstacle, ...]
    free: bool


def find_paths(request: Request, most: int = 3) -> Answer:
    """Find the shortest ways to a goal; no way that raises ratings is shorter.

    Of ways that cost the same, those come first that cost less by the other measure (effort or
    raises), then those with small steps, on important items, and early in the scale file.

    Args:
        request: Where from, where to, and what stays.
        most: How many ways of the same cost to list, 1 or more.

    Raises:
        PathError: The request does not fit the scale or the ratings.
        RatingsError: The row does not fit the scale.
        NotProvenError: The solver and the engine do not agree; that is a fault of this toolkit.
    """
    room = request.room()
    now = explain(score(room.scale, ratings_from_rows(room.scale, [room.row])), 0)
    wanted = goal_formula(request.goal, room)
    found = list(islice(cheapest_paths(room, wanted, request.least), most + 1))
    paths = _checked(request, room, found[:most])
    obstacles, free = (), False
    if not found:
        obstacles = find_obstacles(room, request.goal, request.fixed)
        free = _free(request)
    return Answer(request, now, paths, len(found) > most, obstacles, free)


def _free(request: Request) -> bool:
    everything = Request(request.scale, request.row, request.goal, assumed=request.assumed)
    room = everything.room()
    return bool(request.fixed) and can_be_met(room, goal_formula(request.goal, room))


def _checked(request: Request, room: Room, found: list[tuple[int, ...]]) -> tuple[Path, ...]:
    """Score every path by the engine and take it apart."""
    rows = [room.raised(room.after(answers)) for answers in found]
    scores = score(room.scale, ratings_from_rows(room.scale, rows))
    confirm(request.goal, scores)
    return tuple(
        _path(request, room, room.after(answers), explain(scores, number))
        for number, answers in enumerate(found)
    )


def confirm(goal: Goal, scores: Scores) -> None:
    """Let the engine confirm that every row reaches a goal.

    Raises:
        NotProvenError: One does not.
    """
    if not all(reached(goal, scores, number) for number in range(len(scores.verdicts))):
        raise NotProvenError("A path of the solver does not reach the goal by the engine.")


def _path(request: Request, room: Room, to: dict[str, int], scored: Scored) -> Path:
    cells = columns_of(ratings_from_rows(room.scale, [scored.row]))
    because = met(request.goal, scored.verdict, cells)
    return Path(tuple(_raise(request, room, to, item, scored) for item in to), scored, because)


def _raise(request: Request, room: Room, to: dict[str, int], item: str, scored: Scored) -> Raise:
    scale, level = room.scale, room.row.levels[item]
    steps = [Step(item, reached_) for reached_ in range(level + 1, to[item] + 1)]
    without = room.raised({other: end for other, end in to.items() if other != item})
    cells = columns_of(ratings_from_rows(scale, [without]))
    return Raise(
        scale.item(item),
        level,
        to[item],
        sum(effort_of(scale, step) for step in steps),
        tuple(dict.fromkeys(action_for(scale, step) for step in steps)),
        lacking(request.goal, scored.verdict, cells),
    )
