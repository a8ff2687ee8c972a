"""A shortest path in sentences: what to raise, what each raise is needed for, what is assumed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reporting.rule_words import condition_words
from reporting.sentences import counted, ended, listed, upper_first
from scales.condition import MeanTest
from scales.model import Scale
from scoring.path import Answer, Demand, Goal, Obstacle, Path, Raise, Request, VerdictGoal
from scoring.path.goal import verdicts_of
from scoring.plan import EFFORT
from scoring.reasons import Reason, name_of
from scoring.states import State


@dataclass(frozen=True)
class RaiseWords:
    """One raise.

    Attributes:
        text: From where to where.
        actions: What the scale suggests first at each level, with its effort.
        otherwise: What would be missing without it.
    """

    text: str
    actions: tuple[str, ...]
    otherwise: str


@dataclass(frozen=True)
class PathWords:
    """One way: what it costs, its raises, and what they lead to."""

    cost: str
    raises: tuple[RaiseWords, ...]
    reached: str


@dataclass(frozen=True)
class AnswerWords:
    """An answer as it is told.

    Attributes:
        headline: Whether the goal can be reached, and at what cost at the least.
        paths: The best first; empty where there is none, and where none is needed.
        more: That there are more of the same cost; empty where there are not.
        obstacles: Why there is no path; empty where there is one.
        assumed: What the answer rests on.
    """

    headline: str
    paths: tuple[PathWords, ...]
    more: str
    obstacles: tuple[str, ...]
    assumed: tuple[str, ...]


def path_words(answer: Answer) -> AnswerWords:
    """Tell an answer."""
    return AnswerWords(
        _headline(answer),
        tuple(_path(path, answer.request.goal) for path in answer.paths if path.raises),
        "There are more ways of the same cost." if answer.more else "",
        tuple(_why_not(answer)),
        tuple(_assumed(answer)),
    )


def goal_words(goal: Goal, scale: Scale) -> str:
    """Name a goal, to begin a sentence with."""
    if isinstance(goal, VerdictGoal):
        better = len(verdicts_of(goal, scale)) > 1
        return f"{goal.verdict.name} or better" if better else goal.verdict.name
    if isinstance(goal, MeanTest) and goal.at_least is not None:
        return f"{name_of(scale, goal.of)} of at least {goal.at_least}"
    return upper_first(condition_words(goal, scale))


def _headline(answer: Answer) -> str:
    request = answer.request
    wanted = goal_words(request.goal, request.scale)
    now = f"Now: {answer.now.verdict.name}."
    if not answer.paths:
        return f"{wanted}: cannot be reached by raising ratings. {now}"
    best = answer.paths[0]
    if not best.raises:
        return f"{wanted}: reached as things stand. {now}"
    raises = counted(best.steps, "one-level raise")
    if request.least == "effort":
        return f"{wanted}: takes an effort of {best.effort} at the least ({raises}). {now}"
    return f"{wanted}: takes {raises} at the least (effort {best.effort}). {now}"


def _path(path: Path, goal: Goal) -> PathWords:
    because = " ".join(_each_once(path.because))
    verdict = path.scored.verdict
    if isinstance(goal, VerdictGoal):
        why = because or "No rule before it holds."
        reached = f"Then: {verdict.name}, by rule {verdict.rule}. {why}"
    else:
        reached = f"Then: {because} Verdict: {verdict.name}."
    cost = f"{counted(path.steps, 'one-level raise')}, effort {path.effort}"
    return PathWords(cost, tuple(_raise(each) for each in path.raises), reached)


def _raise(each: Raise) -> RaiseWords:
    return RaiseWords(
        f"Raise {each.item.id} {each.item.name} from {each.level} to {each.to}.",
        tuple(f"{ended(a.do)} ({upper_first(a.effort)} effort.)" for a in each.actions),
        f"If it stays: {' '.join(_each_once(each.otherwise))}",
    )


def _each_once(reasons: Sequence[Reason]) -> list[str]:
    return list(dict.fromkeys(reason.text for reason in reasons))


def _why_not(answer: Answer) -> Iterator[str]:
    for obstacle in answer.obstacles:
        yield _obstacle(obstacle, answer.request.scale)
    if any(not obstacle.found for obstacle in answer.obstacles):
        yield "Each of these can be met by itself, but not all of them together."
    if answer.free:
        yield "If no item had to stay as it is, there would be a way."


def _obstacle(obstacle: Obstacle, scale: Scale) -> str:
    said = [_demand(obstacle.demand, scale)]
    if obstacle.found:
        found = " ".join(_each_once(obstacle.found))
        said.append(f"With all else at its highest: {found}")
    if obstacle.fixed:
        said.append(f"Kept as you asked: {listed(obstacle.fixed)}.")
    return " ".join(said)


def _demand(demand: Demand, scale: Scale) -> str:
    words = condition_words(demand.condition, scale)
    if demand.earlier:
        rule = f"{demand.earlier.rule} ({demand.earlier.name})"
        return f"Rule {rule} comes before and has to be left, which holds where {words}."
    return f"Asked: {words}."


def _assumed(answer: Answer) -> Iterator[str]:
    request, levels = answer.request, answer.now.row.levels
    if any(path.raises for path in answer.paths):
        yield (
            "That no other way of raising ratings costs less is proven. Whether a raise is real, "
            "the next visit must find."
        )
        sizes = listed(f"{size} {cost}" for size, cost in EFFORT.items())
        yield f"Effort: {sizes}, for each level by the action suggested first at it."
    if request.fixed:
        kept = [item for item in request.scale.item_ids if item in request.fixed]
        yield f"Kept as they are, as you asked: {', '.join(kept)}."
    if request.assumed:
        taken = (f"{item} at {level}" for item, level in request.assumed.items())
        yield f"Taken as if rated, as you asked: {', '.join(taken)}."
    for state in State:
        items = [item for item, level in levels.items() if level == state]
        if items:
            yield f"{upper_first(state.words)}, and left so: {', '.join(items)}."
    yield from _facts(request)


def _facts(request: Request) -> Iterator[str]:
    for fact in request.scale.choice_facts:
        if not fact.claim:
            answered = request.row.choices.get(fact.id)
            texts = {choice.id: choice.text for choice in fact.choices}
            found = ended(upper_first(texts.get(answered or "", "not answered")))
            yield f"Left as answered: {fact.asks} {found}"
