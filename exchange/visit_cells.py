"""How a data file writes which visit was rated: its day, its kind, its number."""

from __future__ import annotations

import datetime as dt
import re

KINDS = ("self_audit", "site_visit", "follow_up")
"""The kinds of visits, as files write them."""
MOST_VISITS = 2**31 - 1
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(written: str) -> dt.date | None:
    """Read a day written as 2026-03-02; None where it is none.

    3/2/2026 is not read: it is another day in the United States than elsewhere.
    """
    if not _DAY.fullmatch(written):
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def read_kind(written: str) -> str | None:
    """Read the kind of a visit, also as a form shows it ("Site visit"); None where it is none."""
    kind = re.sub(r"[ -]+", "_", written.strip().lower())
    return kind if kind in KINDS else None


def read_number(written: str) -> int | None:
    """Read the number of a visit; None where it is none."""
    plain = written.isascii() and written.isdigit() and len(written) <= 10
    return int(written) if plain and 0 < int(written) <= MOST_VISITS else None
