"""Something stored that is not as the toolkit left it."""

from __future__ import annotations

from dataclasses import dataclass

UNREADABLE = (
    *(ValueError, AttributeError, KeyError, TypeError, RecursionError),
    OverflowError,  # a day before the first or after the last there is
)
"""What reading something raises where a hand has put there what the toolkit never writes."""


@dataclass(frozen=True)
class Tampering:
    """Something that is not as the toolkit left it."""

    place: str
    """The book and event, or the record."""
    what: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.place}: {self.what}."
