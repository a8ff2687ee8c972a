"""How long a text and how large a number may be; checked here because databases differ in it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence

from storage.problem import Problem

MOST_COUNT = 1_000_000_000
"""Counts of clients or records; fits the 32 bits that PostgreSQL gives an integer."""
HIGHEST_LEVEL = 10
"""No scale file may have a higher level."""
LARGEST_ID = 2**31 - 1
"""The largest number PostgreSQL gives a record; an address may name any number."""
LONGEST_NAME = 200
LONGEST_ID = 64
LONGEST_NOTE = 20_000
LONGEST_LINE = 2_000
LONGEST_LIST = 200
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


def utc(now: dt.datetime) -> dt.datetime:
    """Return a moment as UTC, as it will be read back.

    Raises:
        ValueError: It has no time zone.
    """
    if now.tzinfo is None:
        raise ValueError("a moment needs a time zone, for example datetime.now(UTC)")
    return now.astimezone(dt.UTC)


def check_text(place: str, value: object, most: int, *, required: bool = False) -> list[Problem]:
    """Check that a text can be kept by every database, and is at most `most` characters long."""
    if not isinstance(value, str):
        return [Problem("K03", place, value, f"{value!r} is not text", "Give a text.")]
    found = []
    if required and not value.strip():
        found.append(Problem("K01", place, value, "it is empty", "Fill it in."))
    if len(value) > most:
        what = f"{len(value):,} characters are more than {most:,}"
        found.append(Problem("K02", place, value, what, "Shorten it."))
    for mark in sorted(set(_UNSTORABLE.findall(value))):
        what = f"it holds the character U+{ord(mark):04X}, which cannot be stored"
        fix = "Delete it; it often comes along when text is pasted."
        found.append(Problem("K03", place, value, what, fix))
    return found


def check_texts(place: str, values: object, most: int) -> list[Problem]:
    """Check a tuple of texts, none of them empty; `place` names one of them."""
    if not isinstance(values, tuple):
        return [Problem("K03", place, values, f"{values!r} is not a tuple", "Give a tuple.")]
    found = []
    if len(values) > LONGEST_LIST:
        what = f"{len(values):,} entries are more than {LONGEST_LIST:,}"
        found.append(Problem("K02", place, values, what, "Leave some out."))
    for number, value in enumerate(values, start=1):
        found += check_text(f"{place} {number}", value, most, required=True)
    return found


def check_number(place: str, value: object, low: int, high: int) -> list[Problem]:
    """Check that a value is None or a whole number from `low` to `high`, both included."""
    if value is None or (type(value) is int and low <= value <= high):
        return []
    what = f"{value!r} is not a whole number from {low:,} to {high:,}"
    return [Problem("K04", place, value, what, "Correct the number, or leave it empty.")]


def check_choice(place: str, value: object, choices: Collection[str | None]) -> list[Problem]:
    """Check that a value is one of the choices."""
    if value in choices:
        return []
    names = ", ".join(str(choice) for choice in choices if choice)
    return [Problem("K05", place, value, f"{value!r} is not a choice", f"Choose one of {names}.")]


def check_date(place: str, value: object) -> list[Problem]:
    """Check that a value is a date and not a moment."""
    if type(value) is dt.date:
        return []
    return [Problem("K06", place, value, f"{value!r} is not a date", "Give a day.")]


def check_level(place: str, value: object) -> list[Problem]:
    """Check that a value is None or a level that some scale could have."""
    return check_number(place, value, 0, HIGHEST_LEVEL)


def joined(*checks: Sequence[Problem]) -> list[Problem]:
    """Put the findings of several checks into one list."""
    return [problem for check in checks for problem in check]
