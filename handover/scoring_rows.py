"""From stored answers to a row that can be scored, and what is still missing in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from handover.workspace import Workspace
from scales.item import Item
from scales.model import Scale
from scoring import Row, State
from storage.answers import Answer, list_answers
from storage.facts import FactAnswer, list_facts

STATES = {
    "unanswered": State.NOT_RATED,
    "not_applicable": State.NOT_APPLICABLE,
    "not_enough_information": State.NOT_ENOUGH,
}


@dataclass(frozen=True)
class Given:
    """All that one rater answered on one scale at one visit."""

    rater: str
    scale: Scale
    answers: Mapping[str, Answer]
    facts: Mapping[str, FactAnswer]


def load_given(workspace: Workspace, scale_id: str, rater: str | None = None) -> Given:
    """Fetch what was answered on a scale.

    Args:
        workspace: The visit in hand.
        scale_id: One of its scales.
        rater: Whose answers; those that results are shown of unless told.

    Raises:
        NotAllowed: The person may not see them (yet).
    """
    rater = rater or workspace.shown or workspace.official
    assessment = workspace.assessment(scale_id)
    answers = list_answers(workspace.acting, assessment.id, rater)
    facts = list_facts(workspace.acting, assessment.id, rater)
    return Given(rater, workspace.entries[scale_id].scale, answers, facts)


def row_of(given: Given, name: str) -> Row:
    """Make the row that is scored.

    A copied answer that nobody confirmed yet is not rated: last visit's level is no judgment of
    this one. The scale file may have changed since: answers to items or choices it no longer has
    are passed over, and an item whose level (or not applicable) it no longer has is not rated.
    """
    scale = given.scale
    levels = {item.id: _level(item, given.answers.get(item.id)) for item in scale.items}
    choices = {
        fact.id: chosen
        for fact in scale.choice_facts
        if (chosen := _choice(given, fact.id)) in [choice.id for choice in fact.choices]
    }
    return Row(name, levels, {fact: choice for fact, choice in choices.items() if choice})


def counts_of(given: Given) -> dict[str, int]:
    """The counts that were given, by fact."""
    counts = {fact.id: given.facts.get(fact.id) for fact in given.scale.count_facts}
    return {fact: a.count for fact, a in counts.items() if a is not None and a.count is not None}


def is_settled(answer: Answer | None) -> bool:
    """Whether nothing more is asked of the rater for this item.

    Rated, or left open on purpose with the reason where one is asked; a copy counts once confirmed.
    """
    if answer is None or answer.state == "unanswered" or not answer.confirmed:
        return False
    return answer.state != "not_applicable" or bool(answer.reason.strip())


def missing_items(given: Given) -> tuple[str, ...]:
    """Items that still ask something of the rater, in the order of the scale."""
    return tuple(
        item.id
        for item in given.scale.items
        if not is_settled(answer := given.answers.get(item.id)) or outdated(item, answer)
    )


def outdated(item: Item, answer: Answer | None) -> str:
    """Say why an answer does not fit the scale file any more; empty where it does."""
    if answer is None:
        return ""
    if answer.level is not None and answer.level not in [a.level for a in item.anchors]:
        return f"{answer.level} is no longer a level of this scale"
    if answer.state == "not_applicable" and not item.not_applicable.permitted:
        return "not applicable is no longer permitted for this item"
    return ""


def missing_facts(given: Given) -> tuple[str, ...]:
    """Facts asked before the items that have no answer; a program's claim may stay open."""
    return tuple(
        fact.id
        for fact in given.scale.choice_facts
        if not fact.claim and not _choice(given, fact.id)
    )


def _choice(given: Given, fact_id: str) -> str | None:
    answer = given.facts.get(fact_id)
    return answer.choice if answer else None


def _level(item: Item, answer: Answer | None) -> int:
    # A not-applicable item would raise the score, so it needs its reason first.
    if answer is None or not is_settled(answer) or outdated(item, answer):
        return State.NOT_RATED
    return answer.level if answer.level is not None else STATES[answer.state]
