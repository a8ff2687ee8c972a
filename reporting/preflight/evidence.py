"""Checks of what a rating rests on."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from reporting.preflight.check import Check, ItemUnderCheck, each_item
from reporting.sentences import counted
from scoring.evidence import verified_row

FindIdentifiers = Callable[[str], Sequence[object]]
"""Names what in a text may identify a client, one entry each."""


def _no_source(item: ItemUnderCheck) -> str | None:
    if not item.rated or item.answer.sources:
        return None
    return f"rated {item.level}, and no source of evidence is ticked."


def _no_grade(item: ItemUnderCheck) -> str | None:
    if not item.rated or item.answer.grade:
        return None
    return f"rated {item.level}, and its evidence has no grade."


def _one_kind_for_the_top(item: ItemUnderCheck) -> str | None:
    kinds = set(item.answer.sources)
    if item.level != item.of.scale.levels.high or len(kinds) != 1:
        return None
    return f"rated {item.level} from one kind of source: {kinds.pop()}."


def _one_word(item: ItemUnderCheck) -> str | None:
    row, grade = item.of.result.scored.row, item.answer.grade
    counts = verified_row(item.of.scale, row, {item.item.id: grade}).levels[item.item.id]
    if grade is None or counts == item.level:
        return None
    return (
        f"rated {item.level} on evidence of grade {grade}, one person's word; it counts {counts} "
        "in the verified score."
    )


def _identifiers(find_identifiers: FindIdentifiers) -> Callable[[ItemUnderCheck], str | None]:
    def say(item: ItemUnderCheck) -> str | None:
        found = sum(len(find_identifiers(text)) for text in item.texts if text.strip())
        if not found:
            return None
        # What was found is not repeated: the list of checks is read by more people than the note.
        what = counted(found, "likely identifier of a client", "likely identifiers of clients")
        return f"its notes hold {what}."

    return say


def evidence_checks(find_identifiers: FindIdentifiers) -> tuple[Check, ...]:
    """The checks of evidence and notes."""
    return (
        Check(
            "P20",
            "warning",
            "A rated item has no source of evidence ticked.",
            "Nobody can tell what the rating rests on.",
            "Tick what was seen.",
            each_item(_no_source),
        ),
        Check(
            "P21",
            "warning",
            "The evidence of a rated item has no grade.",
            "In the verified score it is taken for one person's word.",
            "Grade the evidence from A to D.",
            each_item(_no_grade),
        ),
        Check(
            "P22",
            "warning",
            "An item has the highest level from one kind of source alone.",
            "The rater protocol asks for at least one source, for any 5, that could have shown the "
            "opposite.",
            "Look at one more kind of source and tick it, or choose the level below.",
            each_item(_one_kind_for_the_top),
        ),
        Check(
            "P23",
            "warning",
            "One person's word (grade D) supports a level above the cap of the verified score.",
            "The verified score holds the item at the cap, so the two scores differ.",
            "Look for data, documents or two more interviews, or lower the level.",
            each_item(_one_word),
        ),
        Check(
            "P24",
            "warning",
            "A note or a reason holds what may identify a client.",
            "Client data do not belong in a rating, and a signed visit refuses changes.",
            "Take names, dates of birth, numbers and addresses of clients out of the notes.",
            each_item(_identifiers(find_identifiers)),
        ),
    )
