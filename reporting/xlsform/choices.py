"""The choices of a phone form: levels with their anchors, sources, grades, answers to questions."""

from __future__ import annotations

from reporting.item_words import not_applicable_words
from reporting.pack_facts import Pack
from reporting.pack_words import GRADE_WORDS
from reporting.xlsform.markup import label
from scales.form_fields import (
    NOT_APPLICABLE,
    NOT_ENOUGH,
    Field,
    choice_words,
    field_names,
    source_codes,
)
from scales.item import Item
from scales.model import ChoiceFact, Scale

GRADES = "fidelity_grades"


def choices_of(pack: Pack) -> list[dict[str, str]]:
    """Write every list of choices that the form has, one choice a row."""
    scales = {one.scale.id: one.scale for one in pack.scales}
    rows = [_row(GRADES, grade, words) for grade, words in GRADE_WORDS.items()]
    for name, field in field_names(scales.values()).items():
        rows += _field(scales[field.scale], name, field)
    return rows


def list_name(field_name: str) -> str:
    """Name the list of choices of a field."""
    return f"{field_name}__list"


def _field(scale: Scale, name: str, field: Field) -> list[dict[str, str]]:
    if field.part == "answer":
        fact = next(fact for fact in scale.facts if fact.id == field.id)
        words = choice_words(fact) if isinstance(fact, ChoiceFact) else {}
        return [_row(list_name(name), choice, text) for choice, text in words.items()]
    item = scale.item(field.id)
    if field.part == "level":
        return [_row(list_name(name), level, text) for level, text in _levels(item).items()]
    if field.part == "sources":
        codes = zip(source_codes(item), item.evidence, strict=True)
        return [_row(list_name(name), code, source) for code, source in codes]
    return []


def _levels(item: Item) -> dict[str, str]:
    words = {str(anchor.level): f"{anchor.level}: {anchor.text}" for anchor in item.anchors}
    words[NOT_ENOUGH] = "Not enough information: I looked and could not tell"
    if item.not_applicable.permitted:
        words[NOT_APPLICABLE] = f"Not applicable. {not_applicable_words(item.not_applicable)}"
    return words


def _row(list_of: str, name: str, words: str) -> dict[str, str]:
    return {"list_name": list_of, "name": name, "label": label(words)}
