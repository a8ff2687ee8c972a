"""A staff survey in words: what was answered, and where staff and leaders see it differently."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd

from scoring.rounding import as_decimal
from scoring.survey import Answers, Asked, Survey

DIFFERENTLY = (
    "Staff and leaders are said to see something differently where their means are one level or "
    "more apart. That is a design choice of this project, not a published limit."
)
NO_ROLE = "role not told"


def seen_differently(found: Survey) -> tuple[str, ...]:
    """One sentence for each subscale and item that they see differently, widest apart first."""
    return tuple(_difference(asked) for asked in found.seen_differently)


def survey_table(found: Survey) -> pd.DataFrame:
    """All answers: the total, subscales and items, each for everyone and by staff role."""
    return pd.DataFrame(
        [
            _row(asked, group, answers)
            for asked in (found.total, *found.subscales, *found.items)
            for group, answers in _groups(asked)
        ]
    )


def _difference(asked: Asked) -> str:
    leaders, others = asked.leaders, asked.others
    apart = as_decimal(abs(asked.difference or Fraction()))
    return (
        f"Staff and leaders see {_name(asked)} differently: leaders (n = {leaders.n}) answered "
        f"{as_decimal(leaders.mean)} on average, other staff (n = {others.n}) "
        f"{as_decimal(others.mean)}, {apart} apart."
    )


def _groups(asked: Asked) -> list[tuple[str, Answers]]:
    by_role = [(role or NO_ROLE, answers) for role, answers in asked.by_role.items()]
    return [("everyone", asked.everyone), *by_role]


def _row(asked: Asked, group: str, answers: Answers) -> dict[str, str | int]:
    return {
        "Asked": _name(asked),
        "Group": group,
        "Answers": answers.n,
        "Median": as_decimal(answers.median),
        "Mean": as_decimal(answers.mean),
        "Middle half": _span(as_decimal(answers.lower), as_decimal(answers.upper)),
        "Range": _span(as_decimal(answers.lowest), as_decimal(answers.highest)),
    }


def _span(low: str, high: str) -> str:
    return low if low == high else f"{low} to {high}"


def _name(asked: Asked) -> str:
    return f"{asked.id} {asked.name}" if asked.kind == "item" else asked.name
