"""One value as the text of a CSV cell."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from exchange.formula_guard import guard
from exchange.tidy.column import Kind

BETWEEN = " | "
"""Stands between the entries of a list."""


def cell_text(kind: Kind, value: Any) -> str:
    """Write a value: ISO 8601 in UTC, true or false, and nothing where it is missing.

    Example:
        >>> cell_text("whole", None), cell_text("yes_no", True), cell_text("text", "=1+1")
        ('', 'true', "'=1+1")
    """
    return "" if value is None else _WRITTEN[kind](value)


def moment_text(moment: dt.datetime) -> str:
    """Write a moment in UTC to the microsecond."""
    utc = moment.astimezone(dt.UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='microseconds')}Z"


def joined(entries: tuple[str, ...]) -> str:
    r"""Write a list as one text; a bar within an entry gets a backslash in front.

    Example:
        >>> joined(("Charts", "A|B"))
        'Charts | A\\|B'
    """
    return BETWEEN.join(entry.replace("|", r"\|") for entry in entries)


def parted(text: str) -> tuple[str, ...]:
    r"""Read a list that `joined` wrote.

    Example:
        >>> parted(r"Charts | A\|B"), parted("")
        (('Charts', 'A|B'), ())
    """
    return tuple(e.replace(r"\|", "|") for e in text.split(BETWEEN)) if text else ()


_WRITTEN: dict[Kind, Callable[[Any], str]] = {
    "text": guard,
    "whole": str,
    "decimal": repr,
    "yes_no": lambda value: "true" if value else "false",
    "day": dt.date.isoformat,
    "moment": moment_text,
    "list": lambda entries: guard(joined(entries)),
}
