"""Small words that every sentence of a report is made with."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date


def listed(parts: Iterable[str], last: str = "and") -> str:
    """Join words as a sentence does.

    Example:
        >>> listed(["T1a", "T2", "T8"]), listed(["T1a"])
        ('T1a, T2 and T8', 'T1a')
    """
    words = list(parts)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """Write a count with its noun.

    Example:
        >>> counted(1, "point"), counted(2, "point"), counted(0, "point")
        ('1 point', '2 points', 'no points')
    """
    name = noun if number == 1 else plural or f"{noun}s"
    return f"{number or 'no'} {name}"


def ended(text: str) -> str:
    """End a text as a sentence ends; empty text stays so."""
    kept = text.rstrip()
    return kept if not kept or kept[-1] in ".!?:;…" else f"{kept}."


def upper_first(text: str) -> str:
    """Begin a sentence."""
    return text[:1].upper() + text[1:]


def as_words(name: str) -> str:
    """Read an id as words; what is words already stays so.

    Example:
        >>> as_words("self_audit"), as_words("Self-audit")
        ('Self audit', 'Self-audit')
    """
    return upper_first(name.replace("_", " ").strip())


def day(when: date | None) -> str:
    """Write a day so that no reader takes the month for the day."""
    return "" if when is None else when.isoformat()
