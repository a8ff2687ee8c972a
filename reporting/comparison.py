"""The score as given beside the verified one, and the items in which they differ."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from reporting.facts import ScaleResult
from reporting.item_table import GRADES
from reporting.sentences import counted
from scoring.explanation import Number, Scored
from scoring.rounding import as_decimal


@dataclass(frozen=True)
class ComparedNumber:
    """One mean in both scores."""

    id: str
    name: str
    self_value: Fraction | None
    verified_value: Fraction | None
    self_text: str
    verified_text: str


@dataclass(frozen=True)
class ComparedItem:
    """An item that counts less in the verified score, and why."""

    id: str
    name: str
    level: int
    verified: int
    why: str

    @property
    def label(self) -> str:
        """Id and name."""
        return f"{self.id} {self.name}"


@dataclass(frozen=True)
class Comparison:
    """Both scores. `numbers` begins with the total; `items` holds only those that differ.

    Attributes:
        given: What the score as given is called: "Self-reported", or where reviewers rated
            "As rated".
    """

    sentence: str
    given: str
    self_verdict: str
    verified_verdict: str
    numbers: tuple[ComparedNumber, ...]
    items: tuple[ComparedItem, ...]


def compare(result: ScaleResult) -> Comparison | None:
    """Set the two scores side by side; None where nobody was asked for evidence."""
    given, verified = result.scored, result.verified
    if verified is None:
        return None
    pairs = zip((given.total, *given.subscales), (verified.total, *verified.subscales), strict=True)
    numbers = tuple(_number(mine, theirs) for mine, theirs in pairs)
    items = _items(result, verified)
    called = "As rated" if result.by_reviewers else "Self-reported"
    return Comparison(
        f"{called}: {_sentence(given, verified, numbers[0], len(items))}",
        called,
        given.verdict.name,
        verified.verdict.name,
        numbers,
        items,
    )


def _number(given: Number, verified: Number) -> ComparedNumber:
    return ComparedNumber(
        given.id,
        given.name,
        given.value,
        verified.value,
        as_decimal(given.value),
        as_decimal(verified.value),
    )


def _items(result: ScaleResult, verified: Scored) -> tuple[ComparedItem, ...]:
    scale, levels = result.scored.scale, result.scored.row.levels
    return tuple(
        ComparedItem(
            item.id,
            item.name,
            levels[item.id],
            verified.row.levels[item.id],
            f"evidence {GRADES[result.answer(item.id).grade]}; counts at most {scale.verified_cap}",
        )
        for item in scale.items
        if levels[item.id] != verified.row.levels[item.id]
    )


def _sentence(given: Scored, verified: Scored, total: ComparedNumber, differing: int) -> str:
    both = (
        f"{given.verdict.name}, {total.self_text}. "
        f"Verified: {verified.verdict.name}, {total.verified_text}."
    )
    if not differing:
        return f"{both} Every rating above {given.scale.verified_cap} has evidence of grade A to C."
    return (
        f"{both} {counted(differing, 'item')} above {given.scale.verified_cap} "
        f"{'rests' if differing == 1 else 'rest'} on one person's word or on evidence that nobody "
        f"graded, and {'counts' if differing == 1 else 'count'} "
        f"{given.scale.verified_cap} in the verified score."
    )
