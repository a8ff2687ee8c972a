"""A mean as every output shows it: the number, what it rests on, and how to check it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from scoring.explanation import Number, Scored
from scoring.rounding import as_decimal, as_text


@dataclass(frozen=True)
class NumberRow:
    """One mean.

    Attributes:
        value: Exact; None where too few items are rated.
        text: Two decimals, or a dash.
        working: Its arithmetic, for example "54 ÷ 14 ≈ 3.8571", or why there is none.
        counted: For example "14 of 14 rated".
        items: Ids of the items it is the mean of, rated or not.
        parts: Ids of the subscales it is the mean of; empty for a mean of items.
        minimum_rated: With fewer rated items it is not formed.
        in_total: Whether it is a part of the scale's total.
    """

    id: str
    name: str
    value: Fraction | None
    text: str
    working: str
    rated: int
    of: int
    counted: str
    items: tuple[str, ...]
    parts: tuple[str, ...] = ()
    minimum_rated: int = 1
    in_total: bool = True


def total_row(scored: Scored) -> NumberRow:
    """The scale's total."""
    total = scored.scale.total
    items = scored.scale.members(total.id)
    if total.kind == "mean_of_items":
        return _row(scored, scored.total, items, total.minimum_rated)
    means = {number.id: number for number in scored.subscales}
    parts = [means[part] for part in total.of]
    working = _working_of_parts(parts, scored.total)
    return _row(scored, scored.total, items, 1, working=working, parts=total.of)


def subscale_rows(scored: Scored) -> tuple[NumberRow, ...]:
    """Each subscale's mean, in the order of the file."""
    scale = scored.scale
    counting = set(scale.members(scale.total.id))
    return tuple(
        _row(
            scored,
            number,
            scale.members(number.id),
            subscale.minimum_rated,
            in_total=bool(counting & set(scale.members(number.id))),
        )
        for number, subscale in zip(scored.subscales, scale.subscales, strict=True)
    )


def profile_rows(scored: Scored, profile_id: str) -> tuple[NumberRow, ...]:
    """Each part of a profile, in the order of the file."""
    profile = next(p for p in scored.scale.profiles if p.id == profile_id)
    return tuple(
        _row(scored, number, part.items, 1)
        for number, part in zip(scored.profiles[profile_id], profile.parts, strict=True)
    )


def bare_row(number: Number, items: tuple[str, ...] = ()) -> NumberRow:
    """A mean over the rated items of two scales; each item weighs the same."""
    working = "Not formed: a part of it cannot be formed."
    if number.value is not None:
        points = as_text(number.value * number.rated, 0)
        working = f"{points} ÷ {number.rated} {_result(number.value)}"
    return NumberRow(
        number.id,
        number.name,
        number.value,
        as_decimal(number.value),
        working,
        number.rated,
        number.of,
        counted_text(number.rated, number.of),
        items,
    )


def index_text(value: Fraction) -> str:
    """Write a 0 to 100 index, with one decimal."""
    return as_text(value, 1)


def counted_text(rated: int, of: int) -> str:
    """Say what a mean rests on."""
    return f"{rated} of {of} rated"


def _row(
    scored: Scored,
    number: Number,
    items: tuple[str, ...],
    minimum_rated: int,
    *,
    working: str | None = None,
    parts: tuple[str, ...] = (),
    in_total: bool = True,
) -> NumberRow:
    return NumberRow(
        number.id,
        number.name,
        number.value,
        as_decimal(number.value),
        working or _working(scored, number, items, minimum_rated),
        number.rated,
        number.of,
        counted_text(number.rated, number.of),
        items,
        parts,
        minimum_rated,
        in_total,
    )


def _working(scored: Scored, number: Number, items: tuple[str, ...], minimum_rated: int) -> str:
    if number.value is None:
        needed = max(minimum_rated, 1)
        return f"Not formed: {number.rated} rated, at least {needed} needed."
    points = sum(level for item in items if (level := scored.row.levels[item]) >= 0)
    return f"{points} ÷ {number.rated} {_result(number.value)}"


def _working_of_parts(parts: list[Number], total: Number) -> str:
    if total.value is None:
        missing = ", ".join(part.name for part in parts if part.value is None)
        return f"Not formed: no mean for {missing}."
    sums = " + ".join(as_text(part.value, 4) for part in parts if part.value is not None)
    return f"({sums}) ÷ {len(parts)} {_result(total.value)}"


def _result(value: Fraction) -> str:
    """Write a result with four decimals, and say whether that is all of it."""
    exact = (value * 10_000).denominator == 1
    return f"{'=' if exact else '≈'} {as_text(value, 4)}"
