"""What a questionnaire of ours asks, by link id, for answers to be read by."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from exchange.fhir import names
from scales.model import Scale

Kind = Literal["group", "coding", "integer", "string", "strings", "date"]
VALUES: dict[Kind, str] = {
    "coding": "valueCoding",
    "integer": "valueInteger",
    "string": "valueString",
    "strings": "valueString",
    "date": "valueDate",
}


@dataclass(frozen=True)
class Question:
    """A question, or a group of them.

    Attributes:
        kind: What its answer is; "strings" may have several.
        system: Of a coding: of which system.
        codes: Of a coding: what can be answered.
    """

    kind: Kind
    system: str = ""
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """The questions of a scale's questionnaire."""

    scale: Scale
    questions: dict[str, Question] = field(init=False)

    def __post_init__(self) -> None:
        """Lay the questions out by link id."""
        object.__setattr__(self, "questions", _questions(self.scale))

    @cached_property
    def permitted(self) -> frozenset[str]:
        """Items that may be not applicable."""
        return frozenset(i.id for i in self.scale.items if i.not_applicable.permitted)


def _questions(scale: Scale) -> dict[str, Question]:
    group = Question("group")
    levels = tuple(str(n) for n in range(scale.levels.low, scale.levels.high + 1))
    found = {
        names.VISIT_GROUP: group,
        names.VISIT_DATE: Question("date"),
        names.VISIT_KIND: Question("coding", names.KIND_SYSTEM, tuple(names.KINDS)),
        names.VISIT_NUMBER: Question("integer"),
        names.FACT_GROUP: group,
    }
    for fact in scale.choice_facts:
        codes = tuple(choice.id for choice in fact.choices)
        found[fact.id] = Question("coding", names.CHOICE_SYSTEM, codes)
    found |= {fact.id: Question("integer") for fact in scale.count_facts}
    found |= {names.subscale_group(subscale.id): group for subscale in scale.subscales}
    # NA is among the codes of every item, so that it can be said why it is not permitted.
    rating = Question(
        "coding", names.RATING_SYSTEM, (*levels, names.NOT_APPLICABLE, names.NOT_ENOUGH)
    )
    for item in scale.items:
        found |= {names.item_group(item.id): group, item.id: rating}
        found |= {names.beside(item.id, name): _BESIDE[name] for name in names.BESIDE}
    return found


_BESIDE = {
    "reason": Question("string"),
    "numerator": Question("integer"),
    "denominator": Question("integer"),
    "evidence": Question("coding", names.GRADE_SYSTEM, tuple(names.GRADE_WORDS)),
    "sources": Question("strings"),
    "note": Question("string"),
    "because": Question("string"),
}
