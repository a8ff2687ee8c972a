"""Staff surveys: what many respondents answered, by staff role, and where leaders see it otherwise.

A survey is not a rating of the program: it says how the staff see it, and how far they differ.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from scales.model import Scale
from scoring.ratings import Row, ratings_from_rows
from scoring.scores import columns_of

LEADERS = ("leader",)
"""Staff roles that count as leaders where nobody names others."""
SEEN_DIFFERENTLY = Fraction(1)
"""Levels between leaders' mean and other staff's mean from which they are said to see it
differently. Our own design choice, not a published threshold."""

Values = Sequence[int | Fraction]


@dataclass(frozen=True)
class Reply:
    """One respondent's answers. `role` is the staff role, empty where it was not told."""

    role: str
    row: Row


@dataclass(frozen=True)
class Answers:
    """What a group of respondents answered, exact. All but `n` are None where nobody answered.

    Attributes:
        n: How many gave a level; not applicable and not enough information are no level.
        lower: First quartile, as Excel's QUARTILE.INC forms it.
        upper: Third quartile. Half of the answers lie from `lower` to `upper`: the spread.
    """

    n: int
    mean: Fraction | None
    median: Fraction | None
    lowest: Fraction | None
    lower: Fraction | None
    upper: Fraction | None
    highest: Fraction | None


@dataclass(frozen=True)
class Asked:
    """An item, a subscale or the total, and what was answered.

    Attributes:
        kind: For a subscale and the total the answers are each respondent's own mean, formed by
            the scale's rule for the least number of items.
        by_role: By staff role, in the order they first come; empty for those who told none.
        leaders: Those whose role counts as a leader's.
        others: Those of any other role; who told no role is in neither.
    """

    id: str
    name: str
    kind: Literal["item", "subscale", "total"]
    everyone: Answers
    by_role: dict[str, Answers]
    leaders: Answers
    others: Answers

    @property
    def difference(self) -> Fraction | None:
        """Leaders' mean less other staff's; None where either did not answer."""
        if self.leaders.mean is None or self.others.mean is None:
            return None
        return self.leaders.mean - self.others.mean

    @property
    def seen_differently(self) -> bool:
        """Whether staff and leaders see it differently."""
        return self.difference is not None and abs(self.difference) >= SEEN_DIFFERENTLY


@dataclass(frozen=True)
class Survey:
    """A staff survey on one scale.

    Attributes:
        replies: Respondents by role, those among them who answered nothing.
        items: In the order of the file.
        subscales: In the order of the file.
    """

    scale: Scale
    replies: dict[str, int]
    items: tuple[Asked, ...]
    subscales: tuple[Asked, ...]
    total: Asked

    @property
    def seen_differently(self) -> tuple[Asked, ...]:
        """Items and subscales that staff and leaders see differently, widest apart first."""
        found = [asked for asked in (*self.subscales, *self.items) if asked.seen_differently]
        return tuple(sorted(found, key=lambda asked: -abs(asked.difference or 0)))


def survey(scale: Scale, replies: Sequence[Reply], leaders: Collection[str] = LEADERS) -> Survey:
    """Sum up a staff survey.

    Args:
        scale: The scale it was asked with.
        replies: One per respondent.
        leaders: The staff roles that count as leaders; capitals do not matter.

    Raises:
        RatingsError: An answer is not one of its item's levels (all such, together).
    """
    columns = columns_of(ratings_from_rows(scale, [reply.row for reply in replies]))
    roles = [reply.role.strip() for reply in replies]
    lead = {role.casefold() for role in leaders}
    leading = [role.casefold() in lead for role in roles]

    def ask(of: str, name: str, kind: Literal["item", "subscale", "total"]) -> Asked:
        if kind == "item":
            given = [level if level >= 0 else None for level in columns.item(of).tolist()]
        else:
            given = [columns.mean(of).value(row) for row in range(len(replies))]

        def answers(wanted: Callable[[int], bool]) -> Answers:
            return sum_up([v for k, v in enumerate(given) if v is not None and wanted(k)])

        return Asked(
            of,
            name,
            kind,
            answers(lambda _: True),
            {r: answers(lambda k, r=r: roles[k] == r) for r in dict.fromkeys(roles)},
            answers(lambda k: leading[k]),
            answers(lambda k: not leading[k] and roles[k] != ""),
        )

    return Survey(
        scale,
        {role: roles.count(role) for role in dict.fromkeys(roles)},
        tuple(ask(item.id, item.name, "item") for item in scale.items),
        tuple(ask(part.id, part.name, "subscale") for part in scale.subscales),
        ask(scale.total.id, scale.total.name, "total"),
    )


def sum_up(values: Values) -> Answers:
    """Describe a group's answers.

    Example:
        >>> found = sum_up([2, 5, 3, 4])
        >>> found.mean, found.median, found.lower, found.upper
        (Fraction(7, 2), Fraction(7, 2), Fraction(11, 4), Fraction(17, 4))
    """
    n = len(values)
    if not n:
        return Answers(0, None, None, None, None, None, None)
    ordered = sorted(values)
    return Answers(
        n,
        Fraction(sum(ordered), n),
        _quantile(ordered, Fraction(1, 2)),
        Fraction(ordered[0]),
        _quantile(ordered, Fraction(1, 4)),
        _quantile(ordered, Fraction(3, 4)),
        Fraction(ordered[-1]),
    )


def _quantile(ordered: Values, share: Fraction) -> Fraction:
    """The value at a share of the way from the first to the last, between two in proportion."""
    place = share * (len(ordered) - 1)
    below = int(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (place - below) * (ordered[above] - ordered[below])
