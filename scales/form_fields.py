"""What the fields of a form are called, so that what is made for filling in can be read back."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple

from scales.item import Item
from scales.model import ChoiceFact, Scale

FORMAT = 1
"""Of the workbooks and phone forms that leave; one with another number is not read."""
NOT_APPLICABLE = "NA"
NOT_ENOUGH = "NEI"
MOST_COUNT = 1_000_000_000
"""No count is higher."""

Part = Literal["level", "reason", "numerator", "denominator", "grade", "sources", "note"]
PARTS: tuple[Part, ...] = (
    "level",
    "reason",
    "numerator",
    "denominator",
    "grade",
    "sources",
    "note",
)
"""What can be written beside an item, in the order of a form."""
COLUMNS: Mapping[Part, str] = {
    "level": "Level",
    "reason": "Why not applicable",
    "numerator": "Numerator",
    "denominator": "Denominator",
    "grade": "Evidence grade",
    "sources": "Sources seen",
    "note": "Note",
}
"""Heads of the columns of a workbook that are filled in."""
ITEM, SCALE, QUESTION, ANSWER, RATER = "Item", "Scale", "Question", "Answer", "Rater"
"""Heads of the columns with ids, and of the cells beside them."""
QUESTIONS_SHEET = "Questions"
"""The sheet with what is asked before the items of all scales."""
PACK_SHEET = "pack"
"""The hidden sheet that says what a workbook was made for."""

META = (
    "fidelity_format",
    "fidelity_visit",
    "fidelity_program",
    "fidelity_date",
    "fidelity_kind",
)
"""Fields of a phone form that say what it was made for; `fidelity_rater` is asked or given."""
RATER_FIELD = "fidelity_rater"


class Field(NamedTuple):
    """One field of a phone form: a part of an item, or a question before the items ("answer")."""

    scale: str
    id: str
    part: Part | Literal["answer"]


def choice_words(fact: ChoiceFact) -> dict[str, str]:
    """Choice id to the words it is chosen by; two that read alike also say their id."""
    texts = [choice.text for choice in fact.choices]
    return {
        choice.id: choice.text if texts.count(choice.text) == 1 else f"{choice.text} ({choice.id})"
        for choice in fact.choices
    }


def pin_field(scale_id: str, what: Literal["version", "stamp", "asked"]) -> str:
    """Name the field of a phone form that holds a scale's version, stamp or digests.

    Example:
        >>> pin_field("iddt", "version")
        'fidelity_iddt_version'
    """
    return f"fidelity_{scale_id}_{what}"


def pinned_scales(names: Iterable[str]) -> tuple[str, ...]:
    """Return the ids of the scales that the fields of a phone form speak of, each once."""
    found = (re.fullmatch(r"fidelity_([a-z][a-z0-9_]*)_version", name) for name in names)
    return tuple(dict.fromkeys(match[1] for match in found if match))


def parts_of(item: Item) -> tuple[Part, ...]:
    """What a phone form asks of an item."""
    percent = item.measure is not None and item.measure.kind == "percent"
    left_out: set[Part] = set() if item.not_applicable.permitted else {"reason"}
    left_out |= set() if item.measure is not None else {"numerator"}
    left_out |= set() if percent else {"denominator"}
    return tuple(part for part in PARTS if part not in left_out)


def source_codes(item: Item) -> tuple[str, ...]:
    """Codes of an item's sources of evidence in a phone form, in their order: s1, s2."""
    return tuple(f"s{number}" for number in range(1, len(item.evidence) + 1))


def field_names(scales: Iterable[Scale]) -> dict[str, Field]:
    """Name every field that scales have in a phone form.

    A name is a word that XML and every server take: letters, digits and underscores, with the
    scale's id in front. Where two ids would read alike the later one gets a number.

    Example:
        "iddt__T1a" is the level of an item, "iddt__T1a__note" the note beside it.
    """
    named: dict[str, Field] = {}
    bases: set[str] = set()
    for scale in scales:
        for fact in scale.facts:
            named[_base(scale.id, fact.id, bases)] = Field(scale.id, fact.id, "answer")
        for item in scale.items:
            base = _base(scale.id, item.id, bases)
            for part in parts_of(item):
                name = base if part == "level" else f"{base}__{part}"
                named[name] = Field(scale.id, item.id, part)
    return named


def _base(scale_id: str, own_id: str, taken: set[str]) -> str:
    # One underscore at a time within an id, so that two always stand between parts of a name.
    plain = f"{_plain(scale_id)}__{_plain(own_id)}"
    name, number = plain, 2
    while name.casefold() in taken:
        name, number = f"{plain}_{number}", number + 1
    taken.add(name.casefold())
    return name


def _plain(own_id: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", own_id).strip("_")
