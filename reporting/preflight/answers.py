"""Checks that every item has an official answer that counts."""

from __future__ import annotations

from reporting.preflight.check import Check, ItemUnderCheck, each_item
from scoring.states import State

DECIDES = 3
"""The importance of an item on which the verdict hangs."""


def _settled(item: ItemUnderCheck) -> bool:
    """Whether the answer counts; what makes it count was decided where the row was made."""
    return item.level != State.NOT_RATED


def _copied(item: ItemUnderCheck) -> str | None:
    if item.answer.confirmed or item.stored.state == "unanswered":
        return None
    return "copied from the visit before, and nobody has confirmed it."


def _unknown_level(item: ItemUnderCheck) -> str | None:
    level = item.stored.level
    if level is None or level in [anchor.level for anchor in item.item.anchors]:
        return None
    return f"{level} is stored, which is not a level of this scale."


def _not_permitted(item: ItemUnderCheck) -> str | None:
    rule = item.item.not_applicable
    if item.stored.state != "not_applicable" or rule.permitted:
        return None
    return f"marked not applicable, which the scale does not permit here. {rule.rule}"


def _without_reason(item: ItemUnderCheck) -> str | None:
    if item.stored.state != "not_applicable" or item.answer.reason.strip():
        return None
    return "marked not applicable, and no reason is given."


def _unanswered(item: ItemUnderCheck) -> str | None:
    """Fires for whatever does not count and no other check explains, so that nothing slips by."""
    explained = (_copied, _unknown_level, _not_permitted, _without_reason, missing_in_consensus)
    if _settled(item) or any(check(item) for check in explained):
        return None
    return "nothing is chosen."


def missing_in_consensus(item: ItemUnderCheck) -> str | None:
    """Say that raters answered an item and the consensus did not; None where that is not so."""
    if item.visit.official is not None or item.stored.state != "unanswered":
        return None
    levels = (rater.levels.get(item.item.id, State.NOT_RATED) for rater in item.of.raters)
    if all(level == State.NOT_RATED for level in levels):
        return None
    return "it was rated, and the consensus has no answer yet."


def _decisive_open(item: ItemUnderCheck) -> str | None:
    if item.level != State.NOT_ENOUGH or item.item.importance != DECIDES:
        return None
    return "not enough information, and the verdict hangs on this item."


def _what_was_missing(item: ItemUnderCheck) -> str | None:
    if item.level != State.NOT_ENOUGH or item.has_note or item.answer.reason.strip():
        return None
    return "not enough information, and nothing says what was missing."


ANSWER_CHECKS = (
    Check(
        "P10",
        "error",
        "An item has no answer.",
        "It would be left out of every mean without anybody having decided so.",
        "Choose a level, or not enough information.",
        each_item(_unanswered),
    ),
    Check(
        "P11",
        "error",
        "An item is marked not applicable without a reason.",
        "Leaving an item out can raise the score, so it counts only with its reason.",
        "Give the reason, or choose a level.",
        each_item(_without_reason),
    ),
    Check(
        "P12",
        "error",
        "An item is marked not applicable where the scale does not permit it.",
        "The score would not be comparable with any other.",
        "Choose a level, or not enough information.",
        each_item(_not_permitted),
    ),
    Check(
        "P13",
        "error",
        "The stored level is not one of the scale's.",
        "It cannot be scored, so the item is left out. It happens where the scale file was "
        "changed.",
        "Choose one of the levels.",
        each_item(_unknown_level),
    ),
    Check(
        "P14",
        "error",
        "A rating was copied from an earlier visit and nobody confirmed it.",
        "It says what was true then. It does not count until somebody has looked.",
        "Look at this visit's evidence, then confirm the rating or choose another.",
        each_item(_copied),
    ),
    Check(
        "P15",
        "warning",
        "An item on which the verdict hangs (importance 3) has not enough information.",
        "It is no error to say so, and no level should be made up. But the verdict may hang on "
        "what was not seen.",
        "Try once more to find out, or say in the report why it could not be told.",
        each_item(_decisive_open),
    ),
    Check(
        "P16",
        "warning",
        "An item has not enough information and nothing says what was missing.",
        "The next reviewer does not know what to ask for.",
        "Note what was asked for and not found.",
        each_item(_what_was_missing),
    ),
)
