"""The items of a scale as rated, each with what its rating rests on."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reporting.facts import AnswerFacts, Grade, ScaleResult
from scales.item import Item, Measure
from scoring.rounding import as_text
from scoring.states import State

GRADES: dict[str | None, str] = {
    "A": "A: data, charts or observation",
    "B": "B: documents",
    "C": "C: three or more interviews",
    "D": "D: one person's word",
    None: "not graded",
}
VERIFIED_WORDS = {
    "read_in_source": "read in the source",
    "background_fairly_sure": "from background knowledge, fairly sure",
    "background_not_sure": "from background knowledge, not sure",
    "own_wording": "this project's own wording",
}


@dataclass(frozen=True)
class ItemRow:
    """One item.

    Attributes:
        level: None where it is not rated.
        state: "rated", "not rated", "not applicable" or "not enough information".
        shown: The level, or the state.
        verified_level: The level that counts in the verified score; None where there is none.
        counts: What was counted, for example "12 of 20 (60.0 %)".
        anchor: What the level looks like; empty where there is none.
        next_level: The level above it; None where there is none, or the item is not rated.
        next_anchor: What that one looks like.
        anchor_verified: How sure we are of that wording.
        in_total: Whether it counts in the scale's total.
        confirmed: False where it was copied from an earlier visit and not looked at since.
    """

    id: str
    name: str
    subscale_id: str
    subscale: str
    level: int | None
    state: str
    shown: str
    target: int
    verified_level: int | None
    grade: Grade | None
    grade_words: str
    sources: tuple[str, ...]
    counts: str
    note: str
    reason: str
    anchor: str
    next_level: int | None
    next_anchor: str
    anchor_verified: str
    in_total: bool
    importance: int
    confirmed: bool

    @property
    def label(self) -> str:
        """Id and name."""
        return f"{self.id} {self.name}"


def item_rows(result: ScaleResult) -> tuple[ItemRow, ...]:
    """Lay out every item, in the order of the file."""
    scale = result.scored.scale
    counting = set(scale.members(scale.total.id))
    names = {subscale.id: subscale.name for subscale in scale.subscales}
    return tuple(
        _row(result, item, names[item.subscale], item.id in counting) for item in scale.items
    )


def state_words(level: int) -> str:
    """Say whether a cell of the ratings holds a level, and if not, what it holds."""
    return "rated" if level >= 0 else State(level).words


def counts_text(measure: Measure | None, answer: AnswerFacts) -> str:
    """Write what was counted; empty where nothing was."""
    numerator, denominator = answer.numerator, answer.denominator
    if numerator is None:
        return ""
    if denominator is None and measure is not None and measure.kind == "count" and measure.of:
        return f"{numerator} of {measure.of}"
    if not denominator:
        return str(numerator)
    percent = as_text(Fraction(100 * numerator, denominator), 1)
    return f"{numerator} of {denominator} ({percent} %)"


def _row(result: ScaleResult, item: Item, subscale: str, in_total: bool) -> ItemRow:
    found = result.scored.row.levels[item.id]
    answer = result.answer(item.id)
    anchor = item.anchor(found) if found >= 0 else None
    above = next((a for a in item.anchors if anchor and a.level > found), None)
    return ItemRow(
        id=item.id,
        name=item.name,
        subscale_id=item.subscale,
        subscale=subscale,
        level=found if found >= 0 else None,
        state=state_words(found),
        shown=str(found) if found >= 0 else state_words(found),
        target=result.target_of(item.id),
        verified_level=_verified(result, item.id),
        grade=answer.grade,
        grade_words=GRADES[answer.grade] if found >= 0 else "",
        sources=answer.sources,
        counts=counts_text(item.measure, answer),
        note=answer.note,
        reason=answer.reason,
        anchor=anchor.text if anchor else "",
        next_level=above.level if above else None,
        next_anchor=above.text if above else "",
        anchor_verified=VERIFIED_WORDS[anchor.verified] if anchor else "",
        in_total=in_total,
        importance=item.importance,
        confirmed=answer.confirmed,
    )


def _verified(result: ScaleResult, item: str) -> int | None:
    if result.verified is None:
        return None
    level = result.verified.row.levels[item]
    return level if level >= 0 else None
