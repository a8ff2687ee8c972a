"""What a file says of an item beside what is stored: new, the same, or in conflict.

An empty cell of a file says nothing: it never takes away what is stored.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Literal

from exchange.incoming import IncomingAnswer, IncomingSet
from reporting.sentences import listed
from scales.fault import Fault, join, quote
from scales.item import Item
from storage.answers import OWN_WORDS, Answer, check_answer, entered, is_blank
from storage.client_data import check_client_data
from storage.facts import FactAnswer, check_fact
from storage.problem import Problem
from storage.visit_index import StoredSet

Finding = Literal["new", "same", "conflicting"]
"""new: nothing stored would be replaced; conflicting: something would."""


@dataclass(frozen=True)
class Compared:
    """One item or fact.

    Attributes:
        id: Of the item or the fact.
        place: Where it stands in the file.
        stored: What is stored, in words; empty where nothing is.
        brought: What would be stored, in words.
        answer: What would be stored; its revision is that of what is stored now.
        faults: Why it cannot be stored.
        clients: What in its words looks like a client's data.
    """

    id: str
    place: str
    finding: Finding
    stored: str
    brought: str
    answer: Answer | FactAnswer
    faults: tuple[Fault, ...] = ()
    clients: tuple[Fault, ...] = ()


def compare(brought: IncomingSet, stored: StoredSet, rater: str) -> list[Compared]:
    """Compare all that a set of a file says with what is stored, in the order of the scale.

    Args:
        brought: The set of the file.
        stored: What the rater answered until now.
        rater: Whose set it is.
    """
    found = [
        _compare_answer(item, brought.answers[item.id], stored.answers.get(item.id), rater)
        for item in brought.scale.items
        if item.id in brought.answers
    ]
    strange = [item for item in brought.answers if item not in brought.scale.item_ids]
    found += [_strange(brought, item, rater) for item in strange]
    return [one for one in found if one is not None] + _compare_facts(brought, stored, rater)


def _compare_answer(
    item: Item, brought: IncomingAnswer, stored: Answer | None, rater: str
) -> Compared | None:
    before = stored or Answer(0, rater, item.id)
    new = _merge(before, brought)
    if is_blank(new):
        return None
    finding: Finding = "new" if stored is None else _finding(before, new)
    place = f"{brought.place}, item {quote(item.id)}"
    faults: tuple[Fault, ...] = ()
    clients: tuple[Fault, ...] = ()
    if finding != "same":
        faults = (*_unfit(item, new, place), *_told(place, check_answer(new)))
        clients = _told(place, check_client_data(before, new, OWN_WORDS))
    shown = "" if stored is None or is_blank(stored) else answer_words(stored)
    return Compared(item.id, place, finding, shown, answer_words(new), new, faults, clients)


def _merge(stored: Answer, brought: IncomingAnswer) -> Answer:
    new: dict[str, Any] = {}
    if brought.state != "unanswered":
        new |= {"state": brought.state, "level": brought.level, "confirmed": True}
        if brought.reason:
            new["reason"] = brought.reason.strip()
    if brought.numerator is not None or brought.denominator is not None:
        new |= {"numerator": brought.numerator, "denominator": brought.denominator}
    note = brought.note.replace("\r\n", "\n").replace("\r", "\n").strip()
    if note and note != stored.note.strip():
        new["note"] = note
    if brought.sources and set(brought.sources) != set(stored.sources):
        new["sources"] = brought.sources
    if brought.grade:
        new["grade"] = brought.grade
    return replace(stored, **new)


def _finding(stored: Answer, new: Answer) -> Finding:
    if entered(stored) == entered(new) and stored.confirmed == new.confirmed:
        return "same"
    before, after = vars(entered(stored)), vars(entered(new))
    empty = (None, "", (), "unanswered")
    replaced = [name for name, old in before.items() if old != after[name] and old not in empty]
    return "conflicting" if replaced else "new"


def _unfit(item: Item, new: Answer, place: str) -> tuple[Fault, ...]:
    levels = [anchor.level for anchor in item.anchors]
    if new.state == "rated" and new.level not in levels:
        found = f"{new.level} is not a level of this item."
        fix = f"Choose {join(map(str, levels))}."
        return (Fault("T13", None, place, found, fix),)
    if new.state == "not_applicable" and not item.not_applicable.permitted:
        found = "not applicable is not permitted here."
        return (Fault("T13", None, place, found, item.not_applicable.rule),)
    return ()


def _strange(brought: IncomingSet, item: str, rater: str) -> Compared:
    place = f"{brought.answers[item].place}, item {quote(item)}"
    found = f"the {brought.scale.short_name} scale has no such item."
    fault = Fault("T13", None, place, found, "Leave it out.")
    return Compared(item, place, "new", "", "", Answer(0, rater, item), (fault,))


def _compare_facts(brought: IncomingSet, stored: StoredSet, rater: str) -> list[Compared]:
    given: dict[str, str | int] = {**brought.choices, **brought.counts}
    known = [fact.id for fact in brought.scale.facts]
    found = []
    for fact in sorted(given, key=lambda fact: known.index(fact) if fact in known else 0):
        value, before = given[fact], stored.facts.get(fact) or FactAnswer(0, rater, fact)
        choice = value if isinstance(value, str) else None
        count = value if isinstance(value, int) else None
        new = replace(before, choice=choice, count=count)
        shown = fact_words(before)
        finding: Finding = "conflicting" if shown else "new"
        place = f"{brought.place}, fact {quote(fact)}"
        faults = (*_unfit_fact(brought, fact, choice, place), *_told(place, check_fact(new)))
        if new == before:
            finding, faults = "same", ()
        found.append(Compared(fact, place, finding, shown, fact_words(new), new, faults))
    return found


def _unfit_fact(
    brought: IncomingSet, fact: str, choice: str | None, place: str
) -> tuple[Fault, ...]:
    choices = {f.id: [c.id for c in f.choices] for f in brought.scale.choice_facts}
    counts = [f.id for f in brought.scale.count_facts]
    if fact in choices and choice in choices[fact]:
        return ()
    if fact in counts and choice is None:
        return ()
    found = f"the {brought.scale.short_name} scale has no such fact or choice."
    return (Fault("T13", None, place, found, "Correct it, or leave it out."),)


def _told(place: str, problems: list[Problem]) -> tuple[Fault, ...]:
    return tuple(Fault(p.code, None, f"{place}, {p.place}", f"{p.what}.", p.fix) for p in problems)


def answer_words(answer: Answer) -> str:
    """Say an answer in a line."""
    states = {"unanswered": "not rated", "not_enough_information": "not enough information"}
    state = f"not applicable ({answer.reason})" if answer.reason else "not applicable"
    parts = [str(answer.level) if answer.state == "rated" else states.get(answer.state, state)]
    if not answer.confirmed:
        parts[0] += " (copied, not confirmed)"
    if answer.numerator is not None or answer.denominator is not None:
        counts = (answer.numerator, answer.denominator)
        parts.append(" of ".join("?" if n is None else str(n) for n in counts))
    if answer.grade:
        parts.append(f"evidence {answer.grade}")
    if answer.sources:
        parts.append(f"seen: {listed(answer.sources)}")
    if answer.note:
        parts.append(f"note: {answer.note}")
    return "; ".join(parts)


def fact_words(fact: FactAnswer) -> str:
    """Say the answer to a fact; empty where there is none."""
    return fact.choice or ("" if fact.count is None else str(fact.count))
