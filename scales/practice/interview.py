"""What to ask whom on a visit, and what to see: the items' probes and evidence, put in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from scales.item import Role
from scales.model import Scale
from scales.practice.evidence import ItemOf, evidence_of
from scales.practice.wording import content_words, same_question

ROLES: tuple[Role, ...] = get_args(Role)
"""Whom a visit talks to, in the order a day usually goes."""


@dataclass(frozen=True)
class Question:
    """One question to ask, and the items that its answer serves."""

    ask: str
    items: tuple[ItemOf, ...]


@dataclass(frozen=True)
class Section:
    """Questions that belong together: those of one subscale."""

    scale_id: str
    scale_name: str
    subscale_id: str
    subscale_name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Sight:
    """Something to see or try on site, and the items it serves."""

    words: str
    items: tuple[ItemOf, ...]


def interview_guide(scales: Sequence[Scale], role: Role) -> tuple[Section, ...]:
    """Put the probes for a role in an order one can ask in.

    Args:
        scales: The scales of the visit, in the order they should be gone through.
        role: Whom one talks to; "records" is what to look up in the charts.

    Returns:
        One section for each subscale that has a question for the role, in the order of the scales
        and their subscales. A question that stands with several items, of whatever scale, is asked
        once, where it first comes up.
    """
    items_of: dict[str, dict[ItemOf, None]] = {}
    for scale in scales:
        for item in scale.items:
            for probe in item.probes:
                if role in probe.of:
                    items = items_of.setdefault(same_question(probe.ask), {})
                    items.setdefault(ItemOf(scale.id, item.id))
    sections = [
        Section(s.id, s.name, sub.id, sub.name, _questions(s, sub.id, role, items_of))
        for s in scales
        for sub in s.subscales
    ]
    return tuple(section for section in sections if section.questions)


def _questions(
    scale: Scale, subscale: str, role: Role, items_of: dict[str, dict[ItemOf, None]]
) -> tuple[Question, ...]:
    """Take the questions of a subscale out of those not yet asked."""
    questions: list[Question] = []
    for item_id in scale.members(subscale):
        for probe in scale.item(item_id).probes:
            if role in probe.of:
                items = items_of.pop(same_question(probe.ask), None)
                if items is not None:
                    questions.append(Question(probe.ask, tuple(items)))
    return tuple(questions)


def things_to_see(scales: Sequence[Scale]) -> tuple[Sight, ...]:
    """List what to observe or try on site, from the items' evidence.

    Returns:
        In the order of the items; wordings of the same words are one.
    """
    seen: dict[frozenset[str], tuple[str, dict[ItemOf, None]]] = {}
    for evidence in evidence_of(scales):
        if evidence.kind == "observation":
            items = seen.setdefault(_what(evidence.words), (evidence.words, {}))[1]
            items.setdefault(evidence.item)
    return tuple(Sight(words, tuple(items)) for words, items in seen.values())


def _what(words: str) -> frozenset[str]:
    """What is to be seen: "One group observed" and "Group observation" are the same."""
    every = content_words(words)
    return frozenset(w for w in every if w != "one" and not w.startswith("observ")) or every
