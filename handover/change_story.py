"""Beside the items that moved between two visits: what was noted, and what had been planned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from handover.pool import PoolVisit
from reporting.change_table import ItemStory
from reporting.plan_table import STATUSES
from reporting.sentences import ended
from scoring.change import ItemChange
from storage.acting import Acting, NotAllowed
from storage.action_checks import ActionCheck
from storage.action_verifying import list_checks
from storage.answers import Answer, list_answers
from storage.plans import PlanAction, list_actions
from storage.team import CONSENSUS
from storage.visits import get_assessments


def item_stories(
    acting: Acting,
    items: Sequence[ItemChange],
    later: PoolVisit,
    before: Sequence[PoolVisit],
) -> dict[str, ItemStory]:
    """Fetch what is known beside the levels of some items, as far as the person may see it.

    Args:
        acting: Who asks.
        items: Of the change; one that is gone has no story.
        later: The visit whose notes are told.
        before: The visits whose plans count: the earlier one and those between.

    Returns:
        By item id, as it is called at the later visit.
    """
    answers = _answers(acting, later)
    actions = _actions(acting, later.scale.id, before)
    return {
        item.now: ItemStory(
            tuple(reasons_of(item.now, answers)),
            tuple(dict.fromkeys((*actions.get(item.was or "", ()), *actions.get(item.now, ())))),
        )
        for item in items
        if item.now is not None
    }


def _answers(acting: Acting, visit: PoolVisit) -> dict[str, Mapping[str, Answer]]:
    """What was answered at a visit: the result first, then each rater whose set may be seen."""
    places = {a.scale_id: a.id for a in get_assessments(acting, visit.visit.id)}
    raters = dict.fromkeys((visit.shown, *visit.raters))
    found: dict[str, Mapping[str, Answer]] = {}
    for rater in raters:
        try:
            found[rater] = list_answers(acting, places[visit.scale.id], rater)
        except NotAllowed:
            continue
    return found


def reasons_of(item: str, answers: Mapping[str, Mapping[str, Answer]]) -> Iterator[str]:
    """What was written at an item; of the result without a name, of a rater with theirs.

    Notes stay with who wrote them, also where the raters agreed, so those of the raters of a
    consensus are told too. A copy that nobody has looked at yet says nothing.

    Args:
        item: Which item.
        answers: By rater, the result first; by item.
    """
    told: set[str] = set()
    for place, (rater, given) in enumerate(answers.items()):
        answer = given.get(item)
        for words in _written(answer) if answer else ():
            if words not in told:
                told.add(words)
                yield words if place == 0 or rater == CONSENSUS else f"{rater}: {words}"


def _written(answer: Answer) -> Iterator[str]:
    if answer.confirmed:
        texts = (answer.because, answer.reason, answer.note)
        yield from (ended(" ".join(text.split())) for text in texts if text.strip())


def _actions(
    acting: Acting, scale_id: str, visits: Sequence[PoolVisit]
) -> Mapping[str, Sequence[str]]:
    """Actions in words by the item they were to raise; plans that may not be seen are left out."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for visit_id in dict.fromkeys(visit.visit.id for visit in visits):
        try:
            plan, checks = list_actions(acting, visit_id), list_checks(acting, visit_id)
        except NotAllowed:
            continue
        for action in plan:
            for on, item in action.items:
                if on == scale_id:
                    found[item].append(_action_words(action, checks.get(action.id)))
    return found


def _action_words(action: PlanAction, check: ActionCheck | None) -> str:
    state = STATUSES[action.status].lower()
    if action.status == "done":
        seen = check is not None and check.verified_at is not None
        state += ", verified" if seen else ", not verified yet"
    return f"{' '.join(action.do.split()).rstrip('.')} ({state})"
